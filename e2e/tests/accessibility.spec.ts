// Everything can be read aloud, seen in both themes, used by keyboard and on a narrow screen, and
// stands still for who wants that.

import type { Page } from '@playwright/test';
import {
  DESKTOP,
  expectAccessible,
  movements,
  PHONE,
  sidewaysScrolls,
  tabTo,
} from '../support/access.ts';
import { answer, endButton, hangUp, incoming, phoneIcon, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectPicture, expectSound } from '../support/media.ts';

interface Place {
  name: string;
  path: string;
  shows: (page: Page) => Promise<void>;
}

const heading = (name: string | RegExp) => async (page: Page) =>
  expect(page.getByRole('heading', { name }).filter({ visible: true }).first()).toBeVisible();

const OUTSIDE: Place[] = [
  { name: 'sign-in', path: '/sign-in', shows: heading('Call the people you know') },
  { name: 'sign-up', path: '/sign-up', shows: heading('Create your account') },
];
const INSIDE: Place[] = [
  { name: 'inbox', path: '/messages', shows: heading('Messages') },
  { name: 'profile', path: '/u/rosa.marin', shows: heading('Rosa Marín') },
  { name: 'own profile', path: '/u/june', shows: heading('June') },
  { name: 'calls', path: '/calls', shows: heading('Calls') },
  ...['account', 'calls', 'sounds', 'blocked', 'devices', 'appearance', 'help'].map((page) => ({
    name: `settings, ${page}`,
    path: `/settings/${page}`,
    shows: async (at: Page) => expect(at.getByRole('heading', { level: 1 }).last()).toBeVisible(),
  })),
];

async function openThread(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /Rosa Marín/ })
    .first()
    .click();
  await expect(page.getByText('Perfect. I’ll put the kettle on.').last()).toBeVisible();
}

test(
  'the ways in have no finding, and nothing on them moves sideways at 320 px',
  { tag: ['@4.20'] },
  async ({ people, server }) => {
    const page = await (await people.context()).newPage();
    for (const { name, path, shows } of OUTSIDE) {
      await page.goto(server.origin + path);
      await shows(page);
      await expectAccessible(page, name);
      expect.soft(await sidewaysScrolls(page), name).toEqual([]);
    }
    await page.goto(`${server.origin}/sign-in`);
    await page.getByRole('button', { name: 'Use a password' }).click();
    await expectAccessible(page, 'sign-in with a password');
    expect.soft(await sidewaysScrolls(page), 'sign-in with a password').toEqual([]);
  },
);

test(
  'inbox, thread, profiles, calls and settings have no finding',
  { tag: ['@4.20'] },
  async ({ people, server }) => {
    test.setTimeout(240_000);
    const page = await people.ofTheDemo('june');
    for (const { name, path, shows } of INSIDE) {
      await page.goto(server.origin + path);
      await shows(page);
      await expectAccessible(page, name);
    }
    await page.setViewportSize(DESKTOP);
    await page.goto(`${server.origin}/messages`);
    await openThread(page);
    await expectAccessible(page, 'thread');
    await page.setViewportSize(DESKTOP);
    await phoneIcon(page).click();
    await expect(page.getByRole('menuitem', { name: 'Audio call' })).toBeVisible();
    await expectAccessible(page, 'thread with the menu of the phone');
  },
);

test(
  'nothing of a signed-in person moves sideways at 320 px',
  { tag: ['@4.20'] },
  async ({ people, server }) => {
    const page = await people.ofTheDemo('june');
    for (const { name, path, shows } of INSIDE) {
      await page.goto(server.origin + path);
      await shows(page);
      expect.soft(await sidewaysScrolls(page), name).toEqual([]);
    }
    await page.goto(`${server.origin}/messages`);
    await openThread(page);
    expect.soft(await sidewaysScrolls(page), 'thread').toEqual([]);
  },
);

for (const kind of ['audio', 'video'] as const) {
  test(
    `a ring and a call (${kind}) have no finding, and fit 320 px`,
    { tag: ['@4.20', '@2.23'] },
    async ({ people }) => {
      test.setTimeout(240_000);
      const [alice, bob] = await people.friends();
      await ring(alice.page, kind);
      await expect(incoming(bob.page)).toBeVisible();
      expect.soft(await sidewaysScrolls(bob.page), 'ring').toEqual([]);
      await expectAccessible(bob.page, 'ring');
      await bob.page.setViewportSize(DESKTOP);
      await answer(bob.page, kind);
      await (kind === 'video' ? expectPicture : expectSound)(alice.page);
      await expectAccessible(alice.page, 'call');
      expect.soft(await sidewaysScrolls(alice.page), 'call').toEqual([]);
      await alice.page.setViewportSize(DESKTOP);
      await hangUp(alice.page);
      await expect(stage(bob.page).getByRole('button', { name: 'Close' })).toBeVisible();
    },
  );

  test(
    `placing a call (${kind}) has no finding, and fits 320 px`,
    { tag: ['@4.20'] },
    async ({ people }) => {
      const [alice, bob] = await people.friends();
      await ring(alice.page, kind);
      await expect(incoming(bob.page)).toBeVisible();
      await expectAccessible(alice.page, 'outgoing call');
      expect.soft(await sidewaysScrolls(alice.page), 'outgoing call').toEqual([]);
      await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
      await expect(stage(alice.page).getByText('Declined')).toBeVisible();
      await expectAccessible(alice.page, 'outcome');
      expect.soft(await sidewaysScrolls(alice.page), 'outcome').toEqual([]);
    },
  );
}

test(
  'by keyboard alone: from the inbox to a call, its answer and its end, always seeing the focus',
  { tag: ['@4.4', '@4.20'] },
  async ({ people, server }) => {
    const [alice, bob] = await people.friends();
    const keys = alice.page.keyboard;
    for (const { page } of [alice, bob]) await page.goto(`${server.origin}/messages`);
    await tabTo(alice.page, alice.page.getByRole('link', { name: /^Bob / }));
    await keys.press('Enter');
    await tabTo(alice.page, phoneIcon(alice.page));
    await keys.press('Enter');
    await expect(alice.page.getByRole('menuitem', { name: 'Audio call' })).toBeFocused();
    await keys.press('ArrowDown');
    await expect(alice.page.getByRole('menuitem', { name: 'Video call' })).toBeFocused();
    await keys.press('Escape');
    await expect(phoneIcon(alice.page)).toBeFocused();
    await keys.press('Enter');
    await expect(alice.page.getByRole('menuitem', { name: 'Audio call' })).toBeFocused();
    await keys.press('Enter');

    await expect(incoming(bob.page)).toBeVisible();
    await bob.page.keyboard.press('F6');
    await expect(bob.page.getByRole('button', { name: 'Decline', exact: true })).toBeFocused();
    await tabTo(bob.page, bob.page.getByRole('button', { name: 'Accept audio' }));
    await bob.page.keyboard.press('Enter');
    for (const { page } of [alice, bob]) await expectSound(page);

    await keys.press('m');
    await expect(stage(bob.page).getByText('Alice is muted')).toBeVisible();
    await keys.press('m');
    await expect(stage(bob.page).getByText('Alice is muted')).toBeHidden();
    await tabTo(alice.page, endButton(alice.page));
    await keys.press('Enter');
    for (const { page } of [alice, bob]) await expect(stage(page)).toBeHidden();
    await expect(phoneIcon(alice.page)).toBeFocused();
  },
);

test(
  'a dialog takes the focus, keeps it, and gives it back when it closes',
  { tag: ['@4.20'] },
  async ({ people }) => {
    const [{ page }] = await people.friends();
    const more = page.getByRole('button', { name: 'More', exact: true });
    await tabTo(page, more);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Block Bob/ }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Block Bob?' });
    await expect(dialog).toBeVisible();
    for (let presses = 0; presses < 8; presses += 1) {
      const inside = await dialog.evaluate((node) => node.contains(document.activeElement));
      const outside = await page.evaluate(() => document.activeElement !== document.body);
      expect(inside || !outside).toBe(true);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(more).toBeFocused();
  },
);

test(
  'who asks for less movement gets none: rings, calls and dialogs only fade',
  { tag: ['@4.20'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await bob.page.emulateMedia({ reducedMotion: 'reduce' });
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    expect(await movements(bob.page)).toEqual([]);
    expect(await movements(alice.page)).not.toEqual([]);
    await alice.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await movements(alice.page)).toEqual([]);
    const { page } = bob;
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Decline with message' }).click();
    await expect(page.getByRole('textbox', { name: 'Your own words' })).toBeVisible();
    expect(await movements(page)).toEqual([]);
    await page.getByRole('button', { name: 'In ten minutes?' }).click();
    await expect(stage(alice.page).getByText('Declined')).toBeVisible();
    expect(await movements(alice.page)).toEqual([]);
  },
);
