// How do this device and one other exchange sound, picture and control messages?
//
// One PeerLink is one leg. Roles are fixed: the callee's device makes every offer, a restart's too,
// and the caller's answers. Audio, video and data sections stand from the first offer; tracks come
// and go by `replaceTrack`. Both ends use the relay only. When a path breaks, the callee offers a
// new one; the caller's wish travels on the control channel, and where that is down too the callee's
// own checks (RFC 7675) find it out.

import { parseControl, type Control } from './control';
import { readStats, type Arrived } from './linkStats';
import { freshWatch, watchLink, type LinkInput, type LinkWatch } from './linkWatch';
import { fromWire, ownSdp, receivedSdp, toWire } from './negotiation';
import { freshQuality, watchQuality, type Quality, type Sample } from './quality';
import type { IceServer, LinkState, Media, Role, Signal } from './types';

const TICK_MS = 1000;

export interface LinkListener {
  signal(signal: Signal): void;
  link(state: LinkState): void;
  /** A track of the other side, once for each kind; it stays silent or black until they send. */
  track(track: MediaStreamTrack): void;
  control(message: Control): void;
  controlOpen(): void;
  quality(quality: Quality): void;
}

export class PeerLink {
  private readonly control: RTCDataChannel;
  private readonly sending: Record<Media, MediaStreamTrack | null> = { audio: null, video: null };
  private watch: LinkWatch = freshWatch;
  private quality = freshQuality;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly ticking: ReturnType<typeof setInterval>;

  /** A link with a certificate of its own, made for this one call. */
  static async open(role: Role, ice: IceServer, listener: LinkListener): Promise<PeerLink> {
    const certificate = await RTCPeerConnection.generateCertificate({
      name: 'ECDSA',
      namedCurve: 'P-256',
    } as EcKeyGenParams);
    const pc = new RTCPeerConnection(configuration(ice, certificate));
    return new PeerLink(pc, certificate, role, listener);
  }

  private constructor(
    private readonly pc: RTCPeerConnection,
    private readonly certificate: RTCCertificate,
    private readonly role: Role,
    private readonly listener: LinkListener,
  ) {
    if (role === 'callee') {
      for (const kind of ['audio', 'video'] as const) {
        preferRed(pc.addTransceiver(kind, { direction: 'sendrecv' }), kind);
      }
    }
    // Channel 0 is for the signed confirm; it exists so that the section never changes.
    pc.createDataChannel('confirm', { negotiated: true, id: 0 });
    this.control = pc.createDataChannel('control', { negotiated: true, id: 1 });
    this.control.onopen = () => this.listener.controlOpen();
    this.control.onmessage = ({ data }: MessageEvent<unknown>) => this.heard(data);
    pc.onicecandidate = ({ candidate }) => this.found(candidate);
    pc.onconnectionstatechange = () => this.feed({ type: 'transport', state: pc.connectionState });
    pc.ontrack = ({ track }) => {
      track.onunmute = () => this.feed({ type: 'packet' });
      this.listener.track(track);
    };
    this.ticking = setInterval(() => void this.tick(), TICK_MS);
  }

  /** Begins: the callee's device offers, the caller's waits for the offer. */
  start(): void {
    this.feed({ type: 'start' });
    if (this.role === 'callee') void this.run(() => this.offer({}));
  }

  /** Takes what the other end sent, in order. */
  receive(signal: Signal): void {
    void this.run(() => this.apply(signal));
  }

  /** Sends `track` from now on, or nothing; needs no negotiation. */
  attach(kind: Media, track: MediaStreamTrack | null): Promise<void> {
    this.sending[kind] = track;
    return this.run(async () => {
      await this.transceiver(kind)?.sender.replaceTrack(this.sending[kind]);
    });
  }

  /** Tells the other end; lost while the channel is not open. */
  tell(message: Control): void {
    if (this.control.readyState === 'open') this.control.send(JSON.stringify(message));
  }

  /** Seeks a new path: offers one as the callee, asks for one as the caller. */
  restart(): void {
    if (this.role === 'callee') void this.run(() => this.offer({ iceRestart: true }));
    else this.tell({ type: 'restart' });
  }

  /** Uses a fresh relay credential from the next restart on. */
  renew(ice: IceServer): void {
    if (this.pc.signalingState === 'closed') return;
    // Without its certificate the change is refused (W3C webrtc §4.4.1.6).
    this.pc.setConfiguration(configuration(ice, this.certificate));
  }

  async arrived(): Promise<Arrived> {
    return readStats((await this.pc.getStats()).values()).arrived;
  }

  close(): void {
    clearInterval(this.ticking);
    this.pc.close();
    this.feed({ type: 'transport', state: 'closed' });
  }

  private async apply(signal: Signal): Promise<void> {
    if (signal.kind === 'offer' && this.role === 'caller') await this.answer(signal.sdp);
    if (signal.kind === 'answer' && this.pc.signalingState === 'have-local-offer') {
      const sdp = receivedSdp('answer', signal.sdp);
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
    }
    if (signal.kind === 'candidate') {
      const candidate = fromWire(signal.cand);
      // One of an earlier path fits no section any more; that is no failure.
      if (candidate) await this.pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  private async offer(options: RTCOfferOptions): Promise<void> {
    if (this.pc.signalingState === 'closed') return;
    const { sdp = '' } = await this.pc.createOffer(options);
    // Before it is applied: candidates must not be found, and sent, ahead of it.
    this.listener.signal({ kind: 'offer', sdp: ownSdp(sdp) });
    await this.pc.setLocalDescription({ type: 'offer', sdp });
  }

  private async answer(offer: string): Promise<void> {
    await this.pc.setRemoteDescription({ type: 'offer', sdp: receivedSdp('offer', offer) });
    for (const kind of ['audio', 'video'] as const) {
      const transceiver = this.transceiver(kind);
      if (!transceiver) continue;
      preferRed(transceiver, kind);
      transceiver.direction = 'sendrecv';
      await transceiver.sender.replaceTrack(this.sending[kind]);
    }
    const { sdp = '' } = await this.pc.createAnswer();
    this.listener.signal({ kind: 'answer', sdp: ownSdp(sdp) });
    await this.pc.setLocalDescription({ type: 'answer', sdp });
  }

  private found(candidate: RTCIceCandidate | null): void {
    if (!candidate?.candidate) {
      if (!candidate) this.listener.signal({ kind: 'candidatesEnd' });
      return;
    }
    const cand = toWire(candidate);
    if (cand) this.listener.signal({ kind: 'candidate', cand });
  }

  private heard(data: unknown): void {
    const message = parseControl(data);
    if (!message) return;
    if (message.type === 'restart') {
      if (this.role === 'callee') this.restart();
      return;
    }
    if (message.type === 'state') {
      const sends = message.microphone !== 'none' || message.camera;
      this.feed({ type: 'peerSends', sends });
    }
    this.listener.control(message);
  }

  private async tick(): Promise<void> {
    const { arrived, sample } = readStats((await this.pc.getStats()).values());
    this.feed({ type: 'tick', packets: arrived.packets });
    this.judge(sample);
  }

  private judge(sample: Sample): void {
    const { shown } = this.quality;
    this.quality = watchQuality(this.quality, sample, performance.now());
    if (this.quality.shown !== shown) this.listener.quality(this.quality.shown);
  }

  /** What was lost while the link was down says nothing about the new path. */
  private judgeAnew(): void {
    const { shown } = this.quality;
    this.quality = freshQuality;
    if (shown !== freshQuality.shown) this.listener.quality(freshQuality.shown);
  }

  private feed(input: LinkInput): void {
    const { watch, restart } = watchLink(this.watch, input, performance.now());
    const changed = watch.link !== this.watch.link;
    this.watch = watch;
    if (changed) {
      this.judgeAnew();
      this.listener.link(watch.link);
    }
    if (restart) this.restart();
  }

  private transceiver(kind: Media): RTCRtpTransceiver | undefined {
    return this.pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
  }

  /** One step of negotiation after the other; a failed one leaves the connection as it was. */
  private run(step: () => Promise<void>): Promise<void> {
    const done = this.queue.then(step).catch(() => this.feed({ type: 'broken' }));
    this.queue = done;
    return done;
  }
}

function configuration(
  { urls, username, credential }: IceServer,
  certificate: RTCCertificate,
): RTCConfiguration {
  return {
    iceServers: [{ urls, username, credential }],
    iceTransportPolicy: 'relay',
    bundlePolicy: 'max-bundle',
    certificates: [certificate],
  };
}

/** Redundant audio first: it conceals lost packets at little cost (targets.md §3, point 11). */
function preferRed(transceiver: RTCRtpTransceiver, kind: Media): void {
  const codecs = kind === 'audio' ? RTCRtpReceiver.getCapabilities('audio')?.codecs : undefined;
  const isRed = ({ mimeType }: { mimeType: string }) => mimeType.toLowerCase() === 'audio/red';
  if (!codecs?.some(isRed)) return;
  transceiver.setCodecPreferences([...codecs.filter(isRed), ...codecs.filter((c) => !isRed(c))]);
}
