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
  /** Every track that a device gave. */
  tracks: MediaStreamTrack[];
  /** How many tones began: a ring that sounds makes this grow. */
  tones: number;
}

declare global {
  interface Window {
    watched: Watched;
  }
}

/** Must run before the first page of a context opens. */
export async function watchMedia(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watched: Watched = {
      connections: [],
      gathered: [],
      handed: [],
      captures: 0,
      tracks: [],
      tones: 0,
    };
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
    const media = navigator.mediaDevices as MediaDevices | undefined;
    // A page without an address, such as an empty tab, has no devices.
    if (!media) return;
    const capture = media.getUserMedia.bind(media);
    media.getUserMedia = async (constraints) => {
      watched.captures += 1;
      const stream = await capture(constraints);
      watched.tracks.push(...stream.getTracks());
      return stream;
    };
    const start = AudioScheduledSourceNode.prototype.start;
    AudioScheduledSourceNode.prototype.start = function (when) {
      watched.tones += 1;
      start.call(this, when);
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

/** Devices of the page that are open now, whether or not they are sent, by kind. */
export function openDevices(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    window.watched.tracks
      .filter((track) => track.readyState === 'live')
      .map((track) => track.kind)
      .sort(),
  );
}

/** How many tones the page has begun to play. */
export function tones(page: Page): Promise<number> {
  return page.evaluate(() => window.watched.tones);
}

/** How many connections the page ever made. */
export function connections(page: Page): Promise<number> {
  return page.evaluate(() => window.watched.connections.length);
}

/**
 * What arrives while `during` runs: the longest time in ms without a new packet of sound, and how
 * much energy came.
 */
export async function listen(
  page: Page,
  during: () => Promise<void>,
): Promise<{ longestGapMs: number; energy: number }> {
  const before = await inbound(page);
  const handle = await page.evaluateHandle(() => {
    const heard = { packets: 0, since: performance.now(), longest: 0, timer: 0 };
    const look = async (): Promise<void> => {
      let packets = 0;
      for (const connection of window.watched.connections) {
        if (connection.connectionState === 'closed') continue;
        for (const report of (await connection.getStats()).values()) {
          if (report.type === 'inbound-rtp' && report.kind === 'audio')
            packets += report.packetsReceived ?? 0;
        }
      }
      const now = performance.now();
      heard.longest = Math.max(heard.longest, now - heard.since);
      if (packets > heard.packets) [heard.packets, heard.since] = [packets, now];
    };
    heard.timer = window.setInterval(() => void look(), 100);
    return heard;
  });
  await during();
  const longestGapMs = await handle.evaluate((heard) => {
    clearInterval(heard.timer);
    return heard.longest;
  });
  return { longestGapMs, energy: (await inbound(page)).energy - before.energy };
}

/** Tracks of the page's own capture that are sent now, by kind. */
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

/** Every candidate line that a page found or was handed, as it stands. */
export function candidateLines(page: Page): Promise<string[]> {
  return page.evaluate(() => [...window.watched.gathered, ...window.watched.handed]);
}
