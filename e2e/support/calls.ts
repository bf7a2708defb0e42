// What people do with calls, by the names that they see.

import { expect, type Page } from '@playwright/test';

export type Kind = 'audio' | 'video';

/** Presses the phone icon of the open thread and chooses. A video call starts after its preview. */
export async function ring(page: Page, kind: Kind): Promise<void> {
  await page.getByRole('button', { name: /^Call / }).click();
  await page.getByRole('menuitem', { name: kind === 'audio' ? 'Audio call' : 'Video call' }).click();
  if (kind === 'video') await page.getByRole('button', { name: 'Start video call' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
}

export async function answer(page: Page, kind: Kind): Promise<void> {
  const name = kind === 'audio' ? 'Accept audio' : 'Accept video';
  await page.getByRole('button', { name }).click();
  await expect(endButton(page)).toBeVisible();
}

export function endButton(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('button', { name: 'End', exact: true });
}

export async function hangUp(page: Page): Promise<void> {
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await endButton(page).click();
}
