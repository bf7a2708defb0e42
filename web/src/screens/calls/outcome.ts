// What happened in a call, in the words of the person who reads it?

import * as calls from '../../i18n/generated/calls';
import { duration } from '../../i18n/formats';
import type { CallItem } from '../../state/thread';

/** A miss of the reader's own; a call that the other side missed is only "No answer". */
export function isMissed(item: CallItem): boolean {
  return item.missed && item.direction === 'incoming';
}

export function isVideo(item: CallItem): boolean {
  return item.media.includes('video');
}

/** "Video call" or "Voice call". */
export function kindOf(item: CallItem): string {
  return isVideo(item) ? calls.videoCall() : calls.voiceCall();
}

/** "4 min", "Declined", "No answer": how it went, without its kind. */
export function outcomeOf(item: CallItem): string {
  if (isMissed(item)) return calls.missed();
  if (item.reason === null) return calls.ongoing();
  if (item.durationMs !== null) return duration(item.durationMs);
  return endings[item.reason]();
}

const endings: Record<NonNullable<CallItem['reason']>, () => string> = {
  hung_up: calls.ended,
  declined: calls.declined,
  busy: calls.busy,
  no_answer: calls.noAnswer,
  not_reached: calls.notReached,
  cancelled: calls.cancelled,
  set_up_failed: calls.setUpFailed,
  not_private: calls.notPrivate,
  connection_lost: calls.connectionLost,
  replaced: calls.ended,
  ended_by_rule: calls.ended,
  refused: calls.refused,
};
