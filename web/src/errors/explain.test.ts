import { expect, test } from 'vitest';
import source from '../../../src/bobwhite/errors.py?raw';
import { explain } from './explain';
import { words } from './words';

const codes = [
  ...(source.split('class ErrorCode')[1]?.split('\nclass ')[0] ?? '').matchAll(
    /^ {4}[A-Z_]+ = "(\w+)"/gm,
  ),
].map(([, code]) => code);

const onlyHere = ['keys_browser', 'keys_storage', 'keys_https', 'offline'];

test('every code of the server has words, and no words are left over', () => {
  expect(codes.length).toBeGreaterThan(40);
  expect(Object.keys(words).sort()).toEqual([...codes, ...onlyHere].sort());
});

test('words are sentences without codes', () => {
  for (const code of Object.keys(words)) {
    const { title, text } = explain(code);
    expect(title).toMatch(/^\p{Lu}[^_]*[^.]$/u);
    expect(text).toMatch(/^\p{Lu}[^_]*\.$/u);
  }
});

test('an unknown code reads like a fault of ours', () => {
  expect(explain('something_new')).toEqual(explain('broken'));
  expect(explain('toString')).toEqual(explain('broken'));
});
