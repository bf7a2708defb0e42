// Who and what do the tests of screens talk about? Alice looks at the screen.

import type { CallEntry } from '../state/callList';
import type { Calling } from '../state/presence.svelte';
import type { Me, Person, Profile, Relation } from '../state/requests';
import {
  encodeText,
  TEXT,
  type CallItem,
  type Conversation,
  type MessageItem,
} from '../state/thread';
import type { Ready } from '../gateway/types';

export function person(name: string, changes: Partial<Person> = {}): Person {
  const handle = name.toLowerCase().replace(/\W+/g, '.');
  return {
    account: `acc_${handle}`,
    handle,
    displayName: name,
    avatar: null,
    verified: false,
    plan: null,
    gone: false,
    ...changes,
  };
}

export const alice = person('Alice Field');
export const bob = person('Bob Marsh');
export const me: Me = {
  person: alice,
  operator: false,
  hasPassword: true,
  session: 'ses',
  device: 'did',
};
export const strangers: Relation = {
  following: false,
  saved: false,
  blocked: false,
  callBlocked: false,
};
export const allowed: Calling = { allowed: true, code: null };
export const refused = (code: string): Calling => ({ allowed: false, code });

export function profile(who: Person, changes: Partial<Profile> = {}): Profile {
  return {
    person: who,
    relation: strangers,
    calling: allowed,
    conversation: null,
    isSelf: false,
    ...changes,
  };
}

export function message(
  pos: number,
  sender: Person,
  text: string,
  changes: Partial<MessageItem> = {},
): MessageItem {
  return {
    type: 'message',
    pos,
    mid: `mid${pos}`,
    sender: sender.account,
    device: 'did',
    contentType: TEXT,
    body: encodeText(text),
    origin: 'typed',
    sentAt: '2026-03-12T11:02:00Z',
    deleted: false,
    ...changes,
  };
}

export function call(changes: Partial<CallItem> = {}): CallItem {
  return {
    type: 'call',
    pos: 1,
    call: 'call1',
    direction: 'incoming',
    media: ['audio'],
    reason: 'hung_up',
    missed: false,
    seen: true,
    startedAt: '2026-03-12T11:02:00Z',
    durationMs: null,
    ...changes,
  };
}

export const missed = (changes: Partial<CallItem> = {}): CallItem =>
  call({ reason: 'no_answer', missed: true, seen: false, ...changes });

export function entry(item: CallItem, peer: Person = bob): CallEntry {
  return { item, peer, conversation: 'conv' };
}

export function conversation(changes: Partial<Conversation> = {}): Conversation {
  const recent = changes.recent ?? [];
  return {
    conv: 'conv',
    peer: bob,
    state: 'open',
    readUpTo: 0,
    peerReadUpTo: 0,
    peerReceivedUpTo: 0,
    lastPos: recent.at(-1)?.pos ?? 0,
    recent,
    ...changes,
  };
}

export function ready(changes: Partial<Ready['snapshot']> = {}): Ready {
  return {
    type: 'ready',
    rid: 'hello',
    resumeKey: 'k',
    seq: 0,
    heartbeatMs: 25_000,
    serverTime: '2026-03-12T11:03:00Z',
    features: [],
    snapshot: {
      me,
      settings: { callsOn: true, audience: ['addressBook', 'follows'], quickTexts: [] },
      deviceSettings: { rings: true },
      conversations: [],
      conversationsCursor: null,
      calls: [],
      missed: 0,
      ...changes,
    },
  };
}
