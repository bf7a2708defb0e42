// How does a tone become sound, without a file?

import { TONES, type Note, type SoundName } from './tones';

/** How long a note swells and fades; shorter clicks. */
const EDGE_S = 0.03;

export class Synth {
  private context: AudioContext | null = null;

  /** Whether this page may sound: a page that nobody has touched yet may not. */
  async isAllowed(): Promise<boolean> {
    if (typeof AudioContext === 'undefined') return false;
    this.context ??= new AudioContext();
    if (this.context.state === 'suspended') {
      // The promise stays open while the browser forbids it, so it is not awaited alone.
      const soon = new Promise((resolve) => setTimeout(resolve, 150));
      await Promise.race([this.context.resume().catch(() => undefined), soon]);
    }
    return (this.context.state as AudioContextState) === 'running';
  }

  /** Sounds `name` until the result is called, or once where the tone does not repeat. */
  play(name: SoundName, volume: number): () => void {
    const { notes, everyMs, gain } = TONES[name];
    const { context } = this;
    if (!context) return () => undefined;
    const out = new GainNode(context, { gain: gain * volume });
    out.connect(context.destination);
    const once = () => {
      for (const note of notes) whistle(context, out, note);
    };
    once();
    const timer = everyMs === null ? undefined : setInterval(once, everyMs);
    return () => {
      clearInterval(timer);
      out.gain.setTargetAtTime(0, context.currentTime, EDGE_S);
      setTimeout(() => out.disconnect(), 500);
    };
  }
}

function whistle(context: AudioContext, out: AudioNode, { at, ms, from, to }: Note): void {
  const start = context.currentTime + 0.02 + at / 1000;
  const end = start + ms / 1000;
  const pitch = new OscillatorNode(context, { type: 'sine', frequency: from });
  pitch.frequency.setValueAtTime(from, start);
  pitch.frequency.exponentialRampToValueAtTime(to, end - EDGE_S);
  const swell = new GainNode(context, { gain: 0 });
  swell.gain.setValueAtTime(0, start);
  swell.gain.linearRampToValueAtTime(0.5, start + EDGE_S);
  swell.gain.setValueAtTime(0.5, end - EDGE_S * 2);
  swell.gain.linearRampToValueAtTime(0, end);
  pitch.connect(swell).connect(out);
  pitch.start(start);
  pitch.stop(end);
}
