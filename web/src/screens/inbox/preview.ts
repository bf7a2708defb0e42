// What does a row of the inbox say about its thread?

import { duration } from '../../i18n/formats';
import * as words from '../../i18n/generated/inbox';
import { cleanLine } from '../../state/clean';
import type { Waiting } from '../../state/outbox';
import { lastItem, textOf, type MessageItem, type Thread } from '../../state/thread';
import { isMissed, isVideo, kindOf, outcomeOf } from '../calls/outcome';
import { stateOf, type MessageState } from './timeline';

export interface Preview {
  text: string;
  /** An icon before the text: what kind of call it was. */
  icon?: 'voice' | 'video' | 'missed';
  /** Ticks before the text, on an own last message. */
  state?: MessageState;
}

/** More letters than any row shows. */
const LONGEST = 120;

/** The line under a name, made from the newest thing in the thread. */
export function previewOf(thread: Thread, waiting: readonly Waiting[], me: string): Preview {
  if (thread.state === 'request') return { text: words.wantsToMessage() };
  const unsent = waiting.findLast((item) => item.to === thread.peer.account);
  if (unsent) {
    return { text: line(unsent.text), state: unsent.refused === null ? 'sending' : 'failed' };
  }
  const item = lastItem(thread);
  if (!item) return { text: '' };
  if (item.type === 'message') {
    const own = item.sender === me && !item.deleted;
    return { text: said(item), ...(own && { state: stateOf(item, thread) }) };
  }
  if (isMissed(item)) {
    return { text: isVideo(item) ? words.missedVideo() : words.missedVoice(), icon: 'missed' };
  }
  const kind = kindOf(item);
  const text =
    item.durationMs === null
      ? words.callEnded({ kind, how: outcomeOf(item) })
      : words.call({ kind, how: duration(item.durationMs) });
  return { text, icon: isVideo(item) ? 'video' : 'voice' };
}

function said(item: MessageItem): string {
  if (item.deleted) return words.deleted();
  const text = textOf(item);
  return text === null ? words.unreadable() : line(text);
}

function line(text: string): string {
  return cleanLine(text.slice(0, 4 * LONGEST)).slice(0, LONGEST);
}
