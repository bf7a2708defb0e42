import { beforeEach, expect, test } from 'vitest';
import { forgetStance, keepStance, stanceIn } from './stance';

beforeEach(() => localStorage.clear());
const quiet = { muted: true, camera: false };

test('how it stood in this call is found again, until it is forgotten', () => {
  keepStance(localStorage, 'c', { muted: false, camera: true });
  expect(stanceIn(localStorage, 'c')).toEqual({ muted: false, camera: true });
  expect(stanceIn(localStorage, 'other')).toEqual(quiet);
  forgetStance(localStorage);
  expect(stanceIn(localStorage, 'c')).toEqual(quiet);
});

test.each(['{', 'null', '{"call":"c"}', '{"call":"c","muted":0,"camera":1}'])(
  'damaged (%s), nobody is heard or seen',
  (kept) => {
    localStorage.setItem('bobwhite.stance', kept);
    expect(stanceIn(localStorage, 'c')).toEqual(quiet);
  },
);
