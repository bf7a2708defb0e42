// How do the tests of the call machine bring it somewhere and look at what it does?

import { CALL_TABLE, stepCall, type CallInput, type CallStep } from '../call/callMachine';
import { idleCall, type CallState, type Phase } from '../call/callState';
import { ice, liveCall, ring, rosa } from './callSamples';
import type { Media } from '../call/types';

const both: Media[] = ['audio', 'video'];
export const phases = Object.keys(CALL_TABLE) as Phase[];

/** Plays inputs one after the other, a second apart; gives the last state and all effects. */
export function play(...inputs: CallInput[]): CallStep {
  return playFrom(idleCall, ...inputs);
}

export function playFrom(from: CallState, ...inputs: CallInput[]): CallStep {
  return inputs.reduce<CallStep>(
    (before, input, index) => {
      const { state, effects } = stepCall(before.state, input, index * 1000);
      return { state, effects: [...before.effects, ...effects] };
    },
    { state: from, effects: [] },
  );
}

export const sent = ({ effects }: CallStep) =>
  effects.flatMap((effect) => (effect.do === 'send' ? [effect.command.type] : []));
export const does = ({ effects }: CallStep) => effects.map((effect) => effect.do);

const joined = { call: 'c', leg: 'l', role: 'caller', media: ['audio'], ice } as const;
export const I = {
  dial: { type: 'dial', call: 'c', peer: rosa, media: ['audio'] },
  dialVideo: { type: 'dial', call: 'c', peer: rosa, media: both },
  captured: { type: 'captured', complete: true },
  lacking: { type: 'captured', complete: false },
  start: { type: 'start' },
  cancel: { type: 'cancel' },
  accept: { type: 'accept', media: ['audio'] },
  decline: { type: 'decline', message: null },
  silence: { type: 'silence' },
  return: { type: 'return', connectedAt: 500, camera: true },
  hangUp: { type: 'hangUp' },
  close: { type: 'close' },
  placed: { type: 'placed', call: 'c', remainingMs: 45_000 },
  joined: { ...joined, type: 'joined', media: ['audio'] },
  accepted: { ...joined, type: 'accepted', media: ['audio'] },
  rejoined: { type: 'rejoined', call: 'c', leg: 'next', media: ['audio'] },
  refused: { type: 'refused', call: 'c', code: 'not_available' },
  lostReply: { type: 'refused', call: 'c', code: 'offline' },
  ring: { type: 'ring', ring: ring('c') },
  ringing: { type: 'ringing', call: 'c' },
  elsewhere: { type: 'ringEnded', call: 'c', outcome: 'elsewhere' },
  ringCancelled: { type: 'ringEnded', call: 'c', outcome: 'cancelled' },
  ringSilenced: { type: 'ringEnded', call: 'c', outcome: 'silenced' },
  ended: { type: 'ended', call: 'c', reason: 'hung_up', durationMs: 5000 },
  noAnswer: { type: 'ended', call: 'c', reason: 'no_answer', durationMs: null },
  noCalls: { type: 'live', calls: [] },
  up: { type: 'link', state: 'connected' },
  down: { type: 'link', state: 'reconnecting' },
  lost: { type: 'link', state: 'lost' },
  trying: { type: 'link', state: 'connecting' },
  takenHere: { type: 'takenHere', call: 'c' },
  freed: { type: 'freed' },
  expired: { type: 'expired' },
  offline: { type: 'online', online: false },
} as const satisfies Record<string, CallInput>;

/** One way into each phase. */
const ways: Record<Phase, CallInput[]> = {
  idle: [],
  preview: [I.dialVideo],
  placing: [I.dial, I.captured],
  calling: [I.dial, I.captured, I.placed],
  ringing: [I.dial, I.captured, I.placed, I.ringing],
  incoming: [I.ring],
  connecting: [I.dial, I.captured, I.placed, I.accepted],
  connected: [I.dial, I.captured, I.placed, I.accepted, I.up],
  reconnecting: [I.dial, I.captured, I.placed, I.accepted, I.up, I.down],
  left: [
    {
      type: 'live',
      calls: [
        liveCall('c', {
          place: 'here',
          leg: 'l',
          acceptedAt: '2026-05-03T10:00:00Z',
          mayReturn: true,
        }),
      ],
    },
  ],
  ended: [I.dial, I.captured, I.placed, I.noAnswer],
  answeredElsewhere: [I.ring, I.elsewhere],
  inAnotherTab: [I.ring, I.elsewhere, I.takenHere],
  onAnotherDevice: [{ type: 'live', calls: [liveCall('c', { place: 'anotherDevice' })] }],
};
export const into = (phase: Phase) => play(...ways[phase]).state;
export const answering = play(I.ring, I.accept).state;
