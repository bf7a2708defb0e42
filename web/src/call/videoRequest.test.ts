import { describe, expect, test } from 'vitest';
import { VIDEO_TABLE, stepVideo, type VideoInput, type VideoMode } from './videoRequest';

const modes: VideoMode[] = ['voice', 'asking', 'asked', 'video'];
const taps: VideoInput[] = ['tapAsk', 'tapWithdraw', 'tapAccept', 'tapRefuse', 'tapVoice'];
const told: VideoInput[] = ['got:ask', 'got:accept', 'got:refuse', 'got:withdraw', 'got:end'];
const inputs: VideoInput[] = [...taps, ...told, 'expired'];
const what = (mode: VideoMode, input: VideoInput) => {
  const { to, effects } = stepVideo(mode, input);
  return { to, does: effects.map((effect) => effect.do) };
};

test.each(modes.flatMap((mode) => inputs.map((input) => [mode, input] as const)))(
  '%s × %s: a pair without a row changes nothing',
  (mode, input) => {
    const row = VIDEO_TABLE[mode][input];
    if (!row) expect(stepVideo(mode, input)).toEqual({ to: mode, effects: [] });
    else expect(stepVideo(mode, input)).toBe(row);
  },
);

test.each(
  modes.flatMap((mode) => [...told, 'expired' as const].map((input) => [mode, input] as const)),
)('[promise 3.7] nothing received starts a capture: %s × %s', (mode, input) =>
  expect(what(mode, input).does).not.toContain('preview'),
);

test.each(modes.flatMap((mode) => inputs.map((input) => [mode, input] as const)))(
  '[promise 4.3] the camera is sent only after an own tap to ask: %s × %s',
  (mode, input) => {
    if (what(mode, input).does.includes('send')) expect(mode).toBe('asking');
  },
);

describe('[promise 4.3] a request', () => {
  test('shows the own camera to its owner, tells the other and runs for a time', () => {
    expect(what('voice', 'tapAsk')).toEqual({ to: 'asking', does: ['preview', 'tell', 'timer'] });
  });

  test.each(['tapWithdraw', 'expired', 'got:refuse'] as const)('is over with %s', (input) => {
    const { to, does } = what('asking', input);
    expect(to).toBe('voice');
    expect(does).toContain('cameraOff');
  });

  test('accepted turns on no camera of the one who accepts', () => {
    expect(what('asked', 'tapAccept')).toEqual({ to: 'video', does: ['timer', 'tell'] });
  });

  test('runs out on the side that was asked without a word', () => {
    expect(what('asked', 'expired')).toEqual({ to: 'voice', does: [] });
  });

  test('accepted after it was withdrawn leaves both in voice', () => {
    expect(stepVideo('voice', 'got:accept').effects).toEqual([{ do: 'tell', step: 'end' }]);
    expect(what('video', 'got:end').to).toBe('voice');
  });

  test('of both at once is a yes of both', () => {
    expect(what('asking', 'got:ask').to).toBe('video');
  });
});

test.each(['tapVoice', 'got:end'] as const)(
  '[promise 4.3] back to voice is at once: %s',
  (input) => {
    const { to, does } = what('video', input);
    expect(to).toBe('voice');
    expect(does).toContain('cameraOff');
  },
);
