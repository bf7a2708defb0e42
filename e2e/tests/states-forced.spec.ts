// Who replaces all colours, or asks for more contrast, still tells what is what.

import type { Locator } from '@playwright/test';
import { tabTo } from '../support/access.ts';
import { answer, controls, phoneIcon, ring } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectSound } from '../support/media.ts';

/** What somebody sees of a control that neither has the focus nor is pointed at. */
async function picture(control: Locator): Promise<string> {
  const page = control.page();
  await page.mouse.move(0, 0);
  await control.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  return (await control.screenshot({ animations: 'disabled' })).toString('base64');
}

test(
  'in forced colours a filter and a switch show whether they are on, and a button has an edge',
  { tag: ['@4.20'] },
  async ({ people, server }) => {
    const page = await people.ofTheDemo('june');
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(`${server.origin}/calls`);
    const incoming = page.getByRole('button', { name: 'Incoming', exact: true });
    const off = await picture(incoming);
    await incoming.click();
    await expect(incoming).toHaveAttribute('aria-pressed', 'true');
    expect(await picture(incoming)).not.toBe(off);

    await page.goto(`${server.origin}/settings/sounds`);
    const flash = page.getByRole('switch', { name: 'Flash the screen' });
    const dark = await picture(flash);
    await flash.check();
    expect(await picture(flash)).not.toBe(dark);
    await flash.uncheck();

    await page.goto(`${server.origin}/u/rosa.marin`);
    await expect(phoneIcon(page)).toBeVisible();
    const bare = await page.getByRole('button').evaluateAll((buttons) =>
      buttons
        .filter((button) => button.checkVisibility())
        .filter((button) => getComputedStyle(button).outlineStyle === 'none')
        .map((button) => button.outerHTML.slice(0, 120)),
    );
    expect(bare).toEqual([]);
    await tabTo(page, phoneIcon(page));
    await expect(phoneIcon(page)).toHaveCSS('outline-width', '2px');
  },
);

test(
  'in forced colours mute shows whether it is on, beside its word',
  { tag: ['@1.3', '@4.20'] },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await alice.page.emulateMedia({ forcedColors: 'active' });
    await ring(alice.page, 'audio');
    await answer(bob.page, 'audio');
    await expectSound(alice.page);
    const disc = controls(alice.page).getByRole('button').first().locator('.disc');
    const on = await picture(disc);
    await alice.page.keyboard.press('m');
    await expect(controls(alice.page).getByRole('button', { name: 'Muted' })).toBeVisible();
    expect(await picture(disc)).not.toBe(on);
  },
);

test(
  'who asks for more contrast reads second lines and times as dark as the first',
  { tag: ['@4.20'] },
  async ({ people }) => {
    const page = await people.ofTheDemo('june');
    const time = page.getByRole('main').locator('time').first();
    const name = page.getByRole('main').locator('bdi').first();
    const colourOf = (part: Locator) => part.evaluate((it) => getComputedStyle(it).color);
    expect(await colourOf(time)).not.toBe(await colourOf(name));
    await page.emulateMedia({ contrast: 'more' });
    expect(await colourOf(time)).toBe(await colourOf(name));
  },
);
