// How does somebody get in with a password or by a one-time link?

import type { components } from '../wire/generated';
import { ask } from './ask';
import { codeOf } from './problem';

type Shapes = components['schemas'];
export type Me = Shapes['Me'];
/** What a person may know of a server before they sign in. */
export type Instance = Shapes['InstanceView'];
export type NewPerson = Shapes['NewPerson'];
export type PlacingPolicy = Instance['placingPolicy'];

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
  setUp: (choices: Shapes['SetUp']) => ask<Me>('POST', '/setup', choices),
  /** Rejects unless a set-up link is still good. */
  lookAtSetUp: (token: string) => ask<Instance>('POST', '/setup/look', { token }),
  /** Sets a new password by a one-time link, and ends every session. */
  resetPassword: (token: string, password: string) =>
    ask<undefined>('POST', '/password-resets', { token, password }),
};
