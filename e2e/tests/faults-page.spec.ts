// A page that talks crashes or is gone: what does the other side see, and what is left of the call?

import { crash } from '../support/asleep.ts';
import { callsInThread, hangUp, stage, talk } from '../support/calls.ts';
import { expect, expectCallGoesOn, lost, reconnecting, test, way } from '../support/faults.ts';
import { expectSameHistory } from '../support/history.ts';
import { captures, openDevices } from '../support/media.ts';

const talked = /Voice, \d+ (s|min)/;

test(
  'a page that is gone for good: the other side reads Reconnecting, then Connection lost',
  { tag: ['@3.2', '@3.3', '@3.24'] },
  async ({ people }) => {
    test.setTimeout(150_000);
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await bob.page.close();
    await expect(reconnecting(alice.page)).toBeVisible();
    await expect(lost(alice.page)).toBeVisible({ timeout: 60_000 });
    await expect(stage(alice.page).getByText('You were cut off for too long.')).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
    const back = await people.secondTab(bob);
    await people.openThread(back, alice);
    for (const { page } of [alice, back]) {
      await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
    }
  },
);

test(
  'a page that crashes: the other side reads Reconnecting, and the app opened again offers the way back',
  { tag: ['@3.24', '@3.23'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const desk = await people.secondDevice(bob);
    await talk(alice.page, bob.page);
    await crash(bob.page);
    await expect(reconnecting(alice.page)).toBeVisible();
    const opened = await people.secondTab(bob);
    await expect(way(opened.page)).toBeVisible();
    expect(await captures(opened.page)).toBe(0);
    await expect(way(desk.page)).toBeHidden();
    await way(opened.page).click();
    await expectCallGoesOn(opened, alice);
    await hangUp(alice.page);
    await expect(stage(opened.page)).toBeHidden();
    await expectSameHistory([opened, desk], [talked]);
  },
);

test(
  'beside a page that crashes, a tab that was open offers the way back at once, to one tab only',
  { tag: ['@3.24', '@3.23'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const tabs = [await people.secondTab(bob), await people.secondTab(bob)] as const;
    await talk(alice.page, bob.page);
    for (const { page } of tabs) {
      await expect(page.getByText('In a call in another tab')).toBeVisible();
    }
    await crash(bob.page);
    const [first, second] = tabs;
    for (const { page } of tabs) await expect(way(page)).toBeVisible({ timeout: 5_000 });
    await way(first.page).click();
    await expectCallGoesOn(first, alice);
    await expect(way(second.page)).toBeHidden();
    await expect(second.page.getByText('In a call in another tab')).toBeVisible();
    await hangUp(first.page);
    await expect(stage(alice.page)).toBeHidden();
    await expect(second.page.getByText('In a call in another tab')).toBeHidden();
    await expect(way(second.page)).toBeHidden();
  },
);

test(
  'a crash that nobody returns from ends as Connection lost, equal on all devices',
  { tag: ['@3.24', '@3.2', '@3.14'] },
  async ({ people }) => {
    test.setTimeout(150_000);
    const [alice, bob] = await people.friends();
    const phone = await people.secondDevice(alice);
    const desk = await people.secondDevice(bob);
    await talk(alice.page, bob.page);
    await crash(bob.page);
    await expect(lost(alice.page)).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
    await alice.page.getByRole('button', { name: 'Close' }).click();
    const opened = await people.secondTab(bob);
    await expect(way(opened.page)).toBeHidden();
    const ended = /Connection lost|Voice, \d+ (s|min)/;
    await expectSameHistory([alice, phone], [ended]);
    await expectSameHistory([opened, desk], [ended]);
  },
);
