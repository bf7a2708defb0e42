// The relay dies, is missing or stands still: calls wait for it, or end with a word that says why.

import {
  answer,
  callsInThread,
  dial,
  expectOutcome,
  hangUp,
  ring,
  talk,
} from '../support/calls.ts';
import {
  expect,
  expectCallGoesOn,
  expectOneCall,
  lost,
  reconnecting,
  test,
} from '../support/faults.ts';
import { expectSound, openDevices } from '../support/media.ts';
import { isAlive, processesOf } from '../support/processes.ts';

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
      await expectCallGoesOn(alice, bob);
      await hangUp(alice.page);
      await expectOneCall(alice, bob);
    },
  );
}

test(
  'a relay that dies in a call is started again, and the call goes on over it',
  { tag: ['@3.2', '@4.18'] },
  async ({ ownServer, ownPeople }) => {
    const [alice, bob] = await ownPeople.friends();
    await talk(alice.page, bob.page);
    const before = processesOf(ownServer);
    process.kill(before.relay, 'SIGKILL');
    for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
    await expectCallGoesOn(alice, bob);
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
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
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
      await expect.poll(() => openDevices(page)).toEqual([]);
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
    await expectCallGoesOn(alice, bob);
    expect(processesOf(ownServer).relay).toBe(relay);
    await hangUp(alice.page);
    await expectOneCall(alice, bob);
  },
);
