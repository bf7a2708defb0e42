// Who and what do the tests of calls use?

import type { IceServer, LiveCall, Person, Ring } from '../call/types';

const person = (account: string, displayName: string): Person => ({
  account,
  handle: displayName.toLowerCase(),
  displayName,
  avatar: null,
  verified: false,
  plan: null,
});

export const alice = person('acc_alice', 'Alice');
export const rosa = person('acc_rosa', 'Rosa');

export const ice: IceServer = {
  urls: ['turn:127.0.0.1:3478?transport=udp'],
  username: 'u',
  credential: 'c',
  expiresAt: '2026-05-03T12:00:00Z',
};

/** A ring of alice. */
export const ring = (call: string): Ring => ({
  type: 'call.ring',
  call,
  caller: alice,
  relation: { following: true, saved: false, blocked: false, callBlocked: false },
  messages: 12,
  media: ['audio', 'video'],
  route: 'relay',
  conversation: null,
  remainingMs: 40_000,
  serverTime: '2026-05-03T10:00:00Z',
});

export const liveCall = (call: string, change: Partial<LiveCall>): LiveCall => ({
  call,
  role: 'callee',
  phase: 'accepted',
  peer: alice,
  media: ['audio'],
  place: 'nowhere',
  leg: null,
  remainingMs: 30_000,
  acceptedAt: null,
  ...change,
});
