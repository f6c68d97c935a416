import { hash } from 'node:crypto';
import type { JwsHeader } from './jws.ts';
import { JwtClaimsError, present, readAudience, readText } from './jwt-claims.ts';
import type { SigningAlgorithm } from './signing-algorithm.ts';

export interface IdTokenInput {
  readonly issuer: string;
  readonly sub: string;
  readonly client_id: string;
  /** Seconds. */
  readonly iat: number;
  /** Seconds. */
  readonly exp: number;
  readonly auth_time?: number | null | undefined;
  readonly nonce?: string | null | undefined;
  readonly acr?: string | null | undefined;
  readonly amr?: readonly string[] | null | undefined;
  readonly sid?: string | null | undefined;
  readonly at_hash?: string | null | undefined;
  readonly c_hash?: string | null | undefined;
  /** Claims about the user. What the protocol speaks for is taken from the members above alone. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** What only the server may state, whether or not it does in this token. */
const PROTOCOL_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'azp',
  'exp',
  'iat',
  'nbf',
  'jti',
  'auth_time',
  'nonce',
  'acr',
  'amr',
  'sid',
  'at_hash',
  'c_hash',
  's_hash',
  'cnf',
  'events',
  '__proto__',
]);

/** The claims of an ID token (OIDC Core §2). */
export function idTokenClaims(input: IdTokenInput): Record<string, unknown> {
  const { issuer, sub, client_id, iat, exp, auth_time, nonce, acr, amr, sid, at_hash, c_hash, claims = {} } = input;
  const userClaims = Object.entries(claims).filter(([name]) => !PROTOCOL_CLAIMS.has(name));
  return {
    ...present(Object.fromEntries(userClaims)),
    iss: issuer,
    sub,
    aud: client_id,
    iat,
    exp,
    ...present({ auth_time, nonce, acr, amr, sid, at_hash, c_hash }),
  };
}

/**
 * `at_hash` and `c_hash` (OIDC Core §3.1.3.6, §3.3.2.11): the left half of the hash that the signing algorithm uses,
 * as base64url. Ed25519 uses SHA-512.
 */
export function leftHalfHash(alg: SigningAlgorithm, value: string): string {
  const digest = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', value, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

export interface IdTokenHint {
  readonly sub: string;
  /** The client that it was issued to. */
  readonly aud: string;
  readonly sid?: string;
}

/**
 * What an `id_token_hint` says, its signature being verified already. An expired one is as good as any (OIDC RP-Initiated
 * Logout §2). Throws JwtClaimsError, also for tokens of ours that are no ID tokens.
 */
export function validateIdTokenHint(
  header: Pick<JwsHeader, 'typ'>,
  payload: Readonly<Record<string, unknown>>,
  { issuer, client_id }: { issuer: string; client_id?: string | undefined },
): IdTokenHint {
  if (header.typ !== undefined && header.typ.toUpperCase() !== 'JWT') throw new JwtClaimsError('not_an_id_token');
  if (payload.iss !== issuer) throw new JwtClaimsError('issuer_mismatch');
  const [aud, ...others] = readAudience(payload.aud) ?? [];
  if (aud === undefined || others.length > 0) throw new JwtClaimsError('audience_malformed');
  if (client_id !== undefined && aud !== client_id) throw new JwtClaimsError('audience_mismatch');
  const sub = readText(payload.sub);
  if (sub === null) throw new JwtClaimsError('sub_missing');
  const sid = readText(payload.sid);
  return { sub, aud, ...(sid === null ? {} : { sid }) };
}
