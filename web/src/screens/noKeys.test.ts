import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { KeysUnavailable, deviceKeys } from '../e2ee/deviceKeys';
import { session } from '../state/session.svelte';
import { allowed, bob, call, entry, me, missed } from '../testing/samples';
import { openMenus, show, stage } from '../testing/screen';
import CallRow from './calls/CallRow.svelte';
import CallBlock from './inbox/CallBlock.svelte';
import NoKeysBanner from './NoKeysBanner.svelte';
import CallMenu from './people/CallMenu.svelte';
import PersonMenu from './people/PersonMenu.svelte';

vi.mock(import('../e2ee/deviceKeys'), async (original) => ({
  ...(await original()),
  deviceKeys: vi.fn(),
}));

const sentence = /This browser can’t make calls\. Update it or use another\./;

/** A server that never answers. */
class ClosedSocket extends EventTarget {
  close(): void {
    return;
  }
}

beforeEach(() => localStorage.clear());

/** Bob on screen, whom the server would let Alice call. */
async function lookingAtBob() {
  const now = stage({}, {}, 'keys_browser');
  now.gateway.answers['presence.watch'] = {
    type: 'presence.watched',
    rid: '1',
    people: [
      { account: bob.account, presence: { online: true, lastSeenAt: null }, calling: allowed },
    ],
  };
  now.app.presence.watch([bob.account]);
  await new Promise((done) => setTimeout(done));
  return now;
}

test.each(['browser', 'storage'] as const)(
  'a browser without keys (%s) signs in all the same, and the app knows why it cannot call',
  async (reason) => {
    vi.stubGlobal('WebSocket', ClosedSocket);
    vi.mocked(deviceKeys).mockRejectedValue(new KeysUnavailable(reason));
    await session.enter(me);
    expect(session.status).toBe('signedIn');
    expect(session.signedIn().noKeys).toBe(`keys_${reason}`);
    vi.unstubAllGlobals();
  },
);

test('it is said in words, and not again once noted', async () => {
  const { unmount } = render(NoKeysBanner, { code: 'keys_browser' });
  expect(screen.getByRole('status').textContent).toMatch(sentence);
  await userEvent.click(screen.getByRole('button', { name: 'OK' }));
  expect(screen.queryByRole('status')).toBeNull();
  unmount();
  render(NoKeysBanner, { code: 'keys_browser' });
  expect(screen.queryByRole('status')).toBeNull();
});

test('another cause is said anew', async () => {
  render(NoKeysBanner, { code: 'keys_browser' });
  await userEvent.click(screen.getByRole('button', { name: 'OK' }));
  render(NoKeysBanner, { code: 'keys_storage' });
  expect(screen.getByRole('status').textContent).toContain('private mode');
});

test('no icon offers a call that this browser cannot make', async () => {
  const now = await lookingAtBob();
  show(now, CallMenu, { person: bob });
  show(now, CallBlock, { item: missed(), person: bob });
  show(now, CallRow, { entry: entry(call()), current: false, onremove: () => undefined });
  expect(screen.queryAllByRole('button')).toEqual([]);
});

test('the menu about a person says why', async () => {
  const { container } = show(await lookingAtBob(), PersonMenu, { person: bob });
  await openMenus(container);
  expect(container.textContent).toMatch(sentence);
  expect(screen.queryByRole('menuitem', { name: /call$/ })).toBeNull();
});
