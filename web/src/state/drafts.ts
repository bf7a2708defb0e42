// What is half written to somebody, kept for this tab while its page is left and on reload?

import type { Shelf } from './outbox';

export function draftOf(shelf: Shelf, me: string, to: string): string {
  return shelf.getItem(key(me, to)) ?? '';
}

export function keepDraft(shelf: Shelf, me: string, to: string, text: string): void {
  shelf.setItem(key(me, to), text);
}

function key(me: string, to: string): string {
  return `draft:${me}:${to}`;
}
