// What people do with calls, by the names that they see.

import { expect, type Locator, type Page } from '@playwright/test';
import { expectSound } from './media.ts';

export type Kind = 'audio' | 'video';

/** The phone icon of the open thread or profile; it stands exactly where a call is possible. */
export function phoneIcon(page: Page): Locator {
  return page.getByRole('button', { name: /^Call / }).and(page.locator('[aria-haspopup=menu]'));
}

/** Presses the phone icon of the open thread and chooses. A video call starts after its preview. */
export async function dial(page: Page, kind: Kind): Promise<void> {
  await phoneIcon(page).click();
  await page
    .getByRole('menuitem', { name: kind === 'audio' ? 'Audio call' : 'Video call' })
    .click();
  if (kind === 'video') await page.getByRole('button', { name: 'Start video call' }).click();
}

/** Dials somebody who can be reached. */
export async function ring(page: Page, kind: Kind): Promise<void> {
  await dial(page, kind);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
}

export async function answer(page: Page, kind: Kind): Promise<void> {
  const name = kind === 'audio' ? 'Accept audio' : 'Accept video';
  await page.getByRole('button', { name }).click();
  await expect(endButton(page)).toBeVisible();
}

/** A call between two, from the icon to sound on both sides. */
export async function talk(from: Page, to: Page, kind: Kind = 'audio'): Promise<void> {
  await ring(from, kind);
  await answer(to, kind);
  await expectSound(from);
  await expectSound(to);
}

export function endButton(page: Page): Locator {
  return page.getByRole('button', { name: 'End', exact: true });
}

/** A call of this page, from its preview to its outcome. */
export function stage(page: Page): Locator {
  return page.getByRole('dialog', { name: /^Call with / });
}

/** The ring of somebody who calls. */
export function incoming(page: Page): Locator {
  return page.getByRole('dialog', { name: /^Call from / });
}

/** Waits for the outcome in these words, then puts it away. */
export async function expectOutcome(page: Page, words: string | RegExp): Promise<void> {
  // A ring that nobody answers takes its time.
  const outcome = stage(page).getByText(words, { exact: true });
  await expect(outcome).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(stage(page)).toBeHidden();
}

/** The calls of the open thread, oldest first. */
export function callsInThread(page: Page): Locator {
  return page
    .getByRole('region', { name: /^Messages with/ })
    .getByRole('listitem')
    .filter({ has: page.locator('strong', { hasText: /^(Voice|Video|Missed)/ }) });
}

/** The number of unseen misses beside "Calls". */
export function missedBadge(page: Page, count: number): Locator {
  const words = count === 1 ? '1 missed call' : `${count} missed calls`;
  return page.getByRole('navigation').getByText(words, { exact: true });
}

export async function hangUp(page: Page): Promise<void> {
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await endButton(page).click();
}

/** Presses two buttons of two pages in the same moment; one may be gone before its press. */
export async function pressTogether(first: Locator, second: Locator): Promise<void> {
  const buttons = await Promise.all([first.elementHandle(), second.elementHandle()]);
  await Promise.all(buttons.map((button) => button?.evaluate((it) => (it as HTMLElement).click())));
}

/** Waits for words that stay for a moment only; to be asked before they can come. */
export async function appearance(page: Page, words: string): Promise<void> {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const look = (): void => {
          if (document.body.textContent.includes(wanted)) done();
        };
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
        });
        look();
      }),
    words,
  );
}

/** What one does in a call. */
export const controls = (page: Page): Locator => page.getByRole('group', { name: 'Call controls' });
