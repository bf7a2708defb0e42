// What is captured, sent and shown in a call: nothing before a tap, nothing while muted, no camera
// that its owner did not turn on.

import type { Locator, Page } from '@playwright/test';
import {
  answer,
  controls,
  dial,
  endButton,
  hangUp,
  incoming,
  phoneIcon,
  ring,
  stage,
  talk,
} from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import {
  captures,
  connections,
  expectPicture,
  expectSound,
  inbound,
  listen,
  liveTracks,
  openDevices,
  packetsSent,
} from '../support/media.ts';

async function press(page: Page, name: string): Promise<void> {
  // Controls hide over a picture until the mouse moves.
  await page.mouse.move(300, 300);
  await page.mouse.move(320, 310);
  await controls(page).getByRole('button', { name, exact: true }).click();
}

async function moreInCall(page: Page, item: string): Promise<void> {
  await press(page, 'More');
  await page.getByRole('menuitem', { name: item }).click();
}

/** The other side's moving picture. */
const pictureOf = (page: Page, name: string): Locator =>
  stage(page).locator(`video[aria-label="${name}"]`);

/** Keeps back what a page tells the other end directly, until the result is called. */
async function holdWords(page: Page): Promise<() => Promise<void>> {
  const held = await page.evaluateHandle(() => {
    const channel = RTCDataChannel.prototype as { send: (words: string) => void };
    const { send } = channel;
    const waiting: (() => void)[] = [];
    channel.send = function (words) {
      waiting.push(() => send.call(this, words));
    };
    return () => {
      channel.send = send;
      for (const pass of waiting) pass();
    };
  });
  return () => held.evaluate((release) => release());
}

/** How many frames come in while `during` runs; frames of before may still be under way. */
async function framesDuring(page: Page, during: () => Promise<void>): Promise<number> {
  const before = (await inbound(page)).frames;
  await during();
  return (await inbound(page)).frames - before;
}

test(
  'nothing is captured or sent by the callee before the tap, and voice only means no camera',
  {
    tag: ['@2.21', '@3.7', '@3.8'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await dial(alice.page, 'video');
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio', 'video']);
    await expect.poll(() => connections(alice.page)).toBe(0);
    await expect(incoming(bob.page).getByRole('button', { name: 'Accept video' })).toBeVisible();
    expect(await captures(bob.page)).toBe(0);
    await expect.poll(() => connections(bob.page)).toBe(0);

    await answer(bob.page, 'audio');
    await expectSound(alice.page);
    await expectSound(bob.page);
    await expect.poll(() => openDevices(bob.page)).toEqual(['audio']);
    // Answered by voice, it is a voice call: the caller's camera goes off as well.
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    expect((await inbound(alice.page)).frames).toBe(0);
    await hangUp(bob.page);
    await expect(endButton(alice.page)).toBeHidden();
  },
);

test(
  'a video call starts after a look at oneself; leaving the preview rings nobody',
  {
    tag: ['@2.21'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await phoneIcon(alice.page).click();
    await alice.page.getByRole('menuitem', { name: 'Video call' }).click();
    await expect(alice.page.getByRole('button', { name: 'Start video call' })).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio', 'video']);
    await expect(alice.page.getByText('Only you see this until Bob answers')).toBeVisible();
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(stage(alice.page)).toBeHidden();
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
    expect(alice.frames.said('call.start')).toEqual([]);
    await expect(incoming(bob.page)).toBeHidden();

    await phoneIcon(alice.page).click();
    await alice.page.getByRole('menuitem', { name: 'Audio call' }).click();
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
  },
);

test(
  'muted, no energy is sent, and both sides see it',
  {
    tag: ['@4.1'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await press(alice.page, 'Mute');
    await expect(controls(alice.page).getByRole('button', { name: 'Muted' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await expect(bob.page.getByText('Alice is muted')).toBeVisible();
    // What was under way has arrived once a stretch of silence was heard.
    await expect
      .poll(async () => (await listen(bob.page, () => bob.page.waitForTimeout(1_000))).energy)
      .toBeLessThan(1e-6);
    const packets = (await inbound(bob.page)).audioPackets;
    const { energy } = await listen(bob.page, () => bob.page.waitForTimeout(2_500));
    expect(energy).toBeLessThan(1e-6);
    expect((await inbound(bob.page)).audioPackets).toBeGreaterThan(packets);
    await expectSound(alice.page);

    await press(alice.page, 'Muted');
    await expect(bob.page.getByText('Alice is muted')).toBeHidden();
    await expectSound(bob.page);
    await alice.page.keyboard.press('m');
    await expect(bob.page.getByText('Alice is muted')).toBeVisible();

    await alice.page.keyboard.down(' ');
    await expect(bob.page.getByText('Alice is muted')).toBeHidden();
    // Shorter, it were a press of the button that has the focus.
    const held = await listen(bob.page, () => bob.page.waitForTimeout(1_000));
    expect(held.energy).toBeGreaterThan(0);
    await alice.page.keyboard.up(' ');
    await expect(bob.page.getByText('Alice is muted')).toBeVisible();
  },
);

test(
  'a camera that is off gives its device back, and one press turns it on again',
  {
    tag: ['@4.2'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'video');
    await answer(bob.page, 'video');
    await expectPicture(bob.page);
    await expect(pictureOf(bob.page, 'Alice')).toBeVisible();
    await press(alice.page, 'Camera');
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    await expect.poll(() => liveTracks(alice.page)).toEqual(['audio']);
    await expect(pictureOf(bob.page, 'Alice')).toBeHidden();
    await expectPicture(alice.page);
    await expectSound(bob.page);
    await press(alice.page, 'Camera');
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio', 'video']);
    await expect(pictureOf(bob.page, 'Alice')).toBeVisible();
    await expectPicture(bob.page);
  },
);

test(
  'from voice to video: asked, seen by the other after a yes, and back at once',
  {
    tag: ['@4.3'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const links = await connections(alice.page);
    await press(alice.page, 'Ask for video');
    await expect(alice.page.getByText('Asked Bob for video. Only you see this.')).toBeVisible();
    await expect(bob.page.getByText('Alice asks for video. Your camera stays off.')).toBeVisible();
    await expect.poll(() => openDevices(alice.page)).toEqual(['audio', 'video']);
    await expect(alice.page.getByRole('button', { name: /^Your own picture/ })).toBeVisible();
    await expect.poll(() => liveTracks(alice.page)).toEqual(['audio']);
    expect((await inbound(bob.page)).frames).toBe(0);

    await bob.page.getByRole('button', { name: 'See Alice' }).click();
    await expectPicture(bob.page);
    await expect(pictureOf(bob.page, 'Alice')).toBeVisible();
    await expect.poll(() => openDevices(bob.page)).toEqual(['audio']);
    expect((await inbound(alice.page)).frames).toBe(0);
    // Bob shows himself by a press of his own.
    await press(bob.page, 'Camera');
    await expectPicture(alice.page);

    await moreInCall(alice.page, 'Switch to voice');
    await expect(bob.page.getByText('Alice switched to voice')).toBeVisible();
    for (const { page } of [alice, bob]) {
      await expect.poll(() => openDevices(page)).toEqual(['audio']);
      await expectSound(page);
      await expect(stage(page).locator('video')).toHaveCount(0);
    }
    await expect.poll(() => connections(alice.page)).toBe(links);
  },
);

test(
  'a refused or withdrawn wish for video leaves the sound uninterrupted',
  {
    tag: ['@4.3'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const links = await connections(alice.page);
    const { longestGapMs, energy } = await listen(bob.page, async () => {
      await press(alice.page, 'Ask for video');
      await bob.page.getByRole('button', { name: 'Not now' }).click();
      await expect(alice.page.getByText('Bob would rather stay with voice')).toBeVisible();
      await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);

      await press(alice.page, 'Ask for video');
      await expect(bob.page.getByRole('button', { name: 'See Alice' })).toBeVisible();
      await alice.page.getByRole('button', { name: 'Withdraw' }).click();
      await expect(bob.page.getByText('Alice no longer asks for video')).toBeVisible();
      await expect(bob.page.getByRole('button', { name: 'See Alice' })).toBeHidden();
      await expect.poll(() => openDevices(alice.page)).toEqual(['audio']);
    });
    expect(energy).toBeGreaterThan(0);
    // Far below the silence that counts as a break; a machine under load delivers in bursts.
    expect(longestGapMs).toBeLessThan(1_500);
    await expect.poll(() => connections(alice.page)).toBe(links);
    expect(await framesDuring(bob.page, () => expectSound(bob.page))).toBe(0);
    expect(await captures(bob.page)).toBe(1);
    await expectSound(alice.page);
    expect(await packetsSent(bob.page)).toBeGreaterThan(0);
  },
);

test(
  'both ask for video at the same moment: each sees the other',
  {
    tag: ['@4.3'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const release = await Promise.all([holdWords(alice.page), holdWords(bob.page)]);
    for (const { page } of [alice, bob]) await press(page, 'Ask for video');
    await expect(alice.page.getByText('Asked Bob for video. Only you see this.')).toBeVisible();
    await expect(bob.page.getByText('Asked Alice for video. Only you see this.')).toBeVisible();
    for (const now of release) await now();
    for (const { page } of [alice, bob]) {
      await expectPicture(page);
      await expect(page.getByText(/for video/)).toHaveCount(0);
    }
    await expect(pictureOf(alice.page, 'Bob')).toBeVisible();
    await expect(pictureOf(bob.page, 'Alice')).toBeVisible();
  },
);

test(
  'a call says who could still listen, and shows no lock',
  {
    tag: ['@1.4'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page).getByText('Encrypted in transit')).toBeVisible();
    await answer(bob.page, 'audio');
    for (const { page } of [alice, bob]) {
      await page.getByRole('button', { name: 'Encrypted in transit Relayed' }).click();
      const about = page.getByRole('dialog', { name: 'About this call' });
      await expect(about).toContainText('The people who run localhost could');
      await expect(about).toContainText('Its operators can see your address');
      for (const shown of [stage(page), about])
        await expect(shown).not.toContainText(/nobody can listen|only you two|verified|secure/i);
    }
  },
);
