// Which pictures are there? One page beside them: a row for each state, a column for size and theme.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, THEMES } from './album.ts';

const COLUMNS = ['desktop', 'phone'].flatMap((size) => THEMES.map((theme) => `${size}-${theme}`));

export default function contents(): void {
  const files = new Set(readdirSync(FOLDER).filter((file) => file.endsWith('.png')));
  const states = new Set([...files].map((file) => file.replace(/-(desktop|phone)-\w+\.png$/, '')));
  const rows = [...states].sort().map((state) => {
    const cells = COLUMNS.map((column) => `${state}-${column}.png`).map((file) =>
      files.has(file) ? `<td><a href="${file}"><img src="${file}" loading="lazy"></a>` : '<td>',
    );
    return `<tr id="${state}"><th scope="row">${state}${cells.join('')}`;
  });
  const head = COLUMNS.map((column) => `<th scope="col">${column}`).join('');
  writeFileSync(
    join(FOLDER, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Bobwhite</title>
<style>
  body { margin: 16px; font: 14px system-ui; background: #777; }
  th { padding: 8px; background: #777; color: white; text-align: start; vertical-align: top; }
  thead th { position: sticky; top: 0; }
  td { vertical-align: top; }
  img { display: block; height: 420px; }
</style>
<table><thead><tr><th>state${head}<tbody>
${rows.join('\n')}
</table></html>
`,
  );
}
