import { describe, expect, test } from 'vitest';
import {
  BETTER_MS,
  TARGET_BPS,
  WINDOW,
  WORSE_MS,
  freshQuality,
  watchQuality,
  type QualityWatch,
  type Sample,
} from './quality';

/** What a second is like; `lost` of 50 packets of the other side do not come. */
interface Second extends Partial<Omit<Sample, 'received' | 'frozenMs'>> {
  /** How much of the second the picture stood still. */
  frozenMs?: number;
}

const quiet = { lostThere: 0, limitBps: null, roundTripMs: 80, jitterMs: 5 };

/** Plays seconds of a link, and gives the watch after each. */
function play(...seconds: Second[]): QualityWatch[] {
  let watch = freshQuality;
  const sums = { received: 0, lost: 0, frozenMs: 0 };
  return seconds.map((second, index) => {
    const lost = second.lost ?? 0;
    sums.received += 50 - lost;
    sums.lost += lost;
    sums.frozenMs += second.frozenMs ?? 0;
    watch = watchQuality(watch, { ...quiet, ...second, ...sums }, index * 1000);
    return watch;
  });
}

const times = (count: number, second: Second): Second[] => Array<Second>(count).fill(second);
const said = (...seconds: Second[]): string => {
  const { word, side } = play(...seconds).at(-1)?.shown ?? freshQuality.shown;
  return word === 'good' ? word : `${word} ${side}`;
};
const LONG = WINDOW + WORSE_MS / 1000;

test.each<[string, Second, string]>([
  ['nothing is wrong', {}, 'good'],
  ['nothing is known', { lostThere: null, roundTripMs: null, jitterMs: null }, 'good'],
  ['4 % of what comes is lost', { lost: 2 }, 'good'],
  ['6 % of what comes is lost', { lost: 3 }, 'weak theirs'],
  ['8 % of what comes is lost', { lost: 4 }, 'poor theirs'],
  ['5.9 % of what goes is lost', { lostThere: 0.059 }, 'good'],
  ['6 % of what goes is lost', { lostThere: 0.06 }, 'weak mine'],
  ['8 % of what goes is lost', { lostThere: 0.08 }, 'poor mine'],
  ['both ways lose alike', { lost: 5, lostThere: 0.1 }, 'poor both'],
  ['both ways lose, one more', { lost: 3, lostThere: 0.1 }, 'poor mine'],
  ['half of the target may be sent', { limitBps: TARGET_BPS / 2 }, 'good'],
  ['less than half may be sent', { limitBps: TARGET_BPS / 2 - 1 }, 'weak mine'],
  ['less than 70 kbit/s may be sent', { limitBps: 70_000 }, 'poor mine'],
  ['the way round is long', { roundTripMs: 599 }, 'good'],
  ['the way round is too long', { roundTripMs: 600 }, 'weak unclear'],
  ['the way round is far too long', { roundTripMs: 1_200 }, 'poor unclear'],
  ['packets come unevenly', { jitterMs: 150 }, 'weak theirs'],
  ['packets come very unevenly', { jitterMs: 300 }, 'poor theirs'],
  ['the picture stands still now and then', { frozenMs: 200 }, 'weak theirs'],
  ['the picture stands still half of the time', { frozenMs: 500 }, 'poor theirs'],
])('[promise 4.11] while %s', (_, second, word) => {
  expect(said(...times(LONG, second))).toBe(word);
});

describe('[promise 4.11] a word changes only after a while', () => {
  const calm = times(WINDOW, {});

  test('a single bad second changes nothing', () => {
    expect(said(...calm, { lost: 10 }, ...times(3, {}))).toBe('good');
    expect(said(...calm, { limitBps: 1 }, ...times(9, {}))).toBe('good');
    expect(said(...calm, ...times(2, { jitterMs: 500 }), ...times(9, {}))).toBe('good');
  });

  test('for the worse after it stood for 3 s', () => {
    const words = play(...calm, ...times(9, { lostThere: 0.2 })).map(({ shown }) => shown.word);
    expect(words.indexOf('poor')).toBe(WINDOW + WORSE_MS / 1000);
  });

  test('for the worse also where it swings between weak and poor', () => {
    const swing = [{ lostThere: 0.07 }, { lostThere: 0.1 }];
    expect(said(...calm, ...swing, ...swing)).toBe('poor mine');
  });

  test('for the better after 6 good seconds, and not where they are interrupted', () => {
    const bad = times(LONG, { lostThere: 0.1 });
    const good = times(BETTER_MS / 1000, {});
    expect(said(...bad, ...good)).toBe('poor mine');
    expect(said(...bad, ...good, {})).toBe('good');
    expect(said(...bad, ...good, { lostThere: 0.1 }, ...good)).toBe('poor mine');
  });

  test('a limit of the rate counts as overcome above 80 kbit/s only', () => {
    const bad = times(LONG, { limitBps: 69_000 });
    const after = times(WINDOW + BETTER_MS / 1000 + 1, { limitBps: 79_000 });
    expect(said(...bad, ...after)).toBe('poor mine');
    const more = times(WINDOW + BETTER_MS / 1000 + 1, { limitBps: 84_000 });
    expect(said(...bad, ...more)).toBe('weak mine');
  });

  test('and names another side once that has stood', () => {
    const theirs = times(LONG, { lost: 5 });
    const both = { lost: 5, lostThere: 0.1 };
    expect(said(...theirs, ...times(3, both))).toBe('poor theirs');
    expect(said(...theirs, ...times(4, both))).toBe('poor both');
  });
});

test('[promise 4.11] a call that has just begun is not judged', () => {
  expect(said(...times(WINDOW - 1, { lost: 25 }))).toBe('good');
});
