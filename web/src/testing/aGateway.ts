// What does a test need of the connection: what was asked, and a way to tell?

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
  type Status,
} from '../gateway/types';

type Answer<C> = object | string | ((command: C) => object);
type Listener = (value: never) => void;

export class ScriptedGateway implements Gateway {
  status: Status = 'online';
  asked: CommandBody[] = [];
  /** Replies by command; a text is the code of a refusal. */
  answers: { [T in CommandBody['type']]?: Answer<Extract<CommandBody, { type: T }>> } = {};
  private readonly listeners = new Map<string, Set<Listener>>();

  async request<C extends CommandBody>(command: C): Promise<ReplyTo<C['type']>> {
    this.asked.push(command);
    const scripted = this.answers[command.type] ?? { type: 'ok', rid: '1' };
    const answer =
      typeof scripted === 'function' ? (scripted as (asked: C) => object)(command) : scripted;
    if (typeof answer === 'string') throw new Refusal(answer);
    return Promise.resolve(answer as ReplyTo<C['type']>);
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

  /** Tests say themselves what the server answers. */
  refresh = () => undefined;

  tell(event: ServerEvent): void {
    this.emit(event.type, event);
  }
  start(start: Ready | Resumed): void {
    this.emit('start', start);
  }
  /** The commands of one kind, in the order in which they were sent. */
  of<T extends CommandBody['type']>(type: T): Extract<CommandBody, { type: T }>[] {
    return this.asked.filter((command): command is Extract<CommandBody, { type: T }> => {
      return command.type === type;
    });
  }

  private listen(name: string, listener: Listener): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }
  private emit(name: string, value: unknown): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(value as never);
  }
}
