import { expect, test } from 'vitest';
import {
  decodeText,
  encodeText,
  lastPosition,
  TEXT,
  textOf,
  threadFrom,
  unreadIn,
  withItem,
  withOlder,
  withoutText,
  type CallItem,
  type Conversation,
  type MessageItem,
} from './thread';

const PEER = 'acc_bbbbbbbbbbbbbbbbbbbb';
const SELF = 'acc_aaaaaaaaaaaaaaaaaaaa';

function message(pos: number, sender = PEER, text = 'hello'): MessageItem {
  return {
    type: 'message',
    pos,
    mid: `mid${String(pos)}`,
    sender,
    device: 'd',
    contentType: TEXT,
    body: encodeText(text),
    origin: 'typed',
    sentAt: '2026-01-05T12:00:00Z',
    deleted: false,
  };
}

function call(pos: number, reason: CallItem['reason']): CallItem {
  return {
    type: 'call',
    pos,
    call: 'c1',
    direction: 'incoming',
    media: ['audio'],
    reason,
    missed: reason === 'no_answer',
    seen: false,
    startedAt: '2026-01-05T12:00:00Z',
    durationMs: null,
  };
}

function conversation(recent: Conversation['recent'], readUpTo = 0): Conversation {
  return {
    conv: 'c',
    peer: {
      account: PEER,
      handle: 'bob',
      displayName: 'Bob',
      avatar: null,
      verified: false,
      plan: null,
      gone: false,
    },
    state: 'open',
    readUpTo,
    peerReadUpTo: 0,
    peerReceivedUpTo: 0,
    lastPos: recent.at(-1)?.pos ?? 0,
    recent,
  };
}

test('text survives the way through bytes, whatever its script', () => {
  for (const text of ['hello', 'Grüße', 'سلام', '👩🏽‍🎤', '']) {
    expect(decodeText(encodeText(text))).toBe(text);
  }
  expect(encodeText('??>')).toMatch(/^[A-Za-z0-9_-]*$/);
});

test('an item takes its place by position and a repeated one changes nothing', () => {
  const items = withItem(withItem([message(3)], message(1)), message(3));
  expect(items.map((item) => item.pos)).toEqual([1, 3]);
});

test('a call entry is updated in place [promise 3.15]', () => {
  const items = withItem(withItem([message(1)], call(2, null)), call(2, 'no_answer'));
  expect(items).toHaveLength(2);
  expect(items[1]).toMatchObject({ reason: 'no_answer', missed: true });
});

test('unread counts what the other side wrote above the mark', () => {
  const thread = threadFrom(conversation([message(1), message(2, SELF), message(3)], 1));
  expect(unreadIn(thread)).toBe(1);
  expect(lastPosition(thread)).toBe(3);
});

test('older pages go before, and the beginning has nothing more', () => {
  const thread = threadFrom(conversation([message(5)]));
  expect(thread.more).toBe(true);
  expect(withOlder(thread.items, [message(3), message(4)]).map((i) => i.pos)).toEqual([3, 4, 5]);
  expect(threadFrom(conversation([message(1)])).more).toBe(false);
});

test('a deleted message keeps its place without words', () => {
  const [item] = withoutText([message(1)], 'mid1');
  expect(item).toMatchObject({ pos: 1, deleted: true, body: '' });
});

test('a kind that this client does not know has no words', () => {
  expect(textOf({ ...message(1), contentType: 'application/future' })).toBeNull();
  expect(textOf(message(1))).toBe('hello');
});
