// A microphone or a camera is denied, missing or busy: placing asks first, the call goes on without
// it, and both sides read what is not heard or seen.

import type { Browser, BrowserContext, Page } from '@playwright/test';
import {
  answer,
  dial,
  endButton,
  expectOutcome,
  hangUp,
  incoming,
  ring,
  stage,
} from '../support/calls.ts';
import {
  contextOf,
  freeMicrophone,
  launchStrict,
  launchWithoutCamera,
  spoilMicrophone,
} from '../support/devices.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { expectPicture, expectSound, inbound, liveTracks } from '../support/media.ts';

interface Browsers {
  /** A browser that denies what a context does not allow. */
  strict: Browser;
  withoutCamera: Browser;
}

const test = base.extend<Browsers>({
  strict: async ({ playwright }, use) => {
    const browser = await launchStrict(playwright.chromium);
    await use(browser);
    await browser.close();
  },
  withoutCamera: async ({ playwright }, use) => {
    const browser = await launchWithoutCamera(playwright.chromium);
    await use(browser);
    await browser.close();
  },
});

const says = (page: Page, words: string) => stage(page).getByText(words, { exact: true });
const callAnyway = (page: Page) => page.getByRole('button', { name: 'Call anyway' });

const NO_MICROPHONE = {
  denied: 'Your browser doesn’t let Bobwhite use the microphone.',
  missing: 'No microphone found.',
  busy: 'Another program is using your microphone.',
};

/** The call stands, and neither side takes the silence of the other for a broken path. */
async function expectCalm(...pages: Page[]): Promise<void> {
  for (const page of pages) {
    await expect(endButton(page)).toBeVisible();
    await expect(stage(page).getByText(/^(Connecting|Reconnecting)…$/)).toBeHidden();
  }
}

for (const how of ['denied', 'missing'] as const) {
  test(
    `a caller whose microphone is ${how} is asked first, then calls without it and hears`,
    { tag: ['@2.21', '@3.7', '@4.1'] },
    async ({ people, strict }) => {
      const context =
        how === 'denied' ? await contextOf(strict, ['camera']) : await people.context();
      if (how === 'missing') await spoilMicrophone(context, 'missing');
      const [alice, bob] = await people.friends('Alice', 'Bob', { first: context });

      await dial(alice.page, 'audio');
      const line = says(alice.page, `${NO_MICROPHONE[how]} Bob won’t hear you.`);
      await expect(line).toBeVisible();
      await expect(callAnyway(alice.page)).toBeVisible();
      await alice.page.getByRole('button', { name: 'Cancel' }).click();
      await expect(stage(alice.page)).toBeHidden();
      expect(alice.frames.said('call.start')).toEqual([]);

      await dial(alice.page, 'audio');
      await callAnyway(alice.page).click();
      await answer(bob.page, 'audio');
      await expectSound(alice.page);
      await expect(line).toBeVisible();
      await expect(says(bob.page, 'Alice has no microphone on')).toBeVisible();
      await expectCalm(alice.page, bob.page);
      await expect.poll(() => liveTracks(alice.page)).toEqual([]);
      expect((await inbound(bob.page)).energy).toBe(0);
      await hangUp(bob.page);
      await expect(stage(alice.page).getByText(/\d s with Bob/)).toBeVisible();
    },
  );
}

for (const how of ['denied', 'missing', 'busy'] as const) {
  test(
    `a callee whose microphone is ${how} accepts and hears, and both are told`,
    { tag: ['@2.4', '@4.1'] },
    async ({ people, strict }) => {
      const context =
        how === 'denied' ? await contextOf(strict, ['camera']) : await people.context();
      if (how !== 'denied') await spoilMicrophone(context, how);
      const [alice, bob] = await people.friends('Alice', 'Bob', { second: context });
      await ring(alice.page, 'audio');
      await answer(bob.page, 'audio');
      await expectSound(bob.page);
      await expect(says(bob.page, `${NO_MICROPHONE[how]} Alice won’t hear you.`)).toBeVisible();
      await expect(says(alice.page, 'Bob has no microphone on')).toBeVisible();
      await expectCalm(alice.page, bob.page);
      expect((await inbound(alice.page)).energy).toBe(0);
      await hangUp(alice.page);
    },
  );
}

test(
  'a busy microphone is said while it rings, and joins the call once it is free',
  { tag: ['@4.1'] },
  async ({ people }) => {
    const context = await people.context();
    await spoilMicrophone(context, 'busy');
    const [alice, bob] = await people.friends('Alice', 'Bob', { first: context });
    const line = says(alice.page, `${NO_MICROPHONE.busy} Bob won’t hear you.`);
    await ring(alice.page, 'audio');
    await expect(line).toBeVisible();
    await answer(bob.page, 'audio');
    await expectSound(alice.page);
    await expect(says(bob.page, 'Alice has no microphone on')).toBeVisible();

    await stage(alice.page).getByRole('button', { name: 'Try again' }).click();
    await expect(line).toBeVisible();
    await freeMicrophone(context);
    await stage(alice.page).getByRole('button', { name: 'Try again' }).click();
    await expect(line).toBeHidden();
    await expect(says(bob.page, 'Alice has no microphone on')).toBeHidden();
    await expectSound(bob.page);
    await hangUp(alice.page);
  },
);

test(
  'two without a microphone are in a call that lasts until one hangs up',
  { tag: ['@3.1', '@4.1'] },
  async ({ people }) => {
    const contexts = [await people.context(), await people.context()] as const;
    for (const context of contexts) await spoilMicrophone(context, 'missing');
    const [first, second] = contexts;
    const [alice, bob] = await people.friends('Alice', 'Bob', { first, second });
    await dial(alice.page, 'audio');
    await callAnyway(alice.page).click();
    await answer(bob.page, 'audio');
    await expect(says(alice.page, 'Bob has no microphone on')).toBeVisible();
    await expect(says(bob.page, 'Alice has no microphone on')).toBeVisible();
    await expectCalm(alice.page, bob.page);
    await hangUp(alice.page);
    await expect(stage(bob.page).getByText(/\d s with Alice/)).toBeVisible();
  },
);

interface Camera {
  how: 'denied' | 'missing';
  words: string;
}

const CAMERAS: Camera[] = [
  { how: 'denied', words: 'Your browser doesn’t let Bobwhite use the camera.' },
  { how: 'missing', words: 'No camera found.' },
];

for (const { how, words } of CAMERAS) {
  const contextFor = (strict: Browser, withoutCamera: Browser): Promise<BrowserContext> =>
    how === 'denied'
      ? contextOf(strict, ['microphone'])
      : contextOf(withoutCamera, ['microphone', 'camera']);

  test(
    `a caller whose camera is ${how} reads so in the preview, and is heard and sees`,
    { tag: ['@2.21', '@4.2'] },
    async ({ people, strict, withoutCamera }) => {
      const first = await contextFor(strict, withoutCamera);
      const [alice, bob] = await people.friends('Alice', 'Bob', { first });
      await alice.page.getByRole('button', { name: 'Call Bob' }).click();
      await alice.page.getByRole('menuitem', { name: 'Video call' }).click();
      const line = says(alice.page, `${words} Bob won’t see you.`);
      await expect(line).toBeVisible();
      expect(alice.frames.said('call.start')).toEqual([]);
      await alice.page.getByRole('button', { name: 'Start video call' }).click();
      await expect(incoming(bob.page)).toBeVisible();
      await answer(bob.page, 'video');
      await expectPicture(alice.page);
      await expectSound(alice.page);
      await expectSound(bob.page);
      await expect(line).toBeVisible();
      await expect.poll(() => liveTracks(alice.page)).toEqual(['audio']);
      expect((await inbound(bob.page)).frames).toBe(0);
      await hangUp(bob.page);
    },
  );

  test(
    `a callee whose camera is ${how} answers a video call, and is heard and sees`,
    { tag: ['@3.8', '@4.2'] },
    async ({ people, strict, withoutCamera }) => {
      const second = await contextFor(strict, withoutCamera);
      const [alice, bob] = await people.friends('Alice', 'Bob', { second });
      await ring(alice.page, 'video');
      await answer(bob.page, 'video');
      await expectPicture(bob.page);
      await expectSound(alice.page);
      await expectSound(bob.page);
      await expect(says(bob.page, `${words} Alice won’t see you.`)).toBeVisible();
      await expect.poll(() => liveTracks(bob.page)).toEqual(['audio']);
      await hangUp(alice.page);
    },
  );
}

test(
  'with neither microphone nor camera one may still look before calling, and go',
  { tag: ['@2.21', '@3.7'] },
  async ({ people, strict }) => {
    const first = await contextOf(strict, []);
    const [alice, bob] = await people.friends('Alice', 'Bob', { first });
    await alice.page.getByRole('button', { name: 'Call Bob' }).click();
    await alice.page.getByRole('menuitem', { name: 'Video call' }).click();
    await expect(says(alice.page, `${NO_MICROPHONE.denied} Bob won’t hear you.`)).toBeVisible();
    await expect(
      says(alice.page, 'Your browser doesn’t let Bobwhite use the camera. Bob won’t see you.'),
    ).toBeVisible();
    await alice.page.getByRole('button', { name: 'Start video call' }).click();
    await incoming(bob.page).getByRole('button', { name: 'Decline', exact: true }).click();
    await expectOutcome(alice.page, 'Declined');
  },
);
