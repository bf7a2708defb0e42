// How does one thread change, item by item?

import type { components } from '../wire/generated';
import { cleanText } from './clean';

type Shapes = components['schemas'];
export type Conversation = Shapes['Conversation'];
export type Person = Shapes['Person'];
export type MessageItem = Shapes['MessageItem'];
export type CallItem = Shapes['CallItem'];
export type TimelineItem = MessageItem | CallItem;

export const TEXT = 'text/plain; charset=utf-8';

/** A thread as this tab holds it: the newest items, oldest first, and whether older ones exist. */
export interface Thread {
  conv: string;
  peer: Person;
  state: Conversation['state'];
  readUpTo: number;
  peerReadUpTo: number;
  peerReceivedUpTo: number;
  items: TimelineItem[];
  more: boolean;
}

export function threadFrom(conversation: Conversation): Thread {
  const { conv, peer, state, readUpTo, peerReadUpTo, peerReceivedUpTo, recent } = conversation;
  const first = recent[0];
  // Positions begin at 1: a first item above it may have older ones before it.
  const more = (first?.pos ?? 1) > 1;
  return { conv, peer, state, readUpTo, peerReadUpTo, peerReceivedUpTo, items: recent, more };
}

/** Puts an item in its place; one that is there already is replaced. */
export function withItem(items: readonly TimelineItem[], item: TimelineItem): TimelineItem[] {
  const others = items.filter((known) => !isSame(known, item));
  return [...others, item].sort((a, b) => place(a) - place(b));
}

/** Puts an older page before what is known. */
export function withOlder(
  items: readonly TimelineItem[],
  older: readonly TimelineItem[],
): TimelineItem[] {
  return older.reduce<TimelineItem[]>((all, item) => withItem(all, item), [...items]);
}

export function withoutText(items: readonly TimelineItem[], mid: string): TimelineItem[] {
  return items.map((item) =>
    item.type === 'message' && item.mid === mid ? { ...item, body: '', deleted: true } : item,
  );
}

export function lastItem(thread: Thread): TimelineItem | undefined {
  return thread.items.at(-1);
}

export function instantOf(item: TimelineItem): string {
  return item.type === 'message' ? item.sentAt : item.startedAt;
}

/** How many messages of the other side lie above the read mark, as far as this tab knows. */
export function unreadIn(thread: Thread): number {
  return thread.items.filter(
    (item) =>
      item.type === 'message' &&
      !item.deleted &&
      item.sender === thread.peer.account &&
      item.pos > thread.readUpTo,
  ).length;
}

/** The highest position a thread is known to reach. */
export function lastPosition(thread: Thread): number {
  return thread.items.reduce((highest, item) => Math.max(highest, item.pos ?? 0), 0);
}

/** The words of a message, or null when this client cannot read it. */
export function textOf(item: MessageItem): string | null {
  if (!item.contentType.startsWith('text/plain')) return null;
  try {
    return cleanText(decodeText(item.body));
  } catch {
    return null;
  }
}

export function encodeText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function decodeText(body: string): string {
  const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}

function isSame(known: TimelineItem, item: TimelineItem): boolean {
  if (known.type === 'message') return item.type === 'message' && known.mid === item.mid;
  return item.type === 'call' && known.call === item.call;
}

function place(item: TimelineItem): number {
  return item.pos ?? Number.MAX_SAFE_INTEGER;
}
