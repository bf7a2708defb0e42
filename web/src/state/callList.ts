// Which calls belong into which list, and in which order?

import type { components } from '../wire/generated';
import type { CallFilter } from './requests';

export type CallEntry = components['schemas']['CallEntry'];

export const FILTERS: readonly CallFilter[] = ['all', 'missed', 'incoming', 'outgoing'];

export function belongs(entry: CallEntry, filter: CallFilter): boolean {
  const { direction, missed } = entry.item;
  if (filter === 'missed') return missed && direction === 'incoming';
  return filter === 'all' || direction === filter;
}

/** A missed call that nobody of this account has looked at yet. */
export function isUnseen(entry: CallEntry): boolean {
  return belongs(entry, 'missed') && !entry.item.seen;
}

/** Puts entries into a list, newest first; one that is there already is replaced. */
export function withEntries(
  list: readonly CallEntry[],
  entries: readonly CallEntry[],
): CallEntry[] {
  const fresh = new Set(entries.map((entry) => entry.item.call));
  return [...list.filter((known) => !fresh.has(known.item.call)), ...entries].sort((a, b) =>
    b.item.startedAt.localeCompare(a.item.startedAt),
  );
}

/** Clears the missed mark of all that began up to an instant. */
export function seenUpTo(list: readonly CallEntry[], upTo: string): CallEntry[] {
  return list.map((entry) =>
    entry.item.startedAt <= upTo ? { ...entry, item: { ...entry.item, seen: true } } : entry,
  );
}
