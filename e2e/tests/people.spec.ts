// Who people are to each other: faces, names, badges, search, and blocks that only their owner sees.

import type { Locator, Page } from '@playwright/test';
import { incoming, phoneIcon, ring } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import type { Person } from '../support/people.ts';
import { expectTick, row, unreadBadge } from '../support/threads.ts';

/** The picture of somebody in the head of an open thread. */
const faceInThread = (page: Page): Locator =>
  page.getByRole('main').locator('header .avatar').last();

test('a photo is shown to everybody, a broken one is refused in words, and removed it is initials again', async ({
  people,
  server,
}) => {
  const [alice, bob] = await people.friends();
  const { page } = alice;
  const face = faceInThread(bob.page);
  await expect(face).toHaveAttribute('data-initials', 'A');
  await page.goto(`${server.origin}/settings/account`);
  const photo = { name: 'me.png', mimeType: 'image/png', buffer: await page.screenshot() };
  const broken = { ...photo, buffer: Buffer.from('This is no picture.') };
  const picker = page.locator('input[type=file]');
  const refusal = page.getByRole('alert').filter({ hasText: 'That picture can’t be used' });

  await picker.setInputFiles(broken);
  await expect(refusal).toContainText('JPEG, PNG or WebP');
  await picker.setInputFiles(photo);
  await page.getByRole('button', { name: 'Use photo' }).click();
  await expect(page.getByRole('button', { name: 'Change photo' })).toBeVisible();
  await expect(refusal).toBeHidden();
  const shown = face.locator('img');
  await expect(shown).toBeVisible();
  await expect
    .poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);

  // One that passes the page is judged again by the server, and the good one stays.
  await page.goto(`${server.origin}/welcome/photo`);
  await picker.setInputFiles({ ...photo, buffer: photo.buffer.subarray(0, 500) });
  await expect(refusal).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose another one' })).toBeVisible();

  // A picture that does not come is as good as none.
  await bob.page.route(
    (url) => url.pathname.includes('/avatars/'),
    (route) => route.abort(),
  );
  await bob.page.reload();
  await expect(face).toHaveAttribute('data-initials', 'A');
  await bob.page.unrouteAll();
  await bob.page.reload();
  await expect(shown).toBeVisible();

  await page.goto(`${server.origin}/settings/account`);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add a photo' })).toBeVisible();
  await expect(face).toHaveAttribute('data-initials', 'A');
});

test('strangers are found by their whole handle only, one’s own people by a beginning', async ({
  people,
}) => {
  const [alice, bob] = [await people.join('Alice'), await people.join('Bobolink')];
  const { page } = alice;
  const field = page.getByRole('searchbox', { name: 'Search people and messages' });
  const found = page.getByRole('link', { name: /^Bobolink/ });
  const nobody = page.getByText('Nobody found. Enter a whole handle to find somebody new.');
  await field.fill(bob.handle.slice(0, -1));
  await expect(nobody).toBeVisible();
  await field.fill('bobo');
  await expect(nobody).toBeVisible();
  await field.fill(`@${bob.handle.toUpperCase()}`);
  await expect(found).toBeVisible();
  await expect(found).toContainText(`@${bob.handle}`);

  await people.follow(alice, bob);
  await field.fill('');
  for (const beginning of ['bobo', bob.handle.slice(0, 9)]) {
    await field.fill(beginning);
    await expect(found).toBeVisible();
  }
  // One who blocks is found alike.
  const answers: string[] = [];
  for (const path of ['follow', 'block']) {
    if (path === 'block') await people.put(bob, `/api/v1/people/${alice.account}/block`);
    await field.fill('');
    const answer = page.waitForResponse((it) => it.url().includes('/people?q=bobolink'));
    await field.fill('bobolink');
    answers.push(await (await answer).text());
    await expect(found).toBeVisible();
  }
  expect(answers[1]).toBe(answers[0]);

  await page.getByRole('button', { name: 'New message' }).click();
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await dialog.getByRole('link', { name: /^Bobolink/ }).click();
  await expect(page.getByRole('textbox', { name: 'Message Bobolink' })).toBeVisible();
});

/** What the own page shows of somebody, and what a message to them brings back. */
async function seenBy(who: Person, whom: Person, origin: string): Promise<unknown> {
  const named = (text: string): string =>
    text
      .replaceAll(whom.handle, '<handle>')
      .replaceAll(whom.account, '<account>')
      .replaceAll(whom.name, '<name>')
      .replace(/\d\d:\d\d/g, '<time>');
  const { page, frames } = who;
  const profile = await who.context.request.get(`${origin}/api/v1/people/${whom.account}`);
  await page.goto(`${origin}/u/${whom.handle}`);
  await expect(page.getByText(`${whom.name} can be called by people`)).toBeVisible();
  const pane = page.getByRole('main');
  const onProfile = await pane.innerText();
  await page.getByRole('button', { name: 'Message', exact: true }).click();
  const line = page.getByRole('textbox', { name: `Message ${whom.name}` });
  await line.pressSequentially('Are you there?');
  frames.clear();
  await page.keyboard.press('Enter');
  await expectTick(page, 'Are you there?', 'Sent');
  await expect.poll(() => frames.heard('message.sent').length).toBe(1);
  await expect(phoneIcon(page)).toBeHidden();
  // Whatever else would come, comes before the answer to one more question.
  await page.reload();
  await expectTick(page, 'Are you there?', 'Sent');
  const inThread = await page
    .getByRole('region', { name: 'Conversation', exact: true })
    .innerText();
  await expect.poll(() => frames.heard('presence.watched').length).toBeGreaterThan(0);
  const types = frames.received.map((text) => (JSON.parse(text) as { type: string }).type);
  // The beat, and the answer to what was typed, come when they come.
  const wire = [...new Set(types)].filter((type) => type !== 'ping' && type !== 'ok');
  return {
    profile: named(await profile.text()).replace(/"conversation":"[^"]*"/, ''),
    onProfile: named(onProfile),
    inThread: named(inThread),
    wire,
  };
}

test(
  'who is blocked sees somebody who is away, and the blocker sees nothing any more',
  {
    tag: ['@2.10', '@9.1'],
  },
  async ({ people, server }) => {
    test.setTimeout(120_000);
    const [alice, bob] = await people.friends('Alice', 'Bob');
    const dora = await people.join('Dora');
    await people.acquaint(dora, bob);
    // Dora does not block: she is away, and calls are off.
    await people.set(dora, { callsOn: false });
    await dora.page.close();

    await people.openThread(alice, bob);
    await alice.page.getByRole('button', { name: 'More', exact: true }).click();
    await alice.page.getByRole('menuitem', { name: 'Block Bob…' }).click();
    const dialog = alice.page.getByRole('dialog', { name: 'Block Bob?' });
    await dialog.getByRole('radio', { name: 'Everything' }).click();
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    await expect(alice.page.getByText('Bob is blocked.')).toBeVisible();
    await expect(alice.page.getByText('You blocked Bob. Unblock to write again.')).toBeVisible();
    await expect(row(alice.page, 'Bob')).toHaveCount(0);
    alice.frames.clear();

    const blocked = await seenBy(bob, alice, server.origin);
    expect(blocked).toEqual(await seenBy(bob, dora, server.origin));
    expect(alice.frames.heard('message.new')).toEqual([]);

    await alice.page.goto(`${server.origin}/settings/blocked`);
    await expect(alice.page.getByText('Everything blocked')).toBeVisible();
    await alice.page.getByRole('button', { name: 'Unblock Bob' }).click();
    await expect(alice.page.getByText('Nobody is blocked')).toBeVisible();
    await people.openThread(alice, bob);
    await expect(alice.page.getByText('Hello Alice').last()).toBeVisible();
    await expect(alice.page.getByText('Are you there?')).toHaveCount(0);
    await people.openThread(bob, alice);
    await people.write(bob, 'And now?');
    await expect(alice.page.getByText('And now?').last()).toBeVisible();
    await expect(phoneIcon(bob.page)).toBeVisible();
  },
);

test(
  'a block of calls alone leaves the messages, and can be undone at once',
  {
    tag: ['@2.10', '@9.1'],
  },
  async ({ people, server }) => {
    const [alice, bob] = await people.friends();
    await alice.page.goto(`${server.origin}/u/${bob.handle}`);
    await alice.page.getByRole('button', { name: 'More', exact: true }).click();
    await alice.page.getByRole('menuitem', { name: 'Block Bob…' }).click();
    const dialog = alice.page.getByRole('dialog', { name: 'Block Bob?' });
    await expect(dialog.getByRole('radio', { name: 'Calls only' })).toBeChecked();
    await dialog.getByRole('button', { name: 'Block calls' }).click();
    await expect(alice.page.getByText('Bob can’t ring you any more.')).toBeVisible();
    await expect(phoneIcon(bob.page)).toBeHidden();
    await people.write(bob, 'We can still write');
    await expect(unreadBadge(alice.page, 1)).toBeVisible();
    await alice.page.getByRole('button', { name: 'Undo' }).click();
    await expect(phoneIcon(bob.page)).toBeVisible();
    await expect(phoneIcon(alice.page)).toBeVisible();
  },
);

test(
  'a badge and a plan that the operator gives stand beside the name',
  {
    tag: ['@2.9'],
  },
  async ({ people, server }) => {
    const [alice, bob] = [await people.join('Alice'), await people.join('Bob')];
    await alice.page.goto(`${server.origin}/u/${bob.handle}`);
    const pane = alice.page.getByRole('main');
    await expect(pane.getByText(`@${bob.handle}`, { exact: true })).toBeVisible();
    await expect(pane.getByRole('img', { name: 'Verified' })).toHaveCount(0);
    await server.run('account', 'verify', bob.handle);
    await server.run('account', 'plan', bob.handle, 'Studio plan');
    await alice.page.reload();
    await expect(pane.getByRole('img', { name: 'Verified' })).toBeVisible();
    await expect(pane.getByText(`@${bob.handle} · Studio plan`)).toBeVisible();
    await server.run('account', 'unverify', bob.handle);
    await server.run('account', 'plan', bob.handle, '--none');
    await alice.page.reload();
    await expect(pane.getByText(`@${bob.handle}`, { exact: true })).toBeVisible();
    await expect(pane.getByRole('img', { name: 'Verified' })).toHaveCount(0);
  },
);

test('a name of script is only a name, and one that turns the reading direction is refused', async ({
  people,
  server,
}) => {
  const [alice, bob] = await people.friends();
  const hostile = '<img src=x onerror=document.title=1>';
  await alice.page.goto(`${server.origin}/settings/account`);
  const name = alice.page.getByLabel('Name', { exact: true });
  const save = alice.page.getByRole('button', { name: 'Save', exact: true });
  for (const turning of ['Ali\u202ece', 'Ali\u2066ce', 'A\u200blice']) {
    await name.fill(turning);
    await save.click();
    await expect(name).toHaveAccessibleDescription(/^Choose another name/);
  }
  await name.fill(hostile);
  await save.click();
  await expect(save).toBeHidden();

  const head = bob.page.getByRole('heading', { level: 1, name: hostile });
  await expect(head).toBeVisible();
  await expect(bob.page.getByRole('link', { name: hostile }).first()).toBeVisible();
  await people.openThread(alice, bob);
  await ring(alice.page, 'audio');
  await expect(incoming(bob.page)).toContainText(hostile);
  expect(await bob.page.locator('img[src=x]').count()).toBe(0);
  await expect(bob.page).not.toHaveTitle('1');
  await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
});
