// After a connect the server lists the unfinished calls: how does this tab stand to them?

import type { CommandBody } from '../gateway/types';
import type { CallState, Joined } from './callState';
import type { LiveCall, Ring } from './types';

export type Standing =
  /** The call of this tab goes on as it was. */
  | { is: 'same' }
  /** It ended while the connection was away. */
  | { is: 'gone' }
  /** The last command got no answer and is sent again under the same call id. */
  | { is: 'unfinished' }
  /** It was accepted while the connection was away. */
  | { is: 'joined'; joined: Joined }
  | { is: 'elsewhere' }
  | { is: 'ring'; ring: Ring }
  /** Another tab or device of this account has a call. */
  | { is: 'place'; call: LiveCall }
  /** A call of this tab's earlier page: what it knew is gone, so the call ends (e2ee.md 5.7). */
  | { is: 'orphan'; command: CommandBody }
  | { is: 'nothing' };

export function reconcile(state: CallState, calls: readonly LiveCall[]): Standing {
  const own = calls.find(({ call }) => call === state.call);
  switch (state.phase) {
    case 'placing':
      return { is: 'unfinished' };
    case 'calling':
    case 'ringing':
      return own ? (joinedHere(own) ?? { is: 'same' }) : { is: 'gone' };
    case 'incoming':
      if (!own) return findOther(calls, { is: 'gone' });
      return own.phase === 'accepted' ? { is: 'elsewhere' } : { is: 'same' };
    case 'connecting':
      if (!own) return { is: 'gone' };
      if (state.leg !== null) return { is: 'same' };
      return (
        joinedHere(own) ?? (own.phase === 'accepted' ? { is: 'elsewhere' } : { is: 'unfinished' })
      );
    case 'connected':
    case 'reconnecting':
      return own ? { is: 'same' } : { is: 'gone' };
    default:
      return findOther(calls, { is: 'nothing' });
  }
}

function joinedHere({ call, phase, place, leg, role, media }: LiveCall): Standing | null {
  if (phase !== 'accepted' || place !== 'here' || leg === null) return null;
  return { is: 'joined', joined: { call, leg, role, media, ice: null } };
}

function findOther(calls: readonly LiveCall[], none: Standing): Standing {
  const ringing = calls.find(({ ring }) => ring);
  if (ringing?.ring) return { is: 'ring', ring: ringing.ring };
  const here = calls.find(({ place }) => place === 'here');
  if (here) return { is: 'orphan', command: ending(here) };
  const other = calls.find(({ place }) => place === 'anotherTab' || place === 'anotherDevice');
  return other ? { is: 'place', call: other } : none;
}

function ending({ call, phase }: LiveCall): CommandBody {
  return phase === 'accepted'
    ? { type: 'call.fail', call, reason: 'connection_lost' }
    : { type: 'call.cancel', call };
}
