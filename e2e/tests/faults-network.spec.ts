// The way to the relay breaks or changes under a call: it goes on over a new one, or ends for both.

import { hangUp, stage, talk } from '../support/calls.ts';
import {
  expect,
  expectCallGoesOn,
  lost,
  reconnecting,
  relayPort,
  test as base,
} from '../support/faults.ts';
import { expectSameHistory } from '../support/history.ts';
import { listen, openDevices } from '../support/media.ts';
import type { Person } from '../support/people.ts';
import { RelayPath } from '../support/path.ts';

interface Network {
  /** Two friends in a call, the way of the second one to the relay, and one more device of each. */
  talking: { alice: Person; bob: Person; path: RelayPath; phone: Person; desk: Person };
}

const test = base.extend<Network>({
  talking: async ({ ownServer, ownPeople }, use) => {
    const second = await ownPeople.context();
    const path = await RelayPath.of(second, relayPort(ownServer));
    const [alice, bob] = await ownPeople.friends('Alice', 'Bob', { second });
    const [phone, desk] = [await ownPeople.secondDevice(alice), await ownPeople.secondDevice(bob)];
    await talk(alice.page, bob.page);
    await use({ alice, bob, path, phone, desk });
    path.close();
  },
});

/** The call is over, and every device of both has it once, as one that was talked in. */
async function expectOneCall({ alice, bob, phone, desk }: Network['talking']): Promise<void> {
  for (const { page } of [alice, bob]) await expect(stage(page)).toBeHidden();
  await expectSameHistory([alice, phone], [/Voice, \d+ (s|min)/]);
  await expectSameHistory([bob, desk], [/Voice, \d+ (s|min)/]);
}

test(
  'one side moves to another network: both read Reconnecting, and sound is back on a new path',
  { tag: ['@3.23', '@3.1', '@3.2'] },
  async ({ talking }) => {
    const { alice, bob, path } = talking;
    const { longestGapMs } = await listen(bob.page, async () => {
      path.move();
      for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
      await expectCallGoesOn(alice, bob);
    });
    // Nothing tells of a move but the silence: 3 s of it, and a restart.
    expect(longestGapMs).toBeLessThan(12_000);
    await hangUp(alice.page);
    await expectOneCall(talking);
  },
);

test(
  'a network that is away for ten seconds and comes back elsewhere does not end the call',
  { tag: ['@3.23', '@3.2'] },
  async ({ talking }) => {
    const { alice, bob, path } = talking;
    path.cut();
    for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
    await bob.page.waitForTimeout(10_000);
    for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
    path.move();
    path.mend();
    await expectCallGoesOn(alice, bob);
    await hangUp(bob.page);
    await expectOneCall(talking);
  },
);

test(
  'a network that does not come back: Connection lost for both, and the devices are free',
  { tag: ['@3.2', '@3.3'] },
  async ({ talking }) => {
    const { alice, bob, path } = talking;
    test.setTimeout(150_000);
    path.cut();
    for (const { page } of [alice, bob]) {
      await expect(lost(page)).toBeVisible({ timeout: 60_000 });
      await expect.poll(() => openDevices(page)).toEqual([]);
      await page.getByRole('button', { name: 'Close' }).click();
    }
    await expectOneCall(talking);
  },
);
