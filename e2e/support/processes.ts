// Which processes does a server run, and which of them still live?

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Server } from './server.ts';

const BOBWHITE = resolve(import.meta.dirname, '../../.venv/bin/bobwhite');

export interface Processes {
  server: number;
  relay: number;
}

/** The server and its relay, from the record by which the next start would recognise the relay. */
export function processesOf(server: Server): Processes {
  const text = readFileSync(join(server.folder, 'data/coturn/child.json'), 'utf8');
  const { child, owner } = JSON.parse(text) as Record<'child' | 'owner', { pid: number }>;
  return { server: owner.pid, relay: child.pid };
}

/** Everything that `pid` started, and what those started. */
export function descendants(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const own = all.filter((candidate) => fields(candidate)?.parent === pid);
  return own.flatMap((child) => [child, ...descendants(child)]);
}

/** Whether a process runs; one that ended and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  const found = fields(pid);
  return found !== null && found.state !== 'Z' && found.state !== 'X';
}

/** What a command said, and how it ended; `changes` are variables of its environment. */
export async function bobwhite(
  command: string[],
  changes: Record<string, string> = {},
): Promise<{ code: number | null; text: string }> {
  const env = { ...process.env, ...changes };
  const child = spawn(BOBWHITE, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, text };
}

function fields(pid: number): { state: string; parent: number } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The command stands in parentheses and may itself hold some (proc(5)).
  const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
}
