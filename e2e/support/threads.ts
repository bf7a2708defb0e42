// What stands in an open thread, and how far an own message has come.

import { expect, type Locator, type Page } from '@playwright/test';

export type Tick = 'Sending' | 'Not sent' | 'Sent' | 'Delivered' | 'Read';

export function timeline(page: Page): Locator {
  return page.getByRole('region', { name: /^Messages with/ });
}

/** The bubbles of the open thread that hold these words. */
export function bubbles(page: Page, text: string | RegExp): Locator {
  return timeline(page).getByRole('listitem').filter({ hasText: text });
}

/** Waits until the newest own message with these words has come this far. */
export async function expectTick(page: Page, text: string, tick: Tick): Promise<void> {
  const mark = bubbles(page, text).last().getByRole('img', { name: tick, exact: true });
  await expect(mark).toBeVisible();
}

/** Somebody's thread in the inbox. */
export function row(page: Page, name: string): Locator {
  const inbox = page.getByRole('region', { name: 'Conversations', exact: true });
  return inbox.getByRole('link', { name: new RegExp(`^${name}\\b`) });
}

/** Every line of the open thread as it reads, oldest first. */
export async function linesOf(page: Page): Promise<string[]> {
  return timeline(page).getByRole('listitem').allInnerTexts();
}

/** The number of threads with unread messages, beside "Messages". */
export function unreadBadge(page: Page, count: number): Locator {
  return page.getByRole('navigation').getByText(`${count} unread`, { exact: true });
}

/** The composer of the open thread. */
export function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Message / });
}

/** The bar that says that the server cannot be reached. */
export function awayBanner(page: Page): Locator {
  return page.getByText('No connection. What you write is kept and sent when you are back.');
}
