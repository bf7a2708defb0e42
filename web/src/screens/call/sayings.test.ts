import { describe, expect, test } from 'vitest';
import type { CallView } from '../../call/CallController';
import { idleCall } from '../../call/callState';
import { noLeg } from '../../call/Leg';
import type { LocalMedia } from '../../media/localTracks';
import { rosa } from '../../testing/callSamples';
import { sayingsOf } from './sayings';

const self = { camera: null, opening: false } as LocalMedia;
const camera = {} as MediaStreamTrack;
const calm: CallView = {
  ...idleCall,
  ...noLeg,
  call: 'c',
  peer: rosa,
  media: ['audio', 'video'],
  self,
  ringEndsAt: 0,
  clockOff: false,
};
const other = (change: Partial<CallView['other']>) => ({ other: { ...noLeg.other, ...change } });

/** Everything that is told on the way from one view to the next, a list for each step. */
function told(...changes: Partial<CallView>[]): string[][] {
  let before: CallView | null = null;
  return changes.map((change) => {
    const now: CallView = { ...(before ?? calm), ...change };
    const said = sayingsOf(before, now);
    before = now;
    return said;
  });
}

describe('[promise 4.20] a screen reader', () => {
  test('tells once that the two are together, however often the view changes', () => {
    const steps = ['preview', 'placing', 'calling', 'ringing', 'connecting', 'connected'] as const;
    const twice = steps.flatMap((phase) => [{ phase }, { clockOff: false }]);
    expect(told(...twice).flat()).toEqual(['Connected with Rosa']);
  });

  test('tells that a link that was gone is back', () => {
    const steps = [{ phase: 'connected' }, { phase: 'reconnecting' }, { phase: 'connected' }];
    expect(told(...(steps as Partial<CallView>[]), {}).slice(1)).toEqual([
      [],
      ['Connected again'],
      [],
    ]);
  });

  test('tells that a ring is over, and not that an accepted one is', () => {
    expect(told({ phase: 'incoming' }, { ...idleCall, phase: 'idle' })[1]).toEqual([
      'Rosa is no longer calling',
    ]);
    expect(told({ phase: 'incoming' }, { phase: 'connecting' })[1]).toEqual([]);
  });

  test('tells what the own camera does, once a change of cameras is through', () => {
    const phase = 'connected' as const;
    expect(
      told(
        { phase, self: { ...self, camera } },
        { self: { ...self, opening: true } },
        { self: { ...self, camera } },
        { self },
      ).slice(1),
    ).toEqual([[], ['Camera on'], ['Camera off']]);
  });

  test('tells what the other side turns on and off, and nothing while the link is down', () => {
    expect(
      told(
        { phase: 'connected' },
        other({ camera: true }),
        other({ microphone: 'muted', camera: true }),
        other({}),
        { phase: 'reconnecting', ...other({ camera: true }) },
      )
        .slice(1)
        .map((said) => said.join('; ')),
    ).toEqual([
      'Rosa turned the camera on',
      '',
      'Rosa can be heard; Rosa turned the camera off',
      '',
    ]);
  });

  test('tells nothing of the call before with the first words of the next', () => {
    const next = { phase: 'calling', call: 'd', self: { ...self, camera } } as const;
    expect(told({ phase: 'connected' }, next)[1]).toEqual([]);
  });
});
