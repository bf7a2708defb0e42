// Does every screen stand what people and languages bring: long and odd names, longer words, and
// writing that runs from right to left?

import { expectNothingLost, sidewaysScrolls } from '../support/access.ts';
import { answer, hangUp, incoming, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectSound } from '../support/media.ts';
import type { Page } from '@playwright/test';

/** The longest name that the rules for names allow, in graphemes. */
const LONGEST = 50;

const NAMES = {
  'as long as a name may be': 'Wilhelmina Alexandra Constantia von der Marschheid',
  'one word without a place to break': 'M'.repeat(LONGEST),
  'from right to left': 'عبد الرحمن بن يوسف الأندلسي القرطبي',
  'nothing but emoji': '👩‍👩‍👧‍👦'.repeat(LONGEST),
};

async function expectFits(page: Page, where: string): Promise<void> {
  expect.soft(await sidewaysScrolls(page), where).toEqual([]);
  await expectNothingLost(page, where);
}

for (const [kind, name] of Object.entries(NAMES)) {
  test(
    `a name, ${kind}, leaves every screen whole at 320 px`,
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
      await expectFits(bob.page, 'ring');
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
