// What runs on this device from the accept to the end of a call?
//
// The link to the other device, what is sent on it, what the other side says about itself, voice or
// video, and the relay's credential.

import type { Gateway } from '../gateway/types';
import type { LocalTracks } from '../media/localTracks';
import type { Joined } from './callState';
import type { Control, MicrophoneWord } from './control';
import { PeerLink } from './PeerLink';
import { lostOnOwnWay, sideOf } from './ownWay';
import { freshQuality, type Quality } from './quality';
import type { IceServer, LinkState, Media, Signal } from './types';
import {
  REQUEST_MS,
  stepVideo,
  type VideoEffect,
  type VideoInput,
  type VideoMode,
} from './videoRequest';

/** A fresh credential is asked for this long before the old one runs out. */
const RENEW_BEFORE_MS = 5 * 60_000;
const RENEW_RETRY_MS = 60_000;
const NOTICE_MS = 4000;

export type Notice = Extract<VideoEffect, { do: 'notice' }>['notice'];

/** The person at the other end, as this side knows them. */
export interface OtherSide {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  readonly microphone: MicrophoneWord;
  readonly camera: boolean;
}

export interface LegView {
  readonly link: LinkState;
  readonly other: OtherSide;
  readonly video: VideoMode;
  readonly quality: Quality;
  readonly notice: Notice | null;
}

export const noLeg: LegView = {
  link: 'new',
  other: { audio: null, video: null, microphone: 'on', camera: false },
  video: 'voice',
  quality: freshQuality.shown,
  notice: null,
};

export interface LegListener {
  link(state: LinkState): void;
  changed(view: LegView): void;
}

export class Leg {
  private view: LegView;
  private readonly link: Promise<PeerLink>;
  private ice: IceServer | null = null;
  private closed = false;
  private told = '';
  private readonly timers: Partial<Record<'request' | 'notice' | 'renew', number>> = {};
  private readonly attached: Record<Media, MediaStreamTrack | null> = { audio: null, video: null };

  /** `serverNow` is the server's time in ms, whatever the own clock says. */
  constructor(
    private readonly joined: Joined,
    private readonly gateway: Gateway,
    private readonly tracks: LocalTracks,
    private readonly listener: LegListener,
    private readonly serverNow: () => number,
  ) {
    this.view = { ...noLeg, video: joined.media.includes('video') ? 'video' : 'voice' };
    if (this.view.video === 'voice') tracks.closeCamera();
    this.link = this.openLink();
    // A link that cannot even be opened ends like one that never came up.
    this.link.catch(() => this.linkChanged('lost'));
  }

  /** Begins once `captured` is settled: with the devices, or without those that failed. */
  async start(captured: Promise<unknown>): Promise<void> {
    await captured.catch(() => undefined);
    this.sync();
    await this.with((link) => link.start());
  }

  receive(signal: Signal): void {
    void this.with((link) => link.receive(signal));
  }

  input(input: VideoInput): void {
    const { to, effects } = stepVideo(this.view.video, input);
    this.become({ video: to });
    for (const effect of effects) this.run(effect);
    this.sync();
  }

  /** Sends what is on and may be sent, and tells the other side. */
  sync(): void {
    const { microphone, camera } = this.tracks.now;
    const sent = { audio: microphone, video: this.view.video === 'video' ? camera : null };
    for (const kind of ['audio', 'video'] as const) {
      if (this.attached[kind] === sent[kind]) continue;
      this.attached[kind] = sent[kind];
      void this.with((link) => link.attach(kind, sent[kind]));
    }
    this.tellState();
  }

  /** The server is back: it may have forgotten whether media arrives, and have another relay. */
  serverIsBack(): void {
    this.report();
    if (this.view.link === 'reconnecting') void this.renew();
  }

  /** What another link of this call begins with; the credential serves again while it lasts. */
  again(): Joined {
    return { ...this.joined, ice: this.ice };
  }

  async arrived(): ReturnType<PeerLink['arrived']> {
    return (await this.link).arrived();
  }

  close(): void {
    this.closed = true;
    void this.link.then(
      (link) => link.close(),
      () => undefined,
    );
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  private async openLink(): Promise<PeerLink> {
    const { call, leg, role } = this.joined;
    const ice = this.joined.ice ?? (await this.freshIce());
    this.renewBefore(ice);
    return PeerLink.open(role, ice, {
      signal: (signal) => {
        const command = { type: 'call.signal', call, leg, ...signal } as const;
        // What is lost while the server is away, the next restart makes good.
        void this.gateway.request(command).catch(() => undefined);
      },
      link: (state) => this.linkChanged(state),
      track: (track) => this.become({ other: { ...this.view.other, [track.kind]: track } }),
      control: (message) => this.heard(message),
      quality: (quality) => void this.judged(quality),
      controlOpen: () => {
        this.told = '';
        this.tellState();
      },
    });
  }

  private linkChanged(link: LinkState): void {
    if (this.closed) return;
    this.become({ link });
    this.report();
    this.listener.link(link);
  }

  private report(): void {
    if (this.view.link !== 'connected' && this.view.link !== 'reconnecting') return;
    const { call, leg } = this.joined;
    const flowing = this.view.link === 'connected';
    void this.gateway.request({ type: 'call.media', call, leg, flowing }).catch(() => undefined);
  }

  private heard(message: Control): void {
    if (message.type === 'state') {
      const { microphone, camera } = message;
      this.become({ other: { ...this.view.other, microphone, camera } });
    }
    if (message.type === 'video') this.input(`got:${message.step}`);
  }

  /** Shows the word at once, and the side as soon as it is known. */
  private async judged(quality: Quality): Promise<void> {
    this.become({ quality });
    if (quality.side !== 'both' || !this.ice) return;
    const side = sideOf(await lostOnOwnWay(this.ice));
    if (this.view.quality === quality) this.become({ quality: { ...quality, side } });
  }

  private run(effect: VideoEffect): void {
    switch (effect.do) {
      case 'tell':
        this.tell({ type: 'video', step: effect.step });
        return;
      case 'preview':
        void this.tracks.open(['camera']);
        return;
      case 'cameraOff':
        this.tracks.closeCamera();
        return;
      case 'timer':
        this.after('request', effect.on ? REQUEST_MS : null, () => this.input('expired'));
        return;
      case 'notice':
        this.become({ notice: effect.notice });
        this.after('notice', NOTICE_MS, () => this.become({ notice: null }));
        return;
      case 'send':
        // `sync` sends the camera, for the mode is video now.
        return;
    }
  }

  private tellState(): void {
    const { microphone, muted, camera } = this.tracks.now;
    const state: Control = {
      type: 'state',
      microphone: microphone === null ? 'none' : muted ? 'muted' : 'on',
      camera: this.view.video === 'video' && camera !== null,
    };
    if (JSON.stringify(state) === this.told) return;
    this.told = JSON.stringify(state);
    this.tell(state);
  }

  private tell(message: Control): void {
    void this.with((link) => link.tell(message));
  }

  private async freshIce(): Promise<IceServer> {
    const { call } = this.joined;
    return (await this.gateway.request({ type: 'call.renewIce', call })).ice;
  }

  private renewBefore(ice: IceServer): void {
    this.ice = ice;
    const left = Date.parse(ice.expiresAt) - this.serverNow() - RENEW_BEFORE_MS;
    this.after('renew', Math.max(left, RENEW_RETRY_MS), () => void this.renew());
  }

  private async renew(): Promise<void> {
    try {
      const ice = await this.freshIce();
      await this.with((link) => {
        link.renew(ice);
        // The relay may check the old credential when it prolongs: move to the fresh one in time.
        link.restart();
      });
      this.renewBefore(ice);
    } catch {
      this.after('renew', RENEW_RETRY_MS, () => void this.renew());
    }
  }

  private after(name: keyof typeof this.timers, ms: number | null, then: () => void): void {
    clearTimeout(this.timers[name]);
    if (ms !== null && !this.closed) this.timers[name] = window.setTimeout(then, ms);
  }

  private async with(use: (link: PeerLink) => void): Promise<void> {
    const link = await this.link.catch(() => null);
    if (link && !this.closed) use(link);
  }

  private become(change: Partial<LegView>): void {
    if (this.closed) return;
    this.view = { ...this.view, ...change };
    this.listener.changed(this.view);
  }
}
