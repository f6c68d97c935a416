import type { webcrypto } from 'node:crypto';
import { bytesFrom } from '../sample/base64url.ts';
import { type DecodedToken, decodeToken } from '../sample/claim-notes.ts';

/** A token that must not be believed; the message says why, for a developer. */
export class UntrustedTokenError extends Error {
  override readonly name = 'UntrustedTokenError';
}

export type Jwk = webcrypto.JsonWebKey & { readonly kid?: string };

/** RFC 7518 §3.3, §3.4: what an app that checks with WebCrypto needs to know of each. */
const ALGORITHMS = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const;

/** What a token says whose signature one of these keys made. Throws UntrustedTokenError. In a server and in a browser alike. */
export async function verifySignature(token: string, keys: readonly Jwk[]): Promise<DecodedToken> {
  const decoded = decodeToken(token);
  const [header = '', claims = '', signature = '', ...more] = token.split('.');
  if (decoded === null || signature === '' || more.length > 0) throw new UntrustedTokenError('it is no signed JWT');
  const { alg, kid } = decoded.header;
  // RFC 8725 §3.1: the algorithms are ours to choose, not the token's.
  const algorithm = alg === 'RS256' || alg === 'ES256' ? ALGORITHMS[alg] : undefined;
  if (algorithm === undefined) throw new UntrustedTokenError('its algorithm is not one of ours');
  const jwk = keys.find((key) => key.kid === kid && (key.alg ?? alg) === alg);
  if (jwk === undefined) throw new UntrustedTokenError('the issuer has no such key');
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  const signed = new TextEncoder().encode(`${header}.${claims}`);
  if (!(await crypto.subtle.verify(algorithm, key, bytesFrom(signature), signed))) {
    throw new UntrustedTokenError('its signature is wrong');
  }
  return decoded;
}
