// Which microphone, camera and speaker did this person pick in this browser?

import { readShelf } from '../shelf';
import type { DeviceKind } from './kinds';

export type PickKind = DeviceKind | 'speaker';

/** Device ids, which a browser makes up for each site; a kind that is missing goes by the system. */
export type Picks = Readonly<Partial<Record<PickKind, string>>>;

const KEY = 'bobwhite.devices';
const KINDS: readonly PickKind[] = ['microphone', 'camera', 'speaker'];

/** The picks kept in `shelf`; what is damaged counts as none. */
export function loadPicks(shelf: Pick<Storage, 'getItem'>): Picks {
  const kept = readShelf(shelf, KEY);
  return Object.fromEntries(
    KINDS.flatMap((kind) => (typeof kept[kind] === 'string' ? [[kind, kept[kind]]] : [])),
  );
}

export function savePicks(shelf: Pick<Storage, 'setItem'>, picks: Picks): void {
  shelf.setItem(KEY, JSON.stringify(picks));
}
