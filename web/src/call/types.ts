// Which words of the wire does a call use?

import type { components } from '../wire/generated';

type Shapes = components['schemas'];

export type Person = Shapes['Person'];
export type Relation = Shapes['Relation'];
export type LiveCall = Shapes['LiveCall'];
export type Ring = Shapes['CallRing'];
export type Candidate = Shapes['Candidate'];
export type IceServer = Shapes['IceServer'];
export type EndReason = Shapes['CallEnded']['reason'];
export type RingOutcome = Shapes['CallRingEnded']['outcome'];
export type DeclineMessage = Shapes['DeclineMessage'];
export type Media = Shapes['CallStart']['media'][number];
export type Role = Shapes['CallJoined']['role'];

/** What one end of a leg tells the other through the server. */
export type Signal =
  | { kind: 'offer' | 'answer'; sdp: string }
  | { kind: 'candidate'; cand: Candidate }
  | { kind: 'candidatesEnd' };

/** Whether sound and picture can flow, apart from what the two people decided. */
export type LinkState = 'new' | 'connecting' | 'connected' | 'reconnecting' | 'lost';
