import { beforeEach, describe, expect, test, vi } from 'vitest';
import { alice, bob, conversation, message, person } from '../testing/samples';
import { stage, type Stage } from '../testing/screen';

const carol = person('Carol Stone');
const later = { sentAt: '2026-03-12T12:00:00Z' };
const withCarol = conversation({
  conv: 'c',
  peer: carol,
  recent: [message(1, carol, 'Hi', later)],
});
const withBob = conversation({ recent: [message(4, bob, 'Hello')], readUpTo: 3 });

let now: Stage;
beforeEach(() => {
  now = stage({}, { conversations: [withBob, withCarol] });
});
const names = () => now.app.inbox.sorted.map((thread) => thread.peer.displayName);
const bobs = () => now.app.inbox.threads.get(bob.account);

describe('the inbox', () => {
  test('shows the newest thread first', () => {
    expect(names()).toEqual(['Carol Stone', 'Bob Marsh']);
    const item = message(5, bob, 'Again', { sentAt: '2026-03-12T13:00:00Z' });
    now.gateway.tell({ type: 'message.new', seq: 1, conv: 'conv', item });
    expect(names()[0]).toBe('Bob Marsh');
  });

  test('counts threads with something unread, and reading on another device clears one', () => {
    expect(now.app.inbox.unread).toBe(2);
    now.gateway.tell({
      type: 'message.marks',
      seq: 1,
      conv: 'conv',
      readUpTo: 4,
      peerReadUpTo: 0,
      peerReceivedUpTo: 0,
    });
    expect(now.app.inbox.unread).toBe(1);
  });

  test('tells that a message has arrived here, once it has', () => {
    expect(now.gateway.of('message.received')).toEqual([
      { type: 'message.received', conv: 'conv', upTo: 4 },
      { type: 'message.received', conv: 'c', upTo: 1 },
    ]);
  });

  test('loses a thread that left it', () => {
    now.gateway.tell({ type: 'conversation.gone', seq: 1, conv: 'c' });
    expect(names()).toEqual(['Bob Marsh']);
  });

  test('empties a deleted message but keeps its place', () => {
    now.gateway.tell({ type: 'message.deleted', seq: 1, conv: 'conv', mid: 'mid4' });
    expect(bobs()?.items).toMatchObject([{ mid: 'mid4', body: '', deleted: true }]);
  });

  test('follows a new name of somebody', () => {
    const renamed = { ...bob, displayName: 'Robert Marsh' };
    now.gateway.tell({ type: 'person.changed', seq: 1, person: renamed });
    expect(names()).toContain('Robert Marsh');
  });
});

test('a change of a thread joins what is known where nothing lies between', () => {
  const recent = [message(5, alice, 'Next')];
  now.gateway.tell({
    type: 'conversation.changed',
    seq: 1,
    conversation: conversation({ recent }),
  });
  expect(bobs()?.items.map((item) => item.pos)).toEqual([4, 5]);
  now.gateway.tell({
    type: 'conversation.changed',
    seq: 2,
    conversation: conversation({ recent: [message(40, alice, 'Much later')] }),
  });
  expect(bobs()?.items.map((item) => item.pos)).toEqual([40]);
  expect(bobs()?.more).toBe(true);
});

test('older items come before what is known', async () => {
  now = stage(
    {
      'GET /conversations/conv/timeline?before=4&limit=50': {
        items: [message(3, bob, 'Before')],
        more: false,
      },
    },
    { conversations: [withBob] },
  );
  await now.app.inbox.loadOlder(bob.account);
  expect(bobs()?.items.map((item) => item.pos)).toEqual([3, 4]);
  expect(bobs()?.more).toBe(false);
});

test('a thread that the list has not reached is asked for by its person', async () => {
  now = stage({ 'POST /conversations': { peer: bob, conversation: withBob } });
  await now.app.inbox.find(bob.account);
  expect(bobs()?.conv).toBe('conv');
});

describe('typing', () => {
  test('is told once in a while, and not about blanks of a thread that is none', () => {
    now.app.inbox.type(bob.account);
    now.app.inbox.type(bob.account);
    now.app.inbox.type('acc_nobody');
    expect(now.gateway.of('message.typing')).toEqual([{ type: 'message.typing', conv: 'conv' }]);
  });

  test('is forgotten after some seconds, and at once when the words arrive', () => {
    vi.useFakeTimers();
    const typed = () =>
      now.gateway.tell({ type: 'message.typed', conv: 'conv', account: bob.account });
    typed();
    expect(now.app.inbox.typing.get(bob.account)).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(now.app.inbox.typing.get(bob.account)).toBeUndefined();
    typed();
    now.gateway.tell({ type: 'message.new', seq: 1, conv: 'conv', item: message(5, bob, 'There') });
    expect(now.app.inbox.typing.get(bob.account)).toBeUndefined();
    vi.useRealTimers();
  });
});
