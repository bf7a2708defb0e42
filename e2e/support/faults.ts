// Servers whose relay can be taken away or outlives them, and what a page says of a call in trouble.

import { readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { callsInThread, stage } from './calls.ts';
import { expectSound } from './media.ts';
import { expect, test as base } from './own.ts';
import { People, type Person } from './people.ts';
import { processesOf } from './processes.ts';
import { Server } from './server.ts';

interface Faults {
  /** An instance whose relay program is a link that a test may take away. */
  fragileServer: Server;
  fragilePeople: People;
  /** Takes the program of `fragileServer`'s relay away and ends the relay; the result puts it back. */
  breakRelay: () => Promise<() => Promise<void>>;
  /** An instance whose relay is run by somebody else and survives it. */
  farServer: Server;
  farPeople: People;
}

const TURNSERVER = '/usr/bin/turnserver';
const RELAY_ADDRESS = '127.77.0.1';

export const test = base.extend<Faults>({
  fragileServer: async ({}, use, info) => {
    const program = info.outputPath('turnserver');
    symlinkSync(TURNSERVER, program);
    const server = await Server.start({ TURN_BINARY: program });
    await use(server);
    await server.stop();
  },
  fragilePeople: async ({ browser, fragileServer }, use) => {
    const people = new People(browser, fragileServer);
    await use(people);
    await people.leave();
  },
  breakRelay: async ({ fragileServer }, use, info) => {
    const program = info.outputPath('turnserver');
    await use(async () => {
      const starts = (): number => fragileServer.printed().split('child_ready').length;
      const before = starts();
      unlinkSync(program);
      process.kill(processesOf(fragileServer).relay, 'SIGKILL');
      await expect.poll(() => fragileServer.printed()).toContain('child_failed');
      return async () => {
        symlinkSync(TURNSERVER, program);
        await expect.poll(starts).toBeGreaterThan(before);
      };
    });
  },
  farServer: async ({ ownServer }, use) => {
    const data = join(ownServer.folder, 'data');
    const server = await Server.start({
      TURN_URLS: `turn:127.0.0.1:${relayPort(ownServer)}?transport=udp`,
      TURN_SECRET: readFileSync(join(data, 'secrets/turn'), 'utf8').trim(),
      TURN_POOL: RELAY_ADDRESS,
    });
    await use(server);
    await server.stop();
  },
  farPeople: async ({ browser, farServer }, use) => {
    const people = new People(browser, farServer);
    await use(people);
    await people.leave();
  },
});

export { expect };

/** Where the relay of a server listens. */
export function relayPort(server: Server): number {
  const conf = readFileSync(join(server.folder, 'data/coturn/turnserver.conf'), 'utf8');
  return Number(/^listening-port=(\d+)$/m.exec(conf)?.[1]);
}

export const serverAway = (page: Page): Locator =>
  stage(page).getByText('The server is away. Your call goes on.');
export const reconnecting = (page: Page): Locator => stage(page).getByText('Reconnecting…');
export const lost = (page: Page): Locator =>
  stage(page).getByText('Connection lost', { exact: true });

/** What a page offers whose call was left by another one. */
export const way = (page: Page): Locator => page.getByRole('button', { name: 'Return to call' });

/** Whatever happened is over for all of them: sound arrives again. */
export async function expectCallGoesOn(...people: Pick<Person, 'page'>[]): Promise<void> {
  for (const { page } of people) {
    await expect(reconnecting(page)).toBeHidden();
    await expectSound(page);
  }
}

/** One call that was talked in, in the thread of each. */
export async function expectOneCall(...people: Person[]): Promise<void> {
  for (const { page } of people) {
    await expect(stage(page)).toBeHidden();
    await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
  }
}
