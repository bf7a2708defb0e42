// What does an operator get at the very first start? A server that nobody runs yet, and its link.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../support/server.ts';

const BOBWHITE = resolve(import.meta.dirname, '../../.venv/bin/bobwhite');

/** Runs `use` with the set-up link of a new server, and ends the server. */
export async function withFreshServer(use: (link: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bobwhite-fresh-'));
  const port = String(await freePort());
  const child = spawn(BOBWHITE, ['serve', '--port', port], {
    cwd: folder,
    env: {
      ...process.env,
      BOBWHITE_DATA_DIR: join(folder, 'data'),
      BOBWHITE_ORIGINS: `http://localhost:${port}`,
      BOBWHITE_TURN_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    let printed = '';
    for await (const part of child.stdout) {
      printed += String(part);
      const link = /http\S+\/setup\/\S+/.exec(printed)?.[0];
      if (!link) continue;
      await use(link);
      return;
    }
    throw new Error(`the server printed no set-up link:\n${printed}`);
  } finally {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}
