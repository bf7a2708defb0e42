// What does the call screen say about a bad connection, and which one thing helps?

import type { LegView } from '../../call/Leg';
import type { Quality, QualityWord } from '../../call/quality';
import * as words from '../../i18n/generated/call';

export interface Advice {
  readonly text: string;
  /** What a button beside it does; null where only another network helps. */
  readonly remedy: 'videoOff' | 'toVoice' | null;
}

type Say = (p: { name: string }) => string;
const SAID: Record<Exclude<QualityWord, 'good'>, Record<Quality['side'], Say>> = {
  weak: {
    mine: words.weakHere,
    theirs: words.weakThere,
    both: words.weak,
    unclear: words.weak,
  },
  poor: {
    mine: words.poorHere,
    theirs: words.poorThere,
    both: words.poor,
    unclear: words.poor,
  },
};

type Seen = Pick<LegView, 'quality' | 'video'> & { other: { camera: boolean } };

/** The words for a connection that is not good, and the remedy that this person has. */
export function adviceOf(
  { quality: { word, side }, video, other }: Seen,
  ownCamera: boolean,
  name: string,
): Advice | null {
  if (word === 'good') return null;
  const text = SAID[word][side]({ name });
  if (video === 'video' && ownCamera && side !== 'theirs') return { text, remedy: 'videoOff' };
  // Their picture is the only thing left to do without, and for their side nobody else can say so.
  if (video === 'video' && other.camera) return { text, remedy: 'toVoice' };
  return { text: side === 'theirs' ? text : `${text}. ${words.otherNetwork()}`, remedy: null };
}
