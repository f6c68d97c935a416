import type { JwsHeader } from './jws.ts';
import {
  demand,
  isMediaType,
  JwtClaimsError,
  MAX_IAT_AHEAD,
  present,
  readAudience,
  readNumericDate,
  readText,
} from './jwt-claims.ts';

export { JwtClaimsError } from './jwt-claims.ts';

/** RFC 9068 §2.1 */
export const ACCESS_TOKEN_TYP = 'at+jwt';

export interface AccessTokenInput {
  readonly issuer: string;
  readonly aud: readonly string[];
  readonly sub: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  /** How `scope` is written; `string` unless told (§2.2.3). */
  readonly scope_as?: 'string' | 'array';
  readonly jti: string;
  /** Seconds. */
  readonly iat: number;
  /** Seconds. */
  readonly exp: number;
  readonly auth_time?: number | null | undefined;
  readonly acr?: string | null | undefined;
  readonly amr?: readonly string[] | null | undefined;
  /** Private claim: the token family, by which a JWT can be found revoked. */
  readonly family_id?: string | null | undefined;
  /** Private claim: the organization that the app is installed on. */
  readonly org_id?: string | null | undefined;
}

/** The claims of an access token in the JWT profile (RFC 9068 §2.2). */
export function accessTokenClaims(input: AccessTokenInput): Record<string, unknown> {
  const { issuer, aud, sub, client_id, scope, scope_as, jti, iat, exp } = input;
  const { auth_time, acr, amr, family_id, org_id } = input;
  return {
    iss: issuer,
    aud: aud.length === 1 ? aud[0] : aud,
    sub,
    client_id,
    // §2.2.3: only if the request had one; a string as in RFC 8693 §4.2, unless the API was always sent a list.
    ...(scope.length > 0 && { scope: scope_as === 'array' ? scope : scope.join(' ') }),
    jti,
    iat,
    exp,
    ...present({ auth_time, acr, amr, family_id, org_id }),
  };
}

/** The claims of an accepted access token; `aud` and `scope` always as lists. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: readonly string[];
  readonly sub: string;
  readonly client_id: string;
  readonly scope: readonly string[];
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly auth_time?: number;
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly family_id?: string;
  /** The organization that the app is installed on. */
  readonly org_id?: string;
}

export interface AccessTokenExpectation {
  readonly issuer: string;
  /** The resource server's own identifier; null for the issuer itself, which may read tokens for anyone. */
  readonly audience: string | null;
  /** Seconds. */
  readonly now: number;
  /** Seconds by which clocks may differ for exp and nbf; 0 unless told. */
  readonly leeway?: number;
}

/** Space-separated (RFC 8693 §4.2), or the list that some servers send. */
function readScope(value: unknown): string[] {
  if (value === undefined) return [];
  const tokens: unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [null];
  if (!tokens.every((token) => typeof token === 'string')) throw new JwtClaimsError('scope_malformed');
  return (tokens as string[]).filter((token) => token !== '');
}

function readOptional(payload: Readonly<Record<string, unknown>>) {
  const { amr } = payload;
  return present({
    auth_time: readNumericDate(payload.auth_time),
    acr: readText(payload.acr),
    amr: Array.isArray(amr) && amr.every((one) => typeof one === 'string') ? (amr as string[]) : null,
    family_id: readText(payload.family_id),
    org_id: readText(payload.org_id),
  });
}

/** Validates the claims of a verified JWT access token (RFC 9068 §4). Throws JwtClaimsError. */
export function validateAccessTokenClaims(
  header: Pick<JwsHeader, 'typ'>,
  payload: Readonly<Record<string, unknown>>,
  { issuer, audience, now, leeway = 0 }: AccessTokenExpectation,
): AccessTokenClaims {
  if (!isMediaType(header.typ, ACCESS_TOKEN_TYP)) throw new JwtClaimsError('not_an_access_token');
  if (payload.iss !== issuer) throw new JwtClaimsError('issuer_mismatch');
  const aud = demand(readAudience(payload.aud), 'audience_malformed');
  if (audience !== null && !aud.includes(audience)) throw new JwtClaimsError('audience_mismatch');
  const exp = demand(readNumericDate(payload.exp), 'exp_missing');
  if (now >= exp + leeway) throw new JwtClaimsError('expired');
  if (payload.nbf !== undefined && demand(readNumericDate(payload.nbf), 'nbf_malformed') > now + leeway) {
    throw new JwtClaimsError('not_yet_valid');
  }
  const iat = demand(readNumericDate(payload.iat), 'iat_missing');
  if (iat > now + MAX_IAT_AHEAD) throw new JwtClaimsError('issued_in_future');
  return {
    iss: issuer,
    aud,
    sub: demand(readText(payload.sub), 'sub_missing'),
    client_id: demand(readText(payload.client_id), 'client_id_missing'),
    scope: readScope(payload.scope),
    jti: demand(readText(payload.jti), 'jti_missing'),
    iat,
    exp,
    ...readOptional(payload),
  };
}
