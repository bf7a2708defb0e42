// Every way in which a call ends, in the words that each side sees, in the thread and in the list.

import {
  callsInThread,
  dial,
  expectOutcome,
  hangUp,
  incoming,
  missedBadge,
  ring,
  stage,
  talk,
} from '../support/calls.ts';
import { Crossing } from '../support/crossing.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectSound, openDevices } from '../support/media.ts';

test(
  'declined: both see Declined, and the words arrive in the thread',
  {
    tag: ['@3.3', '@3.15', '@3.17'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();

    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
    await expectOutcome(alice.page, 'Declined');
    await expect(incoming(bob.page)).toBeHidden();

    await ring(alice.page, 'video');
    await bob.page.getByRole('button', { name: 'Decline with message' }).click();
    await bob.page.getByRole('button', { name: 'In ten minutes?' }).click();
    await expectOutcome(alice.page, 'Declined');

    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Decline with message' }).click();
    const own = bob.page.getByRole('textbox', { name: 'Your own words' });
    await own.fill('x'.repeat(130));
    expect(await own.inputValue()).toHaveLength(120);
    await own.fill('At the dentist 🦷');
    await bob.page.getByRole('button', { name: 'Send and decline' }).click();
    await expectOutcome(alice.page, 'Declined');

    for (const page of [alice.page, bob.page]) {
      await expect(callsInThread(page)).toHaveCount(3);
      await expect(callsInThread(page).nth(0)).toContainText('Voice call');
      await expect(callsInThread(page).nth(1)).toContainText('Video call');
      for (const entry of await callsInThread(page).all())
        await expect(entry).toContainText('Declined');
      await expect(page.getByText('In ten minutes?').last()).toBeVisible();
      await expect(page.getByText('At the dentist 🦷').last()).toBeVisible();
      await expect(missedBadge(page, 1)).toBeHidden();
    }
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
  },
);

test(
  'cancelled: the caller sees Cancelled, the callee one missed call, cleared by looking',
  {
    tag: ['@3.3', '@3.13', '@3.14', '@3.15'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    await ring(alice.page, 'video');
    await expect(incoming(bob.page)).toBeVisible();
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(stage(alice.page).getByText('Cancelled')).toBeVisible();
    await expect(incoming(bob.page)).toBeHidden();
    await expect(incoming(other.page)).toBeHidden();
    await expect(stage(alice.page)).toBeHidden();

    await expect(callsInThread(alice.page)).toHaveText([/Video call.*Cancelled/]);
    await expect(callsInThread(bob.page)).toHaveText([/Missed video call/]);
    await expect(callsInThread(bob.page).getByRole('button', { name: 'Call back' })).toBeVisible();
    for (const { page } of [bob, other]) await expect(missedBadge(page, 1)).toBeVisible();
    await expect(missedBadge(alice.page, 1)).toBeHidden();
    await expect.poll(() => openDevices(alice.page)).toEqual([]);

    await bob.page.getByRole('link', { name: 'Calls' }).click();
    await expect(bob.page.getByRole('link', { name: /Alice.*Missed/ })).toBeVisible();
    for (const { page } of [bob, other]) await expect(missedBadge(page, 1)).toBeHidden();
    await bob.page.getByRole('button', { name: /^Missed/ }).click();
    await expect(bob.page.getByRole('link', { name: /Alice.*Missed/ })).toHaveCount(1);
    await bob.page.getByRole('button', { name: 'Outgoing' }).click();
    await expect(bob.page.getByText('No outgoing calls')).toBeVisible();

    // One tap calls back.
    await bob.page.getByRole('button', { name: 'Incoming' }).click();
    await bob.page.getByRole('button', { name: 'Audio call to Alice' }).click();
    await expect(incoming(alice.page)).toBeVisible();
    await bob.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(missedBadge(alice.page, 1)).toBeVisible();
  },
);

test(
  'nobody answers: after the ring time one missed call on all devices, in the right words',
  {
    tag: ['@3.2', '@3.3', '@3.4', '@3.13', '@3.15'],
  },
  async ({ people }) => {
    test.setTimeout(120_000);
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    // Dave has no page open, so he is never said to ring.
    const [carol, dave] = await people.friends('Carol', 'Dave');
    await dave.page.close();

    await ring(alice.page, 'audio');
    await ring(carol.page, 'audio');
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await expect(stage(carol.page).getByText('Calling…')).toBeVisible();
    const began = Date.now();
    for (const { page } of [bob, other]) await expect(incoming(page)).toBeVisible();
    await expect(incoming(bob.page)).toBeHidden({ timeout: 60_000 });
    await expectOutcome(alice.page, 'No answer');
    expect(Date.now() - began).toBeGreaterThan(10_000);
    await expectOutcome(carol.page, 'Not reached');
    expect(carol.frames.heard('call.ringing')).toEqual([]);

    for (const { page } of [bob, other]) {
      await expect(incoming(page)).toBeHidden();
      await expect(missedBadge(page, 1)).toBeVisible();
    }
    await expect(callsInThread(alice.page)).toHaveText([/Voice call.*No answer/]);
    await expect(callsInThread(bob.page)).toHaveText([/Missed call/]);
    await expect(callsInThread(carol.page)).toHaveText([/Voice call.*Not reached/]);
    await expect
      .poll(() => alice.frames.heard('call.ended').map((frame) => frame.reason))
      .toEqual(['no_answer']);

    // A device that comes later still counts one.
    const [late, back] = [await people.secondDevice(bob), await people.secondTab(dave)];
    for (const { page } of [late, back]) await expect(missedBadge(page, 1)).toBeVisible();
    await late.page.getByRole('link', { name: 'Calls' }).click();
    await expect(late.page.getByRole('link', { name: /Alice.*Missed/ })).toHaveCount(1);
    for (const { page } of [bob, other, late]) await expect(missedBadge(page, 1)).toBeHidden();
    await people.openThread(back, carol);
    await expect(callsInThread(back.page)).toHaveText([/Missed call/]);
  },
);

test(
  'hung up by either side: both see how long it was, and both are released',
  {
    tag: ['@3.3', '@3.15', '@4.4'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    for (const [ender, other] of [
      [bob, alice],
      [alice, bob],
    ] as const) {
      await talk(alice.page, bob.page);
      await hangUp(ender.page);
      const began = Date.now();
      await expect.poll(() => openDevices(other.page), { intervals: [50] }).toEqual([]);
      // The product says 1 s; a machine under load gets some more.
      expect(Date.now() - began).toBeLessThan(3_000);
      await expect.poll(() => openDevices(ender.page)).toEqual([]);
      await expect(
        stage(other.page).getByText(new RegExp(`\\d s with ${ender.name}`)),
      ).toBeVisible();
      await expect(stage(ender.page).getByText('Voice call ended')).toBeVisible();
      for (const { page } of [alice, bob]) await expect(stage(page)).toBeHidden();
    }
    for (const { page } of [alice, bob]) {
      await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/, /Voice call\s*\d+ s/]);
    }
  },
);

test(
  'busy: a third caller hears so at once, the call goes on, and a miss is left',
  {
    tag: ['@3.3', '@3.13'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const carol = await people.join('Carol');
    await people.acquaint(carol, bob);
    await people.openThread(bob, alice);
    await talk(alice.page, bob.page);
    await dial(carol.page, 'audio');
    await expectOutcome(carol.page, 'On another call');
    await expect(incoming(bob.page)).toBeHidden();
    expect(bob.frames.heard('call.ring').filter((frame) => frame.call !== undefined)).toHaveLength(
      1,
    );
    await expectSound(bob.page);
    await hangUp(bob.page);
    await expect(stage(bob.page)).toBeHidden();
    await expect(missedBadge(bob.page, 1)).toBeVisible();
    await people.openThread(bob, carol);
    await expect(callsInThread(bob.page)).toHaveText([/Missed call/]);
    await expect(callsInThread(carol.page)).toHaveText([/Voice call.*On another call/]);
  },
);

test(
  'an answer and a cancel at the same moment end in one final state on both sides',
  {
    tag: ['@3.11'],
  },
  async ({ people }) => {
    const context = await people.context();
    const crossing = await Crossing.of(context, 'call.accepted', 'call.cancel');
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: context });
    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Accept audio' }).click();
    await expect.poll(() => crossing.held).toBeGreaterThan(0);
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => openDevices(alice.page)).toEqual([]);
    await expect.poll(() => openDevices(bob.page)).toEqual([]);
    await expect(callsInThread(alice.page)).toHaveCount(1);
    const [caller, callee] = [alice, bob].map(({ frames }) =>
      frames.heard('call.entryChanged').at(-1),
    );
    const reason = (frame: typeof caller): unknown =>
      (frame?.entry as { item: { reason: unknown } }).item.reason;
    expect(reason(caller)).toBe(reason(callee));
    // The answer was first, so what the caller meant as a cancel ended a call.
    expect(reason(caller)).toBe('hung_up');
  },
);
