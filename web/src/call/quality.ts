// Is the connection good, weak or poor, and on whose side?
//
// Product 4.11. Each second one sample of statistics comes in; a word changes only after it has stood
// for a while. Trouble on the way out is counted for this side and on the way in for the other, for
// what a person sends is what suffers first; where both are alike, `ownWay.ts` may tell. While the link
// is down there is nothing to judge: that has words of its own.

export type QualityWord = 'good' | 'weak' | 'poor';

export interface Quality {
  readonly word: QualityWord;
  /** `both`: both directions suffer alike; `unclear`: neither does by itself. */
  readonly side: 'mine' | 'theirs' | 'both' | 'unclear';
}

/** One reading of a link (W3C webrtc-stats); null where the browser does not say. */
export interface Sample {
  /** Packets of the other side since the link began: those that came, and those that did not. */
  readonly received: number;
  readonly lost: number;
  /** The share of own packets that the other side last reported as lost, 0 to 1. */
  readonly lostThere: number | null;
  /** What may be sent, in bit/s, while the own picture is held back by it. */
  readonly limitBps: number | null;
  readonly roundTripMs: number | null;
  readonly jitterMs: number | null;
  /** How long the picture of the other side has stood still in all. */
  readonly frozenMs: number;
}

export interface QualityWatch {
  readonly shown: Quality;
  readonly samples: readonly Sample[];
  /** Since when the samples have spoken against what is shown, and in which way. */
  readonly change: { readonly to: 'worse' | 'better' | 'side'; readonly since: number } | null;
}

/** How many samples are judged together; more is calmer and later. */
export const WINDOW = 6;
/** Longer misses short trouble, shorter warns of a single bad second. */
export const WORSE_MS = 3_000;
/** Product 4.11: a warning goes after 6 good seconds. */
export const BETTER_MS = 6_000;
/** What a picture needs to be worth watching; higher warns more often. */
export const TARGET_BPS = 240_000;
/** A limit counts as overcome this far above it (product 4.11: under 70, cleared above 80 kbit/s). */
const CLEAR_ABOVE = 8 / 7;

type Limits = readonly [weak: number, poor: number];
/** Shares of `TARGET_BPS` below which, and losses from which, a word applies (product 4.11). */
const RATE: Limits = [0.5, 0.3];
export const LOSS: Limits = [0.06, 0.08];
/** Lower warns in calls across the world that are fine. */
const ROUND_TRIP_MS: Limits = [600, 1_200];
const JITTER_MS: Limits = [150, 300];
/** The share of the time that the picture stood still. */
const FROZEN: Limits = [0.2, 0.5];

const WORDS = ['good', 'weak', 'poor'] as const;

export const freshQuality: QualityWatch = {
  shown: { word: 'good', side: 'unclear' },
  samples: [],
  change: null,
};

/** The watch after a sample at `now` (ms). */
export function watchQuality(before: QualityWatch, sample: Sample, now: number): QualityWatch {
  const samples = [...before.samples, sample].slice(-WINDOW);
  const { shown } = before;
  const found = judge(samples, shown.word === 'good' ? 1 : CLEAR_ABOVE);
  const to = compare(shown, found);
  if (to === null) return { shown, samples, change: null };
  const since = before.change?.to === to ? before.change.since : now;
  if (now - since < (to === 'better' ? BETTER_MS : WORSE_MS)) {
    return { shown, samples, change: { to, since } };
  }
  return { shown: found, samples, change: null };
}

function compare(shown: Quality, found: Quality): 'worse' | 'better' | 'side' | null {
  const step = WORDS.indexOf(found.word) - WORDS.indexOf(shown.word);
  if (step !== 0) return step > 0 ? 'worse' : 'better';
  return found.side === shown.side ? null : 'side';
}

function judge(samples: readonly Sample[], margin: number): Quality {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || samples.length < WINDOW) return freshQuality.shown;
  const all = last.received - first.received + last.lost - first.lost;
  // A rate that was enough for a moment is enough: the browser feels its way down and up again.
  const limits = samples.map(({ limitBps }) => limitBps ?? Infinity);
  const out = Math.max(
    above(last.lostThere, LOSS),
    below(Math.max(...limits) / (TARGET_BPS * margin), RATE),
  );
  const back = Math.max(
    above(all > 0 ? (last.lost - first.lost) / all : null, LOSS),
    above(Math.min(...samples.map(({ jitterMs }) => jitterMs ?? 0)), JITTER_MS),
    above((last.frozenMs - first.frozenMs) / ((WINDOW - 1) * 1000), FROZEN),
  );
  const round = above(
    Math.min(...samples.map(({ roundTripMs }) => roundTripMs ?? 0)),
    ROUND_TRIP_MS,
  );
  const word = WORDS[Math.max(out, back, round)] ?? 'good';
  if (out === back) return { word, side: out > 0 ? 'both' : 'unclear' };
  return { word, side: out > back ? 'mine' : 'theirs' };
}

/** How many of the limits are reached. */
const above = (value: number | null, limits: Limits): number =>
  limits.filter((limit) => value !== null && value >= limit).length;
const below = (value: number, limits: Limits): number =>
  limits.filter((limit) => value < limit).length;
