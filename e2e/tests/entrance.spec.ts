// Making an account, coming back to it, and leaving it.

import type { Page } from '@playwright/test';
import { answer, endButton, incoming, phoneIcon, ring, stage, talk } from '../support/calls.ts';
import {
  addAuthenticator,
  entrance,
  fillSignUp,
  signIn,
  signOut,
  signUp,
  type Newcomer,
} from '../support/entrance.ts';
import { expect, test } from '../support/own.ts';
import { liveTracks } from '../support/media.ts';
import { PASSWORD } from '../support/people.ts';

let count = 0;
const newcomer = (name: string): Newcomer => ({
  name,
  handle: `${name.toLowerCase()}.new.${process.pid}.${++count}`,
  password: PASSWORD,
});

test('a sign-up that will not do says what and where, and keeps the rest', async ({
  people,
  server,
}) => {
  const { page } = await people.join('Carol');
  await signOut(page);
  const alice = newcomer('Alice');
  await fillSignUp(page, server.origin, { ...alice, handle: 'Al ice' });
  const create = page.getByRole('button', { name: 'Create my account' });
  const wrong: [label: string, value: string, says: string, right: string][] = [
    ['Handle', 'Al ice', 'Choose another handle. Use 3 to 30 small letters', ''],
    ['Handle', 'admin', 'That handle is kept free. Choose another one.', ''],
    ['Handle', 'june', 'That handle is taken. Add a letter or a digit', alice.handle],
    ['Password', 'too short', 'That password is too short. Use at least 10', alice.password],
    ['Your name', 'Ali\u202ece', 'Choose another name. Use 1 to 50 letters', alice.name],
  ];
  for (const [label, value, says, right] of wrong) {
    const field = page.getByLabel(label);
    await field.fill(value);
    await create.click();
    await expect(field).toHaveAccessibleDescription(new RegExp(`^${says}`));
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toBeFocused();
    await expect(page.locator('[aria-invalid]')).toHaveCount(1);
    await field.fill(right);
  }
  await create.click();
  await expect(page.getByRole('heading', { name: 'Add a photo' })).toBeVisible();
});

test(
  'two new members get from sign-up to a call by what the screens say',
  {
    tag: ['@2.3', '@2.4', '@2.8', '@2.20'],
  },
  async ({ people, server }) => {
    const alice = newcomer('Alice');
    const bob = newcomer('Bob');
    const [ofAlice, ofBob] = [
      await (await people.context()).newPage(),
      await (await people.context()).newPage(),
    ];
    await signUp(ofAlice, server.origin, alice);
    await signUp(ofBob, server.origin, bob);
    const find = async (page: Page, who: Newcomer): Promise<void> => {
      await page.getByLabel('Somebody’s handle').fill(`@${who.handle}`);
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('button', { name: 'Follow', exact: true }).click();
      await page.getByRole('link', { name: 'Write', exact: true }).click();
    };
    await find(ofAlice, bob);
    await people.write({ page: ofAlice }, 'Hello Bob');
    await expect(phoneIcon(ofAlice)).toBeHidden();
    await find(ofBob, alice);
    await expect(ofBob.getByText('Hello Bob').last()).toBeVisible();
    await expect(phoneIcon(ofBob)).toBeVisible();
    await people.write({ page: ofBob }, 'Hello Alice');
    await expect(phoneIcon(ofAlice)).toBeVisible();
    await ring(ofAlice, 'audio');
    await expect(incoming(ofBob)).toContainText('You follow');
    await answer(ofBob, 'audio');
    await expect(stage(ofAlice).getByRole('timer')).toBeVisible();
    await endButton(ofAlice).click();
    await expect(endButton(ofBob)).toBeHidden();
  },
);

test('a wrong password and an unknown handle read the same, and the right one opens', async ({
  ownServer,
  ownPeople: people,
}) => {
  const { page, handle, name } = await people.join('Alice');
  await signOut(page);
  const says: string[] = [];
  for (const tried of [
    { handle, password: 'not my password' },
    { handle: `${handle}.nobody`.slice(0, 30), password: PASSWORD },
  ]) {
    await signIn(page, ownServer.origin, tried);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('That didn’t match');
    says.push(await alert.innerText());
    await expect(page.getByLabel('Handle')).toHaveValue(tried.handle);
  }
  expect(says[0]).toBe(says[1]);
  await page.getByLabel('Handle').fill(handle.toUpperCase());
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('link', { name: `${name}, your profile` })).toBeVisible();
});

test('a passkey makes an account and opens it again, at both addresses', async ({
  people,
  server,
}) => {
  const context = await people.context();
  for (const origin of [server.origin, server.secondOrigin]) {
    const page = await context.newPage();
    await addAuthenticator(page);
    const { name, handle } = newcomer('Alice');
    await page.goto(`${origin}/sign-up`);
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Handle').fill(handle);
    await page.getByRole('button', { name: 'Continue with a passkey' }).click();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('button', { name: 'Go to messages' }).click();
    await signOut(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('link', { name: `${name}, your profile` }).click();
    await expect(page.getByText(`@${handle}`, { exact: true })).toBeVisible();
  }
});

test('a passkey that was removed opens nothing, and the password still does', async ({
  ownServer,
  ownPeople: people,
}) => {
  const { page, handle } = await people.join('Alice');
  await page.goto(`${ownServer.origin}/settings/account`);
  await addAuthenticator(page);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Remove / })).toBeVisible();
  await page.getByRole('button', { name: /^Remove / }).click();
  await expect(page.getByRole('button', { name: /^Remove / })).toBeHidden();
  await signOut(page);
  // The device still has the key, but the account no longer takes it.
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('Your device didn’t confirm');
  await signIn(page, ownServer.origin, { handle, password: PASSWORD });
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
});

test('every session is listed, and one that is ended elsewhere is signed out at once', async ({
  people,
  server,
}) => {
  const alice = await people.join('Alice');
  const other = await people.secondDevice(alice);
  await alice.page.goto(`${server.origin}/settings/devices`);
  await expect(alice.page.getByText(/ · this browser$/)).toHaveCount(1);
  const ends = alice.page.getByRole('button', { name: /^Sign out / });
  await expect(ends).toHaveCount(2);
  await ends.last().click();
  await expect(entrance(other.page)).toBeVisible();
  await expect(ends).toHaveCount(1);
  await other.page.reload();
  await expect(entrance(other.page)).toBeVisible();
  await expect(alice.page.getByText(/ · this browser$/)).toBeVisible();
});

test(
  'signing out in a call ends it like a hang-up and frees the microphone',
  {
    tag: ['@3.3', '@4.4'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const tab = await people.secondTab(alice);
    await signOut(tab.page);
    await expect(entrance(alice.page)).toBeVisible();
    await expect.poll(() => liveTracks(alice.page)).toEqual([]);
    await expect(stage(bob.page).getByText(/s with Alice/)).toBeVisible();
    await expect.poll(() => bob.frames.heard('call.ended').at(-1)?.reason).toBe('hung_up');
  },
);
