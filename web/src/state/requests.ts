// What do the screens of a signed-in person ask by HTTP?

import type { components } from '../wire/generated';

type Shapes = components['schemas'];
export type Profile = Shapes['Profile'];
export type Me = Shapes['Me'];
export type Settings = Shapes['Settings'];
export type DeviceSettings = Shapes['DeviceSettings'];
export type Relation = Shapes['Relation'];
export type Person = Shapes['Person'];
export type CallPage = Shapes['CallPage'];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Sends one request below /api/v1; rejects with a `Refusal`. A body that is a Blob goes as it is. */
export type Ask = <T>(method: Method, path: string, body?: object) => Promise<T>;

/** What somebody may do to a person, each of which can be undone. */
export type Tie = 'follow' | 'saved' | 'block' | 'call-block';

export type ContactKind = 'saved' | 'following' | 'blocked';
export type CallFilter = 'all' | 'missed' | 'incoming' | 'outgoing';

/** How many people stand in each group that may ring the account; null where it is not counted. */
export interface ContactCounts {
  addressBook: number;
  follows: number;
}

export interface SessionRow {
  session: string;
  label: string;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

const part = encodeURIComponent;

/** The pages and changes that the screens need, each by name. */
export function requestsOver(ask: Ask) {
  const person = (account: string) => `/people/${part(account)}`;
  return {
    registerDevice: (keys: object) => ask<unknown>('POST', '/devices', keys),

    conversations: (cursor: string) =>
      ask<Shapes['ConversationPage']>('GET', `/conversations?cursor=${part(cursor)}`),
    older: (conv: string, before: number) =>
      ask<Shapes['TimelinePage']>(
        'GET',
        `/conversations/${part(conv)}/timeline?before=${before}&limit=50`,
      ),

    search: (q: string) => ask<Person[]>('GET', `/people?q=${part(q)}`),
    profile: (account: string) => ask<Profile>('GET', person(account)),
    profileByHandle: (handle: string) => ask<Profile>('GET', `/people/by-handle/${part(handle)}`),
    tie: (account: string, tie: Tie, on: boolean) =>
      ask<undefined>(on ? 'PUT' : 'DELETE', `${person(account)}/${tie}`),
    forget: (account: string) => ask<undefined>('POST', `${person(account)}/forget`),
    contacts: (kind: ContactKind) => ask<Profile[]>('GET', `/contacts?kind=${kind}`),
    contactCounts: () => ask<ContactCounts>('GET', '/contacts/counts'),

    changeMe: (changes: { displayName?: string; handle?: string }) =>
      ask<Me>('PATCH', '/accounts/me', changes),
    setAvatar: (picture: Blob) => ask<Me>('PUT', '/accounts/me/avatar', picture),
    removeAvatar: () => ask<undefined>('DELETE', '/accounts/me/avatar'),
    changeSettings: (changes: Partial<Settings>) =>
      ask<Settings>('PATCH', '/accounts/me/settings', changes),
    changeDevice: (changes: Partial<DeviceSettings>) =>
      ask<DeviceSettings>('PATCH', '/devices/current', changes),

    calls: (filter: CallFilter, cursor: string | null) =>
      ask<CallPage>('GET', `/calls?filter=${filter}${cursor ? `&cursor=${part(cursor)}` : ''}`),
    removeCall: (call: string) => ask<undefined>('DELETE', `/calls/${part(call)}`),

    sessions: () => ask<SessionRow[]>('GET', '/sessions'),
    endSession: (session: string) => ask<undefined>('DELETE', `/sessions/${part(session)}`),
  };
}

export type Requests = ReturnType<typeof requestsOver>;
