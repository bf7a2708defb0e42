// How did this person's microphone and camera stand in a call whose page was lost?

import { readShelf } from '../shelf';

export interface Stance {
  readonly muted: boolean;
  readonly camera: boolean;
}

const KEY = 'bobwhite.stance';
/** Where nothing is known, nobody is heard or seen before they say so. */
const UNKNOWN: Stance = { muted: true, camera: false };

export function keepStance(shelf: Storage, call: string, { muted, camera }: Stance): void {
  shelf.setItem(KEY, JSON.stringify({ call, muted, camera }));
}

export function stanceIn(shelf: Storage, call: string): Stance {
  const kept = readShelf(shelf, KEY);
  if (kept.call !== call) return UNKNOWN;
  return { muted: kept.muted !== false, camera: kept.camera === true };
}

export function forgetStance(shelf: Storage): void {
  shelf.removeItem(KEY);
}
