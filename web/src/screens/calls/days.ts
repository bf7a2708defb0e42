// On which day was which call?

import type { CallEntry } from '../../state/callList';

interface Day {
  key: string;
  at: Date;
  entries: CallEntry[];
}

/** Entries by the calendar days of this place, in the order in which they come. */
export function daysOf(entries: readonly CallEntry[]): Day[] {
  const days = new Map<string, Day>();
  for (const entry of entries) {
    const at = new Date(entry.item.startedAt);
    const key = at.toDateString();
    const day = days.get(key) ?? { key, at, entries: [] };
    day.entries.push(entry);
    days.set(key, day);
  }
  return [...days.values()];
}
