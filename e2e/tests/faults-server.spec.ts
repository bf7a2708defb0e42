// The server goes away and comes back: calls and rings go on, and the next start finds its way.

import { join } from 'node:path';
import {
  answer,
  callsInThread,
  expectOutcome,
  hangUp,
  missedBadge,
  ring,
  stage,
  talk,
} from '../support/calls.ts';
import { cuttable } from '../support/cut.ts';
import { expect, expectOneCall, reconnecting, serverAway, test } from '../support/faults.ts';
import { expectSound, listen, openDevices } from '../support/media.ts';
import type { Person } from '../support/people.ts';
import { bobwhite, descendants, isAlive, processesOf } from '../support/processes.ts';
import { freePort } from '../support/server.ts';

/** How often the open page got its place in the events of the server. */
const starts = ({ frames }: Person): number =>
  frames.heard('ready').length + frames.heard('resumed').length;

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
    for (const { page } of [alice, bob]) await expect.poll(() => openDevices(page)).toEqual([]);
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
    await expect.poll(() => openDevices(bob.page)).toEqual([]);
  },
);

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
