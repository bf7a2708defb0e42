// Does somebody who has never seen Bobwhite find the way? A step uses only what the screen itself
// says, by role and name; what it presses must be in sight, uncovered and large enough for a finger.

import { expect, type Locator, type Page } from '@playwright/test';
import { DESKTOP, NARROW, PHONE } from '../support/access.ts';
import { signIn } from '../support/entrance.ts';
import { test } from '../support/fixtures.ts';
import { expectPicture, expectSound } from '../support/media.ts';
import { PASSWORD, type People, type Person } from '../support/people.ts';
import type { Server } from '../support/server.ts';

type Pressed = 'button' | 'link' | 'menuitem';

/** The smallest side that a finger meets safely, in CSS pixels (WCAG 2.2, 2.5.8). */
const FINGER = 24;

/** Finds the one thing with this name, without scrolling or moving the pointer, and presses it. */
async function press(page: Page, role: Pressed, name: string | RegExp): Promise<void> {
  const found = page.getByRole(role, { name, exact: true });
  await expect(found).toHaveCount(1);
  await expectInReach(found);
  await found.click();
}

async function expectInReach(found: Locator): Promise<void> {
  await expect(found).toBeInViewport({ ratio: 1 });
  const reach = () =>
    found.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return { side: Math.min(width, height), uncovered: element.contains(top) };
    });
  // It may still be on its way in.
  await expect.poll(async () => (await reach()).uncovered).toBe(true);
  expect((await reach()).side).toBeGreaterThanOrEqual(FINGER);
}

/** Somebody with an account, before a browser that never saw it. */
async function arrive(who: Person, people: People, server: Server, width: number): Promise<Page> {
  await who.context.close();
  const page = await (await people.context()).newPage();
  await page.setViewportSize(SIZES.find((size) => size.width === width) ?? DESKTOP);
  await signIn(page, server.origin, { handle: who.handle, password: PASSWORD });
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  return page;
}

const SIZES = [DESKTOP, PHONE, NARROW];

for (const { width } of SIZES) {
  for (const kind of ['audio', 'video'] as const) {
    test(
      `a stranger signs in, calls (${kind}), answers, mutes and ends, at ${width} px`,
      { tag: ['@1.3', '@4.20'] },
      async ({ people, server }) => {
        const [alice, bob] = await people.friends();
        const caller = await arrive(alice, people, server, width);
        const callee = await arrive(bob, people, server, width);
        const flows = kind === 'audio' ? expectSound : expectPicture;

        await press(caller, 'link', /^Bob /);
        await press(caller, 'button', 'Call Bob');
        await press(caller, 'menuitem', kind === 'audio' ? /^Audio call/ : /^Video call/);
        if (kind === 'video') await press(caller, 'button', 'Start video call');
        await expectInReach(caller.getByRole('button', { name: 'Cancel' }));

        await press(callee, 'button', kind === 'audio' ? 'Accept audio' : 'Accept video');
        for (const page of [caller, callee]) await flows(page);

        await press(caller, 'button', 'Mute');
        await expect(callee.getByText('Alice is muted')).toBeVisible();
        await press(caller, 'button', 'Muted');
        await expect(callee.getByText('Alice is muted')).toBeHidden();

        await press(callee, 'button', 'End');
        await expect(caller.getByText(/ call ended$/).filter({ visible: true })).toBeVisible();
        for (const page of [caller, callee]) await press(page, 'button', 'Close');

        await press(callee, 'link', /^Calls/);
        await press(callee, 'button', 'Audio call to Alice');
        await press(caller, 'button', 'Decline');
        await expect(callee.getByText('Declined', { exact: true }).first()).toBeVisible();
      },
    );
  }
}
