// Which notes make up each sound of a call?
//
// The ring is the bobwhite's own whistle: a short note, then a longer one that rises. The caller
// hears the same motif an octave and a half lower; the end is a falling third (look.md, Brand).

export type SoundName = 'ring' | 'calling' | 'ringback' | 'busy' | 'end';

/** One whistled note: a glide between two pitches in Hz, at and for some ms. */
export interface Note {
  readonly at: number;
  readonly ms: number;
  readonly from: number;
  readonly to: number;
}

export interface Tone {
  readonly notes: readonly Note[];
  /** Repeats after so many ms; null sounds once. */
  readonly everyMs: number | null;
  /** Loudness against the loudest sound, 0–1. */
  readonly gain: number;
}

const BOB: Note = { at: 0, ms: 170, from: 1480, to: 1560 };
const WHITE: Note = { at: 290, ms: 430, from: 1480, to: 2640 };
const lower = ({ at, ms, from, to }: Note): Note => ({ at, ms, from: from / 3, to: to / 3 });
const still = (at: number, ms: number, pitch: number): Note => ({ at, ms, from: pitch, to: pitch });

export const TONES: Record<SoundName, Tone> = {
  ring: { notes: [BOB, WHITE], everyMs: 3000, gain: 1 },
  calling: { notes: [lower(BOB)], everyMs: 2000, gain: 0.2 },
  ringback: { notes: [lower(BOB), lower(WHITE)], everyMs: 3000, gain: 0.35 },
  busy: {
    notes: [still(0, 220, 425), still(440, 220, 425), still(880, 220, 425)],
    everyMs: null,
    gain: 0.3,
  },
  end: { notes: [still(0, 160, 659), still(170, 260, 523)], everyMs: null, gain: 0.3 },
};
