import type { ImportedKey } from '@xenia/protocol/jwk-set';
import { type DecodedJws, decodeJws, JwsError, verifySignature } from '@xenia/protocol/jws';
import { JwtClaimsError, validateAccessTokenClaims } from '@xenia/protocol/jwt-access-token';
import type { FetchedValue } from './fetched-value.ts';
import type { Verdict } from './verified-token.ts';

export interface JwtExpectation {
  readonly issuer: string;
  readonly resource: string;
  readonly algorithms: readonly string[];
  readonly keys: FetchedValue<readonly ImportedKey[]>;
  /** Seconds. */
  readonly now: number;
}

/** Verifies the signature with the issuer's keys. Throws JwsError and IssuerUnavailableError. */
export async function verifyByIssuer(
  decoded: DecodedJws,
  { keys, algorithms }: Pick<JwtExpectation, 'keys' | 'algorithms'>,
): Promise<void> {
  const known = await keys.get();
  try {
    verifySignature(decoded, { keys: () => known, algorithms });
  } catch (error) {
    if (!(error instanceof JwsError) || error.reason !== 'unknown_key') throw error;
    // The issuer may have begun to sign with a new key since.
    const renewed = await keys.refresh();
    verifySignature(decoded, { keys: () => renewed, algorithms });
  }
}

/** Verifies a JWT access token offline (RFC 9068 §4). Throws IssuerUnavailableError while the keys cannot be had. */
export async function verifyJwt(compact: string, expectation: JwtExpectation): Promise<Verdict> {
  const { issuer, resource, algorithms, now } = expectation;
  try {
    const decoded = decodeJws(compact);
    if (!algorithms.includes(decoded.header.alg)) throw new JwsError('algorithm_not_allowed');
    // Before the signature, although nothing is proven yet: junk shall not cost a fetch.
    const claims = validateAccessTokenClaims(decoded.header, decoded.payload, { issuer, audience: resource, now });
    // RFC 7800 §3.1: a token bound to a key is worth nothing as a mere bearer token, and no proof is verified here.
    if ('cnf' in decoded.payload) return { outcome: 'invalid', reason: 'sender_constrained' };
    await verifyByIssuer(decoded, expectation);
    const { sub, client_id, org_id = null, scope, aud, exp } = claims;
    const token = { format: 'jwt', sub, client_id, org_id, scope, aud, exp, claims: decoded.payload } as const;
    return { outcome: 'valid', token };
  } catch (error) {
    if (error instanceof JwsError || error instanceof JwtClaimsError)
      return { outcome: 'invalid', reason: error.reason };
    throw error;
  }
}
