// In which blocks does a thread appear: days, bubbles joined by speaker, calls?

import type { Waiting } from '../../state/outbox';
import { instantOf, type CallItem, type MessageItem, type Thread } from '../../state/thread';

export type MessageState = 'sending' | 'failed' | 'sent' | 'delivered' | 'read';

/** A bubble says whether the one before and after it have the same speaker. */
export interface Joined {
  own: boolean;
  first: boolean;
  last: boolean;
}

export type Block =
  | { kind: 'day'; key: string; at: Date }
  | ({ kind: 'message'; key: string; item: MessageItem; state: MessageState } & Joined)
  | ({ kind: 'waiting'; key: string; item: Waiting; state: MessageState } & Joined)
  | { kind: 'call'; key: string; item: CallItem };

/** All blocks of a thread, oldest first; what waits to be sent stands last. */
export function blocksOf(
  thread: Pick<Thread, 'items' | 'peerReadUpTo' | 'peerReceivedUpTo'>,
  waiting: readonly Waiting[],
  me: string,
): Block[] {
  const arrived = new Set(thread.items.map((item) => (item.type === 'message' ? item.mid : '')));
  const entries: Block[] = thread.items.map((item) =>
    item.type === 'call'
      ? { kind: 'call', key: item.call, item }
      : {
          kind: 'message',
          key: item.mid,
          item,
          own: item.sender === me,
          state: stateOf(item, thread),
          first: true,
          last: true,
        },
  );
  for (const item of waiting) {
    if (arrived.has(item.mid)) continue;
    const state = item.refused === null ? 'sending' : 'failed';
    entries.push({
      kind: 'waiting',
      key: item.mid,
      item,
      own: true,
      state,
      first: true,
      last: true,
    });
  }
  return joined(withDays(entries));
}

/** How far an own message has come. */
export function stateOf(
  item: MessageItem,
  marks: Pick<Thread, 'peerReadUpTo' | 'peerReceivedUpTo'>,
): MessageState {
  if (item.pos <= marks.peerReadUpTo) return 'read';
  return item.pos <= marks.peerReceivedUpTo ? 'delivered' : 'sent';
}

function withDays(entries: readonly Block[]): Block[] {
  const blocks: Block[] = [];
  let day = '';
  for (const entry of entries) {
    const at = new Date(whenOf(entry));
    if (at.toDateString() !== day) {
      day = at.toDateString();
      blocks.push({ kind: 'day', key: `day ${day} ${entry.key}`, at });
    }
    blocks.push(entry);
  }
  return blocks;
}

function joined(blocks: readonly Block[]): Block[] {
  return blocks.map((block, at) => {
    if (!isBubble(block)) return block;
    const same = (other: Block | undefined) =>
      other !== undefined && isBubble(other) && other.own === block.own;
    return { ...block, first: !same(blocks[at - 1]), last: !same(blocks[at + 1]) };
  });
}

function isBubble(block: Block): block is Extract<Block, Joined> {
  return block.kind === 'message' || block.kind === 'waiting';
}

function whenOf(block: Block): string {
  if (block.kind === 'waiting') return block.item.writtenAt;
  return block.kind === 'day' ? block.at.toISOString() : instantOf(block.item);
}
