// Who stands before the camera? June and Rosa of the demo, each in a browser process of her own whose
// camera shows her room, on a day that is always the same.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  test as base,
  chromium,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { launchWithCamera } from '../support/browser.ts';
import { watchMedia } from '../support/media.ts';
import { DEMO_PASSWORD } from '../support/people.ts';
import { Server } from '../support/server.ts';
import { microphone, writeTone } from '../support/tone.ts';

export interface WorkerOptions {
  /** The size and kind of device that the pictures show. */
  device: BrowserContextOptions;
}

/** Somebody of the demo on one device; every page of theirs shares its sign-in and keys. */
export interface Sitter {
  browser: Browser;
  context: BrowserContext;
}

interface WorkerFixtures extends WorkerOptions {
  server: Server;
  juneHere: Sitter;
  rosaHere: Sitter;
}

interface Fixtures {
  /** The page of somebody who is not signed in. */
  visitor: Page;
  june: Page;
  rosa: Page;
}

/** What every clock shows; the demo's newest message is an hour older. */
const SHOWN = Date.parse('2026-03-12T12:02:00+01:00');
const SHIFT_MS = SHOWN - Date.now();

export const test = base.extend<Fixtures, WorkerFixtures>({
  device: [{}, { option: true, scope: 'worker' }],
  server: [
    async ({}, use) => {
      const server = await Server.start({ RING_TIME_S: '30' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  juneHere: [
    async ({ server, device }, use) => {
      await seat('june', 'june', server, device, use);
    },
    { scope: 'worker' },
  ],
  rosaHere: [
    async ({ server, device }, use) => {
      await seat('rosa.marin', 'rosa', server, device, use);
    },
    { scope: 'worker' },
  ],
  visitor: async ({ juneHere, device }, use) => {
    const context = await newContext(juneHere.browser, device);
    await use(await context.newPage());
    await context.close();
  },
  june: async ({ juneHere, server }, use) => {
    await withPage(juneHere, server, use);
  },
  rosa: async ({ rosaHere, server }, use) => {
    await withPage(rosaHere, server, use);
  },
});

/** Signs somebody in, in a browser whose camera shows their room, until `use` is done. */
async function seat(
  handle: string,
  camera: string,
  server: Server,
  device: BrowserContextOptions,
  use: (sitter: Sitter) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bobwhite-camera-'));
  const film = join(folder, `${camera}.mjpeg`);
  const frame = readFileSync(join(import.meta.dirname, `../cameras/${camera}.jpg`));
  writeFileSync(film, Buffer.concat([frame, frame]));
  const tone = join(folder, 'tone.wav');
  writeTone(tone);
  const options = launchWithCamera(film);
  const args = [...(options.args ?? []), microphone(tone)];
  const browser = await chromium.launch({ ...options, args });
  const context = await newContext(browser, device);
  const answer = await context.request.post(`${server.origin}/api/v1/sessions`, {
    data: { handle, password: DEMO_PASSWORD },
    headers: { origin: server.origin },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await use({ browser, context });
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function newContext(
  browser: Browser,
  device: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...device,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['microphone', 'camera'],
  });
  await context.addInitScript(shiftClock, SHIFT_MS);
  await context.addInitScript(hearAsItIs);
  await watchMedia(context);
  return context;
}

/** Moves the clock and every instant that the server tells by the same span, so that both agree. */
function shiftClock(shiftMs: number): void {
  const Real = Date;
  const now = (): number => Real.now() + shiftMs;
  const parse = (text: string): number => Real.parse(text) + shiftMs;
  window.Date = class extends Real {
    constructor(...parts: [] | [value: string | number | Date] | Parameters<typeof Date.UTC>) {
      if (parts.length === 0) super(now());
      else if (typeof parts[0] === 'string') super(parse(parts[0]));
      else super(...(parts as [number]));
    }
    static override now = now;
    static override parse = parse;
  } as DateConstructor;
}

/** Turns off what takes the steady tone of these microphones for noise, and silences it. */
function hearAsItIs(): void {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) return;
  const open = media.getUserMedia.bind(media);
  const off = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  media.getUserMedia = (wanted = {}) => {
    const { audio } = wanted;
    return open({ ...wanted, audio: audio && { ...(audio === true ? {} : audio), ...off } });
  };
}

async function withPage(
  { context }: Sitter,
  server: Server,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${server.origin}/messages`);
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  await use(page);
  await page.close();
}

/** Opens the thread with somebody from the list of all. */
export async function openThread(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

export { expect } from '@playwright/test';
