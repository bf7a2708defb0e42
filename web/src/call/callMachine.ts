// What does this tab show for a call, and what follows from each thing that happens?
//
// Inputs by origin. This person: dial, start, accept, decline, silence, return, cancel, hangUp,
// close. This tab: captured (the devices answered), takenHere, freed (another tab of this device has, or gave
// up, the call), expired. The server: placed, joined, refused, ring, ringing, accepted, rejoined,
// ringEnded, ended, live (what stands after a connect), online. The leg: link.
//
// A pair without a row changes nothing. What follows from the state itself: see callState.ts.

import { reconcile } from './reconcile';
import type { CommandBody } from '../gateway/types';
import { idleCall, spoken } from './callState';
import type { CallState, Joined, Outcome, Phase } from './callState';
import type {
  DeclineMessage,
  EndReason,
  LinkState,
  LiveCall,
  Media,
  Person,
  Ring,
  RingOutcome,
} from './types';

export type CallInput =
  | { type: 'dial'; call: string; peer: Person; media: Media[] }
  | { type: 'captured'; complete: boolean }
  | { type: 'start' }
  | { type: 'cancel' }
  | { type: 'accept'; media: Media[] }
  | { type: 'decline'; message: DeclineMessage | null }
  | { type: 'silence' }
  /** `connectedAt`: since when the two talk, on the clock of the step. */
  | { type: 'return'; connectedAt: number; camera: boolean }
  | { type: 'hangUp' }
  | { type: 'close' }
  | { type: 'placed'; call: string; remainingMs: number }
  | ({ type: 'joined' } & Joined)
  | { type: 'refused'; call: string; code: string }
  | { type: 'ring'; ring: Ring }
  | { type: 'ringing'; call: string }
  | ({ type: 'accepted' } & Joined)
  | { type: 'rejoined'; call: string; leg: string; media: Media[] }
  | { type: 'ringEnded'; call: string; outcome: RingOutcome }
  | { type: 'ended'; call: string; reason: EndReason; durationMs: number | null }
  | { type: 'live'; calls: LiveCall[] }
  | { type: 'online'; online: boolean }
  | { type: 'link'; state: LinkState }
  | { type: 'takenHere'; call: string }
  | { type: 'freed' }
  | { type: 'expired' };

export type CallEffect =
  | { do: 'send'; command: CommandBody }
  | { do: 'capture'; media: readonly Media[] }
  | { do: 'join'; joined: Joined }
  /** A page of this device may have left its call behind: the server knows. */
  | { do: 'askAgain' }
  /** The other side has a new page: the link is made anew, under this leg. */
  | { do: 'relink'; link: { leg: string; media: Media[] } };

export interface CallStep {
  state: CallState;
  effects: CallEffect[];
}

type InputOf<T extends CallInput['type']> = Extract<CallInput, { type: T }>;
type Row<T extends CallInput['type']> = (s: CallState, i: InputOf<T>, now: number) => CallStep;
type Rows = { [T in CallInput['type']]?: Row<T> };

const stay = (state: CallState, effects: CallEffect[] = []): CallStep => ({ state, effects });
const go = (state: CallState, phase: Phase, ...commands: CommandBody[]): CallStep => ({
  state: { ...state, phase },
  effects: commands.map((command) => ({ do: 'send', command })),
});
const idle = (state: CallState, ...commands: CommandBody[]): CallStep =>
  go({ ...idleCall, online: state.online }, 'idle', ...commands);

function end(s: CallState, now: number, how: Partial<Outcome>, ...sent: CommandBody[]): CallStep {
  const durationMs = s.connectedAt === null ? null : now - s.connectedAt;
  return go({ ...s, outcome: { reason: null, code: null, durationMs, ...how } }, 'ended', ...sent);
}

/** The command that this call's owner sends about it. */
const about = <T extends 'call.cancel' | 'call.hangUp' | 'call.silence'>(
  type: T,
  s: CallState,
): { type: T; call: string } => ({ type, call: s.call });
const fail = (s: CallState, reason: 'set_up_failed' | 'connection_lost'): CommandBody => ({
  type: 'call.fail',
  call: s.call,
  reason,
});
const place = (s: CallState): CommandBody => ({
  type: 'call.start',
  call: s.call,
  to: s.peer.account,
  media: [...s.media],
});
const accept = (s: CallState): CommandBody => ({
  type: 'call.accept',
  call: s.call,
  media: [...s.media],
});

const dial: Row<'dial'> = (s, { call, peer, media }) =>
  stay(
    { ...idleCall, online: s.online, phase: 'preview', direction: 'outgoing', call, peer, media },
    [{ do: 'capture', media }],
  );

const ringHere: Row<'ring'> = (s, { ring }) =>
  go(
    {
      ...idleCall,
      online: s.online,
      direction: 'incoming',
      call: ring.call,
      peer: ring.caller,
      media: ring.media,
      ring,
      ringMs: ring.remainingMs,
    },
    'incoming',
  );

const join = (
  s: CallState,
  joined: Joined,
  phase: 'connecting' | 'reconnecting' = 'connecting',
): CallStep => {
  const { call, leg, media } = joined;
  return { state: { ...s, phase, call, leg, media }, effects: [{ do: 'join', joined }] };
};

const rejoin = (s: CallState): CommandBody => ({ type: 'call.rejoin', call: s.call });

/** Takes the call up again, on the tap alone. */
const comeBack: Row<'return'> = (s, { connectedAt, camera }) =>
  stay({ ...s, phase: 'reconnecting', connectedAt }, [
    { do: 'capture', media: camera ? s.media : ['audio'] },
    { do: 'send', command: rejoin(s) },
  ]);

const relink = (s: CallState, leg: string, media: Media[]): CallStep => {
  // Both came back at once, and the answer to this side's return is already out of date.
  if (s.leg === null) return stay(s, [{ do: 'send', command: rejoin(s) }]);
  const phase = s.phase === 'connecting' ? s.phase : 'reconnecting';
  return stay({ ...s, phase, leg, media }, [{ do: 'relink', link: { leg, media } }]);
};
const rejoined: Row<'rejoined'> = (s, { leg, media }) => relink(s, leg, media);

const endedByServer: Row<'ended'> = (s, { reason, durationMs }, now) => {
  // Its successor, or the other side's, is what is shown.
  if (reason === 'replaced') return idle(s);
  return end(s, now, { reason, ...spoken(s.outcome, durationMs) });
};

/** What is asked once more, because no answer came. */
const again = (s: CallState): CommandBody => {
  if (s.phase === 'reconnecting') return rejoin(s);
  return s.direction === 'incoming' ? accept(s) : place(s);
};

const live: Row<'live'> = (s, input, now) => {
  const found = reconcile(s, input.calls);
  switch (found.is) {
    case 'same':
      return stay(s);
    case 'gone':
      return s.phase === 'incoming' ? idle(s) : end(s, now, {});
    case 'unfinished':
      return stay(s, [{ do: 'send', command: again(s) }]);
    case 'joined':
      return join(s, found.joined);
    case 'relinked':
      return relink(s, found.leg, found.media);
    case 'left': {
      const { call, peer, role, media, acceptedAt } = found.call;
      const direction = role === 'caller' ? 'outgoing' : 'incoming';
      return go(
        { ...idleCall, online: s.online, direction, call, peer, media, acceptedAt },
        'left',
      );
    }
    case 'ring':
      return ringHere(s, { type: 'ring', ring: found.ring }, now);
    case 'elsewhere':
      return go(s, 'answeredElsewhere');
    case 'place':
      return go(
        { ...idleCall, online: s.online, call: found.call.call, peer: found.call.peer },
        found.call.place === 'anotherTab' ? 'inAnotherTab' : 'onAnotherDevice',
      );
    case 'orphan':
      return stay(s, [{ do: 'send', command: found.command }]);
    case 'nothing':
      return s.phase === 'ended' || s.phase === 'answeredElsewhere' ? stay(s) : idle(s);
  }
};

const cancel: Row<'cancel'> = (s, _, now) =>
  end(s, now, { reason: 'cancelled' }, about('call.cancel', s));
const hangUp: Row<'hangUp'> = (s, _, now) =>
  end(s, now, { reason: 'hung_up' }, about('call.hangUp', s));
const giveUp: Row<'expired'> = (s, _, now) =>
  end(s, now, { code: 'offline' }, about('call.cancel', s));
const couldNotConnect = (s: CallState, now: number): CallStep =>
  end(s, now, { reason: 'set_up_failed' }, fail(s, 'set_up_failed'));
const lostConnection = (s: CallState, now: number): CallStep =>
  end(s, now, { reason: 'connection_lost' }, fail(s, 'connection_lost'));

/** What an accept hears when another device, or another tab of this one, was quicker. */
const ELSEWHERE = ['answered_elsewhere', 'in_another_tab'];

const free: Rows = { dial, ring: ringHere, live };
const outgoing: Rows = {
  ringing: (s) => go(s, 'ringing'),
  accepted: (s, joined) => join(s, joined),
  cancel,
  ended: endedByServer,
  live,
  expired: giveUp,
};

/** Every legal move; a pair that is missing changes nothing. */
export const CALL_TABLE: Record<Phase, Rows> = {
  idle: free,
  preview: {
    captured: (s, { complete }) =>
      complete && !s.media.includes('video')
        ? go(s, 'placing', place(s))
        : stay({ ...s, lacksDevice: !complete }),
    start: (s) => go({ ...s, lacksDevice: false }, 'placing', place(s)),
    cancel: (s) => idle(s),
    ring: ringHere,
  },
  placing: {
    ...outgoing,
    placed: (s, { remainingMs }) => go({ ...s, ringMs: remainingMs }, 'calling'),
    joined: (s, joined) => join(s, joined),
    refused: (s, { code }, now) => (code === 'offline' ? stay(s) : end(s, now, { code })),
  },
  calling: outgoing,
  ringing: outgoing,
  incoming: {
    accept: (s, { media }) => {
      const chosen = { ...s, phase: 'connecting' as const, media };
      return stay(chosen, [
        { do: 'capture', media },
        { do: 'send', command: accept(chosen) },
      ]);
    },
    decline: (s, { message }) => idle(s, { type: 'call.decline', call: s.call, message }),
    silence: (s) => go({ ...s, silenced: true }, 'incoming', about('call.silence', s)),
    ringEnded: (s, { outcome }) => {
      if (outcome === 'silenced') return stay({ ...s, silenced: true });
      return outcome === 'elsewhere' ? go(s, 'answeredElsewhere') : idle(s);
    },
    ended: (s) => idle(s),
    live,
    expired: (s) => idle(s),
  },
  connecting: {
    joined: (s, joined) => (s.leg === null ? join(s, joined) : stay(s)),
    refused: (s, { code }, now) => {
      if (s.leg !== null || code === 'offline') return stay(s);
      return ELSEWHERE.includes(code) ? go(s, 'answeredElsewhere') : end(s, now, { code });
    },
    ringEnded: (s, { outcome }) =>
      s.leg === null && outcome === 'elsewhere' ? go(s, 'answeredElsewhere') : stay(s),
    link: (s, { state }, now) => {
      if (state === 'connected') return go({ ...s, connectedAt: now }, 'connected');
      return state === 'lost' ? couldNotConnect(s, now) : stay(s);
    },
    rejoined,
    hangUp,
    ended: endedByServer,
    live,
    expired: (s, _, now) => couldNotConnect(s, now),
  },
  connected: {
    link: (s, { state }, now) =>
      state === 'lost'
        ? lostConnection(s, now)
        : state === 'connected'
          ? stay(s)
          : go(s, 'reconnecting'),
    rejoined,
    hangUp,
    ended: endedByServer,
    live,
  },
  reconnecting: {
    joined: (s, joined) => join(s, joined, 'reconnecting'),
    refused: (s, { code }, now) => {
      if (s.leg !== null || code === 'offline') return stay(s);
      return code === 'in_another_tab' ? go(s, 'inAnotherTab') : end(s, now, { code });
    },
    rejoined,
    link: (s, { state }, now) =>
      state === 'lost'
        ? lostConnection(s, now)
        : state === 'connected'
          ? go(s, 'connected')
          : stay(s),
    hangUp,
    ended: endedByServer,
    live,
    expired: (s, _, now) => lostConnection(s, now),
  },
  left: {
    ...free,
    return: comeBack,
    hangUp: (s) => idle(s, about('call.hangUp', s)),
    ended: (s) => idle(s),
    takenHere: (s) => go(s, 'inAnotherTab'),
  },
  ended: {
    ...free,
    // The server's word, after this side already showed its own.
    ended: endedByServer,
    close: (s) => idle(s),
    expired: (s) => idle(s),
  },
  answeredElsewhere: {
    ...free,
    takenHere: (s) => go(s, 'inAnotherTab'),
    close: (s) => idle(s),
    expired: (s) => idle(s),
  },
  inAnotherTab: {
    ...free,
    ended: (s) => idle(s),
    freed: (s) => stay(idle(s).state, [{ do: 'askAgain' }]),
  },
  onAnotherDevice: { ...free, ended: (s) => idle(s) },
};

/** The state after an input at `now` (ms of a clock that never goes back), and what to do. */
export function stepCall(state: CallState, input: CallInput, now: number): CallStep {
  if (input.type === 'online') return stay({ ...state, online: input.online });
  const names = 'call' in input && !NEW_NAME.has(input.type);
  // A call that is not this one changes nothing here; a call placed may be joined to another (glare).
  if (names && input.call !== state.call) return stay(state);
  const row = CALL_TABLE[state.phase][input.type] as Row<CallInput['type']> | undefined;
  return row ? row(state, input, now) : stay(state);
}

const NEW_NAME = new Set<CallInput['type']>(['dial', 'joined']);
