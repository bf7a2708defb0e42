// How somebody gets in by the screens, as a newcomer and as one who comes back.

import { expect, type Locator, type Page } from '@playwright/test';

export interface Newcomer {
  name: string;
  handle: string;
  password: string;
}

/** The heading of the sign-in, where everybody lands who is not signed in. */
export function entrance(page: Page): Locator {
  return page.getByRole('heading', { name: 'Call the people you know' });
}

/** Opens the sign-up by its link and fills it in with a password, without sending it. */
export async function fillSignUp(page: Page, origin: string, who: Newcomer): Promise<void> {
  await page.goto(origin);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByRole('button', { name: 'Use a password instead' }).click();
  await page.getByLabel('Your name').fill(who.name);
  await page.getByLabel('Handle').fill(who.handle);
  await page.getByLabel('Password').fill(who.password);
}

/** Makes an account by the screens and skips the photo: the page then asks whom to find. */
export async function signUp(page: Page, origin: string, who: Newcomer): Promise<void> {
  await fillSignUp(page, origin, who);
  await page.getByRole('button', { name: 'Create my account' }).click();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByRole('heading', { name: 'Find people' })).toBeVisible();
}

/** Fills in the sign-in with a password and sends it. */
export async function signIn(
  page: Page,
  origin: string,
  who: Pick<Newcomer, 'handle' | 'password'>,
): Promise<void> {
  await page.goto(origin);
  await page.getByRole('button', { name: 'Use a password' }).click();
  await page.getByLabel('Handle').fill(who.handle);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(entrance(page)).toBeVisible();
}

/** Gives a page a device that keeps passkeys and always recognises its owner (CTAP 2). */
export async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
