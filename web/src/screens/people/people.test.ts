import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { allowed, bob, call, missed, refused, strangers } from '../../testing/samples';
import { openMenus, show, stage, type Stage } from '../../testing/screen';
import type { Calling } from '../../state/presence.svelte';
import CallBlock from '../inbox/CallBlock.svelte';
import CallRow from '../calls/CallRow.svelte';
import { entry } from '../../testing/samples';
import BlockDialog from './BlockDialog.svelte';
import CallMenu from './CallMenu.svelte';
import PersonMenu from './PersonMenu.svelte';
import { whyNoCall } from './whyNoCall';

const phone = { name: 'Call Bob' };

/** Bob on screen, with what the server decided about calling him. */
async function looking(calling: Calling): Promise<Stage> {
  const now = stage();
  now.gateway.answers['presence.watch'] = {
    type: 'presence.watched',
    rid: '1',
    people: [{ account: bob.account, presence: { online: false, lastSeenAt: null }, calling }],
  };
  now.app.presence.watch([bob.account]);
  await new Promise((done) => setTimeout(done));
  return now;
}

describe('[promise 2.20] the phone icon', () => {
  test('shows exactly where the server allows the call', async () => {
    show(await looking(allowed), CallMenu, { person: bob });
    expect(screen.getByRole('button', phone)).toBeTruthy();
  });

  test.each(['not_available', 'needs_plan', 'turn_calls_on', 'you_blocked'])(
    'is absent on %s, without a gap',
    async (code) => {
      const { container } = show(await looking(refused(code)), CallMenu, { person: bob });
      expect(container.querySelectorAll('button, span, div:not(:has(*))')).toHaveLength(0);
    },
  );

  test('is absent until the server has said', () => {
    show(stage(), CallMenu, { person: bob });
    expect(screen.queryByRole('button', phone)).toBeNull();
  });

  test('and so are the ways to call back from a thread and a list', async () => {
    const now = await looking(refused('not_available'));
    show(now, CallBlock, { item: missed(), person: bob });
    show(now, CallRow, { entry: entry(call()), current: false, onremove: () => undefined });
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});

describe('[promise 2.21] pressing it', () => {
  test('offers voice and video as two choices', async () => {
    const now = await looking(allowed);
    const { container } = show(now, CallMenu, { person: bob });
    await openMenus(container);
    await userEvent.click(screen.getByRole('menuitem', { name: /Audio call/ }));
    expect(now.dial).toHaveBeenLastCalledWith(bob, ['audio']);
    await openMenus(container);
    await userEvent.click(screen.getByRole('menuitem', { name: /Video call/ }));
    expect(now.dial).toHaveBeenLastCalledWith(bob, ['audio', 'video']);
  });
});

describe('[promise 2.20] the menu', () => {
  async function menu(calling: Calling) {
    const { container } = show(await looking(calling), PersonMenu, { person: bob });
    await openMenus(container);
    return container;
  }

  test('offers both ways to call where the call is allowed, and gives no reason', async () => {
    const container = await menu(allowed);
    expect(screen.getByRole('menuitem', { name: 'Audio call' })).toBeTruthy();
    expect(screen.getByRole('menuitem', { name: 'Video call' })).toBeTruthy();
    expect(container.textContent).not.toMatch(/can be called/);
  });

  test('says one rule for everybody where the other side refuses', async () => {
    const container = await menu(refused('not_available'));
    expect(screen.queryByRole('menuitem', { name: /call$/ })).toBeNull();
    expect(container.textContent).toContain(
      'Bob can be called by people they have written to and allow.',
    );
  });

  test.each([
    ['needs_plan', 'people with a plan can start calls'],
    ['needs_verification', 'verified accounts can start calls'],
    ['suspended', 'paused calling for your account'],
    ['you_blocked', 'Unblock them first'],
    ['turn_calls_on', 'Turn calls on in settings'],
  ])('names the own next step on %s', async (code, words) => {
    expect((await menu(refused(code))).textContent).toContain(words);
  });

  test('leads to the settings where calls are off', async () => {
    await menu(refused('turn_calls_on'));
    expect(screen.getByRole('menuitem', { name: 'Open call settings' })).toBeTruthy();
  });
});

test('[promise 2.2] every refusal of the other side reads alike', () => {
  expect(whyNoCall({ allowed: false, code: null }, bob)).toEqual(
    whyNoCall(refused('not_available'), bob),
  );
});

describe('[promise 9.1] blocking', () => {
  test('is two choices, each with what it does, and the mild one is first', async () => {
    const now = stage();
    show(now, BlockDialog, { person: bob });
    expect(screen.getByRole('radio', { name: 'Calls only', checked: true })).toBeTruthy();
    expect(screen.getByText(/You can still write to each other/)).toBeTruthy();
    expect(screen.getByText(/leaves your inbox/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Block calls' }));
    expect(now.asked).toEqual([`PUT /people/${bob.account}/call-block`]);
  });

  test('everything is blocked only on request', async () => {
    const now = stage();
    show(now, BlockDialog, { person: bob });
    await userEvent.click(screen.getByRole('radio', { name: 'Everything' }));
    await userEvent.click(screen.getByRole('button', { name: 'Block' }));
    expect(now.asked).toEqual([`PUT /people/${bob.account}/block`]);
  });

  test.each([
    [{ blocked: true }, 'Unblock Bob', 'block'],
    [{ callBlocked: true }, 'Allow calls from Bob', 'call-block'],
  ])('is undone from the same menu: %j', async (relation, words, tie) => {
    const now = await looking(refused('you_blocked'));
    now.gateway.tell({
      type: 'relation.changed',
      seq: 1,
      account: bob.account,
      relation: { ...strangers, ...relation },
    });
    const { container } = show(now, PersonMenu, { person: bob });
    await openMenus(container);
    await userEvent.click(screen.getByRole('menuitem', { name: words }));
    expect(now.asked).toEqual([`DELETE /people/${bob.account}/${tie}`]);
  });
});
