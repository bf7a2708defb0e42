// Browsers and pages whose microphone or camera is denied, missing or busy.

import type { Browser, BrowserContext, BrowserType, Page } from '@playwright/test';
import { LAUNCH } from './browser.ts';
import { watchMedia } from './media.ts';

type Device = 'microphone' | 'camera';

/** A browser that keeps to the permissions of a context; others answer every question with yes. */
export function launchStrict(chromium: BrowserType): Promise<Browser> {
  return chromium.launch(without('--use-fake-ui-for-media-stream'));
}

/** A browser of a machine with a microphone and no camera. */
export function launchWithoutCamera(chromium: BrowserType): Promise<Browser> {
  const fake = '--use-fake-device-for-media-stream';
  return chromium.launch(without(fake, `${fake}=device-count=0`));
}

/** A browser of a machine with three cameras; the second gives depth and no picture. */
export function launchWithCameras(chromium: BrowserType): Promise<Browser> {
  const fake = '--use-fake-device-for-media-stream';
  return chromium.launch(without(fake, `${fake}=device-count=3`));
}

export async function contextOf(browser: Browser, allowed: Device[]): Promise<BrowserContext> {
  // With an empty list nothing would be decided, and the browser would ask for ever.
  const context = await browser.newContext({ permissions: [...allowed, 'notifications'] });
  await watchMedia(context);
  return context;
}

/**
 * Lets each try to open the microphone fail as it does without one, or while another program holds
 * it; until `freeMicrophone`. A fake microphone can be neither by itself.
 */
export async function spoilMicrophone(
  context: BrowserContext,
  how: 'missing' | 'busy',
): Promise<void> {
  await context.addInitScript((kind) => {
    const media = navigator.mediaDevices;
    const [open, list] = [media.getUserMedia.bind(media), media.enumerateDevices.bind(media)];
    const isSpoiled = (): boolean => !('microphoneIsFree' in window);
    media.getUserMedia = async (constraints) => {
      if (!constraints?.audio || !isSpoiled()) return open(constraints);
      throw new DOMException('', kind === 'missing' ? 'NotFoundError' : 'NotReadableError');
    };
    media.enumerateDevices = async () =>
      (await list()).filter(
        (device) => kind === 'busy' || device.kind !== 'audioinput' || !isSpoiled(),
      );
  }, how);
}

/** Ends what `spoilMicrophone` began, for the pages that are open. */
export async function freeMicrophone(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) {
    await page.evaluate(() => Object.assign(window, { microphoneIsFree: true }));
  }
}

/** Lets `unplug` and `plugIn` do to a page what pulling a plug does; a fake device has none. */
export async function withPlugs(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const media = navigator.mediaDevices;
    const [open, list] = [media.getUserMedia.bind(media), media.enumerateDevices.bind(media)];
    const unplugged = new Set<string>();
    Object.assign(window, { unplugged });
    media.enumerateDevices = async () =>
      (await list()).filter(({ label }) => !unplugged.has(label));
    media.getUserMedia = async (asked) => {
      const wanted = JSON.stringify(asked);
      const gone = (await list()).filter(({ label }) => unplugged.has(label));
      if (gone.some(({ deviceId }) => wanted.includes(deviceId))) {
        throw new OverconstrainedError('deviceId');
      }
      return open(asked);
    };
  });
}

/** Pulls the plug of a device; the tracks that it gave end. */
export async function unplug(page: Page, label: string): Promise<void> {
  await page.evaluate((name) => {
    (Reflect.get(window, 'unplugged') as Set<string>).add(name);
    for (const track of window.watched.tracks) {
      if (track.label !== name || track.readyState === 'ended') continue;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, label);
}

export async function plugIn(page: Page, label: string): Promise<void> {
  await page.evaluate((name) => {
    (Reflect.get(window, 'unplugged') as Set<string>).delete(name);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, label);
}

const without = (flag: string, ...instead: string[]): typeof LAUNCH => ({
  ...LAUNCH,
  args: [...(LAUNCH.args ?? []).filter((given) => given !== flag), ...instead],
});
