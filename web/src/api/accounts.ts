// How does somebody get in with a password or by a one-time link?

import type { components } from '../wire/generated';
import { ask } from './ask';
import { codeOf } from './problem';

export type Me = components['schemas']['Me'];
export type PlacingPolicy = 'subscribers' | 'verified' | 'everyone';

/** What a person may know of a server before they sign in. */
export interface Instance {
  name: string;
  signUpOpen: boolean;
  /** Only people that an account has written to may ring it. */
  messageRule: boolean;
  /** Nobody has opened the set-up link yet. */
  needsSetUp: boolean;
  placingPolicy: PlacingPolicy;
  /** Path of the picture that its operator chose for the sign-in. */
  welcomeImage?: string | null;
}

export interface NewPerson {
  handle: string;
  displayName: string;
}

export interface SetUpChoices extends NewPerson {
  token: string;
  name: string;
  placingPolicy: PlacingPolicy;
  signUpOpen: boolean;
  password: string;
}

export const accounts = {
  instance: () => ask<Instance>('GET', '/instance'),
  /** The signed-in account, or null. */
  me: (): Promise<Me | null> =>
    ask<Me>('GET', '/accounts/me').catch((problem: unknown) => {
      if (codeOf(problem) === 'sign_in') return null;
      throw problem;
    }),
  signUp: (person: NewPerson, password: string) =>
    ask<Me>('POST', '/accounts', { ...person, password }),
  signIn: (handle: string, password: string) => ask<Me>('POST', '/sessions', { handle, password }),
  signOut: () => ask<undefined>('DELETE', '/sessions/current'),
  /** Names the server, makes its operator's account and signs it in. */
  setUp: (choices: SetUpChoices) => ask<Me>('POST', '/setup', choices),
  /** Rejects unless a set-up link is still good. */
  lookAtSetUp: (token: string) => ask<Instance>('POST', '/setup/look', { token }),
  /** Sets a new password by a one-time link, and ends every session. */
  resetPassword: (token: string, password: string) =>
    ask<undefined>('POST', '/password-resets', { token, password }),
};
