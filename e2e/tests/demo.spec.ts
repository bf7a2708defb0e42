// What the README promises: one browser, two addresses, two people, and a call between them.

import type { Page } from '@playwright/test';
import { answer, hangUp, incoming, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectSound, watchMedia } from '../support/media.ts';

const PASSWORD = 'quail-in-the-marsh';

async function signIn(page: Page, address: string, handle: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Use a password' }).click();
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
}

test(
  'two windows of one browser call each other as the README says',
  {
    tag: ['@1.3', '@2.21', '@3.3'],
  },
  async ({ browser, server }) => {
    const context = await browser.newContext({ permissions: ['microphone', 'camera'] });
    await watchMedia(context);
    const june = await context.newPage();
    const rosa = await context.newPage();
    await signIn(june, server.origin, 'june');
    await signIn(rosa, server.secondOrigin, 'rosa.marin');

    await june
      .getByRole('link', { name: /Rosa Marín/ })
      .first()
      .click();
    await expect(june.getByText('Perfect. I’ll put the kettle on.').last()).toBeVisible();

    await june.bringToFront();
    await ring(june, 'audio');
    await rosa.bringToFront();
    await answer(rosa, 'audio');
    await expectSound(june);
    await expectSound(rosa);
    await hangUp(rosa);
    await june.bringToFront();
    await expect(june.getByRole('button', { name: 'End', exact: true })).toBeHidden();

    await june.reload();
    await ring(june, 'audio');
    await june.getByRole('button', { name: 'Cancel' }).click();
    await expect(june.getByText(/Cancelled/).first()).toBeVisible();
    await expect(stage(june)).toBeHidden();
    await rosa.bringToFront();
    await expect(rosa.getByText('Missed call').first()).toBeVisible();

    await june.bringToFront();
    await ring(june, 'audio');
    await rosa.bringToFront();
    await incoming(rosa).getByRole('button', { name: 'Decline', exact: true }).click();
    await june.bringToFront();
    await expect(june.getByText(/Declined/).first()).toBeVisible();
    await context.close();
  },
);
