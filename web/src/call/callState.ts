// Where can a call stand in this tab, and what follows from where it stands?

import type { EndReason, IceServer, Media, Person, Ring, Role } from './types';

/**
 * `preview`: nothing has left this tab; for voice it lasts until the microphone answered. `left`: the
 * page that talked is gone, and this one may take its place.
 */
export type Phase =
  | 'idle'
  | 'preview'
  | 'placing'
  | 'calling'
  | 'ringing'
  | 'incoming'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'left'
  | 'ended'
  | 'answeredElsewhere'
  | 'inAnotherTab'
  | 'onAnotherDevice';

/** How a call ended: a reason of the server, or the code with which it was refused. */
export interface Outcome {
  readonly reason: EndReason | null;
  readonly code: string | null;
  readonly durationMs: number | null;
}

export interface CallState {
  readonly phase: Phase;
  /** Empty while there is none. */
  readonly call: string;
  readonly peer: Person;
  readonly direction: 'incoming' | 'outgoing' | null;
  /** What was asked for; once accepted, what both agreed to. */
  readonly media: readonly Media[];
  readonly leg: string | null;
  readonly ring: Ring | null;
  readonly silenced: boolean;
  /** In `preview`: a device that was asked for is not there; this person decides. */
  readonly lacksDevice: boolean;
  readonly ringMs: number;
  readonly connectedAt: number | null;
  /** In `left`: since when the two talk, in the server's words. */
  readonly acceptedAt: string | null;
  readonly outcome: Outcome | null;
  readonly online: boolean;
}

export interface Joined {
  call: string;
  leg: string;
  role: Role;
  media: Media[];
  /** Null when the credential has to be asked for. */
  ice: IceServer | null;
}

/** With whom there is no call. */
const nobody: Person = {
  account: '',
  handle: '',
  displayName: '',
  avatar: null,
  verified: false,
  plan: null,
  gone: true,
};

export const idleCall: CallState = {
  phase: 'idle',
  call: '',
  peer: nobody,
  direction: null,
  media: [],
  leg: null,
  ring: null,
  silenced: false,
  lacksDevice: false,
  ringMs: 0,
  connectedAt: null,
  acceptedAt: null,
  outcome: null,
  online: true,
};

/** Whether the microphone and the camera may be on. */
export function usesDevices({ phase }: CallState): boolean {
  return (
    ['preview', 'placing', 'calling', 'ringing'].includes(phase) ||
    ['connecting', 'connected', 'reconnecting'].includes(phase)
  );
}

/** Whether this tab is the one that has the call, so that other tabs of the device can tell. */
export function ownsCall(state: CallState): boolean {
  return usesDevices(state) && state.phase !== 'preview';
}

/** What this tab wants with the lock by which the tabs of a device tell who has the call. */
export function lockWanted(state: CallState): 'hold' | 'wait' | 'look' | null {
  if (ownsCall(state)) return 'hold';
  if (state.phase === 'inAnotherTab') return 'wait';
  return state.phase === 'left' ? 'look' : null;
}

/** Times of product 3.2, and how long a line stays that nobody has to answer. */
export const LIMITS = {
  placingMs: 20_000,
  staleMs: 15_000,
  setUpMs: 15_000,
  reconnectMs: 30_000,
  noticeMs: 2_000,
  goodbyeMs: 3_000,
} as const;

/** After how many ms this phase, entered now, gets `expired`; null for never. */
export function timeLimit(state: CallState): number | null {
  switch (state.phase) {
    case 'placing':
      return LIMITS.placingMs;
    case 'calling':
    case 'ringing':
    case 'incoming':
      return state.ringMs + LIMITS.staleMs;
    case 'connecting':
      return LIMITS.setUpMs;
    case 'reconnecting':
      // Without the server no new path can be agreed on, and its downtime does not count.
      return state.online ? LIMITS.reconnectMs : null;
    case 'answeredElsewhere':
      return LIMITS.noticeMs;
    case 'ended': {
      const reason = state.outcome?.reason;
      return reason === 'hung_up' || reason === 'cancelled' ? LIMITS.goodbyeMs : null;
    }
    default:
      return null;
  }
}

/** A smaller correction would make a number jump, and be read aloud again, for nothing. */
const WORTH_CORRECTING_MS = 2000;

/** How long the two talked, as the server tells; what is shown already stays unless it is far off. */
export function spoken(shown: Outcome | null, toldMs: number | null): Partial<Outcome> {
  if (toldMs === null) return {};
  const shownMs = shown?.durationMs ?? null;
  const close = shownMs !== null && Math.abs(toldMs - shownMs) < WORTH_CORRECTING_MS;
  return { durationMs: close ? shownMs : toldMs };
}
