// Which microphone, camera and speaker a call uses, and what happens when one is unplugged.

import type { Browser, Page } from '@playwright/test';
import { answer, controls, incoming, phoneIcon, stage, talk } from '../support/calls.ts';
import { contextOf, launchWithCameras, plugIn, unplug, withPlugs } from '../support/devices.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { expectPicture, expectSound } from '../support/media.ts';

const test = base.extend<{ cameras: Browser }>({
  cameras: async ({ playwright }, use) => {
    const browser = await launchWithCameras(playwright.chromium);
    await use(browser);
    await browser.close();
  },
});

const picker = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const closeSheet = (page: Page) => page.keyboard.press('Escape');

async function openSheet(page: Page): Promise<void> {
  await controls(page).getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Devices and sounds' }).click();
}

/** The names of the devices that are open now. */
const inUse = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    window.watched.tracks
      .filter(({ readyState }) => readyState === 'live')
      .map(({ label }) => label),
  );

test(
  'a microphone and a speaker are picked in a call, used at once, and kept',
  { tag: ['@4.5'] },
  async ({ people, server }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await openSheet(alice.page);
    await picker(alice.page, 'Microphone').selectOption('Fake Audio Input 2');
    await expect.poll(() => inUse(alice.page)).toEqual(['Fake Audio Input 2']);
    await expectSound(bob.page);
    await picker(alice.page, 'Speaker').selectOption('Fake Audio Output 1');
    const sink = () =>
      alice.page.evaluate(async () => {
        const id = document.querySelector('audio')?.sinkId ?? '';
        const all = await navigator.mediaDevices.enumerateDevices();
        return all.find(({ deviceId, kind }) => deviceId === id && kind === 'audiooutput')?.label;
      });
    await expect.poll(sink).toBe('Fake Audio Output 1');
    // The camera of a voice call stays off, whichever it would be.
    await picker(alice.page, 'Camera').selectOption({ index: 1 });
    await expect.poll(() => inUse(alice.page)).toEqual(['Fake Audio Input 2']);
    await expectSound(alice.page);

    await alice.page.goto(`${server.origin}/settings/sounds`);
    const kept = picker(alice.page, 'Microphone').locator('option:checked');
    await expect(kept).toHaveText('Fake Audio Input 2');
  },
);

test(
  'an unplugged microphone falls back and says so, and its return offers the way back',
  { tag: ['@4.5'] },
  async ({ people }) => {
    const device = await people.context();
    await withPlugs(device);
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: device });
    await talk(alice.page, bob.page);
    await openSheet(alice.page);
    await picker(alice.page, 'Microphone').selectOption('Fake Audio Input 2');
    await expect.poll(() => inUse(alice.page)).toEqual(['Fake Audio Input 2']);
    await closeSheet(alice.page);

    await unplug(alice.page, 'Fake Audio Input 2');
    const gone = stage(alice.page).getByText(/^Your microphone is gone\. Now using /);
    await expect(gone).toBeVisible();
    await expectSound(bob.page);
    await expect.poll(() => inUse(alice.page)).not.toContain('Fake Audio Input 2');
    await expect(stage(bob.page).getByText('Alice has no microphone on')).toBeHidden();

    await plugIn(alice.page, 'Fake Audio Input 2');
    await expect(stage(alice.page).getByText('Fake Audio Input 2 is back')).toBeVisible();
    await stage(alice.page).getByRole('button', { name: 'Use it' }).click();
    await expect.poll(() => inUse(alice.page)).toEqual(['Fake Audio Input 2']);
    await expect(stage(alice.page).getByText('Fake Audio Input 2 is back')).toBeHidden();
    await expectSound(bob.page);
  },
);

test(
  'a camera is picked in the preview, before anybody sees it',
  { tag: ['@4.5', '@2.21'] },
  async ({ people, cameras }) => {
    const device = await contextOf(cameras, ['microphone', 'camera']);
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: device });
    const { page } = alice;
    await phoneIcon(page).click();
    await page.getByRole('menuitem', { name: 'Video call' }).click();
    await stage(page).getByRole('button', { name: 'Devices', exact: true }).click();
    const offered = await picker(page, 'Camera').locator('option').allInnerTexts();
    expect(offered).toHaveLength(4);
    const chosen = offered[3] ?? '';
    await picker(page, 'Camera').selectOption(chosen);
    await expect.poll(() => inUse(page)).toContain(chosen);
    await expect.poll(() => inUse(page)).not.toContain(offered[1]);
    await closeSheet(page);
    await expect(incoming(bob.page)).toBeHidden();
    await page.getByRole('button', { name: 'Start video call' }).click();
    await answer(bob.page, 'video');
    await expectPicture(bob.page);
    await expect.poll(() => inUse(page)).toContain(chosen);
    await device.close();
  },
);
