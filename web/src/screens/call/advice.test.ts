import { expect, test } from 'vitest';
import type { Quality } from '../../call/quality';
import type { VideoMode } from '../../call/videoRequest';
import { adviceOf, type Advice } from './advice';

const advice = (
  word: Quality['word'],
  side: Quality['side'],
  {
    video = 'video',
    own = true,
    theirs = true,
  }: { video?: VideoMode; own?: boolean; theirs?: boolean } = {},
): Advice | null =>
  adviceOf({ quality: { word, side }, video, other: { camera: theirs } }, own, 'Rosa');

test('[promise 4.11] a good connection needs no words', () => {
  expect(advice('good', 'unclear')).toBeNull();
});

test.each<[Quality['word'], Quality['side'], string]>([
  ['weak', 'mine', 'Weak connection on your side'],
  ['weak', 'theirs', 'Weak connection on Rosa’s side'],
  ['weak', 'unclear', 'Weak connection'],
  ['weak', 'both', 'Weak connection'],
  ['poor', 'both', 'Poor connection'],
  ['poor', 'mine', 'Poor connection on your side'],
  ['poor', 'theirs', 'Poor connection on Rosa’s side'],
  ['poor', 'unclear', 'Poor connection'],
])('[promise 4.11] %s, side: %s', (word, side, text) => {
  expect(advice(word, side)?.text).toBe(text);
});

test('[promise 4.11] the remedy is the own picture, then theirs, then another network', () => {
  expect(advice('weak', 'mine')?.remedy).toBe('videoOff');
  expect(advice('weak', 'unclear')?.remedy).toBe('videoOff');
  expect(advice('weak', 'mine', { own: false })?.remedy).toBe('toVoice');
  expect(advice('weak', 'theirs')?.remedy).toBe('toVoice');
  expect(advice('weak', 'mine', { own: false, theirs: false })).toEqual({
    text: 'Weak connection on your side. Another network may help.',
    remedy: null,
  });
  expect(advice('weak', 'mine', { video: 'voice' })?.remedy).toBeNull();
});

test('[promise 4.11] for the network of the other side this person has no advice', () => {
  const text = 'Weak connection on Rosa’s side';
  expect(advice('weak', 'theirs', { video: 'voice' })).toEqual({ text, remedy: null });
});
