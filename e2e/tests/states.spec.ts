// Does every screen stand what people and languages bring: long and odd names, longer words, and
// writing that runs from right to left?

import { DESKTOP, NARROW, sidewaysScrolls } from '../support/access.ts';
import { answer, hangUp, incoming, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectSound } from '../support/media.ts';
import { ODD_NAMES } from '../support/names.ts';
import { expectWhole } from '../support/whole.ts';
import type { Locator, Page } from '@playwright/test';

async function expectFits(page: Page, where: string, within?: Locator): Promise<void> {
  for (const size of [DESKTOP, NARROW]) {
    const what = `${where}, ${size.width} px`;
    expect.soft(await sidewaysScrolls(page, size), what).toEqual([]);
    await expectWhole(page, what, within);
  }
}

for (const [kind, name] of Object.entries(ODD_NAMES)) {
  test(
    `a name (${kind}) leaves every screen whole, wide and narrow`,
    { tag: ['@4.20'] },
    async ({ people, server }) => {
      const [alice, bob] = await people.friends();
      await people.ask(alice, 'PATCH', '/api/v1/accounts/me', { displayName: name });
      await bob.page.goto(`${server.origin}/messages`);
      await expect(bob.page.getByRole('listitem').filter({ hasText: name })).toBeVisible();
      await expectFits(bob.page, 'inbox');
      for (const path of [`/messages/${alice.account}`, `/u/${alice.handle}`]) {
        await bob.page.goto(server.origin + path);
        await expect(bob.page.getByText(name).filter({ visible: true }).first()).toBeVisible();
        await expectFits(bob.page, path.split('/')[1] ?? '');
      }

      await ring(alice.page, 'audio');
      await expect(incoming(bob.page)).toBeVisible();
      await expectFits(bob.page, 'ring', incoming(bob.page));
      await answer(bob.page, 'audio');
      await expectSound(bob.page);
      await expectFits(bob.page, 'call');
      await hangUp(bob.page);
      await expect(stage(bob.page).getByRole('button', { name: 'Close' })).toBeVisible();
      await expectFits(bob.page, 'after the call');
      await bob.page.goto(`${server.origin}/calls`);
      await bob.page.getByRole('link').filter({ hasText: name }).first().click();
      await expect(bob.page.getByRole('button', { name: 'Remove from my list' })).toBeVisible();
      await expectFits(bob.page, 'details of a call');
      await expectFits(alice.page, 'own call');
    },
  );
}
