// What is the least that a server does for one call of two tabs? Enough to look at the screens of a
// call: it decides nothing and keeps nothing. The rules are the server's own and tested there.

import type {
  CommandBody,
  EventOf,
  EventType,
  Gateway,
  Ready,
  ReplyTo,
  Resumed,
  ServerEvent,
  Status,
} from '../gateway/types';
import type { IceServer, Person } from '../call/types';

type Told = { to: string; event: ServerEvent };
type Asked = CommandBody & { call: string };

export class PlainGateway implements Gateway {
  readonly status: Status = 'online';
  private readonly channel = new BroadcastChannel('two-people');
  private readonly listeners = new Map<string, Set<(event: never) => void>>();

  constructor(
    private readonly me: Person,
    private readonly other: Person,
    private readonly ice: IceServer,
  ) {
    this.channel.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.to === me.account) this.emit(data.event);
    };
  }

  /** The two pages are all there is. */
  refresh = () => undefined;

  request<C extends CommandBody>(command: C): Promise<ReplyTo<C['type']>> {
    const reply = this.answer(command as CommandBody as Asked);
    return Promise.resolve({ rid: '1', type: 'ok', ...reply } as unknown as ReplyTo<C['type']>);
  }

  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): () => void {
    const set = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, set.add(listener));
    return () => set.delete(listener);
  }

  onStart(_: (start: Ready | Resumed) => void): () => void {
    return () => undefined;
  }

  onStatus(_: (status: Status) => void): () => void {
    return () => undefined;
  }

  private answer(command: Asked): object {
    const { call } = command;
    const leg = 'leg';
    switch (command.type) {
      case 'call.start':
        this.tell({
          type: 'call.ring',
          call,
          caller: this.me,
          relation: { following: true, saved: false, blocked: false, callBlocked: false },
          messages: 12,
          media: command.media,
          route: 'relay',
          conversation: null,
          remainingMs: 45_000,
          serverTime: new Date().toISOString(),
        });
        return { type: 'call.placed', call, remainingMs: 45_000, joined: null };
      case 'call.alerting':
        this.tell({ type: 'call.ringing', call });
        return {};
      case 'call.accept': {
        const joined = { call, leg, media: command.media, ice: this.ice, route: 'relay' } as const;
        this.tell({ ...joined, type: 'call.accepted', role: 'caller' });
        return { ...joined, type: 'call.joined', role: 'callee' };
      }
      case 'call.signal':
        this.tell({ ...command, type: 'call.signalled' });
        return {};
      case 'call.decline':
      case 'call.cancel':
      case 'call.hangUp':
      case 'call.fail':
        this.end(call, command);
        return {};
      default:
        return {};
    }
  }

  private end(call: string, command: Asked): void {
    const reasons = { 'call.decline': 'declined', 'call.cancel': 'cancelled' } as const;
    const known = reasons[command.type as keyof typeof reasons] ?? 'hung_up';
    const reason = command.type === 'call.fail' ? command.reason : known;
    const event = { type: 'call.ended', call, reason, durationMs: null } as const;
    this.tell(event);
    this.emit(event);
  }

  private tell(event: ServerEvent): void {
    this.channel.postMessage({ to: this.other.account, event } satisfies Told);
  }

  private emit(event: ServerEvent): void {
    for (const listener of this.listeners.get(event.type) ?? []) listener(event as never);
  }
}
