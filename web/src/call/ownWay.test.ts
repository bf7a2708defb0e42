import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ice } from '../testing/callSamples';
import { lostOnOwnWay, sideOf } from './ownWay';

/** Two of these reach each other at once, and lose each packet that `loses` says. */
class LoopConnection {
  static all: LoopConnection[] = [];
  static opens = true;
  static loses: (packet: number) => boolean = () => false;
  channel = { onopen: () => undefined, onmessage: () => undefined, send: () => undefined };
  closed = false;
  constructor(readonly configuration: RTCConfiguration) {
    LoopConnection.all.push(this);
  }
  createDataChannel = () => {
    let sent = 0;
    this.channel.send = () => {
      sent += 1;
      if (!LoopConnection.loses(sent)) LoopConnection.all.at(-1)?.channel.onmessage();
      return undefined;
    };
    return this.channel;
  };
  createOffer = () => Promise.resolve({});
  createAnswer = () => Promise.resolve({});
  setLocalDescription = () => Promise.resolve();
  setRemoteDescription = () => {
    if (LoopConnection.opens) setTimeout(() => this.channel.onopen());
    return Promise.resolve();
  };
  close = () => (this.closed = true);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', LoopConnection);
  Object.assign(LoopConnection, { all: [], opens: true, loses: () => false });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function lost(): Promise<number | null> {
  const share = lostOnOwnWay(ice);
  await vi.advanceTimersByTimeAsync(20_000);
  return share;
}

test('[promise 4.11] counts what does not come back over the relay, and lets it go', async () => {
  LoopConnection.loses = (packet) => packet % 10 === 0;
  expect(await lost()).toBeCloseTo(0.1);
  expect(LoopConnection.all.map(({ closed }) => closed)).toEqual([true, true]);
});

test('[promise 4.18] goes over the relay only', async () => {
  await lost();
  const routes = LoopConnection.all.map(({ configuration }) => configuration.iceTransportPolicy);
  expect(routes).toEqual(['relay', 'relay']);
});

test('[promise 4.11] what never opens tells nothing, and is closed', async () => {
  LoopConnection.opens = false;
  expect(await lost()).toBeNull();
  expect(LoopConnection.all.every(({ closed }) => closed)).toBe(true);
});

test.each([
  [null, 'both'],
  [0, 'theirs'],
  [0.05, 'theirs'],
  [0.06, 'mine'],
] as const)('[promise 4.11] with %d lost on the own way, the side is %s', (share, side) => {
  expect(sideOf(share)).toBe(side);
});
