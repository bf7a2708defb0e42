// What do the two ends tell each other directly, over data channel 1?
//
// Nothing here starts a capture or ends a call; an unknown or malformed message changes nothing.

/** Whether an own microphone sends: `none` when there is no microphone at all. */
export type MicrophoneWord = 'on' | 'muted' | 'none';
export type VideoStep = 'ask' | 'accept' | 'refuse' | 'withdraw' | 'end';

export type Control =
  /** Told when the channel opens and after each change. */
  | { type: 'state'; microphone: MicrophoneWord; camera: boolean }
  | { type: 'video'; step: VideoStep }
  /** The caller's wish for a new path; only the callee's device offers one. */
  | { type: 'restart' };

const MAX_CHARS = 1024;
const MICROPHONES: readonly unknown[] = ['on', 'muted', 'none'] satisfies MicrophoneWord[];
const STEPS: readonly unknown[] = [
  'ask',
  'accept',
  'refuse',
  'withdraw',
  'end',
] satisfies VideoStep[];

/** The message in `text`, or null when it is none of ours. */
export function parseControl(text: unknown): Control | null {
  if (typeof text !== 'string' || text.length > MAX_CHARS) return null;
  const value = parse(text);
  if (value?.type === 'restart') return { type: 'restart' };
  if (value?.type === 'video' && STEPS.includes(value.step)) {
    return { type: 'video', step: value.step as VideoStep };
  }
  if (value?.type === 'state' && MICROPHONES.includes(value.microphone)) {
    return {
      type: 'state',
      microphone: value.microphone as MicrophoneWord,
      camera: value.camera === true,
    };
  }
  return null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}
