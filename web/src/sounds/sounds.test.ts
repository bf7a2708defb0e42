import { describe, expect, test } from 'vitest';
import { I, into, phases, playFrom } from '../testing/callStory';
import { lastingSound, passingSound } from './choose';
import { DEFAULTS, loadSounds, saveSounds } from './settings';
import { TONES, type SoundName } from './tones';

const names = Object.keys(TONES) as SoundName[];

describe('the tones', () => {
  test('[promise 3.18] the ring is two notes, the second a long rising glide, every 3 s', () => {
    const [bob, white] = TONES.ring.notes;
    expect(TONES.ring.notes).toHaveLength(2);
    expect(TONES.ring.everyMs).toBe(3000);
    expect(white?.to).toBeGreaterThan(1.5 * (white?.from ?? 0));
    expect(white?.ms).toBeGreaterThan(2 * (bob?.ms ?? 0));
  });

  test('[promise 3.18] the caller hears the same motif, softer and lower', () => {
    expect(TONES.ringback.gain).toBeLessThan(TONES.ring.gain);
    TONES.ringback.notes.forEach((note, index) => {
      expect(note.to).toBeLessThan(TONES.ring.notes[index]?.to ?? 0);
    });
  });

  test('[promise 3.18] the end is a falling third', () => {
    const [high, low] = TONES.end.notes;
    expect((high?.from ?? 0) / (low?.from ?? 1)).toBeCloseTo(5 / 4, 1);
  });

  test.each(names)('%s ends before it repeats', (name) => {
    const { notes, everyMs } = TONES[name];
    const last = Math.max(...notes.map(({ at, ms }) => at + ms));
    expect(last).toBeLessThan(everyMs ?? Infinity);
  });
});

describe('the sound of a state', () => {
  test.each([
    ['incoming', 'ring'],
    ['placing', 'calling'],
    ['calling', 'calling'],
    ['ringing', 'ringback'],
  ] as const)('[promise 3.18] %s sounds as %s', (phase, sound) => {
    expect(lastingSound(into(phase))).toBe(sound);
  });

  test('all other phases are quiet', () => {
    const loud = ['incoming', 'placing', 'calling', 'ringing'];
    for (const phase of phases.filter((each) => !loud.includes(each))) {
      expect(lastingSound(into(phase))).toBeNull();
    }
  });

  test('[promise 3.6] a silenced ring is quiet', () => {
    expect(lastingSound(playFrom(into('incoming'), I.silence).state)).toBeNull();
  });

  test('[promise 3.18] an end and a busy callee sound once', () => {
    const ended = playFrom(into('connected'), I.hangUp).state;
    expect(passingSound(into('connected'), ended)).toBe('end');
    expect(passingSound(ended, ended)).toBeNull();
    const busy = playFrom(into('calling'), { ...I.noAnswer, reason: 'busy' }).state;
    expect(passingSound(into('calling'), busy)).toBe('busy');
  });
});

describe('the settings of a device', () => {
  const shelf = (text: string | null) => ({ getItem: () => text });

  test('[promise 3.18] each sound has a switch, and the choice is kept', () => {
    let kept = '';
    const chosen = { ...DEFAULTS, ring: false, volume: 0.2 };
    saveSounds({ setItem: (_, text) => (kept = text) }, chosen);
    expect(loadSounds(shelf(kept))).toEqual(chosen);
  });

  test.each([null, 'x', 'null', '{"ring":1,"volume":"loud","other":true}'])(
    'what is missing or damaged is as at first: %s',
    (text) => expect(loadSounds(shelf(text))).toEqual(DEFAULTS),
  );

  test('a loudness beyond the ends is at the end', () => {
    expect(loadSounds(shelf('{"volume":7}')).volume).toBe(1);
    expect(loadSounds(shelf('{"volume":-1}')).volume).toBe(0);
  });
});
