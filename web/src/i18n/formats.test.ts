import { describe, expect, test } from 'vitest';
import { dayHeading, duration, list, shortWhen, timer } from './formats';

const now = new Date(2026, 2, 12, 11, 2);
const daysAgo = (days: number) => new Date(2026, 2, 12 - days, 23, 59);

describe('the heading of a day', () => {
  test.each([
    [0, 'Today'],
    [1, 'Yesterday'],
    [2, 'Tuesday'],
    [6, 'Friday'],
  ])('%i days ago is %s', (days, heading) => expect(dayHeading(daysAgo(days), now)).toBe(heading));

  test('a week ago is a date, so that two Thursdays cannot be confused', () => {
    expect(dayHeading(daysAgo(7), now)).not.toMatch(/day/i);
    expect(dayHeading(daysAgo(400), now)).toContain('2025');
  });
});

test('a row shows the time today and the weekday within a week', () => {
  expect(shortWhen(new Date(2026, 2, 12, 9, 5), now)).toMatch(/9:05/);
  expect(shortWhen(daysAgo(2), now)).toBe('Tue');
  expect(shortWhen(daysAgo(7), now)).toMatch(/5/);
});

test.each([
  [18_000, '18 s'],
  [59_600, '1 min'],
  [240_000, '4 min'],
  [3_600_000, '1 h'],
  [4_320_000, '1 h 12 min'],
])('%i ms lasted %s', (ms, words) => expect(duration(ms)).toBe(words));

test.each([
  [0, '00:00'],
  [1_447_000, '24:07'],
  [3_723_000, '1:02:03'],
  [-5, '00:00'],
])('a timer at %i ms reads %s', (ms, face) => expect(timer(ms)).toBe(face));

test('names are joined as people join them', () => {
  expect(list(['Amara', 'Nils', 'Mei'])).toMatch(/^Amara, Nils,? and Mei$/);
});
