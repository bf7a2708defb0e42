// A call that another device of this person has: what does this one show of it?

import { expect, test } from 'vitest';
import { liveCall, rosa } from '../testing/callSamples';
import { FakeGateway } from '../testing/FakeGateway';
import { CallController } from './CallController';

test('[promise 3.15] a call of another device is over when the history says so', () => {
  const gateway = new FakeGateway();
  const calls = new CallController(gateway);
  gateway.starts([liveCall('c', { place: 'anotherDevice' })]);
  expect(calls.view.phase).toBe('onAnotherDevice');
  gateway.happens({
    type: 'call.entryChanged',
    seq: 1,
    entry: {
      item: {
        type: 'call',
        pos: null,
        call: 'c',
        direction: 'outgoing',
        media: ['audio'],
        reason: 'hung_up',
        missed: false,
        seen: true,
        startedAt: '2026-05-03T10:00:00Z',
        durationMs: 5,
      },
      peer: rosa,
      conversation: null,
    },
  });
  expect(calls.view.phase).toBe('idle');
  calls.dispose();
});
