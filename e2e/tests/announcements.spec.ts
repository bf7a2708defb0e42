// What somebody hears of a call who does not see it: each thing once, and only the ring interrupts.

import type { Page } from '@playwright/test';
import { listenIn, said } from '../support/aloud.ts';
import { answer, controls, incoming, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectPicture, expectSound } from '../support/media.ts';
import type { People, Person } from '../support/people.ts';

async function listeners(people: People): Promise<[Person, Person]> {
  const [first, second] = [await people.context(), await people.context()];
  for (const context of [first, second]) await listenIn(context);
  const pair = await people.friends('Alice', 'Bob', { first, second });
  for (const { page } of pair) await said(page);
  return pair;
}

/**
 * Said at times of their own: the thread behind a call tells when the other person is there, and the
 * fake microphone never stops to speak, also while it is muted.
 */
const ASIDE = /^polite: (Online|You’re muted)/;

/** Lines that begin so are said, in this order, and nothing more until they are. */
async function expectSaid(page: Page, ...lines: string[]): Promise<void> {
  const heard: string[] = [];
  const listen = async () => (await said(page)).filter((line) => !ASIDE.test(line));
  await expect
    .poll(async () => (heard.push(...(await listen())), heard.length))
    .toBeGreaterThanOrEqual(lines.length);
  expect(heard).toEqual(lines.map((line) => expect.stringMatching(`^${line}`) as unknown));
}

/** At last this is said, and nothing twice on the way to it. */
async function expectLast(page: Page, line: string): Promise<void> {
  const heard: string[] = [];
  await expect.poll(async () => (heard.push(...(await said(page))), heard.at(-1))).toBe(line);
  expect(heard).toEqual([...new Set(heard)]);
}

const press = (page: Page, name: string) =>
  controls(page).getByRole('button', { name, exact: true }).press('Enter');

test(
  'a call is heard from the ring to the end, each step once, and only the ring interrupts',
  { tag: ['@4.20', '@2.23', '@4.1'] },
  async ({ people }) => {
    const [alice, bob] = await listeners(people);
    await ring(alice.page, 'audio');
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await expectLast(alice.page, 'polite: Ringing…');
    await expectSaid(
      bob.page,
      'assertive: Incoming voice call from Alice. Press F6 to answer or decline.',
    );
    await answer(bob.page, 'audio');
    for (const { page } of [alice, bob]) await expectSound(page);
    await expectLast(alice.page, 'polite: Connected with Bob');
    await expectLast(bob.page, 'polite: Connected with Alice');

    await press(alice.page, 'Mute');
    await expectSaid(alice.page, 'polite: Microphone muted');
    await expectSaid(bob.page, 'polite: Alice is muted');
    await alice.page.keyboard.press('m');
    await expectSaid(alice.page, 'polite: Microphone on');
    await expectSaid(bob.page, 'polite: Alice can be heard');

    await press(bob.page, 'End');
    await expectSaid(alice.page, 'polite: \\d+ s with Bob', 'polite: Voice call ended');
    await expectSaid(bob.page, 'polite: \\d+ s with Alice', 'polite: Voice call ended');
  },
);

test(
  'cameras are heard going on and off, and the wish for video',
  { tag: ['@4.20', '@4.2', '@4.3'] },
  async ({ people }) => {
    const [alice, bob] = await listeners(people);
    await ring(alice.page, 'audio');
    await answer(bob.page, 'audio');
    for (const { page } of [alice, bob]) {
      await expectSound(page);
      await said(page);
    }
    await press(alice.page, 'Ask for video');
    await expectSaid(bob.page, 'polite: Alice asks for video. Your camera stays off.');
    await expectSaid(
      alice.page,
      'polite: Asked Bob for video. Only you see this.',
      'polite: Camera on',
    );
    await stage(bob.page).getByRole('button', { name: 'See Alice' }).press('Enter');
    await expectPicture(bob.page);
    await expectSaid(bob.page, 'polite: Alice turned the camera on');
    await press(alice.page, 'Camera');
    await expectSaid(alice.page, 'polite: Camera off');
    await expectSaid(bob.page, 'polite: Alice turned the camera off');
  },
);

test(
  'a ring that is given up, and one that is declined, are heard as over',
  { tag: ['@4.20'] },
  async ({ people }) => {
    const [alice, bob] = await listeners(people);
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await alice.page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await expect(incoming(bob.page)).toBeHidden();
    expect((await said(bob.page)).slice(1)).toEqual(['polite: Alice is no longer calling']);
    await expectLast(alice.page, 'polite: Cancelled');
    await expect(stage(alice.page)).toBeHidden();

    await ring(alice.page, 'audio');
    await incoming(bob.page).getByRole('button', { name: 'Decline', exact: true }).click();
    await expectLast(alice.page, 'polite: Declined');
  },
);

test(
  'a link that breaks and comes back is heard as both',
  { tag: ['@4.20', '@3.23'] },
  async ({ people }) => {
    const [alice, bob] = await listeners(people);
    await ring(alice.page, 'audio');
    await answer(bob.page, 'audio');
    for (const { page } of [alice, bob]) await expectSound(page);
    await said(alice.page);
    await bob.page.reload();
    await expectSaid(alice.page, 'polite: Reconnecting…');
    await expect(bob.page.getByRole('button', { name: 'Return to call' })).toBeVisible();
    // A page that opens says more than that.
    const heard: string[] = [];
    const goesOn = 'polite: Your call with Alice goes on';
    await expect.poll(async () => (heard.push(...(await said(bob.page))), heard)).toContain(goesOn);
    await expect(bob.page.getByText('Hello Bob').last()).toBeVisible();
    await said(bob.page);
    await bob.page.getByRole('button', { name: 'Return to call' }).press('Enter');
    await expectSaid(alice.page, 'polite: Connected again');
    await expectSaid(bob.page, 'polite: Reconnecting…', 'polite: Connected again');
  },
);
