// Processes die, connections break, something is missing: calls go on, come back, or end with a word
// that says why.

import { readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  answer,
  callsInThread,
  dial,
  expectOutcome,
  hangUp,
  missedBadge,
  ring,
  stage,
  talk,
} from '../support/calls.ts';
import { cuttable } from '../support/cut.ts';
import { expectSound, listen, openDevices } from '../support/media.ts';
import { expect, test as base } from '../support/own.ts';
import { People, type Person } from '../support/people.ts';
import { bobwhite, descendants, isAlive, processesOf } from '../support/processes.ts';
import { freePort, Server } from '../support/server.ts';

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

const test = base.extend<Faults>({
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
    const conf = readFileSync(join(data, 'coturn/turnserver.conf'), 'utf8');
    const port = /^listening-port=(\d+)$/m.exec(conf)?.[1];
    const server = await Server.start({
      TURN_URLS: `turn:127.0.0.1:${port}?transport=udp`,
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

const serverAway = (page: Page) => stage(page).getByText('The server is away. Your call goes on.');
const reconnecting = (page: Page) => stage(page).getByText('Reconnecting…');

const lost = (page: Page) => stage(page).getByText('Connection lost', { exact: true });

/** How often the open page got its place in the events of the server. */
const starts = ({ frames }: Person): number =>
  frames.heard('ready').length + frames.heard('resumed').length;

/** One call that was talked in, in the thread of each. */
async function expectOneCall(...people: Person[]): Promise<void> {
  for (const { page } of people) {
    await expect(stage(page)).toBeHidden();
    await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
  }
}

test(
  'the server is killed in a call and comes back: sound goes on, the end works, history has it once',
  { tag: ['@3.2', '@3.3', '@3.12', '@3.15'] },
  async ({ farServer, farPeople }) => {
    const [alice, bob] = await farPeople.friends();
    await talk(alice.page, bob.page);
    const heard = await listen(bob.page, async () => {
      await farServer.down('SIGKILL');
      for (const { page } of [alice, bob]) await expect(serverAway(page)).toBeVisible();
      for (const { page } of [alice, bob]) await expectSound(page);
      await farServer.up();
      for (const { page } of [alice, bob]) await expect(serverAway(page)).toBeHidden();
    });
    expect(heard.longestGapMs).toBeLessThan(2_000);
    for (const { page } of [alice, bob]) {
      await expectSound(page);
      await expect(reconnecting(page)).toBeHidden();
    }
    await hangUp(bob.page);
    await expectOneCall(alice, bob);
    for (const { page } of [alice, bob]) expect(await openDevices(page)).toEqual([]);
  },
);

test(
  'who hangs up while the server is away is free at once, and the other side hears of it on return',
  { tag: ['@3.2', '@3.3', '@4.4'] },
  async ({ farServer, farPeople }) => {
    const second = await farPeople.context();
    const gateway = await cuttable(second);
    const [alice, bob] = await farPeople.friends('Alice', 'Bob', { second });
    await talk(alice.page, bob.page);
    await farServer.down('SIGKILL');
    await expect(serverAway(alice.page)).toBeVisible();
    await hangUp(alice.page);
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
    await expect(reconnecting(bob.page)).toBeVisible();
    // Bob comes back last, and finds the call gone.
    await gateway.cut();
    await farServer.up();
    await expect(callsInThread(alice.page)).toHaveText([/Voice call\s*\d+ s/]);
    gateway.mend();
    await expectOutcome(bob.page, /\d s with Alice/);
    await expectOneCall(alice, bob);
    expect(await openDevices(bob.page)).toEqual([]);
  },
);

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(
    `a server that ends with its relay in a call, by ${signal}: the call waits and finds the new relay`,
    { tag: ['@3.2', '@3.12'] },
    async ({ ownServer, ownPeople }) => {
      const [alice, bob] = await ownPeople.friends();
      await talk(alice.page, bob.page);
      const { relay } = processesOf(ownServer);
      await ownServer.down(signal);
      await expect.poll(() => isAlive(relay)).toBe(false);
      for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
      await ownServer.up();
      for (const { page } of [alice, bob]) {
        await expect(reconnecting(page)).toBeHidden();
        await expectSound(page);
      }
      await hangUp(alice.page);
      await expectOneCall(alice, bob);
    },
  );
}

test(
  'a ring outlives the death of the server, and is answered by the one that follows',
  { tag: ['@3.2', '@3.12'] },
  async ({ farServer, farPeople }) => {
    const [alice, bob] = await farPeople.friends();
    for (const { frames } of [alice, bob]) frames.clear();
    await ring(alice.page, 'audio');
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await farServer.down('SIGKILL');
    await farServer.up();
    await expect.poll(() => starts(alice)).toBe(1);
    await expect.poll(() => starts(bob)).toBe(1);
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await answer(bob.page, 'audio');
    for (const { page } of [alice, bob]) await expectSound(page);
    await hangUp(bob.page);
    await expectOneCall(alice, bob);
    for (const { page } of [alice, bob]) await expect(missedBadge(page, 1)).toBeHidden();
  },
);

test(
  'a relay that dies in a call is started again, and the call goes on over it',
  { tag: ['@3.2', '@4.18'] },
  async ({ ownServer, ownPeople }) => {
    const [alice, bob] = await ownPeople.friends();
    await talk(alice.page, bob.page);
    const before = processesOf(ownServer);
    process.kill(before.relay, 'SIGKILL');
    for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
    for (const { page } of [alice, bob]) {
      await expect(reconnecting(page)).toBeHidden();
      await expectSound(page);
    }
    const after = processesOf(ownServer);
    expect(after.server).toBe(before.server);
    expect(after.relay).not.toBe(before.relay);
    await hangUp(alice.page);
    await expectOneCall(alice, bob);
  },
);

test(
  'without a relay no call begins, the caller reads why, and calls work again once it is back',
  { tag: ['@4.18', '@3.3'] },
  async ({ fragilePeople, breakRelay }) => {
    const [alice, bob] = await fragilePeople.friends();
    const repair = await breakRelay();
    await dial(alice.page, 'audio');
    await expectOutcome(alice.page, 'The relay can’t be reached');
    expect(await openDevices(alice.page)).toEqual([]);
    expect(bob.frames.heard('call.ring')).toEqual([]);
    await repair();
    await ring(alice.page, 'audio');
    await answer(bob.page, 'audio');
    for (const { page } of [alice, bob]) await expectSound(page);
    await hangUp(alice.page);
  },
);

test(
  'a call whose relay does not come back ends as Connection lost for both, and frees the devices',
  { tag: ['@3.2', '@3.3', '@4.18'] },
  async ({ fragilePeople, breakRelay }) => {
    test.setTimeout(150_000);
    const [alice, bob] = await fragilePeople.friends();
    await talk(alice.page, bob.page);
    await breakRelay();
    for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
    for (const { page } of [alice, bob]) {
      await expect(lost(page)).toBeVisible({ timeout: 60_000 });
      expect(await openDevices(page)).toEqual([]);
      await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
    }
  },
);

test(
  'a network that stands still for a while costs only that while',
  { tag: ['@3.1', '@3.2'] },
  async ({ ownServer, ownPeople }) => {
    const [alice, bob] = await ownPeople.friends();
    await talk(alice.page, bob.page);
    const { relay } = processesOf(ownServer);
    process.kill(relay, 'SIGSTOP');
    for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
    process.kill(relay, 'SIGCONT');
    for (const { page } of [alice, bob]) {
      await expect(reconnecting(page)).toBeHidden();
      await expectSound(page);
    }
    expect(processesOf(ownServer).relay).toBe(relay);
    await hangUp(alice.page);
    await expectOneCall(alice, bob);
  },
);

test(
  'a page that is gone for good: the other side reads Reconnecting, then Connection lost',
  { tag: ['@3.2', '@3.3'] },
  async ({ people }) => {
    test.setTimeout(150_000);
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await bob.page.close();
    await expect(reconnecting(alice.page)).toBeVisible();
    await expect(lost(alice.page)).toBeVisible({ timeout: 60_000 });
    await expect(stage(alice.page).getByText('You were cut off for too long.')).toBeVisible();
    expect(await openDevices(alice.page)).toEqual([]);
    const back = await people.secondTab(bob);
    await people.openThread(back, alice);
    for (const { page } of [alice, back]) {
      await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
    }
  },
);

test(
  'one side without the server: it is told, sound goes on, and what it does is made good later',
  { tag: ['@3.2', '@4.4'] },
  async ({ people }) => {
    const second = await people.context();
    const gateway = await cuttable(second);
    const [alice, bob] = await people.friends('Alice', 'Bob', { second });
    await talk(alice.page, bob.page);
    await gateway.cut();
    await expect(serverAway(bob.page)).toBeVisible();
    for (const { page } of [alice, bob]) await expectSound(page);
    await expect(serverAway(alice.page)).toBeHidden();
    gateway.mend();
    await expect(serverAway(bob.page)).toBeHidden();
    for (const { page } of [alice, bob]) await expectSound(page);

    await gateway.cut();
    await expect(serverAway(bob.page)).toBeVisible();
    await hangUp(bob.page);
    await expect.poll(() => openDevices(bob.page)).toEqual([]);
    gateway.mend();
    await expectOneCall(alice, bob);
  },
);

test('Ctrl-C ends the demo, its relay and everything that they started', async ({ ownServer }) => {
  const { server, relay } = processesOf(ownServer);
  const all = [server, ...descendants(server)];
  expect(all).toContain(relay);
  expect(all.every(isAlive)).toBe(true);
  expect(await ownServer.down('SIGINT')).toBe(0);
  expect(all.filter(isAlive)).toEqual([]);
});

test('a start after a kill finds nothing in its way', async ({ ownServer }) => {
  const before = processesOf(ownServer);
  await ownServer.down('SIGKILL');
  await ownServer.up();
  const after = processesOf(ownServer);
  expect(after.relay).not.toBe(before.relay);
  expect(isAlive(before.relay)).toBe(false);
  expect(isAlive(after.relay)).toBe(true);
});

test('a second start says what is in the way: the data folder, or the port', async ({
  ownServer,
}, info) => {
  const data = join(ownServer.folder, 'data');
  const port = String(await freePort());
  const folder = await bobwhite(['demo', '--port', port, '--data-dir', data]);
  expect(folder.code).toBe(1);
  expect(folder.text).toContain('another Bobwhite is running with the data folder');

  const taken = await bobwhite(['serve', '--port', String(ownServer.port)], {
    BOBWHITE_DATA_DIR: info.outputPath('data'),
    BOBWHITE_TURN_PORT: '0',
  });
  expect(taken.code).toBe(1);
  expect(taken.text).toContain(`port ${ownServer.port} of 127.0.0.1 is taken`);
  expect((await fetch(`${ownServer.origin}/readyz`)).ok).toBe(true);
});

test('without coturn the start says which package is missing, and so does the doctor', async ({}, info) => {
  const bare = {
    BOBWHITE_DATA_DIR: info.outputPath('data'),
    BOBWHITE_TURN_PORT: '0',
    PATH: info.outputPath('nothing'),
  };
  await bobwhite(['migrate'], bare);
  for (const command of [['serve', '--port', String(await freePort())], ['doctor']]) {
    const { code, text } = await bobwhite(command, bare);
    expect(code).toBe(1);
    expect(text).toMatch(/coturn/);
    expect(text).toMatch(/install the package coturn/i);
    expect(text).not.toContain('Traceback');
  }
});
