import { describe, expect, test } from 'vitest';
import { call, missed } from '../../testing/samples';
import { isMissed, lineOf, outcomeOf } from './outcome';

describe('the words of an ended call', () => {
  test.each([
    ['declined', 'Declined'],
    ['busy', 'On another call'],
    ['no_answer', 'No answer'],
    ['not_reached', 'Not reached'],
    ['cancelled', 'Cancelled'],
    ['set_up_failed', 'Couldn’t connect'],
    ['connection_lost', 'Connection lost'],
    ['refused', 'Not available'],
  ] as const)('the caller reads %s as “%s”', (reason, words) => {
    expect(outcomeOf(call({ direction: 'outgoing', reason }))).toBe(words);
  });

  test.each(['busy', 'no_answer', 'not_reached', 'cancelled'] as const)(
    'who was called reads %s as missed',
    (reason) => expect(outcomeOf(missed({ reason }))).toBe('Missed'),
  );

  test('a call that the other side missed is no miss of the own', () => {
    expect(isMissed(missed({ direction: 'outgoing' }))).toBe(false);
  });

  test('a call that took place is told by its length', () => {
    const item = call({ media: ['audio', 'video'], durationMs: 24 * 60_000 });
    expect(lineOf(item)).toBe('Video, 24 min');
    expect(lineOf({ ...item, reason: 'connection_lost' })).toBe('Video, 24 min');
  });
});
