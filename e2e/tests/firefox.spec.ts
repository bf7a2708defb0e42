// Does a person in an ordinary Firefox message, call, mute and end with somebody in Chromium?

import { answer, callsInThread, endButton, incoming, ring, stage } from '../support/calls.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { arrivedIn, FIREFOX, launchFirefox, press, watchLinks } from '../support/firefox.ts';
import { expectPicture, expectSound, inbound, listen } from '../support/media.ts';
import { PASSWORD } from '../support/people.ts';
import { bubbles } from '../support/threads.ts';
import type { Page } from 'puppeteer-core';

const MISSING = 'skipped, Firefox is not installed: python3 -m tools.setup firefox';

const test = base.extend<{ fox: Page }>({
  fox: async ({}, use) => {
    const browser = await launchFirefox(FIREFOX ?? '');
    const page = await browser.newPage();
    await watchLinks(page);
    await use(page);
    await browser.close();
  },
});

test.skip(FIREFOX === null, MISSING);

async function expectArrives(fox: Page, kind: 'packets' | 'frames'): Promise<void> {
  const before = (await arrivedIn(fox))[kind];
  await expect.poll(async () => (await arrivedIn(fox))[kind]).toBeGreaterThan(before + 5);
}

test(
  `Firefox and Chromium message, call each other, mute and end${FIREFOX ? '' : ` (${MISSING})`}`,
  { tag: ['@1.2'] },
  async ({ people, server, fox }) => {
    test.setTimeout(180_000);
    const [alice, bob] = await people.friends();
    await alice.context.close();
    await fox.goto(server.origin);
    const known = await fox.evaluate(
      async (handle, password) => {
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ handle, password });
        return (await fetch('/api/v1/sessions', { method: 'POST', headers, body })).ok;
      },
      alice.handle,
      PASSWORD,
    );
    expect(known).toBe(true);
    await fox.goto(`${server.origin}/messages/${bob.account}`);
    await press(fox, 'textbox', 'Message Bob');
    await fox.keyboard.type('Written in Firefox');
    await fox.keyboard.press('Enter');
    await expect(bubbles(bob.page, 'Written in Firefox')).toHaveCount(1);
    await people.write(bob, 'Read in Firefox');
    await fox.waitForFunction(() => document.body.innerText.includes('Read in Firefox'));

    await press(fox, 'button', 'Call Bob');
    await fox.locator('[role=menuitem]').click();
    await expect(incoming(bob.page)).toBeVisible();
    await answer(bob.page, 'audio');
    await expectSound(bob.page);
    await expectArrives(fox, 'packets');
    await press(fox, 'button', 'Mute');
    await expect(bob.page.getByText('Alice is muted')).toBeVisible();
    await expect
      .poll(async () => (await listen(bob.page, () => bob.page.waitForTimeout(1_000))).energy)
      .toBeLessThan(1e-6);
    await press(fox, 'button', 'Muted');
    await expectSound(bob.page);
    await press(fox, 'button', 'End');
    await expect(stage(bob.page)).toBeHidden();
    await expect(callsInThread(bob.page)).toHaveText([/Voice call\s*\d+ s/]);
    await fox.waitForSelector('[role=dialog]', { hidden: true });

    await ring(bob.page, 'video');
    await press(fox, 'button', 'Accept video');
    await expectPicture(bob.page);
    await expectArrives(fox, 'frames');
    expect((await inbound(bob.page)).energy).toBeGreaterThan(0);
    await endButton(bob.page).press('Enter');
    await fox.waitForSelector('[role=dialog]', { hidden: true });
  },
);
