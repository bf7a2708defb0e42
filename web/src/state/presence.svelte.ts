// Who of the people on screen is here, and who may be called?
//
// Each part of a screen names the people that it shows; the connection is told the union, and told
// again after each start, since a new connection watches nobody.

import { SvelteMap } from 'svelte/reactivity';
import type { Gateway } from '../gateway/types';
import type { components } from '../wire/generated';

type Shapes = components['schemas'];
export type Watched = Shapes['Watched'];
export type Calling = Shapes['Calling'];

/** The server takes no more; the first ones asked for win. */
const MAX_WATCHED = 50;

export class Presence {
  private readonly people = new SvelteMap<string, Watched>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  private readonly parts = new Set<readonly string[]>();
  private told = '';
  private telling = false;

  constructor(private readonly gateway: Gateway) {
    gateway.onStart(() => {
      this.told = '';
      this.tellSoon();
    });
    gateway.on('presence.changed', ({ watched }) => {
      if (this.wanted().includes(watched.account)) this.people.set(watched.account, watched);
    });
  }

  /** Looks at these people until the result is called. */
  watch(accounts: readonly string[]): () => void {
    this.parts.add(accounts);
    this.tellSoon();
    return () => {
      this.parts.delete(accounts);
      this.tellSoon();
    };
  }

  online(account: string): boolean {
    return this.people.get(account)?.presence.online ?? false;
  }

  /** Whether the account may call this person now; null until the server has said. */
  calling(account: string): Calling | null {
    return this.people.get(account)?.calling ?? null;
  }

  /** Waits for the end of the turn, so that a change of screens is told once. */
  private tellSoon(): void {
    if (this.telling) return;
    this.telling = true;
    queueMicrotask(() => {
      this.telling = false;
      void this.tell();
    });
  }

  private async tell(): Promise<void> {
    const accounts = this.wanted();
    const told = accounts.join(' ');
    if (told === this.told || this.gateway.status !== 'online') return;
    this.told = told;
    for (const known of this.people.keys()) {
      if (!accounts.includes(known)) this.people.delete(known);
    }
    try {
      const { people } = await this.gateway.request({ type: 'presence.watch', accounts });
      if (told !== this.told) return;
      for (const watched of people) this.people.set(watched.account, watched);
    } catch {
      // The next start tells it again; until then the icons stay as they were.
      if (told === this.told) this.told = '';
    }
  }

  private wanted(): string[] {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
    return [...new Set([...this.parts].reverse().flat())].slice(0, MAX_WATCHED);
  }
}
