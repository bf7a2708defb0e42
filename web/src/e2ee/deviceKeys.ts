// Which keys does this browser hold for an account, and where? (e2ee, Keys)
//
// An Ed25519 key signs and an X25519 key opens what was encrypted to this device. The private halves
// cannot be taken out; they live in IndexedDB and are gone when the browser clears its storage.

import { deviceId, toBase64url } from './encoding';

export interface DeviceKeys {
  signing: CryptoKeyPair;
  encryption: CryptoKeyPair;
}

/** What the server and other people get to see of them. */
export interface PublicKeys {
  did: string;
  /** Raw Ed25519 public key, base64url. */
  sk: string;
  /** Raw X25519 public key, base64url. */
  ek: string;
}

/** Where keys are kept, by account. */
export interface KeyShelf {
  get(account: string): Promise<DeviceKeys | undefined>;
  /** Keeps `keys` unless there are some already, and returns the ones that are kept. */
  keep(account: string, keys: DeviceKeys): Promise<DeviceKeys>;
}

/** Raised when this browser cannot make or keep keys: it can neither call nor message. */
export class KeysUnavailable extends Error {
  constructor(readonly reason: 'browser' | 'storage' | 'https') {
    super(reason);
    this.name = 'KeysUnavailable';
  }
}

/** The page came over plain HTTP from another machine: no browser gives it keys, microphone or camera. */
export function lacksHttps(): boolean {
  return globalThis.isSecureContext === false;
}

/** The keys of this browser for an account, made now if there are none. */
export async function deviceKeys(
  account: string,
  shelf: KeyShelf = indexedShelf,
): Promise<DeviceKeys> {
  if (lacksHttps()) throw new KeysUnavailable('https');
  const kept = await stored(() => shelf.get(account));
  if (kept) return kept;
  const made = await make();
  // Another tab may have been quicker; its keys win, so that a browser is one device.
  const keys = await stored(() => shelf.keep(account, made));
  // Firefox asks the person; whatever the answer, the keys are made.
  void navigator.storage?.persist?.().catch(() => false);
  return keys;
}

/** The public halves and the device id that follows from them. */
export async function publicKeys(account: string, keys: DeviceKeys): Promise<PublicKeys> {
  const raw = async (pair: CryptoKeyPair) =>
    new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const [signing, encryption] = await Promise.all([raw(keys.signing), raw(keys.encryption)]);
  return {
    did: await deviceId(account, signing, encryption),
    sk: toBase64url(signing),
    ek: toBase64url(encryption),
  };
}

async function make(): Promise<DeviceKeys> {
  if (!globalThis.crypto?.subtle) throw new KeysUnavailable('browser');
  try {
    const [signing, encryption] = await Promise.all([
      crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']),
      crypto.subtle.generateKey('X25519', false, ['deriveBits']),
    ]);
    return { signing: signing as CryptoKeyPair, encryption: encryption as CryptoKeyPair };
  } catch {
    throw new KeysUnavailable('browser');
  }
}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new KeysUnavailable('storage');
  }
}

const STORE = 'device-keys';

const indexedShelf: KeyShelf = {
  get: (account) => transact('readonly', (store) => store.get(account)),
  async keep(account, keys) {
    const kept = await transact<DeviceKeys>('readwrite', (store) => {
      const found = store.get(account);
      found.onsuccess = () => {
        if (!found.result) store.put(keys, account);
      };
      return found;
    });
    return kept ?? keys;
  },
};

/** Runs one request in a transaction of its own; the result is there once it is committed. */
async function transact<T>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = run(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result as T | undefined);
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bobwhite-keys', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('closed'));
  });
}
