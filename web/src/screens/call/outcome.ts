// How did a call end, in the words of the one who looks, and what can be done now?

import type { CallView } from '../../call/CallController';
import type { EndReason } from '../../call/types';
import { explain } from '../../errors/explain';
import { duration } from '../../i18n/formats';
import * as words from '../../i18n/generated/call';
import { shortName } from '../people/names';

export interface Outcome {
  title: string;
  text: string | null;
  /** Whether calling again at once makes sense. */
  again: boolean;
}

type Ended = Pick<CallView, 'outcome' | 'peer' | 'direction' | 'media'>;

/** The outcome word of product 3.3, with the cause where there is one. */
export function outcomeOf({ outcome, peer, direction, media }: Ended): Outcome {
  const code = outcome?.code ?? null;
  if (code === 'offline') return say(words.offline(), words.offlineText());
  if (code !== null) {
    const { title, text } = explain(code);
    return { title, text, again: false };
  }
  const reason = outcome?.reason ?? null;
  if (reason === null || reason === 'hung_up') {
    const spoken = outcome?.durationMs ?? null;
    if (spoken === null) return { title: words.ended(), text: null, again: reason !== null };
    const title = words.endedAfter({ duration: duration(spoken), name: shortName(peer) });
    const text = media.includes('video') ? words.videoEnded() : words.voiceEnded();
    return { title, text, again: reason !== null };
  }
  if (reason === 'refused') return { ...say(explain('not_available').title), again: false };
  if (direction === 'incoming' && MISSED.has(reason)) return say(words.missed());
  return say(WORDS[reason](), TEXTS[reason]?.() ?? null);
}

const say = (title: string, text: string | null = null): Outcome => ({ title, text, again: true });

/** The callee's word for what the caller sees as busy, unanswered or withdrawn. */
const MISSED = new Set<EndReason>(['busy', 'no_answer', 'not_reached', 'cancelled']);

const WORDS: Record<Exclude<EndReason, 'hung_up' | 'refused'>, () => string> = {
  declined: words.declined,
  busy: words.busy,
  no_answer: words.noAnswer,
  not_reached: words.notReached,
  cancelled: words.cancelled,
  set_up_failed: words.setUpFailed,
  not_private: words.notPrivate,
  connection_lost: words.connectionLost,
  replaced: words.ended,
  ended_by_rule: words.ended,
};

const TEXTS: Partial<Record<EndReason, () => string>> = {
  set_up_failed: words.setUpFailedText,
  connection_lost: words.connectionLostText,
};
