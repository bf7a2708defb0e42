import { expect, test } from 'vitest';
import type { Outcome } from '../../call/callState';
import { rosa } from '../../testing/callSamples';
import type { EndReason } from '../../call/types';
import { outcomeOf } from './outcome';
import { troublesOf } from './problems';

const ended = (
  outcome: Partial<Outcome>,
  direction: 'incoming' | 'outgoing' = 'outgoing',
): ReturnType<typeof outcomeOf> =>
  outcomeOf({
    outcome: { reason: null, code: null, durationMs: null, ...outcome },
    peer: rosa,
    direction,
    media: ['audio'],
  });

test.each<[EndReason, string, string]>([
  ['declined', 'Declined', 'Declined'],
  ['busy', 'On another call', 'Missed'],
  ['no_answer', 'No answer', 'Missed'],
  ['not_reached', 'Not reached', 'Missed'],
  ['cancelled', 'Cancelled', 'Missed'],
  ['set_up_failed', 'Couldn’t connect', 'Couldn’t connect'],
  [
    'not_private',
    'This call was not private, so it was ended',
    'This call was not private, so it was ended',
  ],
  ['connection_lost', 'Connection lost', 'Connection lost'],
  ['ended_by_rule', 'Call ended', 'Call ended'],
])('[promise 3.3] %s reads %j to the caller and %j to the callee', (reason, caller, callee) => {
  expect(ended({ reason }).title).toBe(caller);
  expect(ended({ reason }, 'incoming').title).toBe(callee);
});

test('[promise 3.3] a call that took place begins with the time spent together', () => {
  expect(ended({ reason: 'hung_up', durationMs: 24 * 60_000 })).toEqual({
    title: '24 min with Rosa',
    text: 'Voice call ended',
    again: true,
  });
  expect(ended({ reason: 'hung_up' }).title).toBe('Call ended');
});

test('[promise 3.3] every hidden cause reads alike', () => {
  expect(ended({ reason: 'refused' }).title).toBe(ended({ code: 'not_available' }).title);
});

test('a refusal offers no second try, a lost connection does', () => {
  expect(ended({ code: 'needs_plan' }).again).toBe(false);
  expect(ended({ code: 'offline' })).toMatchObject({ title: 'No connection', again: true });
});

test('an end that nobody explained is an end', () => {
  expect(ended({})).toEqual({ title: 'Call ended', text: null, again: false });
});

test('a device that does not work is named with what the other side misses', () => {
  const problems = { camera: 'busy', microphone: 'denied' } as const;
  expect(troublesOf({ problems }, 'Rosa').map(({ kind, effect }) => [kind, effect])).toEqual([
    ['microphone', 'Rosa won’t hear you.'],
    ['camera', 'Rosa won’t see you.'],
  ]);
  expect(troublesOf({ problems: {} }, 'Rosa')).toEqual([]);
});
