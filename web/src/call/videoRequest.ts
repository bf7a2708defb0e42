// Do the two talk with or without picture, and who asked to change that?
//
// Product 4.3: going to video is a request of 15 s that can be withdrawn; accepting it turns on no
// camera of the one who accepts; going back to voice is at once. Inputs: taps of this person, steps
// told by the other end, and the end of the time.

import type { VideoStep } from './control';

export const REQUEST_MS = 15_000;

/** `asking`: this person asked; `asked`: the other one did. */
export type VideoMode = 'voice' | 'asking' | 'asked' | 'video';

export type VideoInput =
  | 'tapAsk'
  | 'tapWithdraw'
  | 'tapAccept'
  | 'tapRefuse'
  | 'tapVoice'
  | 'expired'
  | `got:${VideoStep}`;

/** `send`: the own camera, already on for this person alone, may now be sent. */
export type VideoEffect =
  | { do: 'tell'; step: VideoStep }
  | { do: 'preview' }
  | { do: 'send' }
  | { do: 'cameraOff' }
  | { do: 'timer'; on: boolean }
  | { do: 'notice'; notice: 'refused' | 'unanswered' | 'withdrawn' | 'backToVoice' };

interface Row {
  to: VideoMode;
  effects: VideoEffect[];
}

const tell = (step: VideoStep): VideoEffect => ({ do: 'tell', step });
const start: VideoEffect = { do: 'timer', on: true };
const stop: VideoEffect = { do: 'timer', on: false };
const cameraOff: VideoEffect = { do: 'cameraOff' };
const notice = (word: 'refused' | 'unanswered' | 'withdrawn' | 'backToVoice'): VideoEffect => ({
  do: 'notice',
  notice: word,
});

/** A pair that is missing changes nothing. */
export const VIDEO_TABLE: Record<VideoMode, Partial<Record<VideoInput, Row>>> = {
  voice: {
    tapAsk: { to: 'asking', effects: [{ do: 'preview' }, tell('ask'), start] },
    'got:ask': { to: 'asked', effects: [start] },
    // The yes crossed a withdrawal: the other side must not wait for a picture.
    'got:accept': { to: 'voice', effects: [tell('end')] },
  },
  asking: {
    tapWithdraw: { to: 'voice', effects: [stop, cameraOff, tell('withdraw')] },
    expired: { to: 'voice', effects: [cameraOff, tell('withdraw'), notice('unanswered')] },
    'got:accept': { to: 'video', effects: [stop, { do: 'send' }] },
    'got:refuse': { to: 'voice', effects: [stop, cameraOff, notice('refused')] },
    // Both asked: each has tapped for the own camera, and both want it.
    'got:ask': { to: 'video', effects: [stop, tell('accept'), { do: 'send' }] },
  },
  asked: {
    tapAccept: { to: 'video', effects: [stop, tell('accept')] },
    tapRefuse: { to: 'voice', effects: [stop, tell('refuse')] },
    expired: { to: 'voice', effects: [] },
    'got:withdraw': { to: 'voice', effects: [stop, notice('withdrawn')] },
  },
  video: {
    tapVoice: { to: 'voice', effects: [cameraOff, tell('end')] },
    'got:end': { to: 'voice', effects: [cameraOff, notice('backToVoice')] },
  },
};

/** The mode after an input, and what to do. */
export function stepVideo(mode: VideoMode, input: VideoInput): Row {
  return VIDEO_TABLE[mode][input] ?? { to: mode, effects: [] };
}
