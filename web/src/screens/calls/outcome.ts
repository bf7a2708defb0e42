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
  const lasted = item.durationMs !== null && item.reason !== null && !isMissed(item);
  return lasted ? duration(item.durationMs ?? 0) : endingOf(item);
}

/** "Ended", "Missed", "No answer": how it went, without how long it was. */
export function endingOf(item: CallItem): string {
  if (isMissed(item)) return calls.missed();
  return item.reason === null ? calls.ongoing() : endings[item.reason]();
}

/** "Video, 24 min" or "Missed": the line of a list. */
export function lineOf(item: CallItem): string {
  if (item.durationMs === null || isMissed(item)) return outcomeOf(item);
  const kind = isVideo(item) ? calls.video() : calls.voice();
  return calls.line({ kind, how: duration(item.durationMs) });
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
