// After a connect the server lists the unfinished calls: how does this tab stand to them?

import type { CommandBody } from '../gateway/types';
import type { CallState, Joined } from './callState';
import type { LiveCall, Media, Ring } from './types';

export type Standing =
  /** The call of this tab goes on as it was. */
  | { is: 'same' }
  /** It ended while the connection was away. */
  | { is: 'gone' }
  /** The last command got no answer and is sent again under the same call id. */
  | { is: 'unfinished' }
  /** It was accepted while the connection was away. */
  | { is: 'joined'; joined: Joined }
  /** The other side came back with a new page while the connection was away. */
  | { is: 'relinked'; leg: string; media: Media[] }
  | { is: 'elsewhere' }
  | { is: 'ring'; ring: Ring }
  /** Another tab or device of this account has a call. */
  | { is: 'place'; call: LiveCall }
  /** The page that talked is gone, and this one may take its leg up again (e2ee.md 5.7). */
  | { is: 'left'; call: LiveCall }
  /** A call of this tab's earlier page that never stood: it cannot go on (e2ee.md 5.7). */
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
      if (state.leg !== null) return ownLink(state.leg, own);
      return (
        joinedHere(own) ?? (own.phase === 'accepted' ? { is: 'elsewhere' } : { is: 'unfinished' })
      );
    case 'connected':
    case 'reconnecting':
      if (!own) return { is: 'gone' };
      // Without a leg it is a return whose answer got lost.
      return state.leg === null ? { is: 'unfinished' } : ownLink(state.leg, own);
    default:
      return findOther(calls, { is: 'nothing' });
  }
}

function ownLink(leg: string, own: LiveCall): Standing {
  if (own.place !== 'here') return { is: 'place', call: own };
  if (own.leg === null || own.leg === leg) return { is: 'same' };
  return { is: 'relinked', leg: own.leg, media: own.media };
}

function joinedHere({ call, phase, place, leg, role, media }: LiveCall): Standing | null {
  if (phase !== 'accepted' || place !== 'here' || leg === null) return null;
  return { is: 'joined', joined: { call, leg, role, media, ice: null } };
}

function findOther(calls: readonly LiveCall[], none: Standing): Standing {
  const ringing = calls.find(({ ring }) => ring);
  if (ringing?.ring) return { is: 'ring', ring: ringing.ring };
  const left = calls.find(({ mayReturn }) => mayReturn);
  if (left) return { is: 'left', call: left };
  const here = calls.find(({ place }) => place === 'here');
  if (here) return { is: 'orphan', command: ending(here) };
  const other = calls.find(({ place }) => place === 'anotherTab' || place === 'anotherDevice');
  return other ? { is: 'place', call: other } : none;
}

function ending({ call, phase }: LiveCall): CommandBody {
  return phase === 'accepted'
    ? { type: 'call.fail', call, reason: 'set_up_failed' }
    : { type: 'call.cancel', call };
}
