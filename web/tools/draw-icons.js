// How do the icons of the app follow from the mark?
//
// `node tools/draw-icons.js` writes public/favicon.svg and, with the Chromium that CHROMIUM names,
// the PNGs in public/icons. Run it when the mark or its colours change; the results are committed.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mark } from '../src/ui/mark.js';

const CHESTNUT = '#8a4b2a';
const PAPER = '#faf7f2';
/** Corner of the tile as a share of its width. */
const CORNER = 0.225;

/** An SVG tile with the mark in the middle of it, `share` of its width wide. */
function tile({ size, cut, share, corner }) {
  const [x, y, width] = cut.viewBox.split(' ').map(Number);
  const scale = (size * share) / width;
  const edge = (size * (1 - share)) / 2;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">` +
    `<rect width="${size}" height="${size}" rx="${size * corner}" fill="${CHESTNUT}"/>` +
    `<path transform="translate(${edge} ${edge}) scale(${scale.toFixed(4)}) translate(${-x} ${-y})"` +
    ` fill="${PAPER}" fill-rule="evenodd" d="${cut.path}"/></svg>\n`
  );
}

const target = new URL('../public/', import.meta.url);
mkdirSync(new URL('icons/', target), { recursive: true });
writeFileSync(
  new URL('favicon.svg', target),
  tile({ size: 32, cut: mark.small, share: 0.82, corner: CORNER }),
);

const pngs = [
  { name: 'app-192', size: 192, corner: CORNER, share: 0.68 },
  { name: 'app-512', size: 512, corner: CORNER, share: 0.68 },
  { name: 'maskable-512', size: 512, corner: 0, share: 0.63 },
  { name: 'touch-180', size: 180, corner: 0, share: 0.68 },
];
const folder = mkdtempSync(join(tmpdir(), 'icons-'));
for (const { name, size, corner, share } of pngs) {
  const page = join(folder, 'icon.html');
  const svg = tile({ size, cut: mark.full, share, corner });
  writeFileSync(page, `<body style="margin:0;background:transparent">${svg}`);
  execFileSync(
    process.env.CHROMIUM ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--hide-scrollbars',
      '--default-background-color=00000000',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${size},${size}`,
      `--screenshot=${fileURLToPath(new URL(`icons/${name}.png`, target))}`,
      page,
    ],
    { stdio: 'ignore' },
  );
}
rmSync(folder, { recursive: true });
