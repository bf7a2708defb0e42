// Where no call is possible: no icon, one line of words, and nothing that tells one cause from another.

import { dial, expectOutcome, incoming, phoneIcon, ring, stage } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import type { Frame } from '../support/frames.ts';
import type { Page } from '@playwright/test';

const RULE = 'Bob can be called by people they have written to and allow.';

/** What the menu of the open thread or profile says and offers, as soon as it has these words. */
async function menuWith(page: Page, words: string): Promise<string> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const menu = page.getByRole('menu', { name: /^More about/ });
  await expect(menu.getByRole('menuitem', { name: /^Block/ })).toBeVisible();
  await expect(menu).toContainText(words);
  const text = await menu.innerText();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  return text;
}

test(
  'a stranger has no icon in thread, menu and profile, and one line says the general rule',
  {
    tag: ['@2.20'],
  },
  async ({ people, server }) => {
    const [alice, bob] = [await people.join('Alice'), await people.join('Bob')];
    await alice.page.goto(`${server.origin}/u/${bob.handle}`);
    await expect(alice.page.getByText(RULE)).toBeVisible();
    await expect(phoneIcon(alice.page)).toBeHidden();
    await menuWith(alice.page, RULE);
    await alice.page.getByRole('button', { name: 'Message', exact: true }).click();
    await expect(alice.page.getByRole('textbox', { name: 'Message Bob' })).toBeVisible();
    await menuWith(alice.page, RULE);
    await expect(phoneIcon(alice.page)).toBeHidden();
    await alice.page.goto(`${server.origin}/u/${alice.handle}`);
    await expect(alice.page.getByRole('link', { name: 'Edit profile' })).toBeVisible();
    await expect(phoneIcon(alice.page)).toBeHidden();
  },
);

test(
  'a fresh account can be rung by somebody it follows and has messaged',
  {
    tag: ['@2.3', '@2.4', '@2.8', '@2.20'],
  },
  async ({ people, server }) => {
    const [alice, bob] = [await people.join('Alice'), await people.join('Bob')];
    await people.openThread(alice, bob);
    await people.follow(bob, alice);
    await expect(phoneIcon(alice.page)).toBeHidden();
    await people.openThread(bob, alice);
    await people.write(bob, 'Call me any time');
    await expect(phoneIcon(alice.page)).toBeVisible();
    expect(await people.calling(alice, bob)).toEqual({ allowed: true, code: null });
    await menuWith(alice.page, 'Audio call');
    await alice.page.goto(`${server.origin}/u/${bob.handle}`);
    await expect(phoneIcon(alice.page)).toBeVisible();
    await menuWith(alice.page, 'Video call');
    await alice.page.getByRole('button', { name: 'Message', exact: true }).click();
    expect((await people.calling(bob, alice)).allowed).toBe(false);
    await expect(phoneIcon(bob.page)).toBeHidden();
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await expect(incoming(bob.page)).toContainText('You follow');
    await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
    await expectOutcome(alice.page, 'Declined');
    // Her call lets him call back, although she never wrote to him and does not follow him.
    await expect(phoneIcon(bob.page)).toBeVisible();
  },
);

test(
  'every cause on the other side reads the same, on screen and on the wire',
  {
    tag: ['@2.2', '@2.6', '@2.10', '@2.20'],
  },
  async ({ people, server }) => {
    test.setTimeout(150_000);
    const [alice, bob] = await people.friends();
    const bobPath = `/api/v1/people/${bob.account}`;
    const alicePath = `/api/v1/people/${alice.account}`;
    const causes: Record<string, { begin: () => Promise<void>; end: () => Promise<void> }> = {
      'calls off': {
        begin: () => people.set(bob, { callsOn: false }),
        end: () => people.set(bob, { callsOn: true }),
      },
      blocked: {
        begin: () => people.put(bob, `${alicePath}/block`),
        end: () => people.ask(bob, 'DELETE', `${alicePath}/block`),
      },
      'call-blocked': {
        begin: () => people.put(bob, `${alicePath}/call-block`),
        end: () => people.ask(bob, 'DELETE', `${alicePath}/call-block`),
      },
      'in no audience': {
        begin: () => people.set(bob, { audience: ['verified'] }),
        end: () => people.set(bob, { audience: ['addressBook', 'follows'] }),
      },
      'never written to': {
        begin: () => people.ask(bob, 'POST', `${alicePath}/forget`),
        end: () => Promise.resolve(),
      },
    };

    const seen: Record<string, unknown[]> = {};
    for (const [cause, { begin, end }] of Object.entries(causes)) {
      await expect(phoneIcon(alice.page)).toBeVisible();
      // The menu stays open while the rule changes, as it may for anybody who dials at that moment.
      await phoneIcon(alice.page).click();
      const item = await alice.page.getByRole('menuitem', { name: 'Audio call' }).elementHandle();
      alice.frames.clear();
      await begin();
      await expect(phoneIcon(alice.page)).toBeHidden();
      const told = alice.frames
        .heard('presence.changed')
        .map((frame) => (frame.watched as { calling: unknown }).calling);
      expect(item).not.toBeNull();
      const thread = await menuWith(alice.page, RULE);
      const answer = await alice.context.request.get(`${server.origin}${bobPath}/calling`);
      const refusal = await alice.page.evaluate(
        async ({ to, url }) => {
          const socket = new WebSocket(url, 'bobwhite.v1');
          const tab = 'AAAAAAAAAAAAAAAAAAAAAA';
          const call = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
            .replaceAll('+', '-')
            .replaceAll('/', '_')
            .replace(/=+$/, '');
          return new Promise<string>((done) => {
            socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', rid: 'h', tab }));
            socket.onmessage = ({ data }: MessageEvent<string>) => {
              const { rid } = JSON.parse(data) as { rid?: string };
              if (rid === 'h')
                socket.send(
                  JSON.stringify({ type: 'call.start', rid: 's', call, to, media: ['audio'] }),
                );
              if (rid !== 's') return;
              socket.close();
              done(data);
            };
          });
        },
        { to: bob.account, url: `${server.origin.replace('http', 'ws')}/api/v1/gateway` },
      );
      seen[cause] = [thread, told, await answer.text(), refusal];
      await end();
    }
    const [first, ...others] = Object.values(seen);
    for (const other of others) expect(other).toEqual(first);
    expect(JSON.stringify(first)).toContain('not_available');

    // An account that does not exist answers the same.
    const unknown = `${bob.account.slice(0, -6)}aaaaaa`;
    const nobody = await alice.context.request.get(
      `${server.origin}/api/v1/people/${unknown}/calling`,
    );
    expect(await nobody.text()).toBe(first?.[2]);
  },
);

test(
  'who switched calls off is told how to turn them on, and turning on works at once',
  {
    tag: ['@2.6', '@2.20', '@2.22'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await people.set(alice, { callsOn: false });
    await expect(phoneIcon(alice.page)).toBeHidden();
    await menuWith(alice.page, 'Turn calls on in settings to call somebody.');
    await alice.page.getByRole('button', { name: 'More', exact: true }).click();
    await alice.page.getByRole('menuitem', { name: 'Open call settings' }).click();
    await alice.page.getByRole('switch', { name: 'Calls are off' }).click();
    await expect(alice.page.getByRole('switch', { name: 'Calls are on' })).toBeChecked();
    await people.openThread(alice, bob);
    await expect(phoneIcon(alice.page)).toBeVisible();
  },
);

test(
  'who may ring changes at once for those who look, in settings on any device',
  {
    tag: ['@2.5', '@2.22'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const other = await people.secondDevice(bob);
    for (const { page } of [bob, other]) {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('link', { name: 'Messages and calls' }).click();
    }
    const box = (who: typeof bob): ReturnType<Page['getByRole']> =>
      who.page.getByRole('checkbox', { name: 'People I follow' });
    await expect(box(bob)).toBeChecked();
    await box(bob).click();
    await expect(phoneIcon(alice.page)).toBeHidden();
    await expect(box(other)).not.toBeChecked();
    await other.page.getByRole('checkbox', { name: 'My address book' }).click();
    await expect(bob.page.getByText('Nobody can ring you. You can still call.')).toBeVisible();
    await other.page.getByRole('checkbox', { name: 'Everyone' }).click();
    await expect(phoneIcon(alice.page)).toBeVisible();
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await alice.page.getByRole('button', { name: 'Cancel' }).click();
  },
);

test(
  'a block while it rings stops the ring, and the caller cannot tell it from a decline',
  {
    tag: ['@2.10', '@2.16'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
    await expectOutcome(alice.page, 'Declined');
    const lastEnd = (): Frame | undefined => alice.frames.heard('call.ended').at(-1);
    await expect.poll(lastEnd).toBeDefined();
    const declined = lastEnd();

    alice.frames.clear();
    await ring(alice.page, 'audio');
    await expect(stage(alice.page).getByText('Ringing…')).toBeVisible();
    await people.put(bob, `/api/v1/people/${alice.account}/block`);
    await expectOutcome(alice.page, 'Declined');
    await expect(incoming(bob.page)).toBeHidden();
    await expect.poll(lastEnd).toBeDefined();
    expect({ ...lastEnd(), call: '' }).toEqual({ ...declined, call: '' });
  },
);

test(
  'a block during a call ends it like a hang-up, and the blocked thread leaves the inbox',
  {
    tag: ['@2.10'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await bob.page.getByRole('button', { name: 'Accept audio' }).click();
    await expect(alice.page.getByRole('timer')).toHaveText(/^00:0/);
    await people.put(bob, `/api/v1/people/${alice.account}/block`);
    await expect(stage(alice.page).getByText(/s with Bob/)).toBeVisible();
    await expect.poll(() => alice.frames.heard('call.ended').at(-1)?.reason).toBe('hung_up');
    await bob.page.getByRole('link', { name: 'Messages' }).click();
    await expect(bob.page.getByRole('link', { name: /^Alice/ })).toBeHidden();
  },
);

test(
  'the caller who blocked somebody, or tries too often, is told the own next step',
  {
    tag: ['@2.10', '@2.20'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await people.put(alice, `/api/v1/people/${bob.account}/call-block`);
    await expect(phoneIcon(alice.page)).toBeHidden();
    await menuWith(alice.page, 'Unblock them first, then you can call.');
    await people.ask(alice, 'DELETE', `/api/v1/people/${bob.account}/call-block`);
    await expect(phoneIcon(alice.page)).toBeVisible();
    for (let tries = 0; tries < 5; tries += 1) {
      await ring(alice.page, 'audio');
      await expect(incoming(bob.page)).toBeVisible();
      await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
      await expectOutcome(alice.page, 'Declined');
    }
    await dial(alice.page, 'audio');
    await expectOutcome(alice.page, 'That was a lot at once');
  },
);
