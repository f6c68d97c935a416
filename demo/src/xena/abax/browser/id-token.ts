import { base64urlOf } from '../../../sample/base64url.ts';
import { type Jwk, UntrustedTokenError, verifySignature } from '../../signed-token.ts';

/** Seconds that this computer's clock may be off. */
const LEEWAY = 300;

export interface IdTokenExpectations {
  readonly issuer: string;
  readonly client_id: string;
  readonly keys: readonly Jwk[];
  readonly nonce: string;
  /** What came with it. */
  readonly access_token: string;
  /** Seconds. */
  readonly now: number;
}

/** OIDC Core §3.2.2.9 and §3.2.2.11. Returns the subject. Throws UntrustedTokenError. */
export async function validateIdToken(id_token: string, expected: IdTokenExpectations): Promise<string> {
  const { claims } = await verifySignature(id_token, expected.keys);
  const { iss, aud, azp, exp, iat, nonce, at_hash, sub } = claims;
  if (iss !== expected.issuer) throw new UntrustedTokenError('another issuer made it');
  if (![aud].flat().includes(expected.client_id)) throw new UntrustedTokenError('it is for another app');
  if (azp !== undefined && azp !== expected.client_id) throw new UntrustedTokenError('it was given to another app');
  if (typeof exp !== 'number' || exp <= expected.now - LEEWAY) throw new UntrustedTokenError('it has expired');
  if (typeof iat !== 'number' || iat > expected.now + LEEWAY) throw new UntrustedTokenError('it is from the future');
  if (nonce !== expected.nonce) throw new UntrustedTokenError('it answers another request');
  if (at_hash !== (await halfHash(expected.access_token))) {
    throw new UntrustedTokenError('the access token is not the one that belongs to it');
  }
  if (typeof sub !== 'string') throw new UntrustedTokenError('it names nobody');
  return sub;
}

/** OIDC Core §3.2.2.9: the left half of the SHA-256, which belongs to both algorithms that we take. */
async function halfHash(token: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return base64urlOf(hash.subarray(0, hash.length / 2));
}
