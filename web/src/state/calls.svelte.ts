// Which calls has this account had, and which misses has nobody seen yet?

import { SvelteSet } from 'svelte/reactivity';
import type { Gateway } from '../gateway/types';
import { belongs, FILTERS, isUnseen, seenUpTo, withEntries, type CallEntry } from './callList';
import type { CallFilter, Requests } from './requests';

/** How long a removal can be undone; longer leaves the entry on other devices for that long. */
export const UNDO_MS = 5_000;

interface List {
  filter: CallFilter;
  /** The beginning of a name or handle that the list is searched for; empty for all of it. */
  query: string;
  entries: CallEntry[];
  cursor: string | null;
  loaded: boolean;
}

const empty = (filter: CallFilter, query = ''): List => ({
  filter,
  query,
  entries: [],
  cursor: null,
  loaded: false,
});
const keyOf = ({ filter, query }: Pick<List, 'filter' | 'query'>) => `${filter} ${query}`;
const byKey = (lists: List[]) => Object.fromEntries(lists.map((list) => [keyOf(list), list]));
/** Before anything is loaded: a call that comes meanwhile finds its place already. */
const FRESH = FILTERS.map((filter) => empty(filter));

export class CallHistory {
  private lists = $state.raw<Readonly<Record<string, List>>>(byKey(FRESH));
  /** What was searched for last; what an earlier search finds late is thrown away. */
  private searched = '';
  /** Missed calls that nobody has seen, up to 99. */
  missed = $state(0);
  failed = $state(false);
  private readonly removing = new SvelteSet<string>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  private readonly loading = new Set<string>();
  /** Misses that came while this page was open, so that a repeated entry counts once. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  private readonly counted = new Set<string>();

  constructor(
    private readonly gateway: Gateway,
    private readonly requests: Requests,
  ) {
    gateway.onStart((start) => {
      if (start.type === 'resumed') return;
      const open = Object.values(this.lists).filter(({ loaded }) => loaded);
      this.missed = start.snapshot.missed;
      this.counted.clear();
      this.lists = byKey(FRESH);
      for (const { filter, query } of open) void this.load(filter, query);
    });
    gateway.on('call.entryChanged', ({ entry }) => this.take(entry));
    gateway.on('call.entryRemoved', ({ call }) => this.drop(call));
    gateway.on('call.entriesSeen', ({ upTo }) => this.see(upTo));
  }

  /** One list, or what a search finds in it. */
  list(filter: CallFilter, query = ''): List {
    const list = this.at(filter, query);
    const entries = list.entries.filter((entry) => !this.removing.has(entry.item.call));
    return { ...list, entries };
  }

  /** A call of any list that is loaded. */
  known(call: string): CallEntry | undefined {
    const all = Object.values(this.lists).flatMap(({ entries }) => entries);
    return all.find(({ item }) => item.call === call && !this.removing.has(call));
  }

  /** Gets the first page of a list, or the next one; one search is kept at a time. */
  async load(filter: CallFilter, query = ''): Promise<void> {
    const { cursor, loaded } = this.at(filter, query);
    const key = keyOf({ filter, query });
    if ((loaded && !cursor) || this.loading.has(key)) return;
    this.loading.add(key);
    if (query) this.searched = query;
    this.failed = false;
    try {
      const page = await this.requests.calls(filter, query, cursor);
      const entries = withEntries(this.at(filter, query).entries, page.entries);
      const list = { filter, query, entries, cursor: page.cursor, loaded: true };
      const lists = [...Object.values(this.lists), list];
      this.lists = byKey(lists.filter((one) => !one.query || one.query === this.searched));
    } catch {
      this.failed = true;
    } finally {
      this.loading.delete(key);
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
    const newest = this.at('all').entries[0] ?? this.at('missed').entries[0];
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
    // Only the server knows whether a search finds a call that is new.
    const found = (list: List) => !list.query || list.entries.some((it) => it.item.call === call);
    this.change((entries, list) => {
      const others = entries.filter((known) => known.item.call !== call);
      return belongs(entry, list.filter) && found(list) ? withEntries(others, [entry]) : others;
    });
    this.lists = byKey(Object.values(this.lists).filter(found));
  }

  private drop(call: string): void {
    const entry = Object.values(this.lists)
      .flatMap(({ entries }) => entries)
      .find((known) => known.item.call === call);
    if (entry && isUnseen(entry)) this.missed = Math.max(0, this.missed - 1);
    this.change((entries) => entries.filter((known) => known.item.call !== call));
  }

  private see(upTo: string): void {
    this.missed = 0;
    this.change((entries) => seenUpTo(entries, upTo));
  }

  private at(filter: CallFilter, query = ''): List {
    return this.lists[keyOf({ filter, query })] ?? empty(filter, query);
  }

  private change(how: (entries: CallEntry[], list: List) => CallEntry[]): void {
    const lists = Object.values(this.lists);
    this.lists = byKey(lists.map((list) => ({ ...list, entries: how(list.entries, list) })));
  }
}
