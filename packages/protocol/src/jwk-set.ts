import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isJsonObject } from './json-object.ts';
import { keyFits, type SigningAlgorithm, signingAlgorithmNamed } from './signing-algorithm.ts';

/** A public key that can verify signatures. `alg` 'RSA': not declared, fit for RS256 and PS256. */
export interface ImportedKey {
  readonly kid?: string;
  readonly alg: SigningAlgorithm | 'RSA';
  readonly publicKey: KeyObject;
}

export type JwkSetFailure = 'not_a_jwk_set' | 'too_many_keys' | 'duplicate_kid';

/** Why a JWK Set was refused as a whole. */
export class JwkSetError extends Error {
  override readonly name = 'JwkSetError';
  readonly reason: JwkSetFailure;
  constructor(reason: JwkSetFailure) {
    super(reason);
    this.reason = reason;
  }
}

const MAX_KEYS = 50;
const MAX_MEMBER_LENGTH = 2048;
/** RFC 7638 §3.2, RFC 8037 §2: what makes up a key of each type, in lexicographic order. */
const REQUIRED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

/** Only the members that make up the public key, so that nothing else in a JWK has any say. */
function essence(jwk: Readonly<Record<string, unknown>>): Record<string, string> | null {
  const kty = jwk.kty;
  if (typeof kty !== 'string' || !Object.hasOwn(REQUIRED_MEMBERS, kty)) return null;
  const members: Record<string, string> = {};
  for (const name of REQUIRED_MEMBERS[kty] ?? []) {
    const value = jwk[name];
    if (typeof value !== 'string' || value.length > MAX_MEMBER_LENGTH) return null;
    members[name] = value;
  }
  return members;
}

function importPublicKey(members: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key: members, format: 'jwk' });
  } catch {
    return null;
  }
}

function algorithmOf(declared: unknown, kty: string | undefined): SigningAlgorithm | 'RSA' | null {
  if (declared !== undefined) return signingAlgorithmNamed(declared);
  if (kty === 'RSA') return 'RSA';
  return kty === 'EC' ? 'ES256' : 'EdDSA';
}

/** Whether the JWK says of itself that it may verify signatures (RFC 7517 §4.2, §4.3). */
function mayVerify({ use, key_ops }: Readonly<Record<string, unknown>>): boolean {
  return (use === undefined || use === 'sig') && (!Array.isArray(key_ops) || key_ops.includes('verify'));
}

/**
 * A public key of a kind that signs here (RSA from 2048 bits, P-256, Ed25519); null for anything else, and for private or
 * symmetric keys: who publishes one has lost it.
 */
export function importJwk(jwk: unknown): ImportedKey | null {
  if (!isJsonObject(jwk) || 'd' in jwk || 'k' in jwk || !mayVerify(jwk)) return null;
  const { kid } = jwk;
  if (kid !== undefined && typeof kid !== 'string') return null;
  const members = essence(jwk);
  const alg = members && algorithmOf(jwk.alg, members.kty);
  const publicKey = alg && importPublicKey(members);
  if (!publicKey || !keyFits(alg === 'RSA' ? 'RS256' : alg, publicKey)) return null;
  return { ...(kid === undefined ? {} : { kid }), alg, publicKey };
}

/** The usable keys of a JWK Set (RFC 7517 §5 has the others ignored). Throws JwkSetError. */
export function importJwkSet(json: unknown): ImportedKey[] {
  if (!isJsonObject(json) || !Array.isArray(json.keys)) throw new JwkSetError('not_a_jwk_set');
  const jwks: unknown[] = json.keys;
  if (jwks.length > MAX_KEYS) throw new JwkSetError('too_many_keys');
  const keys = jwks.map(importJwk).filter((key) => key !== null);
  const kids = keys.map((key) => key.kid).filter((kid) => kid !== undefined);
  if (new Set(kids).size !== kids.length) throw new JwkSetError('duplicate_kid');
  return keys;
}

/** SHA-256 thumbprint as base64url (RFC 7638). Throws TypeError for a JWK that is not RSA, EC or OKP. */
export function thumbprint(jwk: Readonly<Record<string, unknown>> | JsonWebKey): string {
  const members = essence({ ...jwk });
  if (!members) throw new TypeError('no RSA, EC or OKP key');
  return hash('sha256', JSON.stringify(members), 'base64url');
}

/** The JWK to publish for this key; of a private key only the public half. */
export function publicJwk(key: KeyObject, { kid, alg }: { kid: string; alg: SigningAlgorithm }): JsonWebKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}
