import { expect, test } from 'vitest';
import { readStats } from './linkStats';

const report = (type: string, values: object) => ({ type, id: type, timestamp: 0, ...values });
const read = (...reports: object[]) => readStats(reports as RTCStats[]);

const pair = report('candidate-pair', {
  nominated: true,
  state: 'succeeded',
  currentRoundTripTime: 0.12,
  availableOutgoingBitrate: 90_000,
});

test('sound and picture that arrive are summed, and times are in ms', () => {
  const { arrived, sample } = read(
    report('inbound-rtp', {
      kind: 'audio',
      packetsReceived: 90,
      packetsLost: 10,
      jitter: 0.02,
      totalAudioEnergy: 0.5,
    }),
    report('inbound-rtp', {
      kind: 'video',
      packetsReceived: 10,
      packetsLost: 1,
      framesDecoded: 7,
      totalFreezesDuration: 0.25,
    }),
    report('remote-inbound-rtp', { fractionLost: 0.1 }),
    report('remote-inbound-rtp', { fractionLost: 0.2 }),
    pair,
  );
  expect(arrived).toEqual({ packets: 100, framesDecoded: 7, audioEnergy: 0.5 });
  expect(sample).toEqual({
    received: 100,
    lost: 11,
    lostThere: 0.2,
    limitBps: null,
    roundTripMs: 120,
    jitterMs: 20,
    frozenMs: 250,
  });
});

test('what may be sent counts while it holds the own picture back', () => {
  const held = report('outbound-rtp', { qualityLimitationReason: 'bandwidth' });
  const free = report('outbound-rtp', { qualityLimitationReason: 'cpu' });
  expect(read(pair, held).sample.limitBps).toBe(90_000);
  expect(read(pair, free).sample.limitBps).toBeNull();
});

test('a browser that says nothing leaves it unknown', () => {
  expect(read().sample).toMatchObject({ lostThere: null, roundTripMs: null, jitterMs: null });
});
