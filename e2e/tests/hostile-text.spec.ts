// Words that want to be more than words, and pages that must not let them.

import { answer, endButton, hangUp, incoming, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { bubbles, composer, row } from '../support/threads.ts';
import { watchViolations } from '../support/violations.ts';

const HOSTILE: [sent: string, shown: string][] = [
  ['<script>document.title="1"</script>', '<script>document.title="1"</script>'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['\u2066left\u2069 \u200eand\u200f right', 'left and right'],
  ['bell\u0007 and\u0000 null', 'bell and null'],
  [`z${'\u0301'.repeat(40)}algo`, `z${'\u0301'.repeat(8)}algo`],
];

test('script, direction overrides and controls in a message are shown inert', async ({
  people,
}) => {
  const device = await people.context();
  const violations = await watchViolations(device);
  const [alice, bob] = await people.friends('Alice', 'Bob', { second: device });
  for (const [sent, shown] of HOSTILE) {
    // A NUL cannot be typed, but it can be sent.
    await composer(alice.page).evaluate((field: HTMLTextAreaElement, text) => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, sent);
    await alice.page.keyboard.press('Enter');
    const text = bubbles(bob.page, shown).last().locator('[dir=auto]');
    await expect(text).toHaveText(shown, { useInnerText: true });
    expect(await text.evaluate((it) => it.textContent)).toBe(shown);
    expect(await text.locator('*').count()).toBe(0);
    // The row of the inbox shows the same words.
    await expect(row(bob.page, 'Alice')).toContainText(shown);
  }
  // Only a plain web address becomes a link, and it opens without a way back.
  await people.write(
    alice,
    'See https://example.org/a?b=1, not https://bank.example@evil.example/',
  );
  const link = bubbles(bob.page, 'See https').getByRole('link');
  await expect(link).toHaveCount(1);
  await expect(link).toHaveAttribute('href', 'https://example.org/a?b=1');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(bob.page).not.toHaveTitle('1');
  expect(violations).toEqual([]);
});

test('no screen does what its content security policy forbids', async ({ people, server }) => {
  const devices = [await people.context(), await people.context()] as const;
  const violations = await Promise.all(devices.map(watchViolations));
  const [alice, bob] = await people.friends('Alice', 'Bob', {
    first: devices[0],
    second: devices[1],
  });
  const { page } = alice;
  const screens: [path: string, heading: string][] = [
    ['/messages', 'Messages'],
    [`/messages/${bob.account}`, 'Bob'],
    ['/messages/acc_nobody', 'Nobody here'],
    ['/calls', 'Calls'],
    [`/u/${bob.handle}`, 'Bob'],
    [`/u/${alice.handle}`, 'Alice'],
    ['/u/nobody.at.all', 'Nobody here'],
    ['/settings/account', 'Account'],
    ['/settings/calls', 'Messages and calls'],
    ['/settings/sounds', 'Sounds and alerts'],
    ['/settings/blocked', 'Blocked people'],
    ['/settings/devices', 'Devices'],
    ['/settings/appearance', 'Appearance'],
    ['/settings/help', 'Help'],
    ['/welcome/photo', 'Add a photo'],
    ['/welcome/people', 'Find people'],
    ['/reset/none', 'Choose a new password'],
    ['/no/such/page', 'Nothing here'],
  ];
  for (const [path, heading] of screens) {
    await page.goto(server.origin + path);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
  }
  await people.openThread(alice, bob);
  await ring(page, 'video');
  await expect(incoming(bob.page)).toBeVisible();
  await answer(bob.page, 'video');
  await expect(stage(page).getByRole('timer')).toBeVisible();
  await hangUp(page);
  await expect(endButton(bob.page)).toBeHidden();
  await page.goto(`${server.origin}/settings/account`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
  expect(violations.flat()).toEqual([]);
});

test('a text that the policy forbids is reported, so that silence means something', async ({
  people,
  server,
}) => {
  const device = await people.context();
  const violations = await watchViolations(device);
  const page = await device.newPage();
  await page.goto(`${server.origin}/sign-in`);
  await page
    .evaluate(() => {
      const script = document.createElement('script');
      script.setAttribute('src', 'data:text/javascript,0');
      document.head.append(script);
    })
    .catch(() => undefined);
  await expect.poll(() => violations.length).toBeGreaterThan(0);
});
