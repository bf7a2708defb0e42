// Is every screen whole in a language with longer words, from right to left, and at four-fold zoom?
// Nothing is cut off, covered or out of reach, nothing scrolls sideways at 320 px, and nothing moves
// by itself for who asked for that.

import type { Page } from '@playwright/test';
import { DESKTOP, movements, NARROW, sidewaysScrolls } from '../support/access.ts';
import { english, expect, saysIn, speak, test, type Locale } from '../support/pseudo.ts';
import { calls, entrance, Guide, pages, type Stop } from '../support/tour.ts';
import { expectWhole } from '../support/whole.ts';

/** What remains of a window 1280 pixels wide when its page is enlarged four times. */
const ZOOMED = { width: 320, height: 256 };

interface Look {
  name: string;
  locale: Locale | null;
  viewport: typeof DESKTOP;
  /** The person asks for less movement. */
  still?: boolean;
}

const LOOKS: Look[] = [
  { name: 'in longer words on a desktop', locale: 'en-XA', viewport: DESKTOP },
  { name: 'in longer words at 320 px', locale: 'en-XA', viewport: NARROW },
  { name: 'from right to left on a desktop', locale: 'ar-XB', viewport: DESKTOP },
  { name: 'from right to left at 320 px', locale: 'ar-XB', viewport: NARROW },
  { name: 'at four-fold zoom and without movement', locale: null, viewport: ZOOMED, still: true },
];

/** Fails for each stop on which something is lost. */
async function visit(
  page: Page,
  stops: AsyncGenerator<Stop>,
  { viewport, still = false }: Look,
): Promise<void> {
  await page.emulateMedia({ reducedMotion: still ? 'reduce' : null });
  for await (const { name, within } of stops) {
    if (still) expect.soft(await movements(page), `${name} moves`).toEqual([]);
    await page.setViewportSize(viewport);
    await expectWhole(page, name, within);
    if (viewport.width > NARROW.width) continue;
    expect.soft(await sidewaysScrolls(page, viewport), `${name} scrolls sideways`).toEqual([]);
  }
}

for (const look of LOOKS) {
  const says = look.locale === null ? english : saysIn(look.locale);

  test(`pages ${look.name} are whole`, { tag: ['@4.20'] }, async ({ people, server, pseudo }) => {
    const context = await people.context();
    if (look.locale) await speak(context, pseudo, look.locale);
    const visitor = await context.newPage();
    await visitor.setViewportSize(look.viewport);
    await visit(visitor, entrance(new Guide(visitor, says), server.origin), look);
    const june = await people.ofTheDemo('june', context);
    await june.setViewportSize(look.viewport);
    await visit(june, pages(new Guide(june, says), server.origin), look);
  });

  test(`a call ${look.name} is whole`, { tag: ['@1.3', '@4.20'] }, async ({ people, pseudo }) => {
    const context = await people.context();
    if (look.locale) await speak(context, pseudo, look.locale);
    const june = await people.ofTheDemo('june', context);
    const rosa = await people.ofTheDemo('rosa.marin');
    await june.setViewportSize(look.viewport);
    await june
      .getByRole('listitem')
      .getByRole('link', { name: /^Rosa Marín/ })
      .click();
    await rosa
      .getByRole('listitem')
      .getByRole('link', { name: /^June Okafor/ })
      .click();
    await visit(june, calls(new Guide(june, says), new Guide(rosa, english)), look);
  });
}
