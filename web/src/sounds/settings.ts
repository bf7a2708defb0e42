// Which sounds and signs does this device give? Kept on the device alone.

import { readShelf } from '../shelf';

export interface SoundSettings {
  /** The ring, by sound. */
  ring: boolean;
  /** What a caller hears: calling, ringing, busy. */
  calling: boolean;
  /** The end of a call. */
  end: boolean;
  vibrate: boolean;
  /** The ring, by light. */
  flash: boolean;
  /** Loudness of all of them, 0–1. */
  volume: number;
}

export const DEFAULTS: Readonly<SoundSettings> = {
  ring: true,
  calling: true,
  end: true,
  vibrate: true,
  flash: false,
  volume: 0.7,
};

const KEY = 'bobwhite.sounds';

/** The settings kept in `shelf`; what is missing or damaged is as at first. */
export function loadSounds(shelf: Pick<Storage, 'getItem'>): SoundSettings {
  const kept = readShelf(shelf, KEY);
  const settings = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof SoundSettings)[]) {
    const value = kept[name];
    if (typeof value === typeof DEFAULTS[name]) Object.assign(settings, { [name]: value });
  }
  settings.volume = Math.min(1, Math.max(0, settings.volume));
  return settings;
}

export function saveSounds(shelf: Pick<Storage, 'setItem'>, settings: SoundSettings): void {
  shelf.setItem(KEY, JSON.stringify(settings));
}
