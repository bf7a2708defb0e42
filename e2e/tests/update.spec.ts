// The server is stopped and its next release started: what do open pages do?

import type { Page } from '@playwright/test';
import { anotherBuild } from '../support/anotherBuild.ts';
import { hangUp, stage, talk } from '../support/calls.ts';
import { reconnecting } from '../support/faults.ts';
import { expectSound } from '../support/media.ts';
import { expect, test } from '../support/own.ts';
import { composer } from '../support/threads.ts';

/** Which build a page runs; one that is just being fetched anew runs none. */
const build = (page: Page) =>
  page
    .evaluate(() => document.querySelector('script[type=module]')?.getAttribute('src'))
    .catch(() => null);
const NEXT = '/assets/index-AFTERWDS.js';

test('an open page fetches the new client by itself and keeps what is half written', async ({
  ownServer,
  ownPeople,
}, info) => {
  const [alice, bob] = await ownPeople.friends();
  const first = await build(alice.page);
  expect(first).not.toBe(NEXT);
  await composer(alice.page).fill('Half a thou');
  await ownServer.down();
  // A restart with the same client leaves every page as it is.
  await ownServer.up();
  await ownPeople.write(bob, 'Nothing new');
  await expect(alice.page.getByText('Nothing new').last()).toBeVisible();
  expect(await build(alice.page)).toBe(first);

  await ownServer.down();
  await ownServer.up(anotherBuild(info.outputPath('release')));
  for (const { page } of [alice, bob]) await expect.poll(() => build(page)).toBe(NEXT);
  await expect(composer(alice.page)).toHaveValue('Half a thou');
  await composer(alice.page).pressSequentially('ght');
  await alice.page.keyboard.press('Enter');
  await expect(bob.page.getByText('Half a thought').last()).toBeVisible();
});

test('a call keeps its pages, and its end brings the new client', async ({
  ownServer,
  ownPeople,
}, info) => {
  const [alice, bob] = await ownPeople.friends();
  await talk(alice.page, bob.page);
  const first = await build(alice.page);
  await ownServer.down();
  // The relay goes with this server: the call pauses, and goes on over the next one.
  for (const { page } of [alice, bob]) await expect(reconnecting(page)).toBeVisible();
  await ownServer.up(anotherBuild(info.outputPath('release')));
  for (const { page, frames } of [alice, bob]) {
    const starts = () => [...frames.heard('ready'), ...frames.heard('resumed')];
    await expect.poll(() => starts().at(-1)?.clientBuild).toBe(NEXT);
    await expect(reconnecting(page)).toBeHidden();
    await expectSound(page);
    expect(await build(page)).toBe(first);
  }
  await hangUp(bob.page);
  for (const { page } of [alice, bob]) {
    await expect.poll(() => build(page)).toBe(NEXT);
    await expect(stage(page)).toBeHidden();
  }
});
