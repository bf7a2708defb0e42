import { describe, expect, test } from 'vitest';
import { ring } from '../../testing/callSamples';
import type { Ring } from '../../call/types';
import { knownBy, takesText } from './incoming';

const known = (change: Partial<Ring['relation']>, messages: number) =>
  knownBy({
    ...ring('c'),
    relation: { ...ring('c').relation, following: false, ...change },
    messages,
  });

test.each([
  [{ following: true }, 12, 'You follow · 12 messages'],
  [{ saved: true }, 0, 'In your address book'],
  [{ following: true, saved: true }, 1, 'You follow · 1 message'],
  [{}, 3, '3 messages'],
  [{}, 99, 'More than 98 messages'],
  [{}, 0, 'Not somebody you follow'],
])('%j and %d messages read %j', (relation, messages, words) => {
  expect(known(relation, messages)).toBe(words);
});

describe('typed letters belong to', () => {
  const made = (name: string, type?: string) => {
    const element = document.createElement(name);
    if (type) element.setAttribute('type', type);
    return element;
  };

  test.each([
    ['input', undefined, true],
    ['input', 'search', true],
    ['textarea', undefined, true],
    ['input', 'checkbox', false],
    ['button', undefined, false],
  ])('<%s type=%s>: %s', (name, type, expected) => {
    expect(takesText(made(name, type))).toBe(expected);
  });

  test('nobody where nothing has the focus', () => expect(takesText(null)).toBe(false));
});
