import { describe, expect, test } from 'vitest';
import { CALL_TABLE, stepCall, type CallInput } from './callMachine';
import { usesDevices } from './callState';
import { I, answering, does, into, phases, play, playFrom, sent } from '../testing/callStory';
import { liveCall } from '../testing/callSamples';

const ALL = Object.values<CallInput>(I);
const pairs = phases.flatMap((phase) => ALL.map((input) => [phase, input] as const));

describe('every phase and every input', () => {
  test.each(phases)('%s can be reached', (phase) => expect(into(phase).phase).toBe(phase));

  test.each(pairs)('%s × %j: refused where the table has no row', (phase, input) => {
    const before = into(phase);
    const { state, effects } = stepCall(before, input, 9000);
    if (input.type !== 'online' && !CALL_TABLE[phase][input.type]) {
      expect(state).toBe(before);
      expect(effects).toEqual([]);
    } else expect(phases).toContain(state.phase);
  });

  test.each(pairs)('[promise 3.7] %s × %j: only an own tap opens a device', (phase, input) => {
    const step = stepCall(into(phase), input, 9000);
    if (does(step).includes('capture')) expect(['dial', 'accept', 'return']).toContain(input.type);
  });

  test.each(pairs)('%s × %j: what ends has an outcome', (phase, input) => {
    const { state } = stepCall(into(phase), input, 9000);
    if (state.phase === 'ended') expect(state.outcome).not.toBeNull();
  });

  test.each(phases)('%s: another call changes nothing', (phase) => {
    const before = into(phase);
    for (const input of [
      I.placed,
      I.rejoined,
      I.refused,
      I.ringing,
      I.accepted,
      I.elsewhere,
      I.ended,
    ]) {
      expect(stepCall(before, { ...input, call: 'other' }, 0).state).toBe(before);
    }
  });
});

describe('placing a call', () => {
  test('for voice opens the microphone first and places once it answered', () => {
    expect(does(play(I.dial))).toEqual(['capture']);
    expect(sent(play(I.dial, I.captured))).toEqual(['call.start']);
  });

  test('asks first where a device is not there', () => {
    const asking = play(I.dial, I.lacking);
    expect(asking.state).toMatchObject({ phase: 'preview', lacksDevice: true });
    expect(sent(asking)).toEqual([]);
    expect(sent(playFrom(asking.state, I.start))).toEqual(['call.start']);
  });

  test('with video shows the own picture until the second tap', () => {
    expect(sent(play(I.dialVideo, I.captured))).toEqual([]);
    expect(play(I.dialVideo, I.captured).state.phase).toBe('preview');
    expect(sent(play(I.dialVideo, I.captured, I.start))).toEqual(['call.start']);
  });

  test('[promise 3.4] says Calling until a device reports that it rings', () => {
    expect(into('calling').phase).toBe('calling');
    expect(playFrom(into('calling'), I.ringing).state.phase).toBe('ringing');
  });

  test('a cancelled preview leaves no trace', () => {
    const step = play(I.dialVideo, I.cancel);
    expect(step.state.phase).toBe('idle');
    expect(sent(step)).toEqual([]);
  });

  test('a refusal shows its code', () => {
    expect(playFrom(into('placing'), I.refused).state).toMatchObject({
      phase: 'ended',
      outcome: { code: 'not_available', reason: null },
    });
  });

  test('[promise 3.12] a start whose answer was lost is sent again, as the same call', () => {
    const waiting = playFrom(into('placing'), I.lostReply);
    expect(waiting.state.phase).toBe('placing');
    const again = playFrom(waiting.state, I.noCalls).effects;
    expect(again).toMatchObject([{ command: { type: 'call.start', call: 'c' } }]);
    expect(playFrom(waiting.state, I.expired).state.outcome?.code).toBe('offline');
  });

  test('[promise 3.9] glare: the call that the other side began is joined, whatever its name', () => {
    const step = playFrom(into('placing'), { ...I.joined, call: 'theirs', role: 'callee' });
    expect(step.state).toMatchObject({ phase: 'connecting', call: 'theirs' });
    expect(does(step)).toEqual(['join']);
  });

  test('[promise 3.11] a cancelled call attaches nothing when an accept was quicker', () => {
    const step = playFrom(into('ringing'), I.cancel, I.accepted);
    expect(step.state).toMatchObject({ phase: 'ended', outcome: { reason: 'cancelled' } });
    expect([sent(step), does(step)]).toEqual([['call.cancel'], ['send']]);
  });
});

describe('being called', () => {
  test('[promise 3.8] accepting opens what was chosen, and nothing else', () => {
    const step = playFrom(into('incoming'), I.accept);
    expect(step.effects).toMatchObject([
      { do: 'capture', media: ['audio'] },
      { do: 'send', command: { type: 'call.accept', media: ['audio'] } },
    ]);
  });

  test('[promise 3.6] declining closes the ring and tells the server', () => {
    const step = playFrom(into('incoming'), I.decline);
    expect([step.state.phase, sent(step)]).toEqual(['idle', ['call.decline']]);
  });

  test('[promise 3.6] silence keeps the ring on the screen, without sound', () => {
    const step = playFrom(into('incoming'), I.silence);
    expect(step.state).toMatchObject({ phase: 'incoming', silenced: true });
    expect(sent(step)).toEqual(['call.silence']);
    expect(playFrom(into('incoming'), I.ringSilenced).state.silenced).toBe(true);
  });

  test('[promise 3.5] an answer on another device is one line', () => {
    expect(into('answeredElsewhere').phase).toBe('answeredElsewhere');
    const late = playFrom(answering, I.elsewhere);
    expect(late.state.phase).toBe('answeredElsewhere');
    for (const code of ['answered_elsewhere', 'in_another_tab']) {
      const refused = playFrom(answering, { ...I.refused, code });
      expect(refused.state.phase).toBe('answeredElsewhere');
    }
  });

  test('an answer in another tab of this device is named as that, until that tab is done', () => {
    expect(into('inAnotherTab').phase).toBe('inAnotherTab');
    const freed = playFrom(into('inAnotherTab'), I.freed);
    expect([freed.state.phase, does(freed)]).toEqual(['idle', ['askAgain']]);
  });

  test.each([I.ringCancelled, I.noAnswer, I.expired])('%j takes the ring away', (input) => {
    expect(playFrom(into('incoming'), input).state.phase).toBe('idle');
  });

  test('an accept that came too late says why', () => {
    const late = playFrom(answering, { ...I.refused, code: 'call_ended' });
    expect(late.state.outcome?.code).toBe('call_ended');
  });

  test('an accept whose answer was lost is sent again', () => {
    const calls = [liveCall('c', { phase: 'ringing', place: 'nowhere' })];
    const step = playFrom(answering, I.lostReply, { type: 'live', calls });
    expect([step.state.phase, sent(step)]).toEqual(['connecting', ['call.accept']]);
  });

  test('a second leg is not taken', () => {
    const step = playFrom(answering, I.joined, { ...I.joined, leg: 'second' });
    expect([step.state.leg, does(step)]).toEqual(['l', ['join']]);
    const own = [I.refused, I.elsewhere, I.ringCancelled];
    expect(playFrom(into('connecting'), ...own).state.phase).toBe('connecting');
    expect(playFrom(answering, I.ringCancelled).state.phase).toBe('connecting');
  });

  test('a ring takes the place of a preview', () => {
    expect(playFrom(into('preview'), I.ring).state.phase).toBe('incoming');
  });
});

describe('an accepted call', () => {
  test('[promise 3.1] is connected when its link is, and reconnecting when it is not', () => {
    expect(into('connected').phase).toBe('connected');
    expect(playFrom(into('connected'), I.up).state.phase).toBe('connected');
    expect(playFrom(into('reconnecting'), I.trying).state.phase).toBe('reconnecting');
    expect(playFrom(into('reconnecting'), I.up).state.phase).toBe('connected');
    expect(playFrom(into('connecting'), I.trying).state.phase).toBe('connecting');
  });

  test.each([
    ['connecting', I.expired, 'set_up_failed'],
    ['connecting', I.lost, 'set_up_failed'],
    ['connected', I.lost, 'connection_lost'],
    ['reconnecting', I.lost, 'connection_lost'],
    ['reconnecting', I.expired, 'connection_lost'],
  ] as const)('[promise 3.3] %s × %j ends as %s, and says so', (phase, input, reason) => {
    const step = playFrom(into(phase), input);
    expect(step.state.outcome?.reason).toBe(reason);
    expect(step.effects).toMatchObject([{ command: { type: 'call.fail', reason } }]);
  });

  test.each(['connecting', 'connected', 'reconnecting'] as const)(
    '[promise 4.4] hang up ends %s at once, whatever the server says',
    (phase) => {
      const step = playFrom(into(phase), I.hangUp);
      expect(step.state).toMatchObject({ phase: 'ended', outcome: { reason: 'hung_up' } });
      expect(sent(step)).toEqual(['call.hangUp']);
      expect(usesDevices(step.state)).toBe(false);
    },
  );

  test('[promise 3.3] a call that was replaced shows nothing', () => {
    const replaced = { ...I.ended, reason: 'replaced' } as const;
    expect(playFrom(into('ringing'), replaced).state.phase).toBe('idle');
  });

  test('shows the time spoken by its own count, and the server’s where that differs by much', () => {
    const ended = stepCall(into('connected'), I.hangUp, 64_000).state;
    expect(ended.outcome?.durationMs).toBe(60_000);
    expect(playFrom(ended, I.ended).state.outcome?.durationMs).toBe(5000);
    const close = { ...I.ended, durationMs: 61_900 } as const;
    expect(playFrom(ended, close).state.outcome?.durationMs).toBe(60_000);
    expect(stepCall(into('connecting'), I.noAnswer, 9).state.outcome?.durationMs).toBeNull();
  });
});

describe('a call whose page was lost', () => {
  const here = { place: 'here', leg: 'l' } as const;

  test('[promise 3.23] is offered, and opens nothing before the tap', () => {
    const step = play({ type: 'live', calls: [liveCall('c', { ...here, mayReturn: true })] });
    expect([step.state.phase, step.effects]).toEqual(['left', []]);
    expect(usesDevices(step.state)).toBe(false);
  });

  test('[promise 3.23] one tap opens the devices and asks for the leg, which makes the link', () => {
    const tapped = playFrom(into('left'), I.return);
    expect(tapped.state).toMatchObject({ phase: 'reconnecting', connectedAt: 500 });
    expect([does(tapped), sent(tapped)]).toEqual([['capture', 'send'], ['call.rejoin']]);
    const step = playFrom(tapped.state, { ...I.joined, leg: 'next' });
    expect(step.state).toMatchObject({ phase: 'reconnecting', leg: 'next' });
    expect(does(step)).toEqual(['join']);
    expect(playFrom(step.state, I.up).state).toMatchObject({
      phase: 'connected',
      connectedAt: 500,
    });
  });

  test.each([
    ['call_ended', 'ended'],
    ['in_another_tab', 'inAnotherTab'],
  ] as const)('[promise 3.23] a return that is refused with %s is %s', (code, phase) => {
    const step = playFrom(into('left'), I.return, { ...I.refused, code });
    expect(step.state.phase).toBe(phase);
    expect(usesDevices(step.state)).toBe(false);
  });

  test('a return whose answer was lost is asked again', () => {
    const waiting = playFrom(into('left'), I.return, I.lostReply).state;
    const calls = [liveCall('c', { ...here, mayReturn: true })];
    const step = playFrom(waiting, { type: 'live', calls });
    expect([step.state.phase, sent(step)]).toEqual(['reconnecting', ['call.rejoin']]);
  });

  test('may be ended instead, and goes once it is over', () => {
    const step = playFrom(into('left'), I.hangUp);
    expect([step.state.phase, sent(step)]).toEqual(['idle', ['call.hangUp']]);
    expect(playFrom(into('left'), I.ended).state.phase).toBe('idle');
  });

  test('[promise 3.24] is no longer offered once another tab took it up', () => {
    expect(playFrom(into('left'), I.takenHere).state.phase).toBe('inAnotherTab');
  });

  test.each(['connected', 'reconnecting'] as const)(
    '[promise 3.23] the other side, %s, makes its link anew and says Reconnecting',
    (phase) => {
      const step = playFrom(into(phase), I.rejoined);
      expect(step.state).toMatchObject({ phase: 'reconnecting', leg: 'next' });
      expect(step.effects).toEqual([{ do: 'relink', link: { leg: 'next', media: ['audio'] } }]);
    },
  );

  test('two who come back at once: the one whose answer is out of date asks again', () => {
    const waiting = playFrom(into('left'), I.return).state;
    const step = playFrom(waiting, I.rejoined, I.joined, { ...I.joined, leg: 'last' });
    expect(sent(step)).toEqual(['call.rejoin']);
    expect(step.state.leg).toBe('last');
  });
});
