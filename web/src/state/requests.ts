// What do the screens of a signed-in person ask by HTTP?

import type { ask } from '../api/ask';
import type { components } from '../wire/generated';

type Shapes = components['schemas'];
export type Profile = Shapes['Profile'];
export type Me = Shapes['Me'];
export type Settings = Shapes['Settings'];
export type DeviceSettings = Shapes['DeviceSettings'];
export type Relation = Shapes['Relation'];
export type Person = Shapes['Person'];
export type CallPage = Shapes['CallPage'];
export type Contact = Shapes['Contact'];
export type ContactCounts = Shapes['ContactCounts'];
export type SessionView = Shapes['SessionView'];
export type PasskeyView = Shapes['PasskeyView'];

/** What somebody may do to a person, each of which can be undone. */
export type Tie = 'follow' | 'saved' | 'block' | 'call-block';

export type ContactKind = 'saved' | 'following' | 'blocked';
export type CallFilter = 'all' | 'missed' | 'incoming' | 'outgoing';

const part = encodeURIComponent;
const next = (cursor: string | null) => (cursor ? `&cursor=${part(cursor)}` : '');

/** The pages and changes that the screens need, each by name. */
export function requestsOver(send: typeof ask) {
  const person = (account: string) => `/people/${part(account)}`;
  return {
    instance: () => send<Shapes['InstanceView']>('GET', '/instance'),
    registerDevice: (keys: object) => send<unknown>('POST', '/devices', keys),

    conversations: (cursor: string) =>
      send<Shapes['ConversationPage']>('GET', `/conversations?cursor=${part(cursor)}`),
    /** The thread with somebody, if there is one. */
    open: (to: string) => send<Shapes['OpenedConversation']>('POST', '/conversations', { to }),
    older: (conv: string, before: number) =>
      send<Shapes['TimelinePage']>(
        'GET',
        `/conversations/${part(conv)}/timeline?before=${before}&limit=50`,
      ),

    search: (q: string) => send<Person[]>('GET', `/people?q=${part(q)}`),
    profile: (account: string) => send<Profile>('GET', person(account)),
    profileByHandle: (handle: string) => send<Profile>('GET', `/people/by-handle/${part(handle)}`),
    tie: (account: string, tie: Tie, on: boolean) =>
      send<Relation>(on ? 'PUT' : 'DELETE', `${person(account)}/${tie}`),
    forget: (account: string) => send<undefined>('POST', `${person(account)}/forget`),
    contacts: (kind: ContactKind, cursor: string | null = null) =>
      send<Shapes['ContactPage']>('GET', `/contacts?kind=${kind}${next(cursor)}`),
    contactCounts: () => send<ContactCounts>('GET', '/contacts/counts'),

    changeMe: (changes: { displayName?: string; handle?: string }) =>
      send<Me>('PATCH', '/accounts/me', changes),
    setAvatar: (picture: Blob) => send<Me>('PUT', '/accounts/me/avatar', picture),
    removeAvatar: () => send<undefined>('DELETE', '/accounts/me/avatar'),
    changeSettings: (changes: Partial<Settings>) =>
      send<Settings>('PATCH', '/accounts/me/settings', changes),
    changeDevice: (changes: Partial<DeviceSettings>) =>
      send<DeviceSettings>('PATCH', '/devices/current', changes),

    calls: (filter: CallFilter, query: string, cursor: string | null) => {
      const found = query && `&q=${part(query)}`;
      return send<CallPage>('GET', `/calls?filter=${filter}${found}${next(cursor)}`);
    },
    removeCall: (call: string) => send<undefined>('DELETE', `/calls/${part(call)}`),

    sessions: () => send<SessionView[]>('GET', '/sessions'),
    changePassword: (change: { current: string | null; new: string }) =>
      send<undefined>('PUT', '/accounts/me/password', change),
    deleteMe: (password: string | null) => send<undefined>('DELETE', '/accounts/me', { password }),
    passkeys: () => send<PasskeyView[]>('GET', '/passkeys'),
    removePasskey: (passkey: string) => send<undefined>('DELETE', `/passkeys/${part(passkey)}`),
    endSession: (session: string) => send<undefined>('DELETE', `/sessions/${part(session)}`),
  };
}

export type Requests = ReturnType<typeof requestsOver>;
