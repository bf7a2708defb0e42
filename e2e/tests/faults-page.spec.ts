// A page that talks is gone: what does the other side see, and what is left of the call?

import { callsInThread, stage, talk } from '../support/calls.ts';
import { expect, lost, reconnecting, test } from '../support/faults.ts';
import { openDevices } from '../support/media.ts';

test(
  'a page that is gone for good: the other side reads Reconnecting, then Connection lost',
  { tag: ['@3.2', '@3.3'] },
  async ({ people }) => {
    test.setTimeout(150_000);
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    await bob.page.close();
    await expect(reconnecting(alice.page)).toBeVisible();
    await expect(lost(alice.page)).toBeVisible({ timeout: 60_000 });
    await expect(stage(alice.page).getByText('You were cut off for too long.')).toBeVisible();
    expect(await openDevices(alice.page)).toEqual([]);
    const back = await people.secondTab(bob);
    await people.openThread(back, alice);
    for (const { page } of [alice, back]) {
      await expect(callsInThread(page)).toHaveText([/Voice call\s*\d+ s/]);
    }
  },
);
