// Does somebody speak?

/** Loudness (root mean square, 0–1) that counts as speech; lower also hears keyboards. */
export const SPEECH_LEVEL = 0.03;
/** Loud for this long is speech; shorter also hears a cough. */
export const SPEECH_MS = 300;
/** Quiet for this long ends it; shorter flickers between words. */
export const PAUSE_MS = 1500;
const SAMPLE_MS = 100;

export interface Speech {
  readonly speaking: boolean;
  /** Since when the level has contradicted `speaking`. */
  readonly since: number | null;
}

export const silence: Speech = { speaking: false, since: null };

/** The state after a level heard at `now` (ms). */
export function hear(before: Speech, level: number, now: number): Speech {
  if (level >= SPEECH_LEVEL === before.speaking) return { ...before, since: null };
  const since = before.since ?? now;
  const enough = now - since >= (before.speaking ? PAUSE_MS : SPEECH_MS);
  return enough ? { speaking: !before.speaking, since: null } : { ...before, since };
}

/**
 * Tells when a muted person speaks. It listens to a copy of the track, for a muted track is silent
 * here too; the copy is never sent.
 */
export class SpeechWatch {
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly track: MediaStreamTrack,
    private readonly changed: (speaking: boolean) => void,
  ) {}

  listen(on: boolean): void {
    this.stop();
    if (!on || typeof AudioContext === 'undefined') return;
    const copy = this.track.clone();
    copy.enabled = true;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([copy])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let speech = silence;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const next = hear(speech, loudness(samples), performance.now());
      if (next.speaking !== speech.speaking) this.changed(next.speaking);
      speech = next;
    }, SAMPLE_MS);
    this.stopListening = () => {
      clearInterval(timer);
      copy.stop();
      void context.close();
    };
  }

  stop(): void {
    this.stopListening?.();
    this.stopListening = null;
  }
}

function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}
