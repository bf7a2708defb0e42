// Every screen once at four-fold zoom, without movement, in forced colours, in longer words and from
// right to left.

import { rmSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { buildPseudo, english, saysIn, speak, type Locale } from '../support/pseudo.ts';
import { calls, entrance, Guide, pages, type Stop } from '../support/tour.ts';
import { shootLook, type Look } from './album.ts';
import { openThread, test } from './fixtures.ts';

const TOURS: { looks: Look[]; locale: Locale | null }[] = [
  { looks: ['still', 'forced', 'zoomed'], locale: null },
  { looks: ['longer'], locale: 'en-XA' },
  { looks: ['mirrored'], locale: 'ar-XB' },
];

async function picture(page: Page, stops: AsyncGenerator<Stop>, looks: Look[]): Promise<void> {
  for await (const { name } of stops) {
    for (const look of looks) await shootLook(page, name, look);
  }
}

for (const { looks, locale } of TOURS) {
  test(`every screen ${looks.join(', ')}`, async ({ visitor, june, rosa, server }, { project }) => {
    test.skip(project.name !== 'phone', 'one size shows them');
    const says = locale === null ? english : saysIn(locale);
    const folder = locale === null ? null : buildPseudo();
    if (locale !== null && folder !== null) {
      for (const page of [visitor, june]) await speak(page, folder, locale);
      await june.reload();
    }
    await openThread(rosa, 'June Okafor');
    await picture(visitor, entrance(new Guide(visitor, says), server.origin), looks);
    await picture(june, pages(new Guide(june, says), server.origin), looks);
    await june.goto(`${server.origin}/messages`);
    await june
      .getByRole('listitem')
      .getByRole('link', { name: /^Rosa Marín/ })
      .click();
    await picture(june, calls(new Guide(june, says), new Guide(rosa, english)), looks);
    if (folder !== null) rmSync(folder, { recursive: true });
  });
}
