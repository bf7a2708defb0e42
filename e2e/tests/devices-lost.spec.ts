// In mid-call a permission is withdrawn, the system pauses a device, or the page is put aside: what is
// said, and the way back.

import type { BrowserContext, Page } from '@playwright/test';
import { answer, controls, ring, stage, talk } from '../support/calls.ts';
import { contextOf, launchStrict } from '../support/devices.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { expectPicture, expectSound, liveTracks, openDevices } from '../support/media.ts';

type Device = 'microphone' | 'camera';

const test = base.extend<{ deciding: BrowserContext }>({
  deciding: async ({ playwright }, use) => {
    const browser = await launchStrict(playwright.chromium);
    await use(await contextOf(browser, ['microphone', 'camera']));
    await browser.close();
  },
});

const says = (page: Page, words: string) => stage(page).getByText(words, { exact: true });

/** What this person decides in the browser's own settings of the page. */
async function decide(page: Page, device: Device, setting: 'granted' | 'denied'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const browser = await page.context().browser()?.newBrowserCDPSession();
  await browser?.send('Browser.setPermission', {
    permission: { name: device },
    setting,
    origin: new URL(page.url()).origin,
    browserContextId: targetInfo.browserContextId,
  });
}

test(
  'a microphone that is no longer allowed is said to both, and back as soon as it is allowed',
  { tag: ['@4.5', '@4.1'] },
  async ({ people, deciding }) => {
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: deciding });
    await talk(alice.page, bob.page);
    await decide(alice.page, 'microphone', 'denied');
    const line = says(
      alice.page,
      'Your browser doesn’t let Bobwhite use the microphone. Bob won’t hear you.',
    );
    await expect(line).toBeVisible();
    await expect(says(bob.page, 'Alice has no microphone on')).toBeVisible();
    await expect.poll(() => liveTracks(alice.page)).toEqual([]);
    await expectSound(alice.page);
    await decide(alice.page, 'microphone', 'granted');
    await expect(line).toBeHidden();
    await expect(says(bob.page, 'Alice has no microphone on')).toBeHidden();
    await expectSound(bob.page);
  },
);

test(
  'a camera that is no longer allowed is said, opens on a press only, and the sound goes on',
  { tag: ['@4.5', '@4.2'] },
  async ({ people, deciding }) => {
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: deciding });
    await talk(alice.page, bob.page, 'video');
    await expectPicture(bob.page);
    await decide(alice.page, 'camera', 'denied');
    const line = says(
      alice.page,
      'Your browser doesn’t let Bobwhite use the camera. Bob won’t see you.',
    );
    await expect(line).toBeVisible();
    await expectSound(bob.page);
    await expectPicture(alice.page);
    await decide(alice.page, 'camera', 'granted');
    await expectSound(bob.page);
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    await stage(alice.page).getByRole('button', { name: 'Try again' }).click();
    await expect(line).toBeHidden();
    await expectPicture(bob.page);
  },
);

test(
  'a microphone that the system pauses is said until it goes on',
  { tag: ['@4.5'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const turn = (event: 'mute' | 'unmute'): Promise<void> =>
      alice.page.evaluate((name) => {
        for (const track of window.watched.tracks) track.dispatchEvent(new Event(name));
      }, event);
    const line = says(alice.page, 'Your system has paused the microphone. Bob won’t hear you.');
    await turn('mute');
    await expect(line).toBeVisible();
    await turn('unmute');
    await expect(line).toBeHidden();
    await expectSound(bob.page);
  },
);

test(
  'a camera that another program holds is said, and opens once it is free',
  { tag: ['@4.2', '@3.8'] },
  async ({ people }) => {
    const context = await people.context();
    await context.addInitScript(() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (asked) => {
        if (!asked?.video || 'cameraIsFree' in window) return open(asked);
        throw new DOMException('', 'NotReadableError');
      };
    });
    const [alice, bob] = await people.friends('Alice', 'Bob', { second: context });
    await ring(alice.page, 'video');
    await answer(bob.page, 'video');
    await expectPicture(bob.page);
    await expectSound(alice.page);
    const line = says(bob.page, 'Another program is using your camera. Alice won’t see you.');
    await expect(line).toBeVisible();
    await bob.page.evaluate(() => Object.assign(window, { cameraIsFree: true }));
    await stage(bob.page).getByRole('button', { name: 'Try again' }).click();
    await expect(line).toBeHidden();
    await expectPicture(alice.page);
  },
);

/** Lets a page be put aside: nobody sees it, and its timers stand still. */
async function withCovers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    const visible = () => (hidden ? 'hidden' : 'visible');
    Object.defineProperty(document, 'visibilityState', { get: visible });
    const every = window.setInterval.bind(window);
    window.setInterval = ((run: () => void, ms: number) =>
      every(() => {
        if (!hidden) run();
      }, ms)) as typeof window.setInterval;
    const cover = (now: boolean): void => {
      hidden = now;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    Object.assign(window, { cover });
  });
}

const cover = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((now) => (Reflect.get(window, 'cover') as (h: boolean) => void)(now), hidden);

test(
  'a page that nobody looks at goes on sending sound and picture, and shows the right time after',
  { tag: ['@4.7'] },
  async ({ people }) => {
    const context = await people.context();
    await withCovers(context);
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: context });
    await talk(alice.page, bob.page, 'video');
    const clock = async (page: Page): Promise<number> => {
      const [minutes = 0, seconds = 0] = (await stage(page).getByRole('timer').innerText())
        .split(':')
        .map(Number);
      return minutes * 60 + seconds;
    };
    await cover(alice.page, true);
    const before = await clock(alice.page);
    await expect.poll(() => clock(bob.page)).toBeGreaterThan(before + 5);
    expect(await clock(alice.page)).toBe(before);
    await expectSound(bob.page);
    await expectPicture(bob.page);
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio', 'video']);
    await cover(alice.page, false);
    const apart = async (): Promise<number> =>
      Math.abs((await clock(alice.page)) - (await clock(bob.page)));
    await expect.poll(apart).toBeLessThanOrEqual(1);
    await expectPicture(alice.page);
    await expect(controls(alice.page)).toBeVisible();
    await expect(stage(alice.page).getByText('Reconnecting…')).toBeHidden();
  },
);
