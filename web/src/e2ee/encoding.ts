// How do bytes become text and statements become bytes? (e2ee, Encoding)

const text = new TextEncoder();

/** Base64url without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The labelled input of every hash: label ‖ 0x00 ‖ (u32 big-endian length ‖ bytes) for each part. */
export function labelled(label: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const head = text.encode(`${label}\0`);
  const size = parts.reduce((sum, part) => sum + 4 + part.length, head.length);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    view.setUint32(at, part.length);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}

/** The `did` of a device: 16 bytes of a hash over its account and its public keys. */
export async function deviceId(
  account: string,
  signing: Uint8Array,
  encryption: Uint8Array,
): Promise<string> {
  const input = labelled('bw-did-v1', text.encode(account), signing, encryption);
  const hash = await crypto.subtle.digest('SHA-256', input);
  return toBase64url(new Uint8Array(hash, 0, 16));
}
