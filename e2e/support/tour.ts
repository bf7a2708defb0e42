// Through every screen once: each stop is a screen that shows, by name. Where the words are those of
// another locale, `says` turns the catalogue's into them.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Says } from './pseudo.ts';

export interface Stop {
  name: string;
  /** The part of the page that the stop is about, where the rest stays usable behind it. */
  within?: Locator;
}

const SETTINGS = ['account', 'calls', 'sounds', 'blocked', 'devices', 'appearance', 'help'];

/** Somebody of the demo and what their page says. */
export class Guide {
  constructor(
    readonly page: Page,
    readonly says: Says,
  ) {}

  button(words: string, ...values: string[]): Locator {
    const name = this.says(words, ...values);
    return this.page
      .getByRole('button', { name, exact: true })
      .and(this.page.locator(':not([inert] *)'));
  }

  async press(words: string, ...values: string[]): Promise<void> {
    await this.button(words, ...values)
      .filter({ visible: true })
      .first()
      .click();
  }

  menuItem(words: string, ...values: string[]): Locator {
    return this.page.getByRole('menuitem', { name: this.says(words, ...values) });
  }

  async shows(words: string, ...values: string[]): Promise<void> {
    const text = this.page.getByText(this.says(words, ...values), { exact: true });
    await expect(text.filter({ visible: true }).first()).toBeVisible();
  }

  /** A touch of the pointer: the controls of a call go when nobody moves. */
  async wake(): Promise<void> {
    await this.page.mouse.move(200, 150);
    await this.page.mouse.move(210, 150);
  }
}

/** The ways in, for somebody who is not signed in. */
export async function* entrance(visitor: Guide, origin: string): AsyncGenerator<Stop> {
  await visitor.page.goto(`${origin}/sign-in`);
  await visitor.shows('Call the people you know');
  yield { name: 'sign-in' };
  await visitor.press('Use a password');
  yield { name: 'sign-in-password' };
  await visitor.page.goto(`${origin}/sign-up`);
  await visitor.shows('Create your account');
  yield { name: 'sign-up' };
}

/** The pages of June. */
export async function* pages(june: Guide, origin: string): AsyncGenerator<Stop> {
  const { page } = june;
  const menu = page.getByRole('menu');
  await page.goto(`${origin}/messages`);
  await expect(page.getByRole('link', { name: /^Rosa Marín/ })).toBeVisible();
  yield { name: 'inbox' };
  await june.press('New message');
  await expect(page.getByRole('dialog')).toBeVisible();
  yield { name: 'new-message', within: page.getByRole('dialog') };
  await page.goto(`${origin}/messages`);
  await page.getByRole('link', { name: /^Rosa Marín/ }).click();
  await expect(june.button('Call {}', 'Rosa').first()).toBeVisible();
  yield { name: 'thread' };
  await june.press('Call {}', 'Rosa');
  await expect(menu).toBeVisible();
  yield { name: 'thread-call-menu', within: menu };
  await page.keyboard.press('Escape');
  await june.press('More');
  await expect(menu).toBeVisible();
  yield { name: 'thread-menu', within: menu };
  await june.menuItem('Block {}…', 'Rosa').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  yield { name: 'block-dialog', within: page.getByRole('dialog') };
  await page.keyboard.press('Escape');
  await page.goto(`${origin}/u/rosa.marin`);
  await expect(
    june
      .button('Message')
      .or(page.getByRole('link', { name: june.says('Message') }))
      .first(),
  ).toBeVisible();
  yield { name: 'profile' };
  await page.goto(`${origin}/calls`);
  await expect(june.button('Audio call to {}', 'Amara').first()).toBeVisible();
  yield { name: 'calls' };
  await page
    .getByRole('listitem')
    .getByRole('link', { name: /^Amara Nwosu/ })
    .first()
    .click();
  await expect(june.button('Remove from my list')).toBeVisible();
  yield { name: 'call-details' };
  await page.goto(`${origin}/settings`);
  for (const name of SETTINGS) {
    await page.goto(`${origin}/settings/${name}`);
    await expect(page.getByRole('heading', { level: 1 }).last()).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: june.says('Loading') })).toHaveCount(0);
    yield { name: `settings-${name}` };
  }
}

/** A video call from Rosa, and one that June places; both threads are open. */
export async function* calls(june: Guide, rosa: Guide): AsyncGenerator<Stop> {
  const { page } = june;
  await rosa.press('Call {}', 'June');
  await rosa.menuItem('Video call').click();
  await rosa.press('Start video call');
  await expect(june.button('Accept video')).toBeVisible();
  const ring = page.getByRole('dialog').filter({ has: june.button('Accept video') });
  yield { name: 'incoming', within: ring };
  await june.press('Decline with message');
  await expect(page.getByRole('dialog').last()).toBeVisible();
  yield { name: 'decline-message', within: page.getByRole('dialog').last() };
  await june.press('Close');
  await june.press('Accept video');
  await expect(june.button('End')).toBeVisible();
  const theirs = page.locator('video[aria-label^="Rosa"]');
  await expect
    .poll(() => theirs.evaluate((it: HTMLVideoElement) => it.videoWidth))
    .toBeGreaterThan(0);
  await june.wake();
  yield { name: 'in-call' };
  await june.press('Mute');
  await expect(june.button('Muted')).toBeVisible();
  yield { name: 'in-call-muted' };
  await june.press('Muted');
  await june.press('More');
  await expect(page.getByRole('menu')).toBeVisible();
  yield { name: 'in-call-more', within: page.getByRole('menu') };
  await june.menuItem('Devices and sounds').click();
  yield { name: 'in-call-sounds', within: page.getByRole('dialog').last() };
  await page.keyboard.press('Escape');
  await june.wake();
  await june.press('End');
  await expect(june.button('Call back').last()).toBeVisible();
  yield { name: 'ended' };
  await expect(june.button('Close')).toBeHidden();
  await june.press('Call {}', 'Rosa');
  await june.menuItem('Video call').click();
  await expect(june.button('Start video call')).toBeVisible();
  yield { name: 'preview' };
  await june.press('Start video call');
  await june.shows('Ringing…');
  yield { name: 'outgoing' };
  await rosa.press('Decline');
  await june.shows('Declined');
  yield { name: 'declined' };
}
