// Is it this side's way to the relay that loses packets?
//
// What the browser says of a call covers both sides' ways at once. So, where both directions suffer
// alike, this side sends a few packets over the relay to itself.

import { LOSS } from './quality';
import type { IceServer } from './types';

const PACKETS = 100;
const EVERY_MS = 20;
/** How long the last packets may take. */
const LATE_MS = 1_000;
/** A connection that takes longer tells nothing. */
const OPEN_MS = 15_000;

/** The share of packets that did not come back to this side, 0 to 1; null when there was no trying. */
export async function lostOnOwnWay(ice: IceServer): Promise<number | null> {
  const [near, far] = [connection(ice), connection(ice)];
  try {
    const [out, back] = [channel(near), channel(far)];
    const open = isOpen(out);
    await join(near, far);
    return (await open) ? await shareLost(out, back) : null;
  } catch {
    return null;
  } finally {
    near.close();
    far.close();
  }
}

/** Whose side it is, where both directions of a call suffer alike. */
export function sideOf(lost: number | null): 'mine' | 'theirs' | 'both' {
  if (lost === null) return 'both';
  return lost >= LOSS[0] ? 'mine' : 'theirs';
}

const connection = ({ urls, username, credential }: IceServer) =>
  new RTCPeerConnection({
    iceServers: [{ urls, username, credential }],
    iceTransportPolicy: 'relay',
  });

async function join(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const agreed = agree(near, far);
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.onicecandidate = ({ candidate }) => {
      void agreed.then(() => to.addIceCandidate(candidate ?? undefined)).catch(() => undefined);
    };
  }
  await agreed;
}

async function agree(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const offer = await near.createOffer();
  await near.setLocalDescription(offer);
  await far.setRemoteDescription(offer);
  const answer = await far.createAnswer();
  await far.setLocalDescription(answer);
  await near.setRemoteDescription(answer);
}

/** One that repeats nothing and waits for nothing. */
const channel = (of: RTCPeerConnection) =>
  of.createDataChannel('way', { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 });

function isOpen(out: RTCDataChannel): Promise<boolean> {
  return new Promise((done) => {
    out.onopen = () => done(true);
    setTimeout(() => done(false), OPEN_MS);
  });
}

async function shareLost(out: RTCDataChannel, back: RTCDataChannel): Promise<number> {
  let came = 0;
  back.onmessage = () => (came += 1);
  for (let sent = 0; sent < PACKETS; sent += 1) {
    out.send('?');
    await after(EVERY_MS);
  }
  await after(LATE_MS);
  return 1 - came / PACKETS;
}

const after = (ms: number) => new Promise((done) => setTimeout(done, ms));
