// A network that loses packets: whose it is, and what helps, stands on both screens.

import { hangUp, stage, talk } from '../support/calls.ts';
import { expect, relayPort, test } from '../support/faults.ts';
import { expectPicture, expectSound, openDevices } from '../support/media.ts';
import { RelayPath } from '../support/path.ts';

test(
  'one side loses what it sends: each reads whose network is poor, and turning the video off is offered',
  { tag: ['@4.11'] },
  async ({ ownServer, ownPeople }) => {
    const second = await ownPeople.context();
    const path = await RelayPath.of(second, relayPort(ownServer));
    const [alice, bob] = await ownPeople.friends('Alice', 'Bob', { second });
    await talk(alice.page, bob.page, 'video');
    const mine = stage(bob.page).getByText('Poor connection on your side');
    const theirs = stage(alice.page).getByText('Poor connection on Bob’s side');

    path.lost = { up: 0.2, down: 0 };
    await expect(mine).toBeVisible();
    await expect(theirs).toBeVisible();
    await bob.page.getByRole('button', { name: 'Turn video off' }).click();
    await expect.poll(() => openDevices(bob.page)).toEqual(['audio']);
    const line = bob.page.getByRole('status').filter({ hasText: 'on your side' });
    await expect(line.getByRole('button')).toHaveText('Switch to voice');

    path.lost = { up: 0, down: 0 };
    for (const words of [mine, theirs]) await expect(words).toBeHidden();
    for (const { page } of [alice, bob]) await expectSound(page);
    await hangUp(alice.page);
    path.close();
  },
);

test(
  'who cannot help the other side’s network may go on with voice alone',
  { tag: ['@4.11', '@4.3'] },
  async ({ ownServer, ownPeople }) => {
    const second = await ownPeople.context();
    const path = await RelayPath.of(second, relayPort(ownServer));
    const [alice, bob] = await ownPeople.friends('Alice', 'Bob', { second });
    await talk(alice.page, bob.page, 'video');
    await expectPicture(alice.page);
    path.lost = { up: 0.2, down: 0 };
    await stage(alice.page).getByRole('button', { name: 'Switch to voice' }).last().click();
    for (const { page } of [alice, bob]) {
      await expect.poll(() => openDevices(page)).toEqual(['audio']);
      await expectSound(page);
    }
    await hangUp(bob.page);
    path.close();
  },
);

test(
  'where both ways of one side lose alike, each still reads whose side it is',
  { tag: ['@4.11'] },
  async ({ ownServer, ownPeople }) => {
    test.setTimeout(150_000);
    const second = await ownPeople.context();
    const path = await RelayPath.of(second, relayPort(ownServer));
    const [alice, bob] = await ownPeople.friends('Alice', 'Bob', { second });
    await talk(alice.page, bob.page);
    path.lost = { up: 0.12, down: 0.12 };
    const mine = stage(bob.page).getByText(
      'Poor connection on your side. Another network may help.',
    );
    await expect(mine).toBeVisible({ timeout: 60_000 });
    const theirs = stage(alice.page).getByText('Poor connection on Bob’s side');
    await expect(theirs).toBeVisible({ timeout: 60_000 });
    await hangUp(alice.page);
    path.close();
  },
);
