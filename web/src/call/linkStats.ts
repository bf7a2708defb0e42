// What does a connection say about the sound and picture that it carries?

import type { Sample } from './quality';

/** What arrived so far, summed over the streams of a kind (W3C webrtc-stats inbound-rtp). */
export interface Arrived {
  packets: number;
  framesDecoded: number;
  audioEnergy: number;
}

type Report = RTCStats &
  Partial<{
    kind: string;
    packetsReceived: number;
    packetsLost: number;
    framesDecoded: number;
    totalAudioEnergy: number;
    totalFreezesDuration: number;
    jitter: number;
    fractionLost: number;
    qualityLimitationReason: string;
    nominated: boolean;
    state: string;
    currentRoundTripTime: number;
    availableOutgoingBitrate: number;
  }>;

/** Times in reports are seconds; those of the sample are ms. */
export function readStats(reports: Iterable<RTCStats>): { arrived: Arrived; sample: Sample } {
  const all = [...reports] as Report[];
  const ofType = (type: string) => all.filter((report) => report.type === type);
  const inbound = ofType('inbound-rtp');
  const sum = (of: (report: Report) => number | undefined) =>
    inbound.reduce((total, report) => total + (of(report) ?? 0), 0);
  const pair = ofType('candidate-pair').find((it) => it.nominated && it.state === 'succeeded');
  const isHeldBack = ofType('outbound-rtp').some(
    ({ qualityLimitationReason }) => qualityLimitationReason === 'bandwidth',
  );
  const audio = inbound.find(({ kind }) => kind === 'audio');
  return {
    arrived: {
      packets: sum((it) => it.packetsReceived),
      framesDecoded: sum((it) => it.framesDecoded),
      audioEnergy: sum((it) => it.totalAudioEnergy),
    },
    sample: {
      received: sum((it) => it.packetsReceived),
      lost: sum((it) => it.packetsLost),
      lostThere: worst(ofType('remote-inbound-rtp').map((it) => it.fractionLost)),
      limitBps: (isHeldBack ? pair?.availableOutgoingBitrate : null) ?? null,
      roundTripMs: inMs(pair?.currentRoundTripTime),
      jitterMs: inMs(audio?.jitter),
      frozenMs: sum((it) => it.totalFreezesDuration) * 1000,
    },
  };
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? null : seconds * 1000);

function worst(shares: (number | undefined)[]): number | null {
  const known = shares.filter((share) => share !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
