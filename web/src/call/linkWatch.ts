// Can sound and picture flow, and when must a new path be sought?
//
// Inputs: the transport's state, the inbound packets counted each second, the first packet, what the
// other side says that it sends, and a description that could not be applied. A link counts as
// connected when the transport is up and media arrives, or the other side has nothing to send.

import type { LinkState } from './types';

/** Silence after which the link is no longer called connected (product 3.2). */
export const STALL_MS = 3000;
/** Longer saves restarts after short gaps, shorter repairs sooner (product 3.2: within 2 s). */
export const RESTART_AFTER_MS = 2000;
/** How long a restart may take before the next one. */
export const RESTART_AGAIN_MS = 5000;

export interface LinkWatch {
  readonly link: LinkState;
  readonly transport: RTCPeerConnectionState;
  readonly packets: number;
  readonly mediaAt: number | null;
  readonly peerSends: boolean | null;
  readonly downSince: number | null;
  readonly restartedAt: number | null;
}

export type LinkInput =
  | { type: 'start' }
  | { type: 'transport'; state: RTCPeerConnectionState }
  | { type: 'tick'; packets: number }
  | { type: 'packet' }
  | { type: 'peerSends'; sends: boolean }
  | { type: 'broken' };

export const freshWatch: LinkWatch = {
  link: 'new',
  transport: 'new',
  packets: 0,
  mediaAt: null,
  peerSends: null,
  downSince: null,
  restartedAt: null,
};

/** The watch after an input at `now` (ms), and whether a restart is due. */
export function watchLink(
  before: LinkWatch,
  input: LinkInput,
  now: number,
): { watch: LinkWatch; restart: boolean } {
  if (before.link === 'lost') return { watch: before, restart: false };
  const heard = take(before, input, now);
  const link = judge(heard, input, now);
  const down = link === 'reconnecting' || (link === 'connecting' && isStuck(heard.transport));
  const watch = { ...heard, link, downSince: down ? (heard.downSince ?? now) : null };
  const restart = isRestartDue(watch, now);
  return { watch: { ...watch, restartedAt: restart ? now : keepRestart(watch) }, restart };
}

function take(watch: LinkWatch, input: LinkInput, now: number): LinkWatch {
  switch (input.type) {
    case 'start':
    case 'broken':
      return watch;
    case 'transport':
      return { ...watch, transport: input.state };
    case 'packet':
      return { ...watch, mediaAt: now };
    case 'tick':
      return input.packets > watch.packets
        ? { ...watch, packets: input.packets, mediaAt: now }
        : watch;
    case 'peerSends':
      // From silence to sending: the first packet gets the full time to arrive.
      return {
        ...watch,
        peerSends: input.sends,
        mediaAt: watch.peerSends === false && input.sends ? now : watch.mediaAt,
      };
  }
}

function judge(watch: LinkWatch, input: LinkInput, now: number): LinkState {
  if (watch.transport === 'closed') return 'lost';
  if (watch.link === 'new') return input.type === 'start' ? 'connecting' : 'new';
  if (input.type === 'broken') return watch.link === 'connecting' ? 'lost' : watch.link;
  const flows = watch.peerSends === false || (watch.mediaAt ?? -Infinity) > now - STALL_MS;
  if (watch.transport === 'connected' && flows) return 'connected';
  return watch.link === 'connecting' ? 'connecting' : 'reconnecting';
}

/** Never up: failed, or the first offer got no answer, as while a server restarts. */
function isStuck(transport: RTCPeerConnectionState): boolean {
  return transport === 'failed' || transport === 'disconnected' || transport === 'new';
}

function isRestartDue(watch: LinkWatch, now: number): boolean {
  if (watch.downSince === null) return false;
  if (watch.restartedAt !== null) return now - watch.restartedAt >= RESTART_AGAIN_MS;
  if (watch.transport === 'failed') return true;
  return now - watch.downSince >= (watch.transport === 'new' ? RESTART_AGAIN_MS : RESTART_AFTER_MS);
}

function keepRestart(watch: LinkWatch): number | null {
  return watch.downSince === null ? null : watch.restartedAt;
}
