// What was written but is not yet with the server, and when is it sent?
//
// Each message has its `mid` from the first press of Enter, so that a repeat after a broken
// connection is the same message. What waits survives a reload of the tab.

import { Refusal, type Gateway, type ReplyTo } from '../gateway/types';
import { encodeText, TEXT } from './thread';

export interface Waiting {
  mid: string;
  to: string;
  text: string;
  writtenAt: string;
  /** The code of a refusal; null while it waits or travels. */
  refused: string | null;
}

type Sent = ReplyTo<'message.send'>;

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export class Outbox {
  private sending = false;

  constructor(
    private readonly gateway: Gateway,
    private readonly shelf: Shelf,
    private readonly account: string,
    private readonly changed: (waiting: Waiting[]) => void,
    /** Hears where a message has its place, before it leaves what waits. */
    private readonly arrived: (sent: Sent) => void = () => undefined,
    private waiting: Waiting[] = [],
  ) {
    this.waiting = this.restored();
    changed(this.waiting);
    gateway.onStart(() => void this.flush());
  }

  add(to: string, text: string): void {
    const written = { mid: newId(), to, text, writtenAt: new Date().toISOString(), refused: null };
    this.keep([...this.waiting, written]);
    void this.flush();
  }

  /** Sends a refused message again, as the same message. */
  retry(mid: string): void {
    this.keep(this.waiting.map((item) => (item.mid === mid ? { ...item, refused: null } : item)));
    void this.flush();
  }

  discard(mid: string): void {
    this.keep(this.waiting.filter((item) => item.mid !== mid));
  }

  /** Sends what waits in the order it was written; stops where the connection is away. */
  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      let next = this.next();
      while (next) {
        const { to, mid, text } = next;
        const refused = await this.send(to, mid, text);
        if (refused === 'offline') return;
        if (refused === null) this.discard(mid);
        else
          this.keep(this.waiting.map((item) => (item.mid === mid ? { ...item, refused } : item)));
        next = this.next();
      }
    } finally {
      this.sending = false;
    }
  }

  private async send(to: string, mid: string, text: string): Promise<string | null> {
    try {
      const body = encodeText(text);
      const command = { type: 'message.send', to, mid, contentType: TEXT, body } as const;
      this.arrived(await this.gateway.request(command));
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.code : 'broken';
    }
  }

  private next(): Waiting | undefined {
    return this.waiting.find((item) => item.refused === null);
  }

  private keep(waiting: Waiting[]): void {
    this.waiting = waiting;
    this.shelf.setItem(this.key(), JSON.stringify(waiting));
    this.changed(waiting);
  }

  private restored(): Waiting[] {
    try {
      return JSON.parse(this.shelf.getItem(this.key()) ?? '[]') as Waiting[];
    } catch {
      return [];
    }
  }

  private key(): string {
    return `outbox:${this.account}`;
  }
}

/** A random id of 16 bytes in base64url, as calls and messages carry. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
