// How does a tab stay in step with the server over one WebSocket?
//
// `hello` → `ready` with a snapshot, or `resumed` after a short break. Durable events carry the
// account's sequence number: an old number is dropped, a gap asks for a fresh snapshot.

import { finalStatus, waitBeforeTry } from './endings';
import {
  Refusal,
  type CommandBody,
  type EventOf,
  type EventType,
  type Gateway,
  type Ready,
  type ReplyTo,
  type Resumed,
  type ServerEvent,
  type ServerMessage,
  type Status,
} from './types';

const SUBPROTOCOL = 'bobwhite.v1';
const REPLY_LIMIT_MS = 20_000;
/** Heartbeats without a word after which the connection is lost; fewer break those that are slow. */
const SILENT_BEATS = 2.5;

interface Waiting {
  resolve: (reply: never) => void;
  reject: (refusal: Refusal) => void;
  timer: ReturnType<typeof setTimeout>;
}

type Listeners = Map<string, Set<(value: never) => void>>;

export class GatewayClient implements Gateway {
  status: Status = 'offline';
  /** How many lasting changes and snapshots were told, so that somebody sees that one came. */
  told = 0;
  private socket: WebSocket | null = null;
  private resume: { key: string; seq: number } | null = null;
  private readonly waiting = new Map<string, Waiting>();
  private readonly listeners: Listeners = new Map();
  private nextRid = 1;
  private failures = 0;
  private goodbyeWaitMs: number | null = null;
  private heartbeatMs = 25_000;
  private heardAt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;

  /** `tab` names this tab across reloads, so that a call's leg can be reclaimed. */
  constructor(
    private readonly url: string,
    private readonly tab: string,
    private readonly open: (url: string, protocol: string) => WebSocket = (to, protocol) =>
      new WebSocket(to, protocol),
  ) {}

  connect(): void {
    if (this.socket) return;
    clearTimeout(this.retry);
    this.become('connecting');
    const socket = this.open(this.url, SUBPROTOCOL);
    this.socket = socket;
    socket.onopen = () => {
      const resume = this.resume ? { resume: this.resume } : {};
      socket.send(JSON.stringify({ type: 'hello', rid: 'hello', tab: this.tab, ...resume }));
      this.listenForSilence();
    };
    socket.onmessage = (frame: MessageEvent<string>) => {
      if (socket === this.socket) this.take(JSON.parse(frame.data) as ServerMessage);
    };
    socket.onclose = (closing) => {
      if (socket === this.socket) this.lost(closing.code);
    };
  }

  /** Ends the connection for good, as at sign-out. */
  close(): void {
    clearTimeout(this.retry);
    const socket = this.socket;
    this.drop();
    socket?.close(1000);
    this.resume = null;
    this.become('offline');
  }

  /** Tries again at once, as when the network is back or a tab is looked at. */
  hurry(): void {
    // By the clock on the wall: while a machine sleeps, timers and the page's own clock stand still.
    const silentMs = Date.now() - this.heardAt;
    if (this.status === 'online' && silentMs > this.heartbeatMs * SILENT_BEATS) this.giveUp();
    if (this.status === 'offline') this.connect();
  }

  refresh(): void {
    if (this.status === 'online') this.connectAgain();
  }

  request<C extends CommandBody>(command: C): Promise<ReplyTo<C['type']>> {
    const socket = this.socket;
    if (!socket || this.status !== 'online') return Promise.reject(new Refusal('offline'));
    const rid = String(this.nextRid++);
    return new Promise<ReplyTo<C['type']>>((resolve, reject) => {
      const timer = setTimeout(() => {
        if (socket === this.socket) this.giveUp();
      }, REPLY_LIMIT_MS);
      this.waiting.set(rid, { resolve, reject, timer });
      socket.send(JSON.stringify({ ...command, rid }));
    });
  }

  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): () => void {
    return this.listen(type, listener);
  }

  onStart(listener: (start: Ready | Resumed) => void): () => void {
    return this.listen(' start', listener);
  }

  onStatus(listener: (status: Status) => void): () => void {
    return this.listen(' status', listener);
  }

  private take(message: ServerMessage): void {
    this.listenForSilence();
    switch (message.type) {
      case 'ping':
        this.socket?.send('{"type":"pong"}');
        return;
      case 'goodbye':
        this.goodbyeWaitMs = message.afterMs;
        if (message.action === 'reconnect') this.resume = null;
        return;
      case 'ready':
      case 'resumed':
        this.started(message);
        return;
      case 'error':
        if (message.rid !== null) {
          this.settle(message.rid)?.reject(new Refusal(message.code, message.retryAfterS ?? null));
        }
        return;
      default:
        if ('rid' in message) this.settle(message.rid)?.resolve(message as never);
        else this.happened(message);
    }
  }

  private started(start: Ready | Resumed): void {
    this.told += 1;
    this.failures = 0;
    this.heartbeatMs = start.heartbeatMs;
    // Events that were missed follow a resume, so their numbers go on from where this tab stood.
    const seq = start.type === 'ready' ? start.seq : (this.resume?.seq ?? start.seq);
    this.resume = { key: start.resumeKey, seq };
    this.become('online');
    this.emit(' start', start);
  }

  private happened(event: ServerEvent): void {
    if ('seq' in event && this.resume) {
      if (event.seq <= this.resume.seq) return;
      if (event.seq !== this.resume.seq + 1) {
        this.startAgain();
        return;
      }
      this.resume.seq = event.seq;
      this.told += 1;
    }
    this.emit(event.type, event);
  }

  private startAgain(): void {
    this.resume = null;
    this.connectAgain();
  }

  private connectAgain(): void {
    const socket = this.socket;
    this.drop();
    socket?.close();
    this.connect();
  }

  private lost(code: number): void {
    this.drop();
    const final = finalStatus(code);
    if (final) {
      this.become(final);
      return;
    }
    this.become('offline');
    const wait = this.goodbyeWaitMs ?? waitBeforeTry(this.failures);
    this.goodbyeWaitMs = null;
    this.failures += 1;
    this.retry = setTimeout(() => {
      this.connect();
    }, wait);
  }

  private drop(): void {
    clearTimeout(this.silence);
    this.socket = null;
    for (const rid of [...this.waiting.keys()]) this.settle(rid)?.reject(new Refusal('offline'));
  }

  private listenForSilence(): void {
    clearTimeout(this.silence);
    this.heardAt = Date.now();
    this.silence = setTimeout(() => this.giveUp(), this.heartbeatMs * SILENT_BEATS);
  }

  /** The other end no longer answers, although the connection looks open. */
  private giveUp(): void {
    const socket = this.socket;
    this.lost(1006);
    socket?.close();
  }

  private settle(rid: string): Waiting | undefined {
    const waiting = this.waiting.get(rid);
    if (waiting) clearTimeout(waiting.timer);
    this.waiting.delete(rid);
    return waiting;
  }

  private become(status: Status): void {
    if (status === this.status) return;
    this.status = status;
    this.emit(' status', status);
  }

  private listen<V>(name: string, listener: (value: V) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  private emit(name: string, value: unknown): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(value as never);
  }
}
