// A machine sleeps in a call or while it rings: when it wakes, its page shows what is true by then.

import { contextOf } from '../support/devices.ts';
import { Laptop } from '../support/asleep.ts';
import { hangUp, incoming, ring, stage, talk } from '../support/calls.ts';
import { expect, expectCallGoesOn, lost, reconnecting, test as base } from '../support/faults.ts';
import { expectSameHistory } from '../support/history.ts';
import { captures, openDevices } from '../support/media.ts';
import type { Person } from '../support/people.ts';

interface Sleep {
  laptop: Laptop;
  /** Friends; the second one's page is on the laptop, and both have one more device. */
  four: { alice: Person; phone: Person; bob: Person; desk: Person };
}

const test = base.extend<Sleep>({
  laptop: async ({ playwright }, use) => {
    const laptop = await Laptop.open(playwright.chromium);
    await use(laptop);
    await laptop.close();
  },
  four: async ({ people, laptop }, use) => {
    const second = await contextOf(laptop.browser, ['microphone', 'camera']);
    const [alice, bob] = await people.friends('Alice', 'Bob', { second });
    const [phone, desk] = [await people.secondDevice(alice), await people.secondDevice(bob)];
    await use({ alice, phone, bob, desk });
  },
});

const pass = (who: Person, ms: number): Promise<void> => who.page.waitForTimeout(ms);
const talked = /Voice, \d+ (s|min)/;

test(
  'a short sleep keeps the call: the other side reads Reconnecting, and sound is back on waking',
  { tag: ['@3.23'] },
  async ({ four: { alice, phone, bob, desk }, laptop }) => {
    await talk(alice.page, bob.page);
    laptop.sleep();
    await expect(reconnecting(alice.page)).toBeVisible();
    await pass(alice, 8_000);
    laptop.wake();
    await expectCallGoesOn(alice, bob);
    await hangUp(bob.page);
    await expectSameHistory([alice, phone], [talked]);
    await expectSameHistory([bob, desk], [talked]);
  },
);

test(
  'who wakes after the call was lost reads so, with free devices',
  { tag: ['@3.24', '@3.2', '@3.3'] },
  async ({ four: { alice, phone, bob, desk }, laptop }) => {
    test.setTimeout(180_000);
    await talk(alice.page, bob.page);
    laptop.sleep();
    await expect(lost(alice.page)).toBeVisible({ timeout: 60_000 });
    await alice.page.getByRole('button', { name: 'Close' }).click();
    // Past the heartbeats that the server waits for.
    await pass(alice, 40_000);
    laptop.wake();
    await expect(lost(bob.page)).toBeVisible();
    await expect.poll(() => openDevices(bob.page)).toEqual([]);
    await bob.page.getByRole('button', { name: 'Close' }).click();
    await expectSameHistory([alice, phone], [talked]);
    await expectSameHistory([bob, desk], [talked]);
  },
);

test(
  'who wakes after a ring is over finds one missed call, and no ring',
  { tag: ['@3.13', '@3.24'] },
  async ({ four: { alice, phone, bob, desk }, laptop }) => {
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    laptop.sleep();
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(incoming(desk.page)).toBeHidden();
    await expect(stage(alice.page)).toBeHidden();
    laptop.wake();
    await expect(incoming(bob.page)).toBeHidden();
    expect(await captures(bob.page)).toBe(0);
    await expectSameHistory([bob, desk], [/Missed/], 1);
    await expectSameHistory([alice, phone], [/Cancelled/]);
  },
);
