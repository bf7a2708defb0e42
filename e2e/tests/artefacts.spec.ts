// What does a failed test leave behind? Nothing that a person said, nor any token, SDP or address.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { CANARIES } from '../artefacts/canaries.ts';

const ROOT = resolve(import.meta.dirname, '..');

test('a test that fails keeps no trace, picture or page of what it saw', async ({}, info) => {
  const folder = info.outputPath('left');
  const run = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '-c', 'artefacts'],
    // Of this run's environment nothing that would make the other a part of it.
    { cwd: ROOT, env: { PATH: process.env.PATH, HOME: process.env.HOME, ARTEFACTS: folder } },
  );
  let said = '';
  run.stdout.on('data', (part: Buffer) => (said += part.toString()));
  run.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise<number | null>((done) => run.once('close', done));
  expect(code, said).toBe(1);
  expect(said).toContain('0 passed, 1 failed');
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  const left = files.map((name) => join(folder, name)).filter((name) => statSync(name).isFile());
  // The run's own note of what failed holds the name of the test alone.
  expect(left.filter((name) => !name.endsWith('.last-run.json'))).toEqual([]);
  for (const canary of CANARIES) {
    expect(said).not.toContain(canary);
    for (const name of left) expect(readFileSync(name, 'latin1')).not.toContain(canary);
  }
});
