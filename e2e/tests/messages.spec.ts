// Two people write to each other, from however many tabs and devices.

import { callsInThread, expectOutcome, incoming, phoneIcon, ring } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { bubbles, composer, expectTick, linesOf, row, unreadBadge } from '../support/threads.ts';

test(
  'every tab and device of a person shows the same thread, and so does one that comes later',
  {
    tag: ['@3.14', '@3.15'],
  },
  async ({ people, server }) => {
    const [alice, bob] = await people.friends();
    const mine = [alice, await people.secondTab(alice), await people.secondDevice(alice)] as const;
    const pages = mine.map(({ page }) => page);
    for (const page of pages) await page.goto(`${server.origin}/messages/${bob.account}`);

    await people.write(mine[1], 'From the second tab');
    await people.write(mine[2], 'From the second device');
    for (const page of [...pages, bob.page]) {
      await expect(bubbles(page, 'From the second tab')).toHaveCount(1);
      await expect(bubbles(page, 'From the second device')).toHaveCount(1);
    }
    for (const page of pages) await expectTick(page, 'From the second device', 'Read');

    // What is read on one is read on all.
    for (const page of pages) await page.goto(`${server.origin}/settings`);
    await people.write(bob, 'Read me once');
    for (const page of pages) await expect(unreadBadge(page, 1)).toBeVisible();
    await expectTick(bob.page, 'Read me once', 'Delivered');
    await pages[2].goto(`${server.origin}/messages/${bob.account}`);
    for (const page of pages) await expect(unreadBadge(page, 1)).toBeHidden();
    await expectTick(bob.page, 'Read me once', 'Read');

    // A deleted message keeps its place, on both sides.
    for (const page of pages) await page.goto(`${server.origin}/messages/${bob.account}`);
    const doomed = bubbles(pages[1], 'From the second tab');
    await doomed.getByRole('button', { name: 'Message options' }).click();
    await pages[1].getByRole('menuitem', { name: 'Delete' }).click();
    for (const page of [...pages, bob.page]) {
      await expect(bubbles(page, 'Message deleted')).toHaveCount(1);
      await expect(bubbles(page, 'From the second tab')).toHaveCount(0);
    }

    // A call stands once in the thread; removed from the own list it goes on all own pages only.
    await ring(bob.page, 'audio');
    for (const page of pages) await expect(incoming(page)).toBeVisible();
    await bob.page.getByRole('button', { name: 'Cancel' }).click();
    await expectOutcome(bob.page, 'Cancelled');
    for (const page of [...pages, bob.page]) await expect(callsInThread(page)).toHaveCount(1);
    await pages[0].goto(`${server.origin}/calls`);
    const row = pages[0].getByRole('link', { name: /^Bob\b/ });
    await row.press('Delete');
    await expect(pages[0].getByText('Removed from your list.')).toBeVisible();
    for (const page of [pages[1], pages[2]]) await expect(callsInThread(page)).toHaveCount(0);
    await expect(callsInThread(bob.page)).toHaveCount(1);

    const later = await people.secondDevice(alice);
    for (const page of [pages[0], later.page])
      await page.goto(`${server.origin}/messages/${bob.account}`);
    await expect(bubbles(later.page, 'Read me once')).toHaveCount(1);
    await expect(bubbles(pages[0], 'Read me once')).toHaveCount(1);
    const fresh = await linesOf(later.page);
    for (const page of pages) expect(await linesOf(page)).toEqual(fresh);
  },
);

test(
  'a stranger has one message until it is accepted, and does not learn that it was seen',
  {
    tag: ['@2.8'],
  },
  async ({ people, server }) => {
    const [alice, bob] = [await people.join('Alice'), await people.join('Bob')];
    await people.openThread(alice, bob);
    await people.write(alice, 'We met at the marsh');
    await expect(
      alice.page.getByText('You can write more once Bob accepts or answers.'),
    ).toBeVisible();
    await expect(composer(alice.page)).toBeHidden();

    const request = row(bob.page, 'Alice');
    await expect(request).toContainText('Wants to message you');
    await expect(request).not.toContainText('marsh');
    await request.click();
    const question = bob.page.getByRole('region', { name: 'Alice wants to message you' });
    await expect(question).toBeVisible();
    await expect(bubbles(bob.page, 'We met at the marsh')).toHaveCount(1);
    await expect(composer(bob.page)).toBeHidden();
    await expectTick(alice.page, 'We met at the marsh', 'Sent');

    await question.getByRole('button', { name: 'Accept' }).click();
    await expect(composer(bob.page)).toBeVisible();
    await people.write(alice, 'Thank you');
    await expect(bubbles(bob.page, 'Thank you')).toHaveCount(1);
    await expectTick(alice.page, 'Thank you', 'Read');
    // Accepting is no message: Bob has not written yet.
    await people.follow(bob, alice);
    await alice.page.goto(`${server.origin}/u/${bob.handle}`);
    await expect(
      alice.page.getByText('Bob can be called by people they have written to'),
    ).toBeVisible();
    await expect(phoneIcon(alice.page)).toBeHidden();
  },
);

test(
  'an answer opens a request, a declined one and a blocked one tell the writer nothing',
  {
    tag: ['@9.1'],
  },
  async ({ people, server }) => {
    const bob = await people.join('Bob');
    const waits = 'You can write more once Bob accepts or answers.';
    for (const choice of ['Decline', 'Block'] as const) {
      const alice = await people.join('Alice');
      await people.openThread(alice, bob);
      await people.write(alice, 'Hello there');
      await expectTick(alice.page, 'Hello there', 'Sent');
      await bob.page.goto(`${server.origin}/messages/${alice.account}`);
      alice.frames.clear();
      await bob.page.getByRole('button', { name: choice, exact: true }).click();
      if (choice === 'Block') {
        const dialog = bob.page.getByRole('dialog', { name: 'Block Alice?' });
        await dialog.getByRole('radio', { name: 'Everything' }).click();
        await dialog.getByRole('button', { name: 'Block', exact: true }).click();
        await expect(bob.page.getByText('Alice is blocked.')).toBeVisible();
      }
      await bob.page.goto(`${server.origin}/messages`);
      await expect(
        bob.page.getByRole('heading', { name: 'Write to someone you know' }).first(),
      ).toBeVisible();
      await expect(row(bob.page, 'Alice')).toHaveCount(0);
      await alice.page.reload();
      await expectTick(alice.page, 'Hello there', 'Sent');
      await expect(alice.page.getByText(waits)).toBeVisible();
      expect(alice.frames.heard('conversation.changed')).toEqual([]);
      expect(alice.frames.heard('message.marks')).toEqual([]);
    }
    const carol = await people.join('Carol');
    await people.openThread(carol, bob);
    await people.write(carol, 'It is me');
    await people.put(bob, `/api/v1/people/${carol.account}/follow`);
    await expect(composer(carol.page)).toBeVisible();
  },
);

test(
  'typing and presence show to who looks, and both end',
  {
    tag: ['@2.6'],
  },
  async ({ people, server }) => {
    const [alice, bob] = await people.friends();
    const head = alice.page.getByRole('main').locator('header').last();
    await expect(head.getByText('Online', { exact: true })).toBeVisible();
    await composer(bob.page).pressSequentially('Let me think');
    await expect(head.getByText('Typing…')).toBeVisible();
    await expect(row(alice.page, 'Bob').getByText('Typing…')).toBeVisible();
    await bob.page.keyboard.press('Enter');
    await expect(bubbles(alice.page, 'Let me think')).toHaveCount(1);
    await expect(head.getByText('Typing…')).toBeHidden();
    await expectTick(bob.page, 'Let me think', 'Read');

    await people.set(bob, { callsOn: false });
    await expect(head.getByText('Online', { exact: true })).toBeHidden();
    await people.set(bob, { callsOn: true });
    await expect(head.getByText('Online', { exact: true })).toBeVisible();
    await bob.page.goto('about:blank');
    await expect(head.getByText('Online', { exact: true })).toBeHidden();
    await bob.page.goto(`${server.origin}/messages`);
    await expect(head.getByText('Online', { exact: true })).toBeVisible();
  },
);

test('a text of 4,000 characters passes, one more is counted and held', async ({ people }) => {
  const [alice, bob] = await people.friends();
  // A sign beyond the first plane counts once, as the server counts.
  const longest = `${'🪶'.repeat(10)}${'m'.repeat(3_989)}.`;
  const field = composer(alice.page);
  const send = alice.page.getByRole('button', { name: 'Send', exact: true });
  await field.fill(`${longest}!`);
  await expect(alice.page.getByText('1 character too long')).toBeVisible();
  await expect(send).toBeDisabled();
  await field.press('Enter');
  await expect(field).toHaveValue(`${longest}!`);
  await field.press('Backspace');
  await expect(alice.page.getByText('0 characters left')).toBeVisible();
  await send.click();
  await expect(field).toHaveValue('');
  await expect(bubbles(bob.page, longest)).toHaveCount(1);
  await expectTick(alice.page, longest, 'Read');
});
