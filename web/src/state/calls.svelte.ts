// Which calls has this account had, and which misses has nobody seen yet?

import { SvelteSet } from 'svelte/reactivity';
import type { Gateway } from '../gateway/types';
import { belongs, FILTERS, isUnseen, seenUpTo, withEntries, type CallEntry } from './callList';
import type { CallFilter, Requests } from './requests';

/** How long a removal can be undone; longer leaves the entry on other devices for that long. */
export const UNDO_MS = 5_000;

interface List {
  entries: CallEntry[];
  cursor: string | null;
  loaded: boolean;
}

const EMPTY: List = { entries: [], cursor: null, loaded: false };

export class CallHistory {
  private lists = $state.raw<Record<CallFilter, List>>(fresh());
  /** Missed calls that nobody has seen, up to 99. */
  missed = $state(0);
  failed = $state(false);
  private readonly removing = new SvelteSet<string>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  private readonly loading = new Set<CallFilter>();
  /** Misses that came while this page was open, so that a repeated entry counts once. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  private readonly counted = new Set<string>();

  constructor(
    private readonly gateway: Gateway,
    private readonly requests: Requests,
  ) {
    gateway.onStart((start) => {
      if (start.type === 'resumed') return;
      const open = FILTERS.filter((filter) => this.lists[filter].loaded);
      this.missed = start.snapshot.missed;
      this.counted.clear();
      this.lists = fresh();
      for (const filter of open) void this.load(filter);
    });
    gateway.on('call.entryChanged', ({ entry }) => this.take(entry));
    gateway.on('call.entryRemoved', ({ call }) => this.drop(call));
    gateway.on('call.entriesSeen', ({ upTo }) => this.see(upTo));
  }

  list(filter: CallFilter): List {
    const list = this.lists[filter];
    const entries = list.entries.filter((entry) => !this.removing.has(entry.item.call));
    return { ...list, entries };
  }

  /** Gets the first page of a list, or the next one. */
  async load(filter: CallFilter): Promise<void> {
    const { cursor, loaded } = this.lists[filter];
    if ((loaded && !cursor) || this.loading.has(filter)) return;
    this.loading.add(filter);
    this.failed = false;
    try {
      const page = await this.requests.calls(filter, cursor);
      const entries = withEntries(this.lists[filter].entries, page.entries);
      this.put(filter, { entries, cursor: page.cursor, loaded: true });
    } catch {
      this.failed = true;
    } finally {
      this.loading.delete(filter);
    }
  }

  /** Takes an entry out of the own list; until some seconds later the result brings it back. */
  remove(call: string): () => void {
    this.removing.add(call);
    const timer = setTimeout(() => void this.removeNow(call), UNDO_MS);
    return () => {
      clearTimeout(timer);
      this.removing.delete(call);
    };
  }

  /** Clears the missed marks on all devices, as looking at the list does. */
  async markSeen(): Promise<void> {
    const newest = this.lists.all.entries[0] ?? this.lists.missed.entries[0];
    if (!newest || this.missed === 0) return;
    const upTo = newest.item.startedAt;
    try {
      await this.gateway.request({ type: 'call.markSeen', upTo });
      this.see(upTo);
    } catch {
      // The marks stay, and the next look clears them.
    }
  }

  private async removeNow(call: string): Promise<void> {
    const removed = await this.requests.removeCall(call).then(
      () => true,
      () => false,
    );
    if (removed) this.drop(call);
    this.removing.delete(call);
  }

  private take(entry: CallEntry): void {
    const { call } = entry.item;
    if (isUnseen(entry) && !this.counted.has(call)) {
      this.counted.add(call);
      this.missed = Math.min(99, this.missed + 1);
    }
    for (const filter of FILTERS) {
      const list = this.lists[filter];
      const others = list.entries.filter((known) => known.item.call !== call);
      const entries = belongs(entry, filter) ? withEntries(others, [entry]) : others;
      this.put(filter, { ...list, entries });
    }
  }

  private drop(call: string): void {
    const entry = FILTERS.flatMap((filter) => this.lists[filter].entries).find(
      (known) => known.item.call === call,
    );
    if (entry && isUnseen(entry)) this.missed = Math.max(0, this.missed - 1);
    this.change((entries) => entries.filter((known) => known.item.call !== call));
  }

  private see(upTo: string): void {
    this.missed = 0;
    this.change((entries) => seenUpTo(entries, upTo));
  }

  private change(how: (entries: CallEntry[]) => CallEntry[]): void {
    for (const filter of FILTERS) {
      const list = this.lists[filter];
      this.put(filter, { ...list, entries: how(list.entries) });
    }
  }

  private put(filter: CallFilter, list: List): void {
    this.lists = { ...this.lists, [filter]: list };
  }
}

function fresh(): Record<CallFilter, List> {
  return { all: EMPTY, missed: EMPTY, incoming: EMPTY, outgoing: EMPTY };
}
