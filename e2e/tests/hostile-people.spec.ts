// People whose name and picture want to be more than a name and a picture.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answer, hangUp, incoming, phoneIcon, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import type { Person } from '../support/people.ts';
import { watchViolations } from '../support/violations.ts';

/** Names within fifty characters, each of which would call the canary if a page took it for code. */
const NAMES = [
  '<img src=x onerror=canary(1)>',
  '<svg/onload=canary(2)>',
  '"><script>canary(3)</script>',
  "';canary(4)//",
  '{@html canary(5)} ${canary(5)} {{canary(5)}}',
  '<iframe srcdoc="<script>canary(6)</script>">',
];

const PHOTO = readFileSync(join(import.meta.dirname, '../cameras/june.jpg'));
const SCRIPT = '<script>(window.canary ?? alert)(7)</script>';
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="canary(8)">${SCRIPT}</svg>`;

const upload = (who: Person, origin: string, type: string, data: Buffer) =>
  who.context.request.put(`${origin}/api/v1/accounts/me/avatar`, {
    data,
    headers: { origin, 'content-type': type },
  });

/** Everything that would show that a page ran what somebody else wrote. */
async function watchExecutions(person: Person): Promise<string[]> {
  const ran: string[] = [];
  await person.context.exposeFunction('canary', (which: unknown) => ran.push(`canary ${which}`));
  person.page.on('dialog', (dialog) => {
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return ran;
}

test('no name is taken for markup on any screen that shows it', async ({ people, server }) => {
  const [first, second] = [await people.context(), await people.context()];
  const violations = await watchViolations(second);
  const [mallory, bob] = await people.friends('Mallory', 'Bob', { first, second });
  const ran = await watchExecutions(bob);
  const { page } = bob;
  test.slow();
  await page.reload();
  const seen = (text: string) => page.getByText(text).filter({ visible: true }).first();
  const screens = [`/messages/${mallory.account}`, `/u/${mallory.handle}`, '/calls', '/messages'];
  for (const displayName of NAMES) {
    await people.ask(mallory, 'PATCH', '/api/v1/accounts/me', { displayName });
    await expect(seen(displayName)).toBeVisible();
    await page.goto(server.origin + screens[0]);
    await people.write(mallory, displayName);
    await expect(page.getByText(displayName).last()).toBeVisible();
    // The ring, the call, and the entry that it leaves on the list.
    await ring(mallory.page, 'audio');
    await expect(incoming(page)).toContainText(displayName);
    if (displayName === NAMES[0]) {
      await answer(page, 'audio');
      await expect(stage(page)).toContainText(displayName);
      await hangUp(page);
    } else {
      await page.getByRole('button', { name: 'Decline', exact: true }).click();
    }
    await mallory.page.reload();
    await expect(phoneIcon(mallory.page)).toBeVisible();
    for (const path of screens) {
      await page.goto(server.origin + path);
      await expect(seen(displayName)).toBeVisible();
      expect(await page.locator('img[src=x], iframe, svg[onload]').count()).toBe(0);
    }
  }
  for (const path of [`/u/${encodeURIComponent(SCRIPT)}`, `/messages/${encodeURIComponent(SVG)}`]) {
    await page.goto(server.origin + path);
    await expect(page.getByRole('heading', { name: 'Nobody here' }).first()).toBeVisible();
  }
  expect(ran).toEqual([]);
  expect(violations).toEqual([]);
});

test('a picture that is a page as well is drawn anew, and shown as nothing but a picture', async ({
  people,
  server,
}) => {
  const [mallory, bob] = await people.friends('Mallory', 'Bob');
  const ran = await watchExecutions(bob);
  for (const type of ['image/svg+xml', 'image/png', 'text/html']) {
    expect((await upload(mallory, server.origin, type, Buffer.from(SVG))).status()).toBe(400);
  }
  const both = Buffer.concat([PHOTO, Buffer.from(`<html>${SCRIPT}`)]);
  expect((await upload(mallory, server.origin, 'image/jpeg', both)).status()).toBe(200);
  await bob.page.goto(`${server.origin}/u/${mallory.handle}`);
  const picture = bob.page.locator('main img[src*="/avatars/"]').first();
  await expect(picture).toBeVisible();
  const address = new URL((await picture.getAttribute('src')) ?? '', server.origin).href;
  const answered = await bob.context.request.get(address);
  expect(answered.headers()).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
  });
  expect((await answered.body()).includes('script')).toBe(false);
  // Opened by itself it is a picture too.
  await bob.page.goto(address);
  expect(await isPicture(bob.page)).toBe(true);
  expect(ran).toEqual([]);
});

const isPicture = (page: Page) =>
  page.evaluate(() => document.contentType === 'image/webp' && document.scripts.length === 0);

test('a page that does run what it should not is noticed', async ({ people }) => {
  const bob = await people.join('Bob');
  const ran = await watchExecutions(bob);
  await bob.page.reload();
  await bob.page.evaluate('canary(0); alert("seen")');
  expect(ran).toEqual(['canary 0', 'dialog seen']);
});
