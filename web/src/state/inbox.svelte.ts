// Which threads does this tab show, and what stands in them?

import { SvelteMap } from 'svelte/reactivity';
import type { Gateway, Ready, Resumed } from '../gateway/types';
import type { components } from '../wire/generated';
import { Outbox, type Shelf, type Waiting } from './outbox';
import {
  instantOf,
  lastItem,
  lastPosition,
  threadFrom,
  unreadIn,
  withItem,
  withOlder,
  withoutText,
  type Conversation,
  type Thread,
  type TimelineItem,
} from './thread';

type CallEntry = components['schemas']['CallEntry'];
type TimelinePage = components['schemas']['TimelinePage'];

const TYPING_SHOWN_MS = 6_000;
const TYPING_TOLD_EVERY_MS = 3_000;

/** Pages that come by HTTP. */
export interface InboxPages {
  older(conv: string, before: number): Promise<TimelinePage>;
  open(account: string): Promise<components['schemas']['OpenedConversation']>;
  conversations(cursor: string): Promise<components['schemas']['ConversationPage']>;
}

export class Inbox {
  /** Threads by the account of the other side. */
  readonly threads = new SvelteMap<string, Thread>();
  /** Who types now, by account. */
  readonly typing = new SvelteMap<string, boolean>();
  loaded = $state(false);
  cursor = $state<string | null>(null);
  waiting = $state.raw<Waiting[]>([]);
  readonly sorted = $derived(
    [...this.threads.values()].sort((a, b) => newest(b).localeCompare(newest(a))),
  );
  readonly unread = $derived(this.sorted.filter((thread) => unreadIn(thread) > 0).length);

  private readonly outbox: Outbox;
  private readonly typingEnds: Record<string, ReturnType<typeof setTimeout>> = {};
  private typingTold = 0;

  constructor(
    private readonly gateway: Gateway,
    private readonly pages: InboxPages,
    account: string,
    shelf: Shelf,
  ) {
    this.outbox = new Outbox(
      gateway,
      shelf,
      account,
      (waiting) => {
        this.waiting = waiting;
      },
      ({ conv, item }) => this.take(conv, item),
    );
    gateway.onStart((start) => {
      this.start(start);
    });
    gateway.on('message.new', ({ conv, item }) => {
      this.take(conv, item);
      this.typing.delete(item.sender);
    });
    gateway.on('message.deleted', ({ conv, mid }) => {
      this.change(conv, (thread) => ({ items: withoutText(thread.items, mid) }));
    });
    gateway.on('message.marks', ({ conv, readUpTo, peerReadUpTo, peerReceivedUpTo }) => {
      this.change(conv, () => ({ readUpTo, peerReadUpTo, peerReceivedUpTo }));
    });
    gateway.on('conversation.changed', ({ conversation }) => {
      this.replace(conversation);
    });
    gateway.on('conversation.gone', ({ conv }) => {
      const thread = this.byConv(conv);
      if (thread) this.threads.delete(thread.peer.account);
    });
    gateway.on('message.typed', ({ account }) => {
      this.showTyping(account);
    });
    gateway.on('call.entryChanged', ({ entry }) => {
      this.takeCall(entry);
    });
    gateway.on('call.entryRemoved', ({ call }) => {
      for (const thread of this.threads.values()) {
        const items = thread.items.filter((item) => item.type !== 'call' || item.call !== call);
        if (items.length < thread.items.length) this.change(thread.conv, () => ({ items }));
      }
    });
    gateway.on('person.changed', ({ person }) => {
      const thread = this.threads.get(person.account);
      if (thread) this.threads.set(person.account, { ...thread, peer: person });
    });
  }

  send(to: string, text: string): void {
    this.typingTold = 0;
    this.outbox.add(to, text);
  }

  retry(mid: string): void {
    this.outbox.retry(mid);
  }

  discard(mid: string): void {
    this.outbox.discard(mid);
  }

  /** Tells the other side that this account types, at most every few seconds. */
  type(account: string): void {
    const conv = this.threads.get(account)?.conv;
    const now = Date.now();
    if (!conv || now - this.typingTold < TYPING_TOLD_EVERY_MS) return;
    this.typingTold = now;
    void this.quietly({ type: 'message.typing', conv });
  }

  /** Marks everything known of a thread as read on all devices. */
  read(account: string): void {
    const thread = this.threads.get(account);
    if (!thread || thread.state === 'request' || unreadIn(thread) === 0) return;
    const upTo = lastPosition(thread);
    this.change(thread.conv, () => ({ readUpTo: upTo }));
    void this.quietly({ type: 'message.read', conv: thread.conv, upTo });
  }

  async accept(conv: string): Promise<void> {
    await this.gateway.request({ type: 'conversation.accept', conv });
  }

  async decline(conv: string): Promise<void> {
    await this.gateway.request({ type: 'conversation.decline', conv });
  }

  async deleteMessage(conv: string, mid: string): Promise<void> {
    await this.gateway.request({ type: 'message.delete', conv, mid });
  }

  async loadOlder(account: string): Promise<void> {
    const thread = this.threads.get(account);
    const first = thread?.items.find((item) => item.pos !== null)?.pos;
    if (!thread?.more || !first) return;
    const page = await this.pages.older(thread.conv, first);
    this.change(thread.conv, (now) => ({
      items: withOlder(now.items, page.items),
      more: page.more,
    }));
  }

  async loadMore(): Promise<void> {
    if (!this.cursor) return;
    const page = await this.pages.conversations(this.cursor);
    this.cursor = page.cursor;
    for (const conversation of page.conversations) this.replace(conversation);
  }

  /** Gets the thread with somebody, which may stand on a page of the list that is not here yet. */
  async find(account: string): Promise<void> {
    if (this.threads.has(account)) return;
    const { conversation } = await this.pages.open(account);
    if (conversation) this.replace(conversation);
  }

  private start(start: Ready | Resumed): void {
    if (start.type === 'resumed') return;
    this.threads.clear();
    for (const conversation of start.snapshot.conversations) this.replace(conversation);
    this.cursor = start.snapshot.conversationsCursor;
    this.loaded = true;
  }

  private replace(conversation: Conversation): void {
    const fresh = threadFrom(conversation);
    const known = this.threads.get(fresh.peer.account);
    const joined = known && overlaps(known, fresh);
    this.threads.set(
      fresh.peer.account,
      joined ? { ...fresh, items: withOlder(known.items, fresh.items), more: known.more } : fresh,
    );
    this.received(fresh);
  }

  private take(conv: string, item: TimelineItem): void {
    this.change(conv, (thread) => ({ items: withItem(thread.items, item) }));
    const thread = this.byConv(conv);
    if (thread) this.received(thread);
  }

  private takeCall(entry: CallEntry): void {
    const { conversation, item } = entry;
    if (conversation && item.pos !== null) this.take(conversation, item);
  }

  private received(thread: Thread): void {
    const last = thread.items.findLast(
      (item) => item.type === 'message' && item.sender === thread.peer.account,
    );
    if (last?.pos && last.pos > thread.readUpTo) {
      void this.quietly({ type: 'message.received', conv: thread.conv, upTo: last.pos });
    }
  }

  private change(conv: string, how: (thread: Thread) => Partial<Thread>): void {
    const thread = this.byConv(conv);
    if (thread) this.threads.set(thread.peer.account, { ...thread, ...how(thread) });
  }

  private byConv(conv: string): Thread | undefined {
    return [...this.threads.values()].find((thread) => thread.conv === conv);
  }

  private showTyping(account: string): void {
    clearTimeout(this.typingEnds[account]);
    this.typing.set(account, true);
    this.typingEnds[account] = setTimeout(() => this.typing.delete(account), TYPING_SHOWN_MS);
  }

  /** Sends what may be lost without harm: the next snapshot tells it again. */
  private async quietly(command: Parameters<Gateway['request']>[0]): Promise<void> {
    await this.gateway.request(command).catch(() => undefined);
  }
}

function newest(thread: Thread): string {
  const item = lastItem(thread);
  return item ? instantOf(item) : '';
}

/** Whether what is known reaches up to what is fresh, so that no gap lies between. */
function overlaps(known: Thread, fresh: Thread): boolean {
  const first = fresh.items.find((item) => item.pos !== null)?.pos ?? 0;
  return lastPosition(known) >= first - 1;
}
