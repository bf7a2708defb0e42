import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GatewayClient } from './GatewayClient';
import { finalStatus, waitBeforeTry } from './endings';
import { Refusal } from './types';

class FakeSocket {
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((frame: { data: string }) => void) | null = null;
  onclose: ((closing: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.onclose?.({ code: 1000 });
  }
  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: FakeSocket[];
let client: GatewayClient;

function last(): FakeSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('no socket');
  return socket;
}

function ready(seq: number): object {
  return { type: 'ready', rid: 'hello', resumeKey: 'k'.repeat(22), seq, heartbeatMs: 25_000 };
}

const gone = (seq: number): object => ({ type: 'conversation.gone', seq, conv: 'c' });

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  client = new GatewayClient('ws://test', 'tab', () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket as unknown as WebSocket;
  });
  client.connect();
  last().onopen?.();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the gateway client', () => {
  test('says hello first and is online after ready', () => {
    expect(last().sent).toEqual([{ type: 'hello', rid: 'hello', tab: 'tab' }]);
    last().says(ready(7));
    expect(client.status).toBe('online');
  });

  test('answers a ping and matches a reply to its command', async () => {
    last().says(ready(0));
    last().says({ type: 'ping' });
    expect(last().sent.at(-1)).toEqual({ type: 'pong' });
    const reply = client.request({ type: 'message.typing', conv: 'c' });
    last().says({ type: 'ok', rid: last().sent.at(-1)?.rid });
    await expect(reply).resolves.toMatchObject({ type: 'ok' });
  });

  test('a refusal carries the code of the server', async () => {
    last().says(ready(0));
    const reply = client.request({ type: 'call.cancel', call: 'c' });
    last().says({ type: 'error', rid: '1', code: 'slow_down', retryAfterS: 9 });
    await expect(reply).rejects.toEqual(new Refusal('slow_down', 9));
  });

  test('a break refuses what waits, and the return resumes where the tab stood', async () => {
    last().says(ready(4));
    last().says(gone(5));
    const reply = client.request({ type: 'message.typing', conv: 'c' });
    last().onclose?.({ code: 1006 });
    await expect(reply).rejects.toMatchObject({ code: 'offline' });
    await vi.advanceTimersByTimeAsync(600);
    last().onopen?.();
    expect(last().sent[0]).toMatchObject({ resume: { seq: 5 } });
    const seen: number[] = [];
    client.on('conversation.gone', (event) => seen.push(event.seq));
    last().says({ ...ready(7), type: 'resumed', calls: [] });
    last().says(gone(6));
    last().says(gone(7));
    expect(seen).toEqual([6, 7]);
  });

  test('what stands is asked by a new connection, once there is one', () => {
    client.refresh();
    expect(sockets).toHaveLength(1);
    last().says(ready(4));
    client.refresh();
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent[0]).toMatchObject({ resume: { seq: 4 } });
  });

  test('an old number is dropped and a gap asks for a fresh snapshot', () => {
    last().says(ready(4));
    const seen: number[] = [];
    client.on('conversation.gone', (event) => seen.push(event.seq));
    last().says(gone(4));
    last().says(gone(6));
    expect(seen).toEqual([]);
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent[0]).not.toHaveProperty('resume');
  });

  test('counts what it was told, once each', () => {
    last().says(ready(4));
    last().says(gone(5));
    last().says(gone(5));
    last().says({ type: 'message.typed', conv: 'c', account: 'a' });
    expect(client.told).toBe(2);
  });

  test('silence for two heartbeats is a lost connection', async () => {
    last().says(ready(0));
    await vi.advanceTimersByTimeAsync(62_500);
    expect(client.status).not.toBe('online');
  });

  test('who looks at a page after a sleep need not wait until the silence is noticed', () => {
    last().says(ready(0));
    vi.setSystemTime(Date.now() + 60_000);
    client.hurry();
    expect(sockets).toHaveLength(1);
    vi.setSystemTime(Date.now() + 3_000);
    client.hurry();
    expect(sockets).toHaveLength(2);
  });

  test('a command that nobody answers is a lost connection, so that what waits goes out on a new one', async () => {
    last().says(ready(0));
    const reply = client.request({ type: 'message.typing', conv: 'c' });
    const refused = expect(reply).rejects.toMatchObject({ code: 'offline' });
    await vi.advanceTimersByTimeAsync(10_000);
    last().says({ type: 'ping' });
    await vi.advanceTimersByTimeAsync(12_000);
    await refused;
    expect(sockets).toHaveLength(2);
  });

  test('a session that ended is final', async () => {
    last().says(ready(0));
    last().onclose?.({ code: 4401 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.status).toBe('signedOut');
    expect(sockets).toHaveLength(1);
  });

  test('a goodbye names the wait before the return', async () => {
    last().says(ready(0));
    last().says({ type: 'goodbye', action: 'resume', afterMs: 4_000 });
    last().onclose?.({ code: 1012 });
    await vi.advanceTimersByTimeAsync(3_900);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sockets).toHaveLength(2);
  });
});

test('waits double up to a limit, half of them random', () => {
  expect(waitBeforeTry(0, () => 0)).toBe(250);
  expect(waitBeforeTry(0, () => 1)).toBe(500);
  expect(waitBeforeTry(50, () => 1)).toBe(15_000);
  expect(finalStatus(1006)).toBeNull();
});
