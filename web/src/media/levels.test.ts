import { expect, test } from 'vitest';
import { PAUSE_MS, SPEECH_LEVEL, SPEECH_MS, hear, silence } from './levels';

const speaking = { speaking: true, since: null };
const loud = SPEECH_LEVEL;
const quiet = SPEECH_LEVEL / 2;

test('[promise 4.1] speech is loudness that lasts', () => {
  const begun = hear(silence, loud, 100);
  expect(begun.speaking).toBe(false);
  expect(hear(begun, loud, 100 + SPEECH_MS - 1).speaking).toBe(false);
  expect(hear(begun, loud, 100 + SPEECH_MS).speaking).toBe(true);
});

test('a cough is none', () => {
  const cough = hear(hear(silence, loud, 0), quiet, SPEECH_MS);
  expect(hear(cough, loud, SPEECH_MS + 100).speaking).toBe(false);
});

test('a pause between words does not end it, a long one does', () => {
  const pause = hear(speaking, quiet, 0);
  expect(hear(pause, quiet, PAUSE_MS - 1).speaking).toBe(true);
  expect(hear(hear(pause, loud, PAUSE_MS - 1), quiet, PAUSE_MS).speaking).toBe(true);
  expect(hear(pause, quiet, PAUSE_MS).speaking).toBe(false);
});
