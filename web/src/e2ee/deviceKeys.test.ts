import { afterEach, expect, test, vi } from 'vitest';
import { deviceKeys, publicKeys, type DeviceKeys, type KeyShelf } from './deviceKeys';
import { deviceId, labelled, toBase64url } from './encoding';

function memoryShelf(): KeyShelf {
  const kept = new Map<string, DeviceKeys>();
  return {
    get: (account) => Promise.resolve(kept.get(account)),
    keep: (account, keys) => {
      if (!kept.has(account)) kept.set(account, keys);
      return Promise.resolve(kept.get(account) ?? keys);
    },
  };
}

afterEach(() => vi.unstubAllGlobals());

test('a browser keeps its keys and each account has its own', async () => {
  const shelf = memoryShelf();
  const first = await publicKeys('alice', await deviceKeys('alice', shelf));
  const again = await publicKeys('alice', await deviceKeys('alice', shelf));
  const other = await publicKeys('bob', await deviceKeys('bob', shelf));
  expect(again).toEqual(first);
  expect(other.sk).not.toBe(first.sk);
  expect(first.sk).toMatch(/^[\w-]{43}$/);
  expect(first.ek).toMatch(/^[\w-]{43}$/);
  expect(first.did).toMatch(/^[\w-]{22}$/);
});

test('two tabs that make keys at once end up as one device', async () => {
  const shelf = memoryShelf();
  const tabs = await Promise.all([deviceKeys('alice', shelf), deviceKeys('alice', shelf)]);
  expect(tabs[0]).toBe(tabs[1]);
});

test('keys are there while the browser still asks whether to keep them for good', async () => {
  const persist = vi.fn(() => new Promise<never>(() => undefined));
  vi.stubGlobal('navigator', { storage: { persist } });
  await expect(deviceKeys('alice', memoryShelf())).resolves.toBeDefined();
  expect(persist).toHaveBeenCalledOnce();
});

test('private keys cannot be taken out', async () => {
  const keys = await deviceKeys('alice', memoryShelf());
  for (const { privateKey } of [keys.signing, keys.encryption]) {
    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  }
});

test('the signing key signs what its public half verifies', async () => {
  const { signing } = await deviceKeys('alice', memoryShelf());
  const message = new Uint8Array([1, 2, 3]);
  const signature = await crypto.subtle.sign('Ed25519', signing.privateKey, message);
  expect(await crypto.subtle.verify('Ed25519', signing.publicKey, signature, message)).toBe(true);
});

test('a browser without these curves is named as the cause', async () => {
  vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('NotSupportedError'));
  await expect(deviceKeys('alice', memoryShelf())).rejects.toMatchObject({ reason: 'browser' });
});

test('storage that refuses is named as the cause', async () => {
  const closed: KeyShelf = { ...memoryShelf(), get: () => Promise.reject(new Error('private')) };
  await expect(deviceKeys('alice', closed)).rejects.toMatchObject({ reason: 'storage' });
});

test('a labelled input holds the length of each part', () => {
  const bytes = labelled('bw-did-v1', new Uint8Array([7]), new Uint8Array());
  expect([...bytes].slice(9)).toEqual([0, 0, 0, 0, 1, 7, 0, 0, 0, 0]);
});

test('the device id is that of the specification', async () => {
  const [signing, encryption] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  expect(await deviceId('alice', signing, encryption)).toBe('P67KLirUxadA1VyMbqC5Gw');
});

test('base64url has no padding and no signs that addresses dislike', () => {
  expect(toBase64url(new Uint8Array([251, 255]))).toBe('-_8');
});
