// Which pictures are there? One page beside them with two tables: a row for each state of a screen
// and a column for size and theme, then a row for each screen and a column for each look.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, LOOKS, SIZES, THEMES } from './album.ts';

const STATES = SIZES.flatMap((size) => THEMES.map((theme) => `${size}-${theme}`));

export default function contents(): void {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
  writeFileSync(
    join(FOLDER, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Bobwhite</title>
<style>
  body { margin: 16px; font: 14px system-ui; background: #777; color: white; }
  th { padding: 8px; background: #777; text-align: start; vertical-align: top; }
  thead th { position: sticky; top: 0; }
  td { vertical-align: top; }
  img { display: block; height: 420px; }
</style>
<h1>Each state</h1>
${table(files, STATES)}
<h1>Each screen, as some need it</h1>
${table(files, LOOKS)}
</html>
`,
  );
}

/** A row for each name that has a picture in one of the columns. */
function table(files: string[], columns: readonly string[]): string {
  const named = new RegExp(`-(${columns.join('|')})\\.png$`);
  const names = new Set(
    files.filter((file) => named.test(file)).map((file) => file.replace(named, '')),
  );
  const rows = [...names].sort().map((name) => {
    const cells = columns
      .map((column) => `${name}-${column}.png`)
      .map((file) =>
        files.includes(file)
          ? `<td><a href="${file}"><img src="${file}" loading="lazy"></a>`
          : '<td>',
      );
    return `<tr id="${name}"><th scope="row">${name}${cells.join('')}`;
  });
  const head = columns.map((column) => `<th scope="col">${column}`).join('');
  return `<table><thead><tr><th>${head}<tbody>\n${rows.join('\n')}\n</table>`;
}
