// What do the devices of one person say about past calls?

import { expect, type Page } from '@playwright/test';
import type { Person } from './people.ts';

const place = (page: Page) => page.getByRole('navigation').getByRole('link', { name: /Calls$/ });
const rows = (page: Page) => page.locator('main a[href^="/calls/"]');
const wordsOf = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * All devices of one person show the same unseen misses and the same calls, each matching its line of
 * `lines`, newest first. They end up at the list of calls, where the misses have been seen.
 */
export async function expectSameHistory(
  devices: Person[],
  lines: RegExp[],
  missed = 0,
): Promise<void> {
  for (const { page } of devices) {
    const word = missed === 1 ? '1 missed call' : `${missed} missed calls`;
    if (missed === 0) await expect(place(page)).toHaveAccessibleName('Calls');
    else await expect(place(page)).toHaveAccessibleName(new RegExp(word));
  }
  for (const { page } of devices) {
    await place(page).click();
    await expect(rows(page)).toHaveText(lines);
  }
  const [first = [], ...others] = await Promise.all(
    devices.map(async ({ page }) => (await rows(page).allInnerTexts()).map(wordsOf)),
  );
  for (const other of others) expect(other).toEqual(first);
  for (const { page } of devices) await expect(place(page)).toHaveAccessibleName('Calls');
}
