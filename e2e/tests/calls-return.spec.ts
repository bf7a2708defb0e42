// A page that talked is lost: what does it find when it is back, and what does the other side see?

import type { Page } from '@playwright/test';
import {
  callsInThread,
  endButton,
  expectOutcome,
  hangUp,
  incoming,
  missedBadge,
  ring,
  stage,
  talk,
  type Kind,
} from '../support/calls.ts';
import { reconnecting, way } from '../support/faults.ts';
import { expect, test } from '../support/fixtures.ts';
import { captures, expectPicture, expectSound, listen, openDevices } from '../support/media.ts';
import type { Person } from '../support/people.ts';

async function arrives(page: Page, kind: Kind): Promise<void> {
  await expectSound(page);
  if (kind === 'video') await expectPicture(page);
}

/** Both hang up, and each has one call that was talked in. */
async function expectOneCall(kind: Kind, ...people: Person[]): Promise<void> {
  const words = kind === 'audio' ? /Voice call\s*\d+ s/ : /Video call\s*\d+ s/;
  for (const { page } of people) {
    await expect(stage(page)).toBeHidden();
    await expect(callsInThread(page)).toHaveText([words]);
    await expect(missedBadge(page, 1)).toBeHidden();
    await expect.poll(() => openDevices(page)).toEqual([]);
  }
}

for (const kind of ['audio', 'video'] as const) {
  for (const who of ['caller', 'callee'] as const) {
    test(
      `the ${who}'s page is reloaded in a call (${kind}): one tap brings both directions back`,
      { tag: ['@3.23', '@3.7'] },
      async ({ people }) => {
        const [alice, bob] = await people.friends();
        await talk(alice.page, bob.page, kind);
        const [back, other] = who === 'caller' ? [alice, bob] : [bob, alice];
        await back.page.reload();
        await expect(way(back.page)).toBeVisible();
        await expect(reconnecting(other.page)).toBeVisible();
        expect(await captures(back.page)).toBe(0);
        await way(back.page).click();
        for (const { page } of [back, other]) {
          await arrives(page, kind);
          await expect(reconnecting(page)).toBeHidden();
          await expect(endButton(page)).toBeAttached();
        }
        await hangUp(back.page);
        await expectOneCall(kind, alice, bob);
      },
    );
  }
}

test(
  'who was muted, with the camera off, returns so',
  { tag: ['@3.23', '@4.1', '@4.2'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page, 'video');
    await alice.page.keyboard.press('m');
    await alice.page.keyboard.press('v');
    const muted = bob.page.getByText('Alice is muted');
    await expect(muted).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    await alice.page.reload();
    await way(alice.page).click();
    await expectPicture(alice.page);
    await expect(muted).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    const { energy } = await listen(bob.page, () => bob.page.waitForTimeout(1_000));
    expect(energy).toBeLessThan(1e-6);
    await alice.page.keyboard.press('m');
    await expect(muted).toBeHidden();
    await expectSound(bob.page);
    await hangUp(alice.page);
  },
);

test(
  'both pages are reloaded in a call, and both return',
  { tag: ['@3.23'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    for (const { page } of [alice, bob]) await page.reload();
    for (const { page } of [alice, bob]) await way(page).click();
    for (const { page } of [alice, bob]) {
      await expectSound(page);
      await expect(reconnecting(page)).toBeHidden();
    }
    await hangUp(bob.page);
    await expectOneCall('audio', alice, bob);
  },
);

test(
  'a call whose page was closed is offered when the app is opened again, to one page at a time',
  { tag: ['@3.23', '@3.24'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await bob.page.close();
    await expect(reconnecting(alice.page)).toBeVisible();
    const opened = await people.secondTab(bob);
    await way(opened.page).click();
    for (const { page } of [alice, opened]) {
      await expectSound(page);
      await expect(reconnecting(page)).toBeHidden();
    }
    const third = await people.secondTab(bob);
    await expect(third.page.getByText('In a call in another tab')).toBeVisible();
    await expect(way(third.page)).toBeHidden();
    await hangUp(alice.page);
    for (const { page } of [alice, opened]) await expect(stage(page)).toBeHidden();
  },
);

test(
  'a call that is not returned to ends for both, and so does the offer',
  { tag: ['@3.23', '@3.24'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await bob.page.reload();
    await expect(way(bob.page)).toBeVisible();
    await hangUp(alice.page);
    await expect(way(bob.page)).toBeHidden();
    await expectOneCall('audio', alice, bob);

    await talk(alice.page, bob.page);
    await bob.page.reload();
    await bob.page.getByRole('button', { name: 'End call' }).click();
    await expectOutcome(alice.page, /\d s with Bob/);
    expect(await captures(bob.page)).toBe(0);
  },
);

test(
  'a caller whose page is reloaded before the answer has cancelled',
  { tag: ['@3.23', '@3.11'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await alice.page.reload();
    await expect(incoming(bob.page)).toBeHidden();
    await expect(missedBadge(bob.page, 1)).toBeVisible();
    await expect(way(alice.page)).toBeHidden();
    expect(await captures(alice.page)).toBe(0);
  },
);
