// Does everything have a start and an end, rather than a left and a right?

import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.{svelte,css}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const SIDED =
  /(?<![-\w])(?:(?:margin|padding|border|inset)-)?(?:left|right)\s*:|(?:align|float|clear)\s*:\s*(?:left|right)/g;
/** A shorthand of four sides whose second and fourth differ. */
const FOUR_SIDES = /(?<![-\w])(?:margin|padding|inset|border-width)\s*:\s*([^;{}]+);/g;

const styleOf = (path: string, text: string) =>
  path.endsWith('.css') ? text : (text.match(/<style>([^]*)<\/style>/)?.[1] ?? '');

/** The values of a shorthand; what stands in brackets is one value. */
const valuesOf = (shorthand: string) => {
  const flat = shorthand.replace(/\((?:[^()]|\([^()]*\))*\)/g, (text) => text.replace(/\s/g, ''));
  return flat.trim().split(/\s+/);
};

test('no style places anything by left or right, so that pages can run from right to left', () => {
  const found = Object.entries(sources).flatMap(([path, text]) => {
    const style = styleOf(path, text);
    const sided = [...style.matchAll(SIDED)].map(([match]) => match);
    const lopsided = [...style.matchAll(FOUR_SIDES)]
      .filter(([, shorthand = '']) => {
        const [, end, , start] = valuesOf(shorthand);
        return start !== undefined && start !== end;
      })
      .map(([match]) => match);
    return [...sided, ...lopsided].map((match) => `${path}: ${match}`);
  });
  expect(found).toEqual([]);
});
