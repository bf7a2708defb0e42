// A connection for tests: it records what is asked, and a test says what the server answers.

import {
  Refusal,
  type CommandBody,
  type CommandType,
  type EventOf,
  type EventType,
  type Gateway,
  type Ready,
  type ReplyTo,
  type Resumed,
  type ServerEvent,
  type Status,
} from '../gateway/types';
import type { LiveCall } from '../call/types';

export class FakeGateway implements Gateway {
  status: Status = 'online';
  readonly sent: CommandBody[] = [];
  private readonly replies = new Map<string, object | Promise<object>>();
  private readonly refusals = new Map<string, Refusal>();
  private readonly listeners = new Map<string, ((value: never) => void)[]>();

  request<C extends CommandBody>(command: C): Promise<ReplyTo<C['type']>> {
    this.sent.push(command);
    const refusal =
      this.status === 'online' ? this.refusals.get(command.type) : new Refusal('offline');
    if (refusal) return Promise.reject(refusal);
    const placed = { type: 'call.placed', remainingMs: 45_000, joined: null };
    const usual = command.type === 'call.start' ? placed : { type: 'ok' };
    const reply = Promise.resolve(this.replies.get(command.type));
    return reply.then(
      (said) => ({ rid: '1', ...command, ...usual, ...said }) as unknown as ReplyTo<C['type']>,
    );
  }

  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): () => void {
    return this.listen(type, listener);
  }

  onStart(listener: (start: Ready | Resumed) => void): () => void {
    return this.listen('start', listener);
  }

  onStatus(listener: (status: Status) => void): () => void {
    return this.listen('status', listener);
  }

  refreshed = 0;
  refresh(): void {
    this.refreshed += 1;
  }

  reply(type: CommandType, reply: object | Promise<object>): void {
    this.replies.set(type, reply);
  }

  refuse(type: CommandType, refusal: Refusal): void {
    this.refusals.set(type, refusal);
  }

  happens(event: ServerEvent): void {
    this.emit(event.type, event);
  }

  /** The connection is made, with the unfinished calls that the server knows. */
  starts(calls: LiveCall[]): void {
    this.emit('start', { type: 'resumed', serverTime: new Date().toISOString(), calls });
  }

  goes(status: Status): void {
    this.status = status;
    this.emit('status', status);
  }

  types(): CommandType[] {
    return this.sent.map(({ type }) => type);
  }

  /** The newest command of a type; throws when there is none. */
  last<T extends CommandType>(type: T): Extract<CommandBody, { type: T }> {
    const found = this.sent.findLast((command) => command.type === type);
    if (!found) throw new Error(`no ${type} was sent`);
    return found as Extract<CommandBody, { type: T }>;
  }

  private listen<V>(name: string, listener: (value: V) => void): () => void {
    const all = this.listeners.get(name) ?? [];
    this.listeners.set(name, [...all, listener]);
    return () => undefined;
  }

  private emit(name: string, value: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener(value as never);
  }
}
