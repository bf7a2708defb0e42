import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import App from '../App.svelte';
import { accounts } from '../api/accounts';
import { KeysUnavailable, deviceKeys } from '../e2ee/deviceKeys';
import { session } from '../state/session.svelte';
import { me } from '../testing/samples';

vi.mock(import('../e2ee/deviceKeys'), async (original) => ({
  ...(await original()),
  deviceKeys: vi.fn(),
}));

test.each([
  ['browser', 'This browser can’t make calls', /Update it or use another\./],
  ['storage', 'This browser can’t make calls', /Leave its private mode or use another\./],
  ['https', 'Calls need HTTPS', /Open its address with https:\/\/ in front\./],
] as const)(
  'a browser without keys (%s) says so in words and asks for nothing',
  async (why, title, words) => {
    const opened = vi.fn();
    vi.stubGlobal('WebSocket', opened);
    vi.spyOn(accounts, 'me').mockResolvedValue(me);
    vi.mocked(deviceKeys).mockRejectedValue(new KeysUnavailable(why));
    render(App);
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(await screen.findByText(words)).toBeTruthy();
    expect(opened).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  },
);

test('and goes on once the browser can make them, or signs out', async () => {
  vi.spyOn(accounts, 'me').mockResolvedValue(me);
  vi.mocked(deviceKeys).mockRejectedValue(new KeysUnavailable('browser'));
  const start = vi.spyOn(session, 'start');
  const signOut = vi.spyOn(session, 'signOut').mockResolvedValue();
  render(App);
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(start).toHaveBeenCalledTimes(2);
  await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(signOut).toHaveBeenCalledOnce();
});
