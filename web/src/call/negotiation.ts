// What may stand in an offer, an answer and a candidate, going out and coming in?
//
// e2ee.md 5.3 and 6.1: SDP carries no address and no candidate; candidates travel as structured
// objects, and only those of a relay. Nothing that comes in is trusted to keep to that.

import type { Candidate } from './types';

const MAX_SDP_BYTES = 16 * 1024;
const SECTIONS = ['audio', 'video', 'application'];
const REMOVED_FROM_OWN = ['candidate', 'remote-candidates', 'end-of-candidates'];
const REMOVED_FROM_RECEIVED = [...REMOVED_FROM_OWN, 'identity', 'crypto'];

/** Received or own SDP breaks a rule; the text names the rule and nothing of the SDP. */
export class NegotiationError extends Error {
  override name = 'NegotiationError';
}

/** The SDP as it may leave: without candidates, every address 0.0.0.0. */
export function ownSdp(sdp: string): string {
  return rewrite(sdp, REMOVED_FROM_OWN, hideAddress);
}

/**
 * The SDP as it may be applied: candidates, identities and keys of SDES removed, the DTLS role set
 * by the side that sent it (an offer is `actpass`, an answer `active`).
 */
export function receivedSdp(kind: 'offer' | 'answer', sdp: string): string {
  const setup = `a=setup:${kind === 'offer' ? 'actpass' : 'active'}`;
  const clean = rewrite(sdp, [...REMOVED_FROM_RECEIVED, 'setup'], hideAddress);
  return clean.replaceAll(/^(m=.*\r\n(?:[ic]=.*\r\n)*)/gm, `$1${setup}\r\n`);
}

/**
 * The structured form of an own candidate, or null for one that stays here: anything but a UDP
 * address of a relay (RFC 8839 §5.1).
 */
export function toWire(candidate: {
  candidate: string;
  sdpMid: string | null;
  usernameFragment: string | null;
}): Candidate | null {
  const words = candidate.candidate.replace(/^(a=)?candidate:/i, '').split(' ');
  const [foundation, component, protocol, priority, address, port, typ, kind] = words;
  if (!foundation || !protocol || !address || typ?.toLowerCase() !== 'typ') return null;
  const wire = {
    foundation,
    component: Number(component),
    protocol: protocol.toLowerCase(),
    priority: Number(priority),
    address,
    port: Number(port),
    kind: kind ?? '',
    ufrag: candidate.usernameFragment ?? afterWord(words, 'ufrag'),
    mid: candidate.sdpMid ?? '',
  };
  return isRelay(wire) ? wire : null;
}

/** A received candidate for `addIceCandidate`, or null when it is no relay's or is malformed. */
export function fromWire(wire: Candidate): RTCIceCandidateInit | null {
  if (!isRelay(wire)) return null;
  const { foundation, component, priority, address, port, ufrag, mid } = wire;
  return {
    candidate:
      `candidate:${foundation} ${component} udp ${priority} ${address} ${port} typ relay ` +
      `raddr 0.0.0.0 rport 0 ufrag ${ufrag}`,
    sdpMid: mid,
    usernameFragment: ufrag,
  };
}

function isRelay(wire: Candidate): boolean {
  return (
    wire.kind === 'relay' &&
    wire.protocol === 'udp' &&
    /^[A-Za-z0-9+/]{1,32}$/.test(wire.foundation) &&
    (wire.component === 1 || wire.component === 2) &&
    Number.isInteger(wire.priority) &&
    /^[0-9A-Fa-f.:]{2,45}$/.test(wire.address) &&
    Number.isInteger(wire.port) &&
    /^[A-Za-z0-9+/]{4,256}$/.test(wire.ufrag) &&
    /^[A-Za-z0-9_-]{0,16}$/.test(wire.mid)
  );
}

function afterWord(words: string[], word: string): string {
  const at = words.indexOf(word);
  return at < 0 ? '' : (words[at + 1] ?? '');
}

function rewrite(sdp: string, removed: string[], change: (line: string) => string): string {
  if (new TextEncoder().encode(sdp).length > MAX_SDP_BYTES) {
    throw new NegotiationError('SDP is larger than 16 KiB');
  }
  const lines = sdp
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !removed.includes(attribute(line)))
    .map(change);
  const sections = lines
    .filter((line) => /^m=/i.test(line))
    .map((line) => line.slice(2).split(' '));
  if (sections.map(([kind]) => kind).join() !== SECTIONS.join()) {
    throw new NegotiationError('SDP has other sections than audio, video and data');
  }
  return `${lines.join('\r\n')}\r\n`;
}

function attribute(line: string): string {
  return /^a\s*=\s*([^:\s]*)/i.exec(line)?.[1]?.toLowerCase() ?? '';
}

function hideAddress(line: string): string {
  if (/^c=/i.test(line)) return 'c=IN IP4 0.0.0.0';
  if (/^o=/i.test(line)) return line.replace(/IN +IP[46] +\S+\s*$/i, 'IN IP4 0.0.0.0');
  if (attribute(line) === 'rtcp') return line.replace(/(:\d+).*$/, '$1 IN IP4 0.0.0.0');
  return line;
}
