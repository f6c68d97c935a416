import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import type { Random } from '../deps.ts';

/** Encrypts what must be kept but not be readable in the database (AES-256-GCM); `purpose` separates the uses. */
export interface Sealer {
  seal(purpose: string, plaintext: string | Uint8Array): string;
  /** null if the text was not sealed by this key for this purpose. */
  open(purpose: string, sealed: string): Buffer | null;
  /** A keyed digest for values that only this installation may make (CSRF tokens, signed cursors). base64url. */
  mac(purpose: string, value: string): string;
}

/** A sealer from the installation's master key (at least 32 bytes of entropy; any string). */
export function createSealer(masterKey: string, random: Random): Sealer {
  const keys = new Map<string, Buffer>();
  const keyFor = (purpose: string) => {
    let key = keys.get(purpose);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', masterKey, 'xenia', purpose, 32));
      keys.set(purpose, key);
    }
    return key;
  };
  return {
    seal: (purpose, plaintext) => encrypt(keyFor(`seal:${purpose}`), plaintext, random(12)),
    open: (purpose, sealed) => decrypt(keyFor(`seal:${purpose}`), sealed),
    mac: (purpose, value) =>
      createHmac('sha256', keyFor(`mac:${purpose}`))
        .update(value)
        .digest('base64url'),
  };
}

/** Seals with a key that only the holder of `secret` (a token of ≥ 128 bits) can derive; storage keeps just its hash. */
export function sealWithToken(secret: string, plaintext: string, random: Random): string {
  return encrypt(tokenKey(secret), plaintext, random(12));
}

export function openWithToken(secret: string, sealed: string): string | null {
  return decrypt(tokenKey(secret), sealed)?.toString() ?? null;
}

/** Domain-separated from the plain SHA-256 by which the token is looked up. */
function tokenKey(secret: string): Buffer {
  return createHash('sha256').update('xenia:sealed-response\0').update(secret).digest();
}

function encrypt(key: Buffer, plaintext: string | Uint8Array, iv: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([iv, cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([body, cipher.getAuthTag()]).toString('base64url');
}

function decrypt(key: Buffer, sealed: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url');
  // Several texts decode to the same bytes (RFC 4648 §3.5); only the one that was made counts.
  if (bytes.length < 28 || bytes.toString('base64url') !== sealed) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}
