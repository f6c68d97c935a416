import { CLIENT_ASSERTION_TYPE } from '@xenia/protocol/client-assertion';
import type { SigningAlgorithm } from '@xenia/protocol/jws';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import type { TestServer } from './start-server.ts';

export interface AssertionKey {
  readonly alg: string;
  readonly kid: string;
  readonly key: CryptoKey | Uint8Array;
  /** To be registered; the public half. */
  readonly jwk: Record<string, unknown>;
}

let keys = 0;

export async function anAssertionKey(alg: SigningAlgorithm = 'ES256'): Promise<AssertionKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  keys += 1;
  const kid = `key-${keys}`;
  return { alg, kid, key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** The key of `client_secret_jwt` (OIDC Core §9). */
export function secretKey(client_secret: string | undefined): AssertionKey {
  return { alg: 'HS256', kid: '', key: new TextEncoder().encode(client_secret), jwk: {} };
}

let jtis = 0;

/** A client assertion (RFC 7523 §3) with these changes; undefined removes a claim. */
export function anAssertion(
  server: TestServer,
  { client_id }: { client_id: string },
  { alg, kid, key }: AssertionKey,
  {
    claims = {},
    header = {},
  }: { claims?: Readonly<Record<string, unknown>>; header?: Partial<JWTHeaderParameters> } = {},
): Promise<string> {
  jtis += 1;
  const now = server.clock();
  const payload = {
    iss: client_id,
    sub: client_id,
    aud: server.issuer,
    jti: `jti-${jtis}`,
    iat: now,
    exp: now + 60,
    ...claims,
  };
  const unsigned = new SignJWT(payload);
  return unsigned.setProtectedHeader({ alg, ...(kid === '' ? {} : { kid }), ...header }).sign(key);
}

/** A request authenticated by nothing but this assertion. */
export function postWithAssertion(
  server: TestServer,
  path: string,
  client_assertion: string,
  parameters: Record<string, string> = {},
): Promise<Response> {
  const body = { client_assertion, client_assertion_type: CLIENT_ASSERTION_TYPE, ...parameters };
  return server.fetch(path, { method: 'POST', body: new URLSearchParams(body) });
}
