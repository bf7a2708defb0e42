import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServerClock } from './serverClock';

const NOW = Date.parse('2026-05-03T10:00:00Z');
const HOUR = 3_600_000;

beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());

test('[promise 3.2] until the server has spoken the own clock is trusted', () => {
  const clock = new ServerClock();
  expect([clock.now(), clock.isOwnOff]).toEqual([NOW, false]);
});

test.each([HOUR, -HOUR])('[promise 3.2] goes on from the server’s time, %d ms away', (away) => {
  const clock = new ServerClock();
  clock.set(new Date(NOW + away).toISOString());
  vi.advanceTimersByTime(5_000);
  expect([clock.now(), clock.isOwnOff]).toEqual([NOW + away + 5_000, true]);
});

test.each([HOUR, -HOUR])('[promise 3.2] a step of the own clock by %d ms moves nothing', (step) => {
  const clock = new ServerClock();
  clock.set(new Date(NOW + 1_000).toISOString());
  vi.setSystemTime(NOW + step);
  expect([clock.now(), clock.isOwnOff]).toEqual([NOW + 1_000, true]);
});

test('[promise 3.2] a few seconds are no matter', () => {
  const clock = new ServerClock();
  clock.set(new Date(NOW + 20_000).toISOString());
  expect(clock.isOwnOff).toBe(false);
});
