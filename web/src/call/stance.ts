// How did this person's microphone and camera stand in a call whose page was lost?

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
  try {
    const kept = JSON.parse(shelf.getItem(KEY) ?? 'null') as Record<string, unknown> | null;
    if (kept?.call !== call) return UNKNOWN;
    return { muted: kept.muted !== false, camera: kept.camera === true };
  } catch {
    return UNKNOWN;
  }
}

export function forgetStance(shelf: Storage): void {
  shelf.removeItem(KEY);
}
