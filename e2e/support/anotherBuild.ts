// What would the next release be? The same program beside a browser client of another build.

import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGE = resolve(import.meta.dirname, '../../src/bobwhite');
const SCRIPT = /index-[\w-]{8}\.js/;

/** Lays the release out in `folder` and returns the environment that runs it. */
export function anotherBuild(folder: string): Record<string, string> {
  const release = join(folder, 'bobwhite');
  mkdirSync(release, { recursive: true });
  for (const name of readdirSync(PACKAGE)) {
    if (name !== 'web_dist') symlinkSync(join(PACKAGE, name), join(release, name));
  }
  const client = join(release, 'web_dist');
  cpSync(join(PACKAGE, 'web_dist'), client, { recursive: true });
  const [old = ''] = SCRIPT.exec(readFileSync(join(client, 'index.html'), 'utf8')) ?? [];
  const next = 'index-AFTERWDS.js';
  const assets = join(client, 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  for (const name of ['../index.html', '../.vite/manifest.json', ...scripts]) {
    const file = join(assets, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(old, next));
  }
  renameSync(join(assets, old), join(assets, next));
  return { PYTHONPATH: folder };
}
