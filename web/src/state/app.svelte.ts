// What do all screens of a signed-in person share?

import { createContext } from 'svelte';
import type { CallController } from '../call/CallController';
import type { Gateway, Status } from '../gateway/types';
import { CallHistory } from './calls.svelte';
import { Inbox } from './inbox.svelte';
import type { Shelf } from './outbox';
import { People } from './people.svelte';
import { Presence } from './presence.svelte';
import type { Me, Person, Requests } from './requests';
import { SettingsState } from './settings.svelte';

export type CallMedia = 'audio' | 'video';

export class App {
  me = $state.raw() as Me;
  status = $state<Status>('connecting');
  readonly inbox: Inbox;
  readonly presence: Presence;
  readonly people: People;
  readonly settings: SettingsState;
  readonly history: CallHistory;

  constructor(
    me: Me,
    readonly gateway: Gateway,
    readonly requests: Requests,
    readonly shelf: Shelf,
    readonly calls: CallController,
  ) {
    this.me = me;
    this.status = gateway.status;
    gateway.onStatus((status) => {
      this.status = status;
    });
    gateway.onStart((start) => {
      if (start.type === 'ready') this.me = start.snapshot.me;
    });
    gateway.on('me.changed', ({ person, operator, hasPassword }) => {
      this.me = { ...this.me, person, operator, hasPassword };
    });
    this.inbox = new Inbox(gateway, requests, me.person.account, shelf);
    this.presence = new Presence(gateway);
    this.people = new People(gateway, requests);
    this.settings = new SettingsState(gateway, requests);
    this.history = new CallHistory(gateway, requests);
  }

  /** A tap on Audio or Video. */
  call(person: Person, media: CallMedia): void {
    this.calls.dial(person, media === 'video' ? ['audio', 'video'] : ['audio']);
  }

  /** Lets go of what outlives a connection, as at sign-out. */
  end(): void {
    this.calls.dispose();
  }
}

/** The app of this page, for every component below the one that provided it. */
export const [useApp, provideApp] = createContext<App>();
