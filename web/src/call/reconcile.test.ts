import { describe, expect, test } from 'vitest';
import { idleCall } from './callState';
import { I, answering, into, playFrom } from '../testing/callStory';
import { alice, liveCall, ring } from '../testing/callSamples';

describe('after a connect', () => {
  test('[promise 3.1] a call that the server still has goes on', () => {
    const calls = [liveCall('c', { phase: 'accepted', place: 'here', leg: 'l' })];
    for (const phase of ['connecting', 'connected', 'reconnecting'] as const) {
      const step = playFrom(into(phase), { type: 'live', calls });
      expect([step.state.phase, step.effects]).toEqual([phase, []]);
    }
  });

  test.each(['calling', 'ringing', 'connecting', 'connected', 'reconnecting'] as const)(
    '%s: a call that the server no longer has is over',
    (phase) => expect(playFrom(into(phase), I.noCalls).state.phase).toBe('ended'),
  );

  test('a ring that is over goes away, another one takes its place', () => {
    expect(playFrom(into('incoming'), I.noCalls).state.phase).toBe('idle');
    const calls = [liveCall('d', { ring: ring('d') })];
    expect(playFrom(into('incoming'), { type: 'live', calls }).state.call).toBe('d');
  });

  test('an accept that was missed is joined, with a credential still to be asked for', () => {
    const calls = [liveCall('c', { phase: 'accepted', place: 'here', leg: 'l', role: 'caller' })];
    for (const from of [into('calling'), into('ringing'), answering]) {
      const step = playFrom(from, { type: 'live', calls });
      expect(step.effects).toMatchObject([{ do: 'join', joined: { leg: 'l', ice: null } }]);
    }
  });

  test('a ring answered meanwhile is answered elsewhere', () => {
    const calls = [liveCall('c', { phase: 'accepted', place: 'anotherDevice' })];
    for (const from of [into('incoming'), answering]) {
      expect(playFrom(from, { type: 'live', calls }).state.phase).toBe('answeredElsewhere');
    }
    const waits = [liveCall('c', { phase: 'ringing', place: 'nowhere' })];
    for (const from of [into('incoming'), into('calling')]) {
      expect(playFrom(from, { type: 'live', calls: waits }).state.phase).toBe(from.phase);
    }
  });

  test('a ring begins on a page that was just opened', () => {
    const calls = [liveCall('c', { ring: ring('c') })];
    expect(playFrom(idleCall, { type: 'live', calls }).state).toMatchObject({
      phase: 'incoming',
      peer: alice,
    });
  });

  test.each([
    ['anotherTab', 'inAnotherTab'],
    ['anotherDevice', 'onAnotherDevice'],
  ] as const)('a call of %s is shown as that', (place, phase) => {
    expect(
      playFrom(idleCall, { type: 'live', calls: [liveCall('c', { place })] }).state.phase,
    ).toBe(phase);
  });

  test.each([
    ['placed', { type: 'call.cancel', call: 'c' }],
    ['accepted', { type: 'call.fail', call: 'c', reason: 'set_up_failed' }],
  ] as const)(
    '[promise 3.23] a call %s by a page that was reloaded before it stood ends',
    (phase, command) => {
      const calls = [liveCall('c', { phase, place: 'here', leg: 'l' })];
      const step = playFrom(idleCall, { type: 'live', calls });
      expect(step.state.phase).toBe('idle');
      expect(step.effects).toEqual([{ do: 'send', command }]);
    },
  );

  test('[promise 3.23] a side that was away when the other came back makes its link anew', () => {
    const calls = [liveCall('c', { place: 'here', leg: 'next' })];
    for (const phase of ['connecting', 'connected', 'reconnecting'] as const) {
      const step = playFrom(into(phase), { type: 'live', calls });
      expect(step.effects).toEqual([{ do: 'relink', link: { leg: 'next', media: ['audio'] } }]);
    }
  });

  test('[promise 3.23] a page whose leg another one took up lets go', () => {
    const calls = [liveCall('c', { place: 'anotherTab' })];
    const step = playFrom(into('reconnecting'), { type: 'live', calls });
    expect(step.state.phase).toBe('inAnotherTab');
  });

  test('[promise 3.24] a call that another page of the device left is offered', () => {
    const calls = [liveCall('c', { place: 'anotherTab', mayReturn: true })];
    expect(playFrom(idleCall, { type: 'live', calls }).state.phase).toBe('left');
  });

  test('what is shown of an ended call stays; a call elsewhere that is over goes', () => {
    expect(playFrom(into('ended'), I.noCalls).state.phase).toBe('ended');
    expect(playFrom(into('answeredElsewhere'), I.noCalls).state.phase).toBe('answeredElsewhere');
    expect(playFrom(into('onAnotherDevice'), I.noCalls).state.phase).toBe('idle');
    expect(playFrom(into('onAnotherDevice'), I.ended).state.phase).toBe('idle');
    expect(playFrom(into('inAnotherTab'), I.ended).state.phase).toBe('idle');
  });
});
