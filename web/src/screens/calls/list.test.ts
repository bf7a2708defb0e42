import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { bob, call, entry, missed } from '../../testing/samples';
import { show, stage } from '../../testing/screen';
import { toasts } from '../../ui/toasts.svelte';
import CallsScreen from './CallsScreen.svelte';

const page = (...items: ReturnType<typeof call>[]) => ({
  entries: items.map((item) => entry(item)),
  cursor: null,
});
const video = call({ call: 'video', media: ['audio', 'video'], durationMs: 240_000 });

async function open(answers: Record<string, unknown>, count = 0) {
  const now = stage(answers, { missed: count });
  show(now, CallsScreen, { call: undefined });
  await waitFor(() => expect(now.app.history.list('all').loaded).toBe(true));
  return now;
}

describe('the calls', () => {
  test('[promise 3.14] are told by outcome, each in its list', async () => {
    const now = await open({
      'GET /calls?filter=all': page(missed(), video),
      'GET /calls?filter=missed': page(missed()),
      'GET /calls?filter=outgoing': page(),
    });
    expect(await screen.findByText('Video, 4 min')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Missed' }));
    await waitFor(() => expect(screen.queryByText('Video, 4 min')).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Outgoing' }));
    expect(await screen.findByText('No outgoing calls')).toBeTruthy();
    expect(now.asked.at(-1)).toBe('GET /calls?filter=outgoing');
  });

  test('[promise 3.13] are seen by being looked at, and the new ones stay counted', async () => {
    const now = await open({ 'GET /calls?filter=all': page(missed()) }, 1);
    await waitFor(() => expect(now.app.history.missed).toBe(0));
    expect(now.gateway.of('call.markSeen')).toHaveLength(1);
    expect(screen.getByRole('button', { name: 'Missed 1' })).toBeTruthy();
  });

  test('[promise 3.14] call back by voice or video in one tap', async () => {
    const now = await open({ 'GET /calls?filter=all': page(missed()) });
    now.gateway.answers['presence.watch'] = {
      type: 'presence.watched',
      rid: '1',
      people: [
        {
          account: bob.account,
          presence: { online: false, lastSeenAt: null },
          calling: { allowed: true, code: null },
        },
      ],
    };
    now.app.presence.watch(['acc_other']);
    await userEvent.click(await screen.findByRole('button', { name: 'Audio call to Bob' }));
    await userEvent.click(screen.getByRole('button', { name: 'Video call to Bob' }));
    expect(now.dial.mock.calls).toEqual([
      [bob, ['audio']],
      [bob, ['audio', 'video']],
    ]);
  });

  test('[promise 3.14] leave the own list by the Delete key, with a way back', async () => {
    const now = await open({ 'GET /calls?filter=all': page(video) });
    vi.useFakeTimers();
    await fireEvent.keyDown(screen.getByRole('link', { name: /Video, 4 min/ }), { key: 'Delete' });
    expect(screen.queryByText('Video, 4 min')).toBeNull();
    toasts.at(-1)?.action?.run();
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(screen.getByText('Video, 4 min')).toBeTruthy();
    expect(now.asked).not.toContain('DELETE /calls/video');
  });
});

describe('[promise 3.14] the search in the calls', () => {
  async function search(what: string) {
    await userEvent.click(screen.getByRole('button', { name: 'Search calls by name' }));
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
    await userEvent.keyboard(what);
  }
  const answers = {
    'GET /calls?filter=all': page(video, missed()),
    'GET /calls?filter=all&q=ro': page(video),
    'GET /calls?filter=missed&q=ro': page(),
  };

  test('shows what it finds, in the list that is open', async () => {
    await open(answers);
    await search(' @ro ');
    expect(await screen.findByText('1 call found')).toBeTruthy();
    expect(screen.getByText('Video, 4 min')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Missed' }));
    expect(await screen.findByText('No calls found')).toBeTruthy();
  });

  test('is closed by Escape, which brings the list back and the focus to its button', async () => {
    await open(answers);
    await search('ro');
    expect(await screen.findByText('1 call found')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(document.activeElement).toBe(
      screen.getByRole('button', { name: 'Search calls by name' }),
    );
  });
});

test('without calls the list says how to begin', async () => {
  await open({ 'GET /calls?filter=all': page() });
  expect(await screen.findByText('No calls yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to messages' })).toBeTruthy();
});

test('a list that did not load can be tried again', async () => {
  const now = stage({ 'GET /calls?filter=all': 'offline' });
  show(now, CallsScreen, { call: undefined });
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(now.asked.filter((path) => path.includes('all')).length).toBeGreaterThan(1);
});
