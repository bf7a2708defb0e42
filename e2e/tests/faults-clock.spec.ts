// A machine whose clock is an hour wrong: rings, calls and the list of calls keep the server's time.

import type { BrowserContext } from '@playwright/test';
import { hangUp, incoming, missedBadge, ring, stage, talk } from '../support/calls.ts';
import { expect, expectCallGoesOn, test, way } from '../support/faults.ts';
import { expectSameHistory } from '../support/history.ts';

const HOUR_MS = 3_600_000;

/** Sets the clock of all pages of the context, before they open; what counts time goes on as it was. */
async function setClock(context: BrowserContext, aheadMs: number): Promise<void> {
  await context.addInitScript((ahead) => {
    const Right = Date;
    const now = (): number => Right.now() + ahead;
    window.Date = new Proxy(Right, {
      construct: (_, given: [number]) =>
        given.length > 0 ? new Right(...given) : new Right(now()),
      get: (date, name) => (name === 'now' ? now : (Reflect.get(date, name) as unknown)),
    });
  }, aheadMs);
}

for (const [word, aheadMs] of [
  ['ahead', HOUR_MS],
  ['behind', -HOUR_MS],
] as const) {
  test(
    `a clock an hour ${word}: a ring comes, says so, ends in time and is one missed call everywhere`,
    { tag: ['@3.2', '@3.13'] },
    async ({ people }) => {
      const second = await people.context();
      await setClock(second, aheadMs);
      const [alice, bob] = await people.friends('Alice', 'Bob', { second });
      const desk = await people.secondDevice(bob);
      await ring(alice.page, 'audio');
      await expect(incoming(bob.page)).toBeVisible();
      await expect(
        incoming(bob.page).getByText('Check your clock: it is not right.'),
      ).toBeVisible();
      await expect(incoming(desk.page)).toBeVisible();
      await expect(incoming(desk.page).getByText('Check your clock')).toBeHidden();
      const words = stage(alice.page).getByText('No answer');
      await expect(words).toBeVisible({ timeout: 60_000 });
      for (const { page } of [bob, desk]) {
        await expect(incoming(page)).toBeHidden();
        await expect(missedBadge(page, 1)).toBeVisible();
      }
      // The times of the lists are compared too: one device has the right clock.
      await expectSameHistory([bob, desk], [/Missed/], 1);
    },
  );

  test(
    `a clock an hour ${word}: a call counts its own time, also after a reload`,
    { tag: ['@3.2', '@3.23'] },
    async ({ people }) => {
      const first = await people.context();
      await setClock(first, aheadMs);
      const [alice, bob] = await people.friends('Alice', 'Bob', { first });
      const phone = await people.secondDevice(alice);
      await talk(alice.page, bob.page);
      const timer = stage(alice.page).getByRole('timer');
      await expect(timer).toHaveText(/^0?0:\d\d$/);
      await alice.page.reload();
      await way(alice.page).click();
      await expectCallGoesOn(alice, bob);
      await expect(timer).toHaveText(/^0?0:\d\d$/);
      await expect(timer).not.toHaveText(/^0?0:00$/);
      await hangUp(bob.page);
      await expect(stage(alice.page)).toBeHidden();
      await expectSameHistory([alice, phone], [/Voice, \d+ (s|min)/]);
    },
  );
}
