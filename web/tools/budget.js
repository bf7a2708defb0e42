// Does the first load of the inbox stay within its share of script?
//
// Counts what the browser must have before the inbox shows: the entry, what a signed-in person needs
// and all that these import at once, each compressed by gzip.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 120;
const FIRST_LOAD = ['index.html', 'src/screens/SignedIn.svelte', 'src/call/CallController.ts'];

const built = new URL('../../src/bobwhite/web_dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', built), 'utf8'));

const seen = new Set();
function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  if (!manifest[key]) throw new Error(`${key} is not in the build`);
  for (const next of manifest[key].imports ?? []) visit(next);
}
FIRST_LOAD.forEach(visit);

const sizes = [...new Set([...seen].map((key) => manifest[key].file))].map((file) => ({
  file,
  kb: gzipSync(readFileSync(new URL(file, built)), { level: 9 }).length / 1024,
}));
const total = sizes.reduce((sum, { kb }) => sum + kb, 0);
for (const { file, kb } of sizes.sort((a, b) => b.kb - a.kb))
  console.log(`${kb.toFixed(1).padStart(7)} KB  ${file}`);
console.log(
  `${total.toFixed(1).padStart(7)} KB  of ${LIMIT_KB} KB for the first load of the inbox`,
);
if (total > LIMIT_KB) process.exit(1);
