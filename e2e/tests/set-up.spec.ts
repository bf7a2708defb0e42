// The first minutes of an instance: its operator, its rule for calls, and what the command line gives.

import { phoneIcon, ring } from '../support/calls.ts';
import { entrance } from '../support/entrance.ts';
import { expect, test } from '../support/own.ts';
import { PASSWORD, People } from '../support/people.ts';

test(
  'the printed link makes the operator once, who decides who may start calls',
  {
    tag: ['@2.9', '@2.20'],
  },
  async ({ browser, freshServer: server }) => {
    const people = new People(browser, server);
    const page = await (await people.context()).newPage();
    const link = server.printed().match(/http\S+\/setup\/\S+/)?.[0] ?? 'no link was printed';
    await page.goto(server.origin);
    await expect(page.getByRole('heading', { name: 'This server is new' })).toBeVisible();

    await page.goto(link);
    const goOn = page.getByRole('button', { name: 'Continue' });
    await page.getByLabel('Name').fill('Dawn \u202echoir');
    await goOn.click();
    await goOn.click();
    await expect(page.getByRole('alert')).toHaveText('Choose one of the three.');
    await page.getByRole('radio', { name: 'People with a plan' }).click();
    await goOn.click();
    await page.getByLabel('Your name').fill('Olga');
    await page.getByLabel('Handle').fill('olga');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Finish' }).click();
    const name = page.getByLabel('Name', { exact: true });
    await expect(name).toHaveAccessibleDescription(/^Choose another name/);
    await name.fill('Dawn choir');
    await goOn.click();
    await expect(page.getByRole('radio', { name: 'People with a plan' })).toBeChecked();
    await goOn.click();
    await page.getByRole('button', { name: 'Finish' }).click();
    await expect(page.getByRole('heading', { name: 'Add a photo' })).toBeVisible();

    const late = await (await people.context()).newPage();
    await late.goto(link);
    await expect(late.getByRole('heading', { name: 'This server is set up' })).toBeVisible();
    await late.getByRole('link', { name: 'Sign in' }).click();
    await expect(entrance(late)).toBeVisible();
    await expect(late.getByText('Messages and calls on Dawn choir')).toBeVisible();

    const [alice, bob] = [await people.join('Alice'), await people.join('Bob')];
    await people.acquaint(alice, bob);
    await expect(phoneIcon(alice.page)).toBeHidden();
    await alice.page.getByRole('button', { name: 'More', exact: true }).click();
    await expect(
      alice.page.getByText('On this server people with a plan can start calls.'),
    ).toBeVisible();
    await server.run('account', 'plan', alice.handle, 'Choir plan');
    await alice.page.reload();
    await expect(phoneIcon(alice.page)).toBeVisible();
    await expect(phoneIcon(bob.page)).toBeHidden();
    await bob.page.reload();
    await expect(bob.page.getByText(`@${alice.handle} · Choir plan`)).toBeVisible();
    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
    await people.leave();
  },
);

test('a lost password is replaced by a link that works once and signs out every device', async ({
  ownServer: server,
  ownPeople: people,
}) => {
  const alice = await people.join('Alice');
  const printed = await server.run('account', 'reset-link', alice.handle);
  const link = printed.match(/http\S+/)?.[0] ?? 'no link was printed';
  const page = await (await people.context()).newPage();
  const password = page.getByLabel('New password');
  const save = page.getByRole('button', { name: 'Save' });

  await page.goto(link);
  await password.fill('short');
  await save.click();
  await expect(password).toHaveAccessibleDescription(/^That password is too short/);
  await password.fill('another long password');
  await save.click();
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  await expect(page.getByText('Your new password is saved.')).toBeVisible();
  await expect(entrance(alice.page)).toBeVisible();

  await page.goto(link);
  await password.fill('a third long password');
  await save.click();
  await expect(page.getByRole('alert')).toContainText('This link no longer works');

  await alice.page.getByRole('button', { name: 'Use a password' }).click();
  await alice.page.getByLabel('Handle').fill(alice.handle);
  for (const [tried, heading] of [
    [PASSWORD, 'Call the people you know'],
    ['another long password', 'Messages'],
  ] as const) {
    await alice.page.getByLabel('Password').fill(tried);
    await alice.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    if (tried === PASSWORD) await expect(alice.page.getByRole('alert')).toBeVisible();
    await expect(alice.page.getByRole('heading', { name: heading })).toBeVisible();
  }
});

test('a new password asks for the present one and signs out the other devices', async ({
  ownServer: server,
  ownPeople: people,
}) => {
  const alice = await people.join('Alice');
  const other = await people.secondDevice(alice);
  const { page } = alice;
  await page.goto(`${server.origin}/settings/account`);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const current = page.getByLabel('Current password');
  await current.fill('not my password');
  await page.getByLabel('New password').fill('another long password');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await expect(current).toHaveAccessibleDescription(/^That didn’t match/);
  await current.fill(PASSWORD);
  await save.click();
  await expect(page.getByText('Your other devices are signed out.')).toBeVisible();
  await expect(entrance(other.page)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible();
});
