// Somebody opens a server by its name without HTTPS: what are they told, and when?

import { chromium } from '@playwright/test';
import { LAUNCH } from '../support/browser.ts';
import { expect, test } from '../support/own.ts';
import { PASSWORD } from '../support/people.ts';

test('over plain HTTP the pages say that calls need HTTPS, before a password and after', async ({
  freshServer: server,
}) => {
  const names = '--host-resolver-rules=MAP calls.test 127.0.0.1';
  const browser = await chromium.launch({ ...LAUNCH, args: [...(LAUNCH.args ?? []), names] });
  const page = await browser.newPage();
  const link = /\/setup\/\S+/.exec(server.printed())?.[0] ?? 'no link was printed';
  const warning = page.getByText(/Calls need HTTPS.*https:\/\/.*certificate/);

  await page.goto(server.plainOrigin);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await expect(warning).toBeVisible();
  await page.goto(server.plainOrigin + link);
  await expect(warning).toBeVisible();
  await page.getByLabel('Name').fill('Dawn choir');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('radio', { name: 'Everyone' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Your name').fill('Olga');
  await page.getByLabel('Handle').fill('olga');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('heading', { name: 'Calls need HTTPS' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(warning).toBeVisible();

  // The same server by this machine's own name has what calls need.
  await page.goto(`${server.origin}/sign-in`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(warning).toBeHidden();
  await browser.close();
});
