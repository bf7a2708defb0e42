import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { call, entry, missed, ready } from '../testing/samples';
import { stage, type Stage } from '../testing/screen';
import { UNDO_MS } from './calls.svelte';

const page = (...items: ReturnType<typeof call>[]) => ({
  entries: items.map((item) => entry(item)),
  cursor: null,
});
const out = call({ call: 'out', direction: 'outgoing', startedAt: '2026-03-12T10:00:00Z' });
const miss = missed({ call: 'miss', startedAt: '2026-03-12T11:00:00Z' });

let now: Stage;
const names = (filter: 'all' | 'missed' | 'incoming' | 'outgoing') =>
  now.app.history.list(filter).entries.map(({ item }) => item.call);

beforeEach(async () => {
  vi.useFakeTimers();
  now = stage(
    { 'GET /calls?filter=all': page(out), 'GET /calls?filter=missed': page() },
    { missed: 1 },
  );
  await now.app.history.load('all');
  await now.app.history.load('missed');
});
afterEach(() => void vi.useRealTimers());

describe('the call list', () => {
  test('[promise 3.14] takes a new call into every list that it belongs to, newest first', () => {
    now.gateway.tell({ type: 'call.entryChanged', seq: 1, entry: entry(miss) });
    expect(names('all')).toEqual(['miss', 'out']);
    expect(names('missed')).toEqual(['miss']);
    expect(names('outgoing')).toEqual([]);
  });

  test('[promise 3.14] can be undone for some seconds, and only then the server is told', async () => {
    const undo = now.app.history.remove('out');
    expect(names('all')).toEqual([]);
    undo();
    await vi.advanceTimersByTimeAsync(2 * UNDO_MS);
    expect(names('all')).toEqual(['out']);
    now.app.history.remove('out');
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(names('all')).toEqual([]);
    expect(now.asked.filter((path) => path.startsWith('DELETE'))).toEqual(['DELETE /calls/out']);
  });

  test('brings back what the server could not remove', async () => {
    now = stage({ 'GET /calls?filter=all': page(out), 'DELETE /calls/out': 'offline' });
    await now.app.history.load('all');
    now.app.history.remove('out');
    expect(names('all')).toEqual([]);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(names('all')).toEqual(['out']);
  });

  test('[promise 3.14] loses what another device removed', () => {
    now.gateway.tell({ type: 'call.entryRemoved', seq: 1, call: 'out' });
    expect(names('all')).toEqual([]);
  });

  test('[promise 3.14] asks the server again when a call comes that a search may find', async () => {
    now = stage({ 'GET /calls?filter=all&q=bo': page(out) });
    await now.app.history.load('all', 'bo');
    const found = () => now.app.history.list('all', 'bo');
    now.gateway.tell({ type: 'call.entryChanged', seq: 1, entry: entry(out) });
    expect(found().loaded).toBe(true);
    now.gateway.tell({ type: 'call.entryChanged', seq: 2, entry: entry(miss) });
    expect(found().loaded).toBe(false);
  });

  test('[promise 3.14] keeps what was searched for last, whatever comes later', async () => {
    now = stage({
      'GET /calls?filter=all&q=b': page(out, miss),
      'GET /calls?filter=all&q=bo': page(out),
    });
    await Promise.all([now.app.history.load('all', 'b'), now.app.history.load('all', 'bo')]);
    expect(now.app.history.list('all', 'b').loaded).toBe(false);
    expect(now.app.history.list('all', 'bo').entries).toHaveLength(1);
  });

  test('is asked for anew on a fresh start', async () => {
    now.gateway.start(ready());
    await vi.advanceTimersByTimeAsync(0);
    expect(now.asked.filter((path) => path === 'GET /calls?filter=all')).toHaveLength(2);
  });
});

describe('[promise 3.13] the count of missed calls', () => {
  const told = (item = miss) =>
    now.gateway.tell({ type: 'call.entryChanged', seq: 1, entry: entry(item) });

  test('grows by one for one missed call, however often it is told', () => {
    told();
    told();
    expect(now.app.history.missed).toBe(2);
  });

  test('does not grow for a call that the other side missed', () => {
    told(missed({ call: 'x', direction: 'outgoing' }));
    expect(now.app.history.missed).toBe(1);
  });

  test('is cleared by looking, here or on another device', async () => {
    told();
    await now.app.history.markSeen();
    expect(now.gateway.of('call.markSeen')).toEqual([
      { type: 'call.markSeen', upTo: miss.startedAt },
    ]);
    expect(now.app.history.missed).toBe(0);
    told(missed({ call: 'later', startedAt: '2026-03-12T12:00:00Z' }));
    now.gateway.tell({ type: 'call.entriesSeen', seq: 2, upTo: '2026-03-12T12:00:00Z' });
    expect(now.app.history.missed).toBe(0);
    expect(now.app.history.list('all').entries.every(({ item }) => item.seen)).toBe(true);
  });
});
