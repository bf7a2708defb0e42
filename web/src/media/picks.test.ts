import { beforeEach, expect, test } from 'vitest';
import { loadPicks, savePicks } from './picks';

beforeEach(() => localStorage.clear());

test('what was picked is found again', () => {
  savePicks(localStorage, { microphone: 'a', speaker: 'b' });
  expect(loadPicks(localStorage)).toEqual({ microphone: 'a', speaker: 'b' });
});

test.each(['{', 'null', '[1]', '{"microphone":7,"other":"x"}'])('damaged (%s) is none', (kept) => {
  localStorage.setItem('bobwhite.devices', kept);
  expect(loadPicks(localStorage)).toEqual({});
});
