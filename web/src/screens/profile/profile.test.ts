import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { alice, allowed, bob, profile, refused, strangers } from '../../testing/samples';
import { openMenus, show, stage } from '../../testing/screen';
import ProfileScreen from './ProfileScreen.svelte';

const path = `GET /people/by-handle/${bob.handle}`;

async function open(answers: Record<string, unknown>, calling = allowed) {
  const now = stage(answers);
  now.gateway.answers['presence.watch'] = ({ accounts }) => ({
    type: 'presence.watched',
    rid: '1',
    people: accounts.map((account) => ({
      account,
      presence: { online: false, lastSeenAt: null },
      calling,
    })),
  });
  const { container } = show(now, ProfileScreen, { handle: bob.handle });
  await waitFor(() => expect(now.asked).toContain(path));
  return { now, container };
}

describe('a profile', () => {
  test('[promise 2.20] has the phone icon exactly where the call is allowed', async () => {
    await open({ [path]: profile(bob) });
    expect(await screen.findByRole('button', { name: 'Call Bob' })).toBeTruthy();
  });

  test('[promise 2.20] says the rule in its place where it is not', async () => {
    await open({ [path]: profile(bob) }, refused('not_available'));
    expect(await screen.findByText(/people they have written to and allow/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Call Bob' })).toBeNull();
  });

  test('of one’s own leads to the settings and to no call', async () => {
    await open({ [path]: profile(alice, { isSelf: true }) });
    const edit = await screen.findByRole('link', { name: 'Edit profile' });
    expect(edit.getAttribute('href')).toBe('/settings/account');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });

  test('follows and saves by a press, as the server has it', async () => {
    const { now } = await open({
      [path]: profile(bob),
      [`PUT /people/${bob.account}/follow`]: { ...strangers, following: true },
      [`PUT /people/${bob.account}/saved`]: { ...strangers, following: true, saved: true },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Follow' }));
    expect(await screen.findByRole('button', { name: 'Following', pressed: true })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('button', { name: 'Saved', pressed: true })).toBeTruthy();
    expect(now.asked.slice(1)).toEqual([
      `PUT /people/${bob.account}/follow`,
      `PUT /people/${bob.account}/saved`,
    ]);
  });

  test('[promise 2.8] forgets only after it has said what that means', async () => {
    const { now, container } = await open({ [path]: profile(bob) });
    await screen.findByRole('button', { name: 'Message' });
    await openMenus(container);
    await userEvent.click(screen.getByRole('menuitem', { name: /Forget/ }));
    expect(screen.getByText(/no calls from Bob until you write again/)).toBeTruthy();
    expect(now.asked).toEqual([path]);
    await userEvent.click(screen.getByRole('button', { name: 'Forget' }));
    expect(now.asked.at(-1)).toBe(`POST /people/${bob.account}/forget`);
  });
});

test('an unknown handle is nobody', async () => {
  await open({ [path]: 'not_found' });
  expect(await screen.findByText('Nobody here')).toBeTruthy();
});

test('a profile that did not load can be tried again', async () => {
  const { now } = await open({ [path]: 'offline' });
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(now.asked).toEqual([path, path]);
});
