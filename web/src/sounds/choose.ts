// Which sound belongs to what a tab shows of a call?

import type { CallState, Phase } from '../call/callState';
import type { SoundName } from './tones';

const LASTING: Partial<Record<Phase, SoundName>> = {
  placing: 'calling',
  calling: 'calling',
  ringing: 'ringback',
};

/** The sound that lasts as long as the state does. */
export function lastingSound({ phase, silenced }: CallState): SoundName | null {
  if (phase === 'incoming') return silenced ? null : 'ring';
  return LASTING[phase] ?? null;
}

/** The sound of a change, heard once: a call that was under way has ended. */
export function passingSound(before: CallState, after: CallState): SoundName | null {
  if (after.phase !== 'ended' || before.phase === 'ended') return null;
  return after.outcome?.reason === 'busy' ? 'busy' : 'end';
}
