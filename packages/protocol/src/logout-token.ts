import type { JwsHeader } from './jws.ts';
import { JwtClaimsError, readText } from './jwt-claims.ts';
import { type EventTokenExpectation, validateEventToken } from './security-event-token.ts';

/** OIDC Back-Channel Logout 1.0 §2.4 */
export const LOGOUT_TOKEN_TYP = 'logout+jwt';
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

export interface LogoutTokenInput {
  readonly issuer: string;
  readonly client_id: string;
  readonly sub: string;
  readonly sid: string;
  readonly jti: string;
  /** Seconds. */
  readonly iat: number;
  /** Seconds. */
  readonly exp: number;
}

/** The claims of a logout token (OIDC Back-Channel Logout 1.0 §2.4). */
export function logoutTokenClaims({ issuer, client_id, ...rest }: LogoutTokenInput): Record<string, unknown> {
  const { sub, sid, jti, iat, exp } = rest;
  return { iss: issuer, sub, aud: client_id, iat, exp, jti, sid, events: { [LOGOUT_EVENT]: {} } };
}

export interface LogoutTokenClaims {
  /** null: the session that `sid` names, whoever's it is. */
  readonly sub: string | null;
  /** null: every session of `sub`. */
  readonly sid: string | null;
  readonly jti: string;
  readonly iat: number;
}

/** Validates the claims of a verified logout token (OIDC Back-Channel Logout 1.0 §2.6). Throws JwtClaimsError. */
export function validateLogoutTokenClaims(
  header: Pick<JwsHeader, 'typ'>,
  payload: Readonly<Record<string, unknown>>,
  expectation: EventTokenExpectation,
): LogoutTokenClaims {
  const { jti, iat, events } = validateEventToken(LOGOUT_TOKEN_TYP, header, payload, expectation);
  if (!(LOGOUT_EVENT in events)) throw new JwtClaimsError('not_a_logout');
  if (payload.exp === undefined) throw new JwtClaimsError('exp_missing');
  const sub = readText(payload.sub);
  const sid = readText(payload.sid);
  if (sub === null && sid === null) throw new JwtClaimsError('subject_missing');
  return { sub, sid, jti, iat };
}
