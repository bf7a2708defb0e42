import { expect, test } from 'vitest';
import { Refusal, type Gateway } from '../gateway/types';
import { newId, Outbox, type Shelf, type Waiting } from './outbox';

class ScriptedGateway {
  sent: { mid: string }[] = [];
  answers: (string | null)[] = [];
  start: () => void = () => undefined;
  request(command: { mid: string }): Promise<unknown> {
    const code = this.answers.shift() ?? null;
    if (code) return Promise.reject(new Refusal(code));
    this.sent.push(command);
    return Promise.resolve({ type: 'message.sent' });
  }
  onStart(listener: () => void): () => void {
    this.start = listener;
    return () => undefined;
  }
}

class MemoryShelf implements Shelf {
  values = new Map<string, string>();
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
}

function outboxOn(gateway: ScriptedGateway, shelf: Shelf): { outbox: Outbox; seen: Waiting[][] } {
  const seen: Waiting[][] = [];
  const outbox = new Outbox(gateway as unknown as Gateway, shelf, 'acc', (w) => seen.push(w));
  return { outbox, seen };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

test('a message written while away is sent once on return, in order', async () => {
  const gateway = new ScriptedGateway();
  gateway.answers = ['offline', 'offline'];
  const { outbox, seen } = outboxOn(gateway, new MemoryShelf());
  outbox.add('bob', 'one');
  await settled();
  outbox.add('bob', 'two');
  await settled();
  expect(gateway.sent).toEqual([]);
  gateway.start();
  gateway.start();
  await settled();
  expect(gateway.sent).toHaveLength(2);
  expect(new Set(gateway.sent.map((s) => s.mid)).size).toBe(2);
  expect(seen.at(-1)).toEqual([]);
});

test('what waits survives a reload with the same mid', async () => {
  const shelf = new MemoryShelf();
  const away = new ScriptedGateway();
  away.answers = ['offline'];
  const first = outboxOn(away, shelf);
  first.outbox.add('bob', 'kept');
  await settled();
  const back = new ScriptedGateway();
  const second = outboxOn(back, shelf);
  back.start();
  await settled();
  expect(back.sent[0]?.mid).toBe(first.seen.at(-1)?.[0]?.mid);
  expect(second.seen.at(-1)).toEqual([]);
});

test('a refused message stays with its code and goes again when asked', async () => {
  const gateway = new ScriptedGateway();
  gateway.answers = ['request_pending'];
  const { outbox, seen } = outboxOn(gateway, new MemoryShelf());
  outbox.add('bob', 'no');
  await settled();
  const waiting = seen.at(-1)?.[0];
  expect(waiting?.refused).toBe('request_pending');
  outbox.retry(waiting?.mid ?? '');
  await settled();
  expect(gateway.sent).toHaveLength(1);
});

test('ids are 16 random bytes in canonical base64url', () => {
  expect(newId()).toMatch(/^[A-Za-z0-9_-]{21}[AQgw]$/);
  expect(newId()).not.toBe(newId());
});
