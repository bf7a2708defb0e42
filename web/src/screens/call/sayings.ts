// What does a screen reader say when a call changes, although the focus stays where it is?
//
// What no line on the screen says, each change once. A ring tells itself, at once and loudly.

import type { CallController, CallView } from '../../call/CallController';
import { usesDevices } from '../../call/callState';
import * as words from '../../i18n/generated/call';
import * as incoming from '../../i18n/generated/incoming';
import { announce } from '../../ui/announcer.svelte';
import { shortName } from '../people/names';

/** What is to be told of the way from one view to the next; null stands for a page that opens. */
export function sayingsOf(before: CallView | null, now: CallView): string[] {
  if (before === null) return [];
  const same = before.call === now.call;
  const said = same
    ? [joined(before, now), ownCamera(before, now), ...theirSide(before, now)]
    : [over(before, now)];
  return said.filter((text) => text !== null);
}

/** Mutes, or opens the microphone, by a press that wants an answer. */
export function muteAloud(calls: CallController, muted: boolean): void {
  calls.mute(muted);
  announce(muted ? words.nowMuted() : words.nowUnmuted());
}

function joined(before: CallView, now: CallView): string | null {
  if (now.phase !== 'connected' || before.phase === 'connected') return null;
  const back = before.phase === 'reconnecting';
  return back ? words.joinedAgain() : words.joined({ name: shortName(now.peer) });
}

/** A ring that is over without a call of this page. */
function over(before: CallView, now: CallView): string | null {
  if (before.phase !== 'incoming' || now.phase !== 'idle') return null;
  return incoming.over({ name: shortName(before.peer) });
}

function ownCamera(before: CallView, now: CallView): string | null {
  if (!usesDevices(before) || !usesDevices(now) || now.self.opening) return null;
  const [was, is] = [before.self.camera !== null, now.self.camera !== null];
  return was === is ? null : is ? words.nowCamera() : words.nowNoCamera();
}

/** That the other side falls silent is a line on the screen. */
function theirSide(before: CallView, now: CallView): (string | null)[] {
  if (before.phase !== 'connected' || now.phase !== 'connected') return [];
  const name = shortName(now.peer);
  const [was, is] = [before.other, now.other];
  const heard = was.microphone !== 'on' && is.microphone === 'on';
  const camera = is.camera ? words.theyCamera({ name }) : words.theyNoCamera({ name });
  return [heard ? words.theyUnmuted({ name }) : null, was.camera === is.camera ? null : camera];
}
