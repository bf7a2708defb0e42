// The hands of the benchmark: places one call after the other in a real browser and says how long each
// part took. `bench/` in the top folder tells it what to do, one word a line, and reads the answers.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { LAUNCH } from '../support/browser.ts';
import { answer, endButton, hangUp, ring, type Kind } from '../support/calls.ts';
import { People } from '../support/people.ts';
import type { Server } from '../support/server.ts';
import { microphone, writeTone } from '../support/tone.ts';
import { openBarePages, prepare, type Way } from './bare.ts';
import { installStopwatch, type Mark } from './stopwatch.ts';

/** Milliseconds of one call; sound and picture count from the tap that accepts. */
interface Times {
  ring: number;
  soundAtCaller: number;
  soundAtCallee: number;
  pictureAtCaller?: number;
  pictureAtCallee?: number;
  /** From the tap that accepts until another device of the callee no longer rings. */
  quiet?: number;
  /** From the tap that ends until the other side has let its connection go. */
  released?: number;
}

const LIMIT_MS = 20_000;

async function mark(page: Page, name: Mark): Promise<number> {
  const handle = await page.waitForFunction((n) => window.marks[n], name, { timeout: LIMIT_MS });
  return (await handle.jsonValue()) ?? NaN;
}

/** Reads what both pages saw of a call that was accepted. */
async function times(caller: Page, callee: Page, kind: Kind, ringMs: number): Promise<Times> {
  const accepted = await mark(callee, 'tap');
  const since = async (page: Page, name: Mark): Promise<number> =>
    (await mark(page, name)) - accepted;
  return {
    ring: ringMs,
    soundAtCaller: await since(caller, 'sound'),
    soundAtCallee: await since(callee, 'sound'),
    ...(kind === 'video' && {
      pictureAtCaller: await since(caller, 'picture'),
      pictureAtCallee: await since(callee, 'picture'),
    }),
  };
}

async function bobwhiteCall(
  caller: Page,
  callee: Page,
  other: Page | null,
  kind: Kind,
): Promise<Times> {
  const pages = other ? [caller, callee, other] : [caller, callee];
  for (const page of pages) await page.evaluate(() => void (window.marks = {}));
  await ring(caller, kind);
  const ringMs = (await mark(callee, 'ring')) - (await mark(caller, 'tap'));
  if (other) await mark(other, 'ring');
  await answer(callee, kind);
  const result = await times(caller, callee, kind, ringMs);
  if (other) result.quiet = (await mark(other, 'quiet')) - (await mark(callee, 'tap'));
  await hangUp(caller);
  result.released = (await mark(callee, 'released')) - (await mark(caller, 'tap'));
  for (const page of [caller, callee]) {
    await expect(endButton(page)).toBeHidden();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
  }
  return result;
}

async function bareCall(
  pages: [Page, Page],
  kind: Kind,
  configurations: [RTCConfiguration, RTCConfiguration],
): Promise<Times> {
  const [caller, callee] = pages;
  await prepare(pages, kind === 'video', configurations);
  await caller.getByRole('button', { name: 'Call' }).click();
  const ringMs = (await mark(callee, 'ring')) - (await mark(caller, 'tap'));
  await callee.getByRole('button', { name: 'Accept audio' }).click();
  const result = await times(caller, callee, kind, ringMs);
  // A page that leaves closes its connection, and the relay gets its ports back.
  for (const page of pages) await page.goto('about:blank');
  return result;
}

async function main(origin: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bobwhite-bench-'));
  const tone = join(folder, 'tone.wav');
  writeTone(tone);
  const browser = await chromium.launch({
    ...LAUNCH,
    args: [...(LAUNCH.args ?? []), microphone(tone)],
  });
  try {
    const people = new People(browser, { origin } as Server);
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    for (const { page } of [alice, bob, other]) {
      await page.addInitScript(installStopwatch);
      await page.reload();
    }
    const context: BrowserContext = await browser.newContext({
      permissions: ['microphone', 'camera'],
    });
    await context.addInitScript(installStopwatch);
    const bare = await openBarePages(context);
    const relay = async (page: Page): Promise<RTCConfiguration> => {
      const ice = await page.evaluate(() => window.ice);
      if (!ice?.iceServers) throw new Error('a bare call by relay needs a call of Bobwhite first');
      return { iceServers: ice.iceServers, iceTransportPolicy: 'relay' };
    };
    const way = async (name: Way): Promise<[RTCConfiguration, RTCConfiguration]> =>
      name === 'direct' ? [{}, {}] : [await relay(alice.page), await relay(bob.page)];

    const work: Record<string, (kind: Kind) => Promise<Times>> = {
      // Both are called in turn, because nobody is rung more than six times a minute.
      bobwhite: (kind) =>
        kind === 'audio'
          ? bobwhiteCall(alice.page, bob.page, other.page, kind)
          : bobwhiteCall(bob.page, alice.page, null, kind),
      relay: async (kind) => bareCall(bare, kind, await way('relay')),
      direct: async (kind) => bareCall(bare, kind, await way('direct')),
    };
    process.stdout.write(`${JSON.stringify({ browser: browser.version() })}\n`);
    for await (const line of createInterface({ input: process.stdin })) {
      const [who = '', kind] = line.split(' ');
      const result = await work[who]?.(kind as Kind);
      process.stdout.write(`${JSON.stringify(result)}\n`);
    }
    await people.leave();
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

await main(process.argv[2] ?? '');
