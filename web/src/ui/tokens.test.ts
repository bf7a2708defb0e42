// Can everybody read what the tokens paint?

import { describe, expect, test } from 'vitest';
import { contrast } from '../testing/colour';
import { hue, initials } from './person';
import css from './tokens.css?raw';

const block = (selector: RegExp) => {
  const body = css.match(new RegExp(`${selector.source}[^{]*\\{([^}]*)\\}`))?.[1] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
};
const everywhere = block(/\n}\s*:root/);
const themes = {
  light: { ...everywhere, ...block(/\[data-theme='light'\]/) },
  dark: { ...everywhere, ...block(/\[data-theme='dark'\]/) },
};

/** Text, then each ground it stands on: at least 4.5 to 1. */
const words: Record<string, string[]> = {
  ink: ['paper', 'surface', 'raised', 'block', 'sunken', 'rail', 'field', 'bubble', 'hover'],
  'ink-2': ['paper', 'surface', 'raised', 'block', 'sunken', 'rail', 'field', 'row-selected'],
  'ink-3': ['paper', 'surface', 'field', 'bubble'],
  'chestnut-ink': ['paper', 'surface', 'rail', 'raised', 'chestnut-tint', 'row-selected'],
  'sage-ink': ['surface', 'sage-tint'],
  'red-ink': ['paper', 'surface', 'raised', 'block', 'red-tint'],
  'amber-ink': ['paper', 'surface', 'sunken', 'amber-tint'],
  'on-fill': ['chestnut', 'sage', 'red', 'own'],
  'on-amber': ['amber'],
  'own-time': ['own'],
  'verified-tick': ['verified'],
  paper: ['ink'],
  'stage-ink': ['stage'],
  'stage-ink-2': ['stage'],
};

/** Shapes that carry meaning: at least 3 to 1. */
const shapes: Record<string, string[]> = {
  edge: ['surface'],
  focus: ['paper', 'surface', 'rail', 'raised'],
  mark: ['paper', 'rail'],
  verified: ['paper', 'surface', 'row-selected'],
  speaking: ['stage'],
};

describe.each(Object.entries(themes))('in the %s theme', (_, tokens: Record<string, string>) => {
  const colour = (name: string) => {
    expect(tokens[name], name).toMatch(/^#[\da-f]{6}$/);
    return tokens[name] ?? '';
  };
  const pairs = (table: Record<string, string[]>) =>
    Object.entries(table).flatMap(([over, grounds]) => grounds.map((under) => [over, under]));

  test.each(pairs(words))('%s reads on %s', (over = '', under = '') => {
    expect(contrast(colour(over), colour(under))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(pairs(shapes))('%s is seen on %s', (over = '', under = '') => {
    expect(contrast(colour(over), colour(under))).toBeGreaterThanOrEqual(3);
  });

  test('initials read on the tint of every id', () => {
    const hues = new Set(Array.from({ length: 200 }, (_, id) => hue(`acc_${id}`)));
    expect(hues.size).toBeGreaterThan(6);
    for (const angle of hues) {
      const ground = `oklch(${tokens['tint-lightness']} ${tokens['tint-chroma']} ${angle})`;
      const ink = `oklch(${tokens['tint-ink-lightness']} ${tokens['tint-ink-chroma']} ${angle})`;
      expect(contrast(ground, ink)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('both themes name the same tokens', () => {
  expect(Object.keys(themes.dark).sort()).toEqual(Object.keys(themes.light).sort());
});

test('the measured ratios of the reference hold', () => {
  expect(contrast('#1d1a16', '#faf7f2')).toBeCloseTo(16.2, 1);
  expect(contrast('#fffdfa', '#8a4b2a')).toBeCloseTo(6.6, 1);
});

test.each([
  ['Rosa Marín', 'RM'],
  ['Lena', 'L'],
  ['  ana  de la Cruz ', 'AC'],
  ['👩‍🚀 Kim', '👩‍🚀K'],
  ['', ''],
])('the initials of “%s” are %s', (name, letters) => expect(initials(name)).toBe(letters));
