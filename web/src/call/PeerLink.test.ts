import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ice } from '../testing/callSamples';
import { PeerLink } from './PeerLink';

/** A connection that refuses changes of its configuration as W3C webrtc §4.4.1.6 says. */
class StrictConnection {
  static last: StrictConnection;
  static generateCertificate = () => Promise.resolve({});
  signalingState = 'stable';
  constructor(public configuration: RTCConfiguration) {
    StrictConnection.last = this;
  }
  createDataChannel = () => ({ readyState: 'connecting' });
  getStats = () => Promise.resolve(new Map());
  close = () => undefined;
  setConfiguration(next: RTCConfiguration): void {
    if (next.certificates?.[0] !== this.configuration.certificates?.[0]) {
      throw new DOMException('', 'InvalidModificationError');
    }
    this.configuration = next;
  }
}

const listener = {
  signal: vi.fn(),
  link: vi.fn(),
  track: vi.fn(),
  control: vi.fn(),
  controlOpen: vi.fn(),
  quality: vi.fn(),
};

beforeEach(() => vi.stubGlobal('RTCPeerConnection', StrictConnection));
afterEach(() => vi.unstubAllGlobals());

test('[promise 3.2] a fresh credential is taken by a link, which keeps its certificate', async () => {
  const link = await PeerLink.open('caller', ice, listener);
  link.renew({ ...ice, urls: ['turn:192.0.2.9:3479'], credential: 'fresh' });
  const [server] = StrictConnection.last.configuration.iceServers ?? [];
  expect(server).toMatchObject({ urls: ['turn:192.0.2.9:3479'], credential: 'fresh' });
  link.close();
});
