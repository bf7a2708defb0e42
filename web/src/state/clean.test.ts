import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, partsOf } from './clean';

describe('a text of somebody else', () => {
  test.each([
    ['invoice\u202Egnp.exe', 'invoicegnp.exe'],
    ['\u2066a\u2069\u200fb\u061cc', 'abc'],
    ['a\u0000\u0007b\u007fc\u0085d', 'abcd'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    [
      'Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358\u0359\u035a!',
      'Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358!',
    ],
  ])('%j cannot mislead', (text, clean) => expect(cleanText(text)).toBe(clean));

  test('families of emoji and scripts with joiners stay whole', () => {
    expect(cleanText('👩‍👩‍👧 نمی‌خواهم')).toBe('👩‍👩‍👧 نمی‌خواهم');
  });

  test('a preview is one line', () => expect(cleanLine(' a \n\n b\tc ')).toBe('a b c'));
});

describe('web addresses in a text', () => {
  const links = (text: string) => partsOf(text).flatMap((part) => part.href ?? []);

  test('the text around them stays as it was', () => {
    const text = 'See https://example.org/a?b=1, or (http://example.org).';
    expect(partsOf(text).map((part) => part.text)).toEqual([
      'See ',
      'https://example.org/a?b=1',
      ', or (',
      'http://example.org',
      ').',
    ]);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'example.org'])(
    '%s opens nothing',
    (text) => expect(links(text)).toEqual([]),
  );

  test('an address that shows another host first opens nothing', () => {
    expect(links('https://bank.example@evil.example/')).toEqual([]);
  });
});
