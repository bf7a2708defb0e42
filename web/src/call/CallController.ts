// Who carries out what the call machine decides in this tab?
//
// Taps and events of the server become inputs; effects become commands, captures and a leg. Devices,
// the tab's lock and timers follow from each new state. Screens read one view of it all.

import { toBase64url } from '../e2ee/encoding';
import { Refusal, type CommandBody, type Gateway } from '../gateway/types';
import { areReady } from '../media/devices';
import type { DeviceKind } from '../media/kinds';
import { LocalTracks, type LocalMedia } from '../media/localTracks';
import { stepCall, type CallEffect, type CallInput } from './callMachine';
import {
  idleCall,
  lockWanted,
  timeLimit,
  usesDevices,
  type CallState,
  type Joined,
} from './callState';
import { Leg, noLeg, type LegView } from './Leg';
import { ServerClock } from './serverClock';
import { forgetStance, keepStance, stanceIn } from './stance';
import { CallLock, isHere } from './tabs';
import type { DeclineMessage, Media, Person } from './types';

/** Everything that screens show of a call: its state, the own side, the other side and the link. */
export interface CallView extends CallState, LegView {
  readonly self: LocalMedia;
  /** When the ring ends, on the clock of `performance.now()`. */
  readonly ringEndsAt: number;
  /** The own clock is so far off that it should be checked (product 3.2). */
  readonly clockOff: boolean;
}

const ENDINGS = ['call.cancel', 'call.decline', 'call.hangUp', 'call.fail'];

export class CallController {
  private state: CallState = idleCall;
  private legView: LegView = noLeg;
  private leg: Leg | null = null;
  private readonly tracks: LocalTracks;
  private captured: Promise<unknown> = Promise.resolve();
  private readonly subscribers = new Set<(view: CallView) => void>();
  /** Endings that a server must still hear of. */
  private readonly unsaid = new Map<string, CommandBody>();
  private alerted = '';
  private ringEndsAt = 0;
  private readonly clock = new ServerClock();
  private limit: { key: string; timer: number | undefined } = { key: '', timer: undefined };
  private readonly lock = new CallLock(
    () => this.feed({ type: 'freed' }),
    (call) => this.feed({ type: 'takenHere', call }),
  );
  private readonly stopListening: (() => void)[];

  constructor(private readonly gateway: Gateway) {
    this.tracks = new LocalTracks(() => {
      this.leg?.sync();
      this.keepStance();
      this.tellSubscribers();
    });
    const feed = (input: CallInput) => this.feed(input);
    this.stopListening = [
      gateway.on('call.ring', (ring) => {
        this.clock.set(ring.serverTime);
        feed({ type: 'ring', ring });
      }),
      gateway.on('call.ringing', ({ call }) => feed({ type: 'ringing', call })),
      gateway.on('call.accepted', (event) => feed({ ...event, type: 'accepted' })),
      gateway.on('call.rejoined', ({ call, leg, media }) =>
        feed({ type: 'rejoined', call, leg, media }),
      ),
      gateway.on('call.ringEnded', ({ call, outcome }) =>
        feed({ type: 'ringEnded', call, outcome }),
      ),
      gateway.on('call.ended', ({ call, reason, durationMs }) =>
        feed({ type: 'ended', call, reason, durationMs }),
      ),
      // Tabs without a leg hear of the end by the history alone.
      gateway.on('call.entryChanged', ({ entry: { item } }) => {
        const { call, reason, durationMs } = item;
        if (reason !== null) feed({ type: 'ended', call, reason, durationMs });
      }),
      gateway.on('call.signalled', ({ leg, kind, sdp, cand }) => {
        if (leg !== this.state.leg) return;
        if (kind === 'candidatesEnd') this.leg?.receive({ kind });
        else if (kind === 'candidate' && cand) this.leg?.receive({ kind, cand });
        else if (kind !== 'candidate' && sdp) this.leg?.receive({ kind, sdp });
      }),
      gateway.onStatus((status) => feed({ type: 'online', online: status === 'online' })),
      gateway.onStart((start) => {
        this.clock.set(start.serverTime);
        const calls = start.type === 'ready' ? start.snapshot.calls : start.calls;
        const said = [...this.unsaid.values()];
        feed({ type: 'live', calls: calls.filter(({ call }) => !this.unsaid.has(call)) });
        for (const command of said) void this.send(command);
        this.leg?.serverIsBack();
      }),
    ];
    this.state = { ...idleCall, online: gateway.status === 'online' };
  }

  /** Calls `subscriber` with the view now and after each change. */
  subscribe(subscriber: (view: CallView) => void): () => void {
    this.subscribers.add(subscriber);
    subscriber(this.view);
    return () => this.subscribers.delete(subscriber);
  }

  get view(): CallView {
    const { ringEndsAt } = this;
    const clockOff = this.clock.isOwnOff;
    return { ...this.state, ...this.legView, self: this.tracks.now, ringEndsAt, clockOff };
  }

  /** A tap on Audio or Video: opens the devices, and for voice places the call once they answered. */
  dial(peer: Person, media: Media[]): void {
    // 16 random bytes name the call and make a repeated start change nothing.
    const call = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    this.feed({ type: 'dial', call, peer, media });
  }

  /** A tap that places the call from the preview, also without a device that is not there. */
  start(): void {
    this.feed({ type: 'start' });
  }

  cancel(): void {
    this.feed({ type: 'cancel' });
  }

  accept(media: Media[]): void {
    this.feed({ type: 'accept', media });
  }

  decline(message: DeclineMessage | null): void {
    this.feed({ type: 'decline', message });
  }

  silence(): void {
    this.feed({ type: 'silence' });
  }

  /** The tap on "Return to call". */
  comeBack(): void {
    const { acceptedAt } = this.state;
    const talkedMs = acceptedAt ? this.clock.now() - Date.parse(acceptedAt) : 0;
    const { muted, camera } = stanceIn(localStorage, this.state.call);
    this.tracks.mute(muted);
    const connectedAt = performance.now() - Math.max(talkedMs, 0);
    this.feed({ type: 'return', connectedAt, camera });
  }

  hangUp(): void {
    this.feed({ type: 'hangUp' });
  }

  /** Puts away what is shown of a call that is over. */
  close(): void {
    this.feed({ type: 'close' });
  }

  /** The ring stands on the screen of this tab. */
  ringShown(): void {
    const { phase, call } = this.state;
    if (phase !== 'incoming' || this.alerted === call) return;
    this.alerted = call;
    void this.send({ type: 'call.alerting', call });
  }

  mute(muted: boolean): void {
    this.tracks.mute(muted);
  }

  /** Turns the own camera on or off, where the call is with video. */
  setCamera(on: boolean): void {
    const video = this.leg ? this.legView.video === 'video' : this.state.media.includes('video');
    if (!usesDevices(this.state) || !video) return;
    if (on) void this.tracks.open(['camera']);
    else this.tracks.closeCamera();
  }

  flip(): void {
    if (this.tracks.now.camera) void this.tracks.flip();
  }

  /** Tries again to open a device that was denied, missing or busy. */
  openAgain(kind: DeviceKind): void {
    if (usesDevices(this.state)) void this.tracks.open([kind]);
  }

  /** A tap of the voice–video request (product 4.3). */
  video(tap: 'tapAsk' | 'tapWithdraw' | 'tapAccept' | 'tapRefuse' | 'tapVoice'): void {
    this.leg?.input(tap);
  }

  /** What arrived from the other side so far, for tests and measurements. */
  async arrived(): Promise<Awaited<ReturnType<Leg['arrived']>> | null> {
    return (await this.leg?.arrived()) ?? null;
  }

  /** Ends what runs and lets go of everything, as at sign-out. */
  dispose(): void {
    this.feed({ type: 'cancel' });
    this.feed({ type: 'hangUp' });
    for (const stop of this.stopListening) stop();
    clearTimeout(this.limit.timer);
    void this.lock.keep(null, '');
  }

  private feed(input: CallInput): void {
    const before = this.state;
    const { state, effects } = stepCall(before, input, performance.now());
    this.state = state;
    if (usesDevices(before) && !usesDevices(state)) this.letGo();
    if (state.ring !== before.ring || state.ringMs !== before.ringMs) {
      this.ringEndsAt = performance.now() + state.ringMs;
    }
    for (const effect of effects) this.run(effect);
    const released = this.keepLock();
    if (state.phase === 'answeredElsewhere' && before.phase !== state.phase) {
      void this.lookForTab(released);
    }
    this.keepTime();
    this.tellSubscribers();
  }

  private run(effect: CallEffect): void {
    switch (effect.do) {
      case 'send':
        void this.send(effect.command);
        return;
      case 'capture':
        this.capture(effect.media);
        return;
      case 'join':
        this.openLeg(effect.joined);
        return;
      case 'askAgain':
        this.gateway.refresh();
        return;
      case 'relink':
        if (this.leg) this.openLeg({ ...this.leg.again(), ...effect.link });
    }
  }

  private openLeg(joined: Joined): void {
    this.leg?.close();
    this.legView = noLeg;
    this.leg = new Leg(
      joined,
      this.gateway,
      this.tracks,
      {
        link: (state) => this.feed({ type: 'link', state }),
        changed: (view) => {
          this.legView = view;
          this.tellSubscribers();
        },
      },
      () => this.clock.now(),
    );
    this.keepStance();
    void this.leg.start(this.captured);
  }

  private capture(media: readonly Media[]): void {
    const { call } = this.state;
    const kinds = media.map((kind) => (kind === 'audio' ? 'microphone' : 'camera'));
    const answered = (complete: boolean) => {
      if (call === this.state.call) this.feed({ type: 'captured', complete });
    };
    // A device that is allowed and there will open: the ring need not wait for it.
    void areReady(kinds).then((ready) => ready && answered(true));
    this.captured = this.tracks.open(kinds).then(answered);
  }

  /** Sends a command and feeds what its reply means. */
  private async send(command: CommandBody): Promise<void> {
    const call = 'call' in command ? command.call : '';
    const isEnding = ENDINGS.includes(command.type);
    if (isEnding) this.unsaid.set(call, command);
    try {
      const reply = await this.gateway.request(command);
      if (reply.type === 'call.joined') this.joined(call, reply);
      if (reply.type === 'call.placed') {
        if (reply.joined) this.joined(call, reply.joined);
        else this.feed({ ...reply, type: 'placed' });
      }
    } catch (error) {
      const code = error instanceof Refusal ? error.code : 'broken';
      if (isEnding && code === 'offline') return;
      if (['call.start', 'call.accept', 'call.rejoin'].includes(command.type)) {
        this.feed({ type: 'refused', call, code });
      }
    }
    if (isEnding) this.unsaid.delete(call);
  }

  /** This tab got a leg; one that it no longer wants is hung up at once. */
  private joined(asked: string, { call, leg, role, media, ice }: Joined): void {
    if (asked === this.state.call) this.feed({ type: 'joined', call, leg, role, media, ice });
    if (this.state.leg !== leg) void this.send({ type: 'call.hangUp', call });
  }

  /** Remembers what a page that takes this call up again must not open by itself. */
  private keepStance(): void {
    const { muted, camera, opening } = this.tracks.now;
    if (!this.leg || opening) return;
    keepStance(localStorage, this.state.call, { muted, camera: camera !== null });
  }

  private letGo(): void {
    if (this.leg) forgetStance(localStorage);
    this.leg?.close();
    this.leg = null;
    this.legView = noLeg;
    this.tracks.release();
  }

  private keepLock(): Promise<unknown> {
    return this.lock.keep(lockWanted(this.state), this.state.call);
  }

  /** "Elsewhere" may be another tab of this device; the own lock of a lost answer is none. */
  private async lookForTab(released: Promise<unknown>): Promise<void> {
    const { call } = this.state;
    await released;
    if (await isHere(call)) this.feed({ type: 'takenHere', call });
  }

  private keepTime(): void {
    const limit = timeLimit(this.state);
    const { phase, call, online, leg } = this.state;
    // Each new link has the full time to come up.
    const link = phase === 'reconnecting' ? `${online} ${leg}` : '';
    const key = limit === null ? '' : `${phase} ${call} ${link}`;
    if (key === this.limit.key) return;
    clearTimeout(this.limit.timer);
    const timer =
      limit === null ? undefined : window.setTimeout(() => this.feed({ type: 'expired' }), limit);
    this.limit = { key, timer };
  }

  private tellSubscribers(): void {
    for (const subscriber of [...this.subscribers]) subscriber(this.view);
  }
}
