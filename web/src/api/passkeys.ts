// How does somebody get in with a passkey? (WebAuthn Level 3)

import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  type PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/browser';
import type { Me, NewPerson } from './accounts';
import { ask } from './ask';
import { Problem } from './problem';

/** What the server wants to be confirmed. */
interface Ceremony<Options> {
  options: Options;
}

/** Whether this browser can make and use passkeys. */
export const knowsPasskeys = typeof globalThis.PublicKeyCredential === 'function';

export const passkeys = {
  async signUp(person: NewPerson): Promise<Me> {
    const { options } = await ask<Ceremony<CreationOptions>>(
      'POST',
      '/passkeys/sign-up-options',
      person,
    );
    const credential = await confirmed(startRegistration({ optionsJSON: options }));
    return ask<Me>('POST', '/passkeys/sign-up', { ...person, credential });
  },

  async signIn(): Promise<Me> {
    const { options } = await ask<Ceremony<RequestOptions>>(
      'POST',
      '/passkeys/sign-in-options',
      {},
    );
    const credential = await confirmed(startAuthentication({ optionsJSON: options }));
    return ask<Me>('POST', '/passkeys/sign-in', { credential });
  },

  /** One more passkey for the signed-in account. */
  async add(): Promise<void> {
    const { options } = await ask<Ceremony<CreationOptions>>(
      'POST',
      '/passkeys/registration-options',
    );
    const credential = await confirmed(startRegistration({ optionsJSON: options }));
    await ask<unknown>('POST', '/passkeys', { credential });
  },
};

/** A ceremony that the device or the person broke off reads like any passkey that failed. */
function confirmed<T>(ceremony: Promise<T>): Promise<T> {
  return ceremony.catch(() => {
    throw new Problem('passkey_failed');
  });
}
