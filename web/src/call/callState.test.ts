import { describe, expect, test } from 'vitest';
import { LIMITS, ownsCall, timeLimit, usesDevices } from './callState';
import { I, into, phases, playFrom } from '../testing/callStory';
import { ring } from '../testing/callSamples';

describe('what follows from a state', () => {
  test('[promise 3.7] no device is used while it rings here', () => {
    expect(usesDevices(into('incoming'))).toBe(false);
    expect(phases.filter((phase) => usesDevices(into(phase)))).toEqual([
      'preview',
      'placing',
      'calling',
      'ringing',
      'connecting',
      'connected',
      'reconnecting',
    ]);
  });

  test('a preview is not yet a call of this tab', () => {
    expect(ownsCall(into('preview'))).toBe(false);
    expect(ownsCall(into('placing'))).toBe(true);
  });

  test('[promise 3.2] the times of the product', () => {
    expect(timeLimit(into('connecting'))).toBe(15_000);
    expect(timeLimit(into('reconnecting'))).toBe(30_000);
    expect(timeLimit(into('calling'))).toBe(45_000 + LIMITS.staleMs);
    expect(timeLimit(into('incoming'))).toBe(ring('c').remainingMs + LIMITS.staleMs);
  });

  test('[promise 3.2] the downtime of the server does not count', () => {
    expect(timeLimit(playFrom(into('reconnecting'), I.offline).state)).toBeNull();
  });

  test('what needs no answer goes by itself, what failed stays', () => {
    expect(timeLimit(into('ended'))).toBeNull();
    expect(timeLimit(playFrom(into('connected'), I.hangUp).state)).toBe(LIMITS.goodbyeMs);
    expect(timeLimit(playFrom(into('calling'), I.cancel).state)).toBe(LIMITS.goodbyeMs);
    expect(timeLimit(into('answeredElsewhere'))).toBe(LIMITS.noticeMs);
    expect(timeLimit(into('placing'))).toBe(LIMITS.placingMs);
    for (const phase of ['idle', 'preview', 'connected', 'inAnotherTab'] as const) {
      expect(timeLimit(into(phase))).toBeNull();
    }
    for (const phase of ['ended', 'answeredElsewhere'] as const) {
      expect(playFrom(into(phase), I.close).state.phase).toBe('idle');
      expect(playFrom(into(phase), I.expired).state.phase).toBe('idle');
    }
    expect(playFrom(into('calling'), I.expired).state.outcome?.code).toBe('offline');
  });
});
