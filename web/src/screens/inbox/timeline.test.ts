import { describe, expect, test } from 'vitest';
import { alice, bob, call, message } from '../../testing/samples';
import { blocksOf, type Block } from './timeline';

const marks = { peerReadUpTo: 0, peerReceivedUpTo: 0 };
const wait = (mid: string, refused: string | null = null) => ({
  mid,
  to: bob.account,
  text: mid,
  writtenAt: '2026-03-12T11:05:00Z',
  refused,
});
const blocks = (
  items: Parameters<typeof blocksOf>[0]['items'],
  waiting: Parameters<typeof blocksOf>[1] = [],
) => blocksOf({ items, ...marks }, waiting, alice.account);
const kinds = (list: Block[]) => list.map((block) => block.kind);

describe('the blocks of a thread', () => {
  test('a day is named once, before the first thing that happened on it', () => {
    const list = blocks([
      message(1, bob, 'a', { sentAt: '2026-03-11T11:00:00Z' }),
      message(2, bob, 'b', { sentAt: '2026-03-12T11:00:00Z' }),
      message(3, bob, 'c', { sentAt: '2026-03-12T12:00:00Z' }),
    ]);
    expect(kinds(list)).toEqual(['day', 'message', 'day', 'message', 'message']);
  });

  test('bubbles of one speaker join until the other speaks, a call comes or the day ends', () => {
    const list = blocks([
      message(1, bob, 'a'),
      message(2, bob, 'b'),
      message(3, alice, 'c'),
      call({ pos: 4 }),
      message(5, alice, 'd'),
    ]);
    const joins = list.flatMap((block) => ('first' in block ? [[block.first, block.last]] : []));
    expect(joins).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  test('what waits stands last, and once it has arrived only in its place', () => {
    const sent = message(1, alice, 'a');
    const list = blocks([sent, message(2, bob, 'b')], [wait(sent.mid), wait('next')]);
    expect(list.map((block) => block.key).slice(1)).toEqual([sent.mid, 'mid2', 'next']);
  });
});

describe('the state of an own message', () => {
  test('follows the marks of the other side', () => {
    const items = [1, 2, 3].map((pos) => message(pos, alice, 'x'));
    const list = blocksOf({ items, peerReadUpTo: 1, peerReceivedUpTo: 2 }, [], alice.account);
    const states = list.flatMap((block) => ('state' in block ? [block.state] : []));
    expect(states).toEqual(['read', 'delivered', 'sent']);
  });

  test('is failed once the server refused it', () => {
    const list = blocks([], [wait('a'), wait('b', 'request_pending')]);
    const states = list.flatMap((block) => ('state' in block ? [block.state] : []));
    expect(states).toEqual(['sending', 'failed']);
  });
});
