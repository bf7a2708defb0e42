// What does a screen reader say when a call changes, although the focus stays where it is?
//
// Each change is told once. A ring tells itself, at once and loudly; a line on glass does so, too.

import type { CallController, CallView } from '../../call/CallController';
import { usesDevices } from '../../call/callState';
import * as words from '../../i18n/generated/call';
import * as incoming from '../../i18n/generated/incoming';
import { announce } from '../../ui/announcer.svelte';
import { shortName } from '../people/names';
import { outcomeOf } from './outcome';

/** What is to be told of the way from one view to the next; null stands for a page that opens. */
export function sayingsOf(before: CallView | null, now: CallView): string[] {
  const same = before?.call === now.call ? before : null;
  const state = stateOf(same, now);
  const told = same && stateOf(null, same);
  const said = [state === told ? null : state, before && overOf(before, now)];
  if (same) said.push(ownCamera(same, now), ...theirSide(same, now));
  return said.filter((text) => text !== null);
}

/** Mutes, or opens the microphone, by a press that wants an answer. */
export function muteAloud(calls: CallController, muted: boolean): void {
  calls.mute(muted);
  announce(muted ? words.nowMuted() : words.nowUnmuted());
}

/** Where the call stands; a browser that asks for a device says so itself. */
function stateOf(before: CallView | null, now: CallView): string | null {
  switch (now.phase) {
    case 'placing':
    case 'calling':
      return now.online ? words.calling() : words.waitingForServer();
    case 'ringing':
      return words.ringing();
    case 'connecting':
      return words.connecting();
    case 'connected': {
      const back = before?.phase === 'reconnecting';
      return back ? words.joinedAgain() : words.joined({ name: shortName(now.peer) });
    }
    case 'reconnecting':
      return words.reconnecting();
    case 'ended': {
      // The server may know the length better; the end was told.
      if (before?.phase === 'ended') return stateOf(null, before);
      const { title, text } = outcomeOf(now);
      return text ? `${title}. ${text}` : title;
    }
    case 'answeredElsewhere':
      return incoming.elsewhere();
    case 'inAnotherTab':
      return incoming.anotherTab();
    case 'onAnotherDevice':
      return incoming.anotherDevice();
    case 'left':
      return incoming.goesOn({ name: now.peer.displayName });
    case 'idle':
    case 'preview':
    case 'incoming':
      return null;
  }
}

/** A ring that is over without a call of this page. */
function overOf(before: CallView, now: CallView): string | null {
  if (before.phase !== 'incoming' || now.phase !== 'idle') return null;
  return incoming.over({ name: shortName(before.peer) });
}

function ownCamera(before: CallView, now: CallView): string | null {
  if (!usesDevices(before) || !usesDevices(now) || now.self.opening) return null;
  const [was, is] = [before.self.camera !== null, now.self.camera !== null];
  return was === is ? null : is ? words.nowCamera() : words.nowNoCamera();
}

/** That the other side falls silent is a line on glass. */
function theirSide(before: CallView, now: CallView): (string | null)[] {
  if (before.phase !== 'connected' || now.phase !== 'connected') return [];
  const name = shortName(now.peer);
  const [was, is] = [before.other, now.other];
  const heard = was.microphone !== 'on' && is.microphone === 'on';
  const camera = is.camera ? words.theyCamera({ name }) : words.theyNoCamera({ name });
  return [heard ? words.theyUnmuted({ name }) : null, was.camera === is.camera ? null : camera];
}
