// The link of a leg without a connection: what was it told to do?

import type { Control } from '../call/control';
import type { LinkListener } from '../call/PeerLink';
import type { Media, Role, Signal } from '../call/types';

/** A track that tells whether it was stopped. */
export class FakeTrack {
  enabled = true;
  stopped = false;
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;
  stop(): void {
    this.stopped = true;
  }
}

/** What one side of a leg was told to do; the other side speaks through `hears`. */
export class FakeLink {
  did: string[] = [];
  told: Control[] = [];
  received: Signal[] = [];
  attached: Partial<Record<Media, unknown>> = {};
  constructor(
    readonly role: Role,
    readonly hears: LinkListener,
  ) {}
  start = () => this.did.push('start');
  restart = () => this.did.push('restart');
  renew = () => this.did.push('renew');
  close = () => this.did.push('close');
  receive = (signal: Signal) => this.received.push(signal);
  tell = (message: Control) => this.told.push(message);
  attach = (kind: Media, track: unknown) => {
    this.attached[kind] = track;
    this.did.push(`attach ${kind}`);
  };
}
