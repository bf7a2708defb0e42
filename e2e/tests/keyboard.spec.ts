// The whole main job without a mouse: everything is reached by Tab, shows that it has the focus, and
// the focus is never lost.

import type { Locator, Page } from '@playwright/test';
import { tabTo } from '../support/access.ts';
import { controls, endButton, incoming, phoneIcon, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectPicture, expectSound, openDevices } from '../support/media.ts';
import { PASSWORD } from '../support/people.ts';
import { bubbles, composer, expectTick, row } from '../support/threads.ts';

const callsPlace = (page: Page) =>
  page.getByRole('navigation').getByRole('link', { name: /Calls/ });
const decline = (page: Page) => page.getByRole('button', { name: 'Decline', exact: true });

/** Goes there by Tab and presses Enter. */
async function go(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

test(
  'somebody signs in, finds a person and writes; the other accepts the request and answers',
  { tag: ['@4.20'] },
  async ({ people, server }) => {
    const [alice, bob] = [await people.join('Alice'), await people.join('Bob')];
    const page = await (await people.context()).newPage();
    await page.goto(server.origin);
    await go(page, page.getByRole('button', { name: 'Use a password' }));
    await tabTo(page, page.getByLabel('Handle'));
    await page.keyboard.type(alice.handle);
    await tabTo(page, page.getByLabel('Password'));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();

    await go(page, page.getByRole('button', { name: 'New message' }));
    await expect(page.getByRole('searchbox', { name: 'Name or @handle' })).toBeFocused();
    await page.keyboard.type(`@${bob.handle}`);
    await go(page, page.getByRole('dialog').getByRole('link', { name: /^Bob/ }));
    await tabTo(page, composer(page));
    await page.keyboard.type('We met at the marsh');
    await page.keyboard.press('Enter');
    await expectTick(page, 'We met at the marsh', 'Sent');

    await go(bob.page, row(bob.page, 'Alice'));
    const question = bob.page.getByRole('region', { name: 'Alice wants to message you' });
    await go(bob.page, question.getByRole('button', { name: 'Accept' }));
    await tabTo(bob.page, composer(bob.page));
    await bob.page.keyboard.type('So we did');
    await bob.page.keyboard.press('Enter');
    await expect(bubbles(page, 'So we did')).toHaveCount(1);
  },
);

test(
  'a call is declined with own words, and the caret is back where it was',
  { tag: ['@4.20', '@3.17'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const field = composer(bob.page);
    await tabTo(bob.page, field);
    await bob.page.keyboard.type('half a ');
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await expect(field).toBeFocused();
    await bob.page.keyboard.press('F6');
    await expect(decline(bob.page)).toBeFocused();
    await go(bob.page, bob.page.getByRole('button', { name: 'Decline with message' }));
    const own = bob.page.getByRole('textbox', { name: 'Your own words' });
    await tabTo(bob.page, own);
    await bob.page.keyboard.press('Escape');
    await expect(own).toBeHidden();
    await expect(bob.page.getByRole('button', { name: 'Decline with message' })).toBeFocused();
    await bob.page.keyboard.press('Enter');
    await tabTo(bob.page, own);
    await bob.page.keyboard.type('In the boat, later');
    await bob.page.keyboard.press('Enter');
    await expect(incoming(bob.page)).toBeHidden();
    await expect(field).toBeFocused();
    await bob.page.keyboard.type('sentence');
    await expect(field).toHaveValue('half a sentence');
    await expect(bubbles(alice.page, 'In the boat, later')).toHaveCount(1);
    await expect(stage(alice.page).getByRole('button', { name: 'Close' })).toBeFocused();
  },
);

test(
  'a ring takes the focus from a link, and gives it back when it is over or the call is',
  { tag: ['@4.20'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const place = callsPlace(bob.page);
    await tabTo(bob.page, place);
    await ring(alice.page, 'audio');
    await expect(decline(bob.page)).toBeFocused();
    await alice.page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await expect(incoming(bob.page)).toBeHidden();
    await expect(place).toBeFocused();
    await expect(stage(alice.page)).toBeHidden();

    await ring(alice.page, 'audio');
    await expect(decline(bob.page)).toBeFocused();
    await go(bob.page, bob.page.getByRole('button', { name: 'Accept audio' }));
    await expectSound(bob.page);
    await go(bob.page, endButton(bob.page));
    await expect(stage(bob.page)).toBeHidden();
    await expect(place).toBeFocused();
  },
);

test(
  'in a call: mute, camera, devices and the own picture, then the end',
  { tag: ['@4.20', '@4.1', '@4.2', '@4.5'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const { page } = alice;
    await go(page, phoneIcon(page));
    await expect(page.getByRole('menuitem', { name: 'Audio call' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Start video call' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(incoming(bob.page)).toBeVisible();
    await bob.page.keyboard.press('F6');
    await go(bob.page, bob.page.getByRole('button', { name: 'Accept video' }));
    await expectPicture(page);

    await go(page, controls(page).getByRole('button', { name: 'Mute' }));
    await expect(bob.page.getByText('Alice is muted')).toBeVisible();
    await go(page, controls(page).getByRole('button', { name: 'Camera' }));
    await expect.poll(() => openDevices(page)).toEqual(['audio']);
    await page.keyboard.press('Enter');
    await expect.poll(() => openDevices(page)).toEqual(['audio', 'video']);

    const more = controls(page).getByRole('button', { name: 'More' });
    await go(page, more);
    await expect(page.getByRole('menuitem', { name: 'Switch to voice' })).toBeFocused();
    await page.keyboard.press('End');
    await expect(page.getByRole('menuitem', { name: 'Devices and sounds' })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('combobox', { name: 'Microphone' }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Devices and sounds' })).toBeHidden();
    await expect(more).toBeFocused();
    await expectSound(page);

    const own = page.getByRole('button', { name: /Your own picture/ });
    await tabTo(page, own);
    const before = await own.boundingBox();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await own.boundingBox())?.x).toBeLessThan(before?.x ?? 0);
    await page.keyboard.press('Escape');
    await expect(stage(page)).toBeVisible();
    await go(page, endButton(page));
    await expect(stage(page)).toBeHidden();
    await expect(phoneIcon(page)).toBeFocused();
  },
);

test(
  'a setting is changed, and a call deleted for oneself and brought back',
  { tag: ['@4.20', '@3.14'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const { page } = bob;
    await ring(alice.page, 'audio');
    await expect(incoming(page)).toBeVisible();
    await alice.page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await go(page, callsPlace(page));
    const missed = page.getByRole('link', { name: /Alice.*Missed/ });
    await tabTo(page, missed);
    await page.keyboard.press('Delete');
    await expect(missed).toBeHidden();
    await go(page, page.getByRole('button', { name: 'Undo' }));
    await expect(missed).toBeVisible();

    await go(page, page.getByRole('link', { name: 'Settings' }));
    await go(page, page.getByRole('link', { name: 'Messages and calls' }));
    const calls = page.getByRole('switch', { name: /^Calls are on/ });
    await tabTo(page, calls);
    await page.keyboard.press(' ');
    await expect(page.getByRole('switch', { name: /^Calls are off/ })).toBeFocused();
    await expect(phoneIcon(alice.page)).toBeHidden();
  },
);
