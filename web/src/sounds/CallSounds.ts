// Who sounds, and what, while calls come and go in the tabs of one device?
//
// Of all tabs that ring and may sound, one does: Web Locks elect it, and the next takes over when it
// closes. Vibration follows the sounding tab.

import type { CallView } from '../call/CallController';
import { holdAlone } from '../call/tabs';
import { lastingSound, passingSound } from './choose';
import type { SoundSettings } from './settings';
import { Synth } from './Synth';
import type { SoundName } from './tones';

const VIBRATION_MS = [170, 120, 430, 2280];

export class CallSounds {
  private before: CallView | null = null;
  private sounding: SoundName | null = null;
  private stop: () => void = () => undefined;
  /** Grows with every silence, so that a sound that begins late does not begin at all. */
  private round = 0;

  /** `blocked` is told whether a ring is silent because nobody has touched this page yet. */
  constructor(
    private readonly settings: () => SoundSettings,
    private readonly blocked: (blocked: boolean) => void,
    private readonly synth = new Synth(),
  ) {}

  /** Sounds what belongs to the new view. */
  follow(view: CallView): void {
    const { before } = this;
    this.before = view;
    const lasting = lastingSound(view);
    if (lasting !== this.sounding) {
      this.quiet();
      this.sounding = lasting;
      if (lasting !== null) void this.begin(lasting);
    }
    const passing = before && passingSound(before, view);
    if (passing && this.isOn(passing)) {
      void this.synth.isAllowed().then((allowed) => {
        if (allowed) this.synth.play(passing, this.settings().volume);
      });
    }
  }

  /** A tap on "Turn on ring sound", or a changed setting: begins what should sound anew. */
  again(): void {
    const { sounding } = this;
    this.quiet();
    this.sounding = sounding;
    if (sounding !== null) void this.begin(sounding);
  }

  quiet(): void {
    this.round += 1;
    this.stop();
    this.stop = () => undefined;
    this.sounding = null;
    this.blocked(false);
  }

  private async begin(name: SoundName): Promise<void> {
    const { round } = this;
    const wanted = this.isOn(name);
    const allowed = await this.synth.isAllowed();
    if (round !== this.round) return;
    if (!allowed) {
      this.blocked(wanted && name === 'ring');
      return;
    }
    const sound = () => {
      const silence = wanted ? this.synth.play(name, this.settings().volume) : () => undefined;
      const still = name === 'ring' && this.settings().vibrate ? vibrate() : () => undefined;
      return () => {
        silence();
        still();
      };
    };
    this.stop = name === 'ring' ? elected(sound) : sound();
  }

  private isOn(name: SoundName): boolean {
    const { ring, calling, end } = this.settings();
    return name === 'ring' ? ring : name === 'end' ? end : calling;
  }
}

/** Begins in the one tab of this device that is elected; the result ends it, or the wait. */
function elected(begin: () => () => void): () => void {
  let end: () => void = () => undefined;
  const letGo = holdAlone('bobwhite.ring', () => {
    end = begin();
  });
  return () => {
    end();
    letGo();
  };
}

function vibrate(): () => void {
  if (!('vibrate' in navigator)) return () => undefined;
  const once = () => navigator.vibrate(VIBRATION_MS);
  once();
  const timer = setInterval(once, 3000);
  return () => {
    clearInterval(timer);
    navigator.vibrate(0);
  };
}
