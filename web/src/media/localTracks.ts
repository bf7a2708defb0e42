// Which of this person's devices are on, and in which state?

import { openDevices, type Facing } from './devices';
import type { DeviceKind, DeviceProblem } from './kinds';
import { SpeechWatch } from './levels';
import { onAllowed, whyEnded } from './permissions';

/** What screens show of the own side. */
export interface LocalMedia {
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly muted: boolean;
  readonly facing: Facing;
  /** Speaks while muted. */
  readonly unheard: boolean;
  readonly problems: Readonly<Partial<Record<DeviceKind, DeviceProblem>>>;
  /** The microphone went away, and this one took its place; its name. */
  readonly instead: string | null;
  /** A device is being opened; the browser may be asking the person. */
  readonly opening: boolean;
}

const nothing: LocalMedia = {
  microphone: null,
  camera: null,
  muted: false,
  facing: 'user',
  unheard: false,
  problems: {},
  instead: null,
  opening: false,
};

/** How long it is said that another microphone took over. */
const INSTEAD_MS = 8_000;

export class LocalTracks {
  private media: LocalMedia = nothing;
  /** Grows with every closing, so that a device that answers late is closed at once. */
  private readonly closings: Record<DeviceKind, number> = { microphone: 0, camera: 0 };
  private speech: SpeechWatch | null = null;

  constructor(private readonly changed: (media: LocalMedia) => void) {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    media?.addEventListener('devicechange', () => this.thereAgain('missing'));
    void onAllowed('microphone', () => this.thereAgain('denied'));
  }

  get now(): LocalMedia {
    return this.media;
  }

  /** Opens devices, never before an own tap; tells whether all of them are there now. */
  async open(kinds: readonly DeviceKind[], facing: Facing = this.media.facing): Promise<boolean> {
    const before = { ...this.closings };
    this.become({ opening: true, facing });
    const opened = await openDevices(kinds, facing);
    const problems = { ...this.media.problems };
    for (const kind of kinds) {
      const result = opened[kind] ?? 'failed';
      if (before[kind] !== this.closings[kind]) {
        if (typeof result === 'object') result.stop();
        continue;
      }
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      delete problems[kind];
      if (typeof result === 'string') problems[kind] = result;
      else this.keep(kind, result);
    }
    const instead = kinds.includes('microphone') ? null : this.media.instead;
    this.become({ opening: false, problems, instead });
    return kinds.every((kind) => this.media[kind] !== null);
  }

  /** Muted, the microphone stays open but gives only silence. */
  mute(muted: boolean): void {
    if (this.media.microphone) this.media.microphone.enabled = !muted;
    this.speech?.listen(muted);
    this.become({ muted, unheard: false });
  }

  /** Turns the camera off and gives the device back. */
  closeCamera(): void {
    this.closings.camera += 1;
    this.media.camera?.stop();
    this.become({ camera: null });
    if (this.media.problems.camera === 'paused') this.blame('camera', null);
  }

  /** Changes to the other side's camera of a phone. */
  async flip(): Promise<boolean> {
    const facing = this.media.facing === 'user' ? 'environment' : 'user';
    // Most phones open one camera at a time.
    this.closeCamera();
    return this.open(['camera'], facing);
  }

  /** Gives every device back, also those that have not answered yet. */
  release(): void {
    this.closings.microphone += 1;
    this.closings.camera += 1;
    this.speech?.stop();
    this.speech = null;
    this.media.microphone?.stop();
    this.media.camera?.stop();
    this.media = nothing;
    this.changed(this.media);
  }

  private keep(kind: DeviceKind, track: MediaStreamTrack): void {
    this.media[kind]?.stop();
    track.onended = () => void this.ended(kind, track);
    track.onmute = () => this.paused(kind, track, true);
    track.onunmute = () => this.paused(kind, track, false);
    this.become({ [kind]: track });
    if (kind === 'camera') return;
    track.enabled = !this.media.muted;
    this.speech?.stop();
    this.speech = new SpeechWatch(track, (unheard) => this.become({ unheard }));
    this.speech.listen(this.media.muted);
  }

  /** The plug was pulled, or the permission withdrawn. */
  private async ended(kind: DeviceKind, track: MediaStreamTrack): Promise<void> {
    if (this.media[kind] !== track) return;
    this.become({ [kind]: null });
    this.blame(kind, 'missing');
    // Nobody is shown by a camera that they did not point at themselves.
    if (kind === 'microphone') await this.fallBack();
    else {
      const why = await whyEnded(kind, track);
      if (this.media.problems[kind] === 'missing') this.blame(kind, why);
    }
  }

  private paused(kind: DeviceKind, track: MediaStreamTrack, paused: boolean): void {
    if (this.media[kind] === track) this.blame(kind, paused ? 'paused' : null);
  }

  private blame(kind: DeviceKind, problem: DeviceProblem | null): void {
    const others = Object.entries(this.media.problems).filter(([name]) => name !== kind);
    const problems = { ...Object.fromEntries(others), ...(problem && { [kind]: problem }) };
    this.become({ problems });
  }

  private async fallBack(): Promise<void> {
    await this.open(['microphone']);
    const { microphone } = this.media;
    if (!microphone) return;
    this.become({ instead: microphone.label });
    setTimeout(() => this.become({ instead: null }), INSTEAD_MS);
  }

  /** What kept the microphone away may be over. */
  private thereAgain(since: 'missing' | 'denied'): void {
    const { opening, problems } = this.media;
    if (!opening && problems.microphone === since) void this.open(['microphone']);
  }

  private become(change: Partial<LocalMedia>): void {
    this.media = { ...this.media, ...change };
    this.changed(this.media);
  }
}
