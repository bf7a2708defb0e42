import { expect, test } from 'vitest';
import { cornerByKey, nearestCorner } from './snap';

const stage = { width: 1000, height: 800 };
const still = { x: 0, y: 0 };

test.each([
  [{ x: 10, y: 10 }, 'topStart'],
  [{ x: 990, y: 10 }, 'topEnd'],
  [{ x: 10, y: 790 }, 'bottomStart'],
  [{ x: 990, y: 790 }, 'bottomEnd'],
] as const)('let go at %j it rests in %s', (centre, corner) => {
  expect(nearestCorner(centre, still, stage)).toBe(corner);
});

test('a throw carries it further than the hand', () => {
  expect(nearestCorner({ x: 450, y: 300 }, { x: 1, y: 2 }, stage)).toBe('bottomEnd');
});

test('in a script from right to left the sides change places', () => {
  expect(nearestCorner({ x: 10, y: 10 }, still, stage, true)).toBe('topEnd');
  expect(cornerByKey('topStart', 'ArrowLeft', true)).toBe('topEnd');
  expect(cornerByKey('topEnd', 'ArrowRight', true)).toBe('topStart');
});

test.each([
  ['topStart', 'ArrowRight', 'topEnd'],
  ['topEnd', 'ArrowDown', 'bottomEnd'],
  ['bottomEnd', 'ArrowLeft', 'bottomStart'],
  ['bottomStart', 'ArrowUp', 'topStart'],
  ['topStart', 'a', 'topStart'],
] as const)('from %s the key %s leads to %s', (from, key, to) => {
  expect(cornerByKey(from, key)).toBe(to);
});
