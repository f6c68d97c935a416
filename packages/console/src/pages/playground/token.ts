/** A JSON object, of which nothing is known. */
export type Json = Readonly<Record<string, unknown>>;

/** A signed JWT, taken apart (RFC 7515 §3.1). */
export interface DecodedToken {
  readonly header: Json;
  readonly claims: Json;
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** null: it is no signed JWT. */
export function decodeToken(pasted: string): DecodedToken | null {
  const parts = pasted.trim().split('.');
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) return null;
  try {
    return {
      header: jsonOf(header),
      claims: jsonOf(payload),
      signed: new TextEncoder().encode(`${header}.${payload}`),
      signature: bytesOf(signature),
    };
  } catch {
    return null;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
}

function jsonOf(part: string): Json {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(part)));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no JSON object');
  return value as Json;
}

export type Verdict = 'verified' | 'wrongSignature' | 'unknownKey' | 'unknownAlgorithm';

type KeyAlgorithms = Algorithm | RsaHashedImportParams | EcKeyImportParams;
type SignatureAlgorithm = Algorithm | RsaPssParams | EcdsaParams;

/** RFC 7518 §3.1 and RFC 8037 §3.1, in the words of the Web Cryptography API. */
const ALGORITHMS: Readonly<Record<string, readonly [key: KeyAlgorithms, signature: SignatureAlgorithm]>> = {
  RS256: [{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, { name: 'RSASSA-PKCS1-v1_5' }],
  PS256: [
    { name: 'RSA-PSS', hash: 'SHA-256' },
    { name: 'RSA-PSS', saltLength: 32 },
  ],
  ES256: [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', hash: 'SHA-256' },
  ],
  EdDSA: [{ name: 'Ed25519' }, { name: 'Ed25519' }],
};

/** Whether one of these keys has signed it, found by its `kid`. All of it happens here: the token goes nowhere. */
export async function verifyToken(
  { header, signed, signature }: DecodedToken,
  keys: readonly Json[],
): Promise<Verdict> {
  const algorithm = typeof header.alg === 'string' ? ALGORITHMS[header.alg] : undefined;
  if (algorithm === undefined) return 'unknownAlgorithm';
  const jwk = keys.find(({ kid, alg }) => kid === header.kid && (alg === undefined || alg === header.alg));
  if (jwk === undefined) return 'unknownKey';
  const [forKey, forSignature] = algorithm;
  const { kty, crv, x, y, n, e } = jwk as JsonWebKey;
  const bare = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JsonWebKey;
  const key = await crypto.subtle.importKey('jwk', bare, forKey, false, ['verify']);
  return (await crypto.subtle.verify(forSignature, key, signature, signed)) ? 'verified' : 'wrongSignature';
}

/** What kind of token it says that it is: RFC 9068 §2.1, OpenID Connect Back-Channel Logout 1.0 §2.4. */
export function kindOf({ header, claims }: DecodedToken): 'access_token' | 'id_token' | 'logout_token' | 'jwt' {
  const typ = typeof header.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : '';
  if (typ === 'at+jwt') return 'access_token';
  if (typ === 'logout+jwt') return 'logout_token';
  return 'nonce' in claims || 'at_hash' in claims || 'auth_time' in claims ? 'id_token' : 'jwt';
}
