// Which messages does the gateway take and give, in the client's words?

import type { components } from '../wire/generated';

type Shapes = components['schemas'];

export type Command = Exclude<Shapes['ClientMessage'], { type: 'pong' }>;
export type ServerMessage = Shapes['ServerMessage'];
export type Ready = Shapes['Ready'];
export type Resumed = Shapes['Resumed'];

/** Replies that say more than that a command was carried out. */
interface TellingReplies {
  'message.send': Shapes['MessageSent'];
  'presence.watch': Shapes['PresenceWatched'];
  'call.start': Shapes['CallPlaced'];
  'call.accept': Shapes['CallJoined'];
  'call.rejoin': Shapes['CallJoined'];
  'call.renewIce': Shapes['CallIce'];
}

export type CommandType = Exclude<Command['type'], 'hello'>;
type WithoutRid<C> = C extends { rid: string } ? Omit<C, 'rid'> : never;
/** A command as a feature writes it; the connection adds its number. */
export type CommandBody = WithoutRid<Exclude<Command, { type: 'hello' }>>;
export type ReplyTo<T extends CommandType> = T extends keyof TellingReplies
  ? TellingReplies[T]
  : Shapes['Ok'];

type Answer = Shapes['Ok'] | Shapes['Error'] | TellingReplies[keyof TellingReplies];
type Control = Ready | Resumed | Shapes['Goodbye'] | Shapes['Ping'];
export type ServerEvent = Exclude<ServerMessage, Answer | Control>;
export type EventType = ServerEvent['type'];
export type EventOf<T extends EventType> = Extract<ServerEvent, { type: T }>;

export type Status =
  | 'connecting'
  | 'online'
  | 'offline'
  /** The session ended: sign in again. */
  | 'signedOut'
  /** The same tab is open twice, as after duplicating it. */
  | 'replaced'
  /** The server speaks a newer protocol: reload the page. */
  | 'outdated';

/** What features need of the connection. */
export interface Gateway {
  readonly status: Status;
  /** Sends a command; rejects with `Refusal` when it was refused or the connection is away. */
  request<C extends CommandBody>(command: C): Promise<ReplyTo<C['type']>>;
  /** Calls `listener` for each event of a type; the result stops it. */
  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): () => void;
  /** Calls `listener` after each fresh snapshot or resume. */
  onStart(listener: (start: Ready | Resumed) => void): () => void;
  onStatus(listener: (status: Status) => void): () => void;
  /** Asks the server what stands, by a new connection; tells it to the listeners of `onStart`. */
  refresh(): void;
}

/** A command that changed nothing; `code` is one of the server's codes or `offline`. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly retryAfterS: number | null = null,
  ) {
    super(code);
    this.name = 'Refusal';
  }
}
