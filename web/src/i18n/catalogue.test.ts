// Are the words of the catalogue complete, used and roomy enough for other languages?

import { describe, expect, test } from 'vitest';
import { compileCatalogue, compileText } from '../../tools/compile-messages.js';
import catalogue from '../../messages/en.json';
import { lengthen } from './lengthen';
import { plural, say } from './say';

const sources = import.meta.glob<string>(['../**/*.{ts,svelte}', '!./generated/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const modules = import.meta.glob<Record<string, unknown>>('./generated/*.ts', { eager: true });

/** `area.function` of every generated message. */
const generated = Object.entries(modules).flatMap(([path, module]) =>
  Object.keys(module).map((name) => `${path.replace(/^.*\/|\.ts$/g, '')}.${name}`),
);

describe('the catalogue', () => {
  test('every key has become exactly one function', () => {
    expect(new Set(generated).size).toBe(generated.length);
    expect(generated.length).toBe(Object.keys(catalogue).length);
  });

  test('every message is used by some screen', () => {
    const unused = generated.filter((message) => {
      const [area = '', name = ''] = message.split('.');
      return !Object.values(sources).some((text) => {
        const local = text.match(`import \\* as (\\w+) from '[^']*/generated/${area}'`)?.[1];
        return local !== undefined && new RegExp(`\\b${local}\\.${name}\\b`).test(text);
      });
    });
    expect(unused).toEqual([]);
  });

  test('no text names a parameter twice under two kinds or breaks the grammar', () => {
    expect(() => compileCatalogue(catalogue)).not.toThrow();
  });
});

describe('the compiler', () => {
  const compile = (text: string) => {
    const params: Record<string, string> = {};
    return { code: compileText(text, params), params };
  };

  test('parameters keep their place and type', () => {
    expect(compile('Message {name}')).toEqual({
      code: 'say`Message ${p.name}`',
      params: { name: 'string' },
    });
  });

  test('a plural counts with the reader’s digits and may hold other parameters', () => {
    expect(compile('{count, plural, one {# call, {who}} other {# calls}}')).toEqual({
      code: 'say`${plural(p.count, { one: say`${number(p.count)} call, ${p.who}`, other: say`${number(p.count)} calls` })}`',
      params: { count: 'number', who: 'string' },
    });
  });

  test('text cannot become code', () => {
    expect(compile('a `b` \\ c').code).toBe('say`a \\`b\\` \\\\ c`');
  });

  test.each([
    '{name',
    '{1}',
    '{n, plural, one {#}}',
    '{n, plural, lots {#} other {#}}',
    '{n, date}',
  ])('refuses %s', (text) => expect(() => compile(text)).toThrow());

  test('two keys of one area become one module with only the imports it needs', () => {
    const module = compileCatalogue({ 'a.b': 'B', 'a.c.d': '{n, number} d' }).get('a');
    expect(module).toContain("import { number, say } from '../say';");
    expect(module).toContain('export const b = (): string =>');
    expect(module).toContain('export const cD = (p: { n: number }): string =>');
  });
});

test('the plural form follows the count', () => {
  const forms = { one: 'one', other: 'other' };
  expect([0, 1, 2].map((count) => plural(count, forms))).toEqual(['other', 'one', 'other']);
});

test('the pseudo-locale makes the words at least two fifths longer', () => {
  const letters = Object.values(catalogue)
    .join(' ')
    .replace(/\{[^}]*\}?/g, '');
  expect(lengthen([letters]).length).toBeGreaterThan(1.4 * letters.length);
});

test('values keep their place between the parts of a message', () => {
  expect(say`Message ${'Rosa'}, now`).toBe('Message Rosa, now');
});

test('the pseudo-locale keeps values as they are and shows where a message ends', () => {
  expect(lengthen(['Call ', ' back'], ['Ana'])).toBe('[Cáall Ana báack]');
});
