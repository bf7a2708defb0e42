// Does sound and picture really arrive, and by which way?
//
// An init script keeps every RTCPeerConnection of a page and every candidate that it was given or
// found, so that a test can look at the truth instead of at the screen.

import { expect, type BrowserContext, type Page } from '@playwright/test';

interface Watched {
  connections: RTCPeerConnection[];
  /** Candidate lines that the browser gathered, and those that it was handed. */
  gathered: string[];
  handed: string[];
  /** How often a microphone or camera was asked for. */
  captures: number;
}

declare global {
  interface Window {
    watched: Watched;
  }
}

/** Must run before the first page of a context opens. */
export async function watchMedia(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watched: Watched = { connections: [], gathered: [], handed: [], captures: 0 };
    window.watched = watched;
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        watched.connections.push(this);
        this.addEventListener('icecandidate', (event) => {
          if (event.candidate?.candidate) watched.gathered.push(event.candidate.candidate);
        });
      }
      override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
        if (candidate?.candidate) watched.handed.push(candidate.candidate);
        await super.addIceCandidate(candidate ?? undefined);
      }
    };
    const media = navigator.mediaDevices;
    const capture = media.getUserMedia.bind(media);
    media.getUserMedia = (constraints) => {
      watched.captures += 1;
      return capture(constraints);
    };
  });
}

export interface Inbound {
  frames: number;
  energy: number;
  audioPackets: number;
}

/** What a page has received so far, over all its connections that still stand. */
export function inbound(page: Page): Promise<Inbound> {
  return page.evaluate(async () => {
    const sum = { frames: 0, energy: 0, audioPackets: 0 };
    for (const connection of window.watched.connections) {
      if (connection.connectionState === 'closed') continue;
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        if (report.kind === 'video') sum.frames += report.framesDecoded ?? 0;
        else {
          sum.energy += report.totalAudioEnergy ?? 0;
          sum.audioPackets += report.packetsReceived ?? 0;
        }
      }
    }
    return sum;
  });
}

/** Sound of the other side arrives and carries energy. */
export async function expectSound(page: Page): Promise<void> {
  const before = await inbound(page);
  await expect.poll(async () => (await inbound(page)).energy).toBeGreaterThan(before.energy);
}

/** The picture of the other side is decoded and goes on. */
export async function expectPicture(page: Page): Promise<void> {
  const before = await inbound(page);
  await expect.poll(async () => (await inbound(page)).frames).toBeGreaterThan(before.frames + 5);
}

/** All packets that ever left a page. */
export function packetsSent(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let sent = 0;
    for (const connection of window.watched.connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'outbound-rtp') sent += report.packetsSent ?? 0;
      }
    }
    return sent;
  });
}

/** How often the page asked for a microphone or a camera. */
export function captures(page: Page): Promise<number> {
  return page.evaluate(() => window.watched.captures);
}

/** Tracks of the page's own capture that are live now, by kind. */
export function liveTracks(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    window.watched.connections
      .filter((connection) => connection.connectionState !== 'closed')
      .flatMap((connection) => connection.getSenders())
      .map((sender) => sender.track)
      .filter((track): track is MediaStreamTrack => track?.readyState === 'live')
      .map((track) => track.kind)
      .sort(),
  );
}

/** Every address of every candidate that a page found, got, or reports in its statistics. */
export function addressesSeen(page: Page): Promise<{ type: string; address: string }[]> {
  return page.evaluate(async () => {
    const parse = (line: string): { type: string; address: string } => {
      const parts = line.replace(/^candidate:/, '').split(' ');
      return { type: parts[7] ?? '', address: parts[4] ?? '' };
    };
    const seen = [...window.watched.gathered, ...window.watched.handed].map(parse);
    for (const connection of window.watched.connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'remote-candidate' || report.type === 'local-candidate') {
          seen.push({ type: report.candidateType, address: report.address ?? report.ip ?? '' });
        }
      }
    }
    return seen;
  });
}
