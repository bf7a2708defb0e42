// Several devices and tabs of one person, and two people who call each other at once.

import type { BrowserContext, Locator, Page } from '@playwright/test';
import {
  answer,
  appearance,
  callsInThread,
  endButton,
  expectOutcome,
  hangUp,
  incoming,
  missedBadge,
  phoneIcon,
  pressTogether,
  ring,
  stage,
  talk,
} from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { captures, connections, expectSound, openDevices, tones } from '../support/media.ts';

/**
 * Makes pages of a context as silent as browsers keep them until somebody clicks; what a test asks
 * of a page counts as a click already.
 */
async function untouched(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const { resume } = AudioContext.prototype;
    const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'state');
    let clicked = false;
    window.addEventListener('click', () => (clicked = true), { capture: true });
    AudioContext.prototype.resume = function () {
      return clicked ? resume.call(this) : new Promise(() => undefined);
    };
    Object.defineProperty(BaseAudioContext.prototype, 'state', {
      get(this: BaseAudioContext) {
        return clicked ? (state?.get?.call(this) as string) : 'suspended';
      },
    });
  });
}

test(
  'every device rings, the first answer wins, the others say so',
  {
    tag: ['@3.3', '@3.5'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    await ring(alice.page, 'audio');
    for (const { page } of [bob, other]) await expect(incoming(page)).toBeVisible();
    await answer(other.page, 'audio');
    await expect(bob.page.getByText('Answered on another device')).toBeVisible();
    await expect(incoming(bob.page)).toBeHidden();
    await expectSound(alice.page);
    await expectSound(other.page);
    expect(await captures(bob.page)).toBe(0);
    await expect.poll(() => connections(bob.page)).toBe(0);
    // The caller is told of no device.
    expect(JSON.stringify(alice.frames.received)).not.toContain('elsewhere');
    await hangUp(alice.page);
    await expect(endButton(other.page)).toBeHidden();
    for (const { page } of [bob, other]) await expect(missedBadge(page, 1)).toBeHidden();
  },
);

test(
  'two devices answer at the same moment: one has the call, the other says so',
  {
    tag: ['@3.5', '@3.11'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    await ring(alice.page, 'audio');
    const accept = (page: Page): Locator => page.getByRole('button', { name: 'Accept audio' });
    for (const { page } of [bob, other]) await expect(accept(page)).toBeVisible();
    // The words stay for two seconds only, so somebody must be looking when they come.
    const told = Promise.any(
      [bob, other].map(async (device) => {
        await appearance(device.page, 'Answered on another device');
        return device;
      }),
    );
    await pressTogether(accept(bob.page), accept(other.page));
    const loser = await told;
    const winner = loser === bob ? other : bob;
    await expectSound(alice.page);
    await expectSound(winner.page);
    await expect(endButton(winner.page)).toBeVisible();
    await expect(stage(loser.page)).toBeHidden();
    await expect.poll(() => openDevices(loser.page)).toEqual([]);
    await expect.poll(() => connections(loser.page)).toBe(0);
    await expect.poll(() => connections(winner.page)).toBe(1);
  },
);

test(
  'a decline anywhere declines everywhere; silence quiets one device only',
  {
    tag: ['@3.6', '@3.18'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    await ring(alice.page, 'audio');
    for (const { page } of [bob, other]) {
      await expect(incoming(page)).toBeVisible();
      await expect.poll(() => tones(page)).toBeGreaterThan(0);
    }
    await bob.page.getByRole('button', { name: 'Silence' }).click();
    await expect(bob.page.getByRole('button', { name: 'Silence' })).toBeHidden();
    await expect(other.page.getByRole('button', { name: 'Silence' })).toBeVisible();
    const [quiet, loud] = [await tones(bob.page), await tones(other.page)];
    await expect.poll(() => tones(other.page)).toBeGreaterThan(loud);
    expect(await tones(bob.page)).toBe(quiet);
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();

    // Silenced, it can still be answered or declined here.
    await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
    await expectOutcome(alice.page, 'Declined');
    for (const { page } of [bob, other]) await expect(incoming(page)).toBeHidden();
    for (const { page } of [bob, other]) await expect(missedBadge(page, 1)).toBeHidden();
  },
);

test(
  'a page that nobody has touched offers to turn the ring sound on',
  {
    tag: ['@3.18'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await bob.page.close();
    await untouched(bob.context);
    const fresh = await people.secondTab(bob);
    await ring(alice.page, 'audio');
    await expect(incoming(fresh.page)).toBeVisible();
    expect(await tones(fresh.page)).toBe(0);
    await fresh.page.getByRole('button', { name: 'Turn on ring sound' }).click();
    await expect(fresh.page.getByRole('button', { name: 'Silence' })).toBeVisible();
    await expect.poll(() => tones(fresh.page)).toBeGreaterThan(0);
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
  },
);

test(
  'a device that may not ring stays quiet, and one that comes later rings',
  {
    tag: ['@3.5'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await people.ask(bob, 'PATCH', '/api/v1/devices/current', { rings: false });
    await ring(alice.page, 'audio');
    await expect(stage(alice.page).getByText('Calling…')).toBeVisible();
    const other = await people.secondDevice(bob);
    await expect(incoming(other.page)).toBeVisible();
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await expect(incoming(bob.page)).toBeHidden();
    expect(bob.frames.heard('call.ring')).toEqual([]);
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
  },
);

test(
  'what is set on one device governs the next ring on all',
  {
    tag: ['@2.22', '@3.17'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    const open = async (name: string): Promise<void> => {
      await other.page.getByRole('link', { name: 'Settings' }).click();
      await other.page.getByRole('link', { name }).click();
    };
    await open('Messages and calls');
    await other.page.getByRole('switch', { name: 'Calls are on' }).click();
    for (const { page } of [alice, bob]) await expect(phoneIcon(page)).toBeHidden();
    await other.page.getByRole('switch', { name: 'Calls are off' }).click();
    for (const { page } of [alice, bob]) await expect(phoneIcon(page)).toBeVisible();

    const text = other.page.getByRole('textbox', { name: 'Text 1' });
    await text.fill('Walking the dog');
    await text.blur();
    await open('Sounds and alerts');
    const saved = other.page.waitForResponse(/devices\/current$/);
    await other.page.getByRole('switch', { name: 'Ring on this device' }).click();
    expect((await saved).ok()).toBe(true);

    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Decline with message' }).click();
    await bob.page.getByRole('button', { name: 'Walking the dog' }).click();
    await expectOutcome(alice.page, 'Declined');
    await expect(alice.page.getByText('Walking the dog').last()).toBeVisible();
    expect(other.frames.heard('call.ring')).toEqual([]);
  },
);

test(
  'all tabs of a device show the ring, one sounds it, and one has the call',
  {
    tag: ['@3.5'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const tab = await people.secondTab(bob);
    await ring(alice.page, 'audio');
    for (const { page } of [bob, tab]) await expect(incoming(page)).toBeVisible();
    await expect
      .poll(async () => (await tones(bob.page)) + (await tones(tab.page)))
      .toBeGreaterThan(0);
    expect(Math.min(await tones(bob.page), await tones(tab.page))).toBe(0);
    await answer(bob.page, 'audio');
    await expect(tab.page.getByText('In a call in another tab')).toBeVisible();
    await expectSound(bob.page);
    expect(await captures(tab.page)).toBe(0);
    const later = await people.secondTab(bob);
    await expect(later.page.getByText('In a call in another tab')).toBeVisible();
    await hangUp(bob.page);
    for (const { page } of [tab, later]) {
      await expect(page.getByText('In a call in another tab')).toBeHidden();
    }
    await expect(stage(alice.page).getByText(/s with Bob/)).toBeVisible();
  },
);

test(
  'another tab and another device of the caller may not place a second call',
  {
    tag: ['@3.9'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const device = await people.secondDevice(alice);
    await expect(device.page.getByText('In a call on another device')).toBeVisible();
    await people.openThread(device, bob);
    await phoneIcon(device.page).click();
    await device.page.getByRole('menuitem', { name: 'Audio call' }).click();
    await expectOutcome(device.page, 'In a call on another device');
    await expectSound(bob.page);
    expect(bob.frames.heard('call.ring')).toHaveLength(1);
  },
);

test(
  'a call again replaces the unanswered one: it rings afresh and leaves one record',
  {
    tag: ['@3.9', '@3.11'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    const device = await people.secondDevice(alice);
    await people.openThread(device, bob);
    await ring(device.page, 'video');
    await expect(incoming(bob.page).getByText('Incoming video call').first()).toBeVisible();
    await answer(bob.page, 'video');
    await expectSound(device.page);
    await expect(stage(alice.page)).toBeHidden();
    await hangUp(bob.page);
    await expect(stage(bob.page)).toBeHidden();
    await expect(callsInThread(bob.page)).toHaveText([/Video call/]);
  },
);

test(
  'two who call each other at the same moment are in one call, and none is busy',
  {
    tag: ['@3.9'],
  },
  async ({ people }) => {
    // Bob's ring is held back until his own call is on its way, so that the two truly cross.
    const context = await people.context();
    let held = true;
    const waiting: (() => void)[] = [];
    await context.routeWebSocket(/\/gateway$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        if (frame.toString().includes('"call.start"')) {
          held = false;
          setTimeout(() => waiting.splice(0).forEach((pass) => pass()), 300);
        }
        server.send(frame);
      });
      server.onMessage((frame) => {
        if (held && frame.toString().includes('"call.ring"'))
          waiting.push(() => socket.send(frame));
        else socket.send(frame);
      });
    });
    const [alice, bob] = await people.friends('Alice', 'Bob', {
      second: context,
    });
    await ring(alice.page, 'audio');
    await expect.poll(() => waiting.length).toBe(1);
    await phoneIcon(bob.page).click();
    await bob.page.getByRole('menuitem', { name: 'Audio call' }).click();
    for (const { page } of [alice, bob]) await expectSound(page);
    for (const { page } of [alice, bob]) await expect(endButton(page)).toBeVisible();
    await expect(incoming(bob.page)).toBeHidden();
    await hangUp(alice.page);
    for (const { page } of [alice, bob]) {
      await expect(stage(page)).toBeHidden();
      await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
      await expect(missedBadge(page, 1)).toBeHidden();
    }
  },
);

test(
  'a page that is closed while it calls leaves no call behind',
  {
    tag: ['@3.2', '@3.3', '@3.11'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await alice.page.close();
    await expect(incoming(bob.page)).toBeHidden();
    await expect(missedBadge(bob.page, 1)).toBeVisible();
    await expect(callsInThread(bob.page)).toHaveText([/Missed call/]);
  },
);
