import { isJsonObject } from './json-object.ts';
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

/** RFC 8417 §2.3 */
export const SECURITY_EVENT_TYP = 'secevent+jwt';
/** RFC 8935 §2.1 */
export const SECURITY_EVENT_CONTENT_TYPE = 'application/secevent+jwt';

/** OAuth Event Types 1.0 §3: every token that the client has for the account is revoked. */
export const TOKENS_REVOKED = 'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked';
/**
 * Own: every token that one authorization gave is revoked. The `token-revoked` of OAuth Event Types names one token by its value, or by a
 * digest of it, and says nothing of those beside it.
 */
export const AUTHORIZATION_REVOKED = 'urn:xenia:event-type:authorization-revoked';

export interface SecurityEventInput {
  readonly issuer: string;
  readonly client_id: string;
  /** The account. */
  readonly sub: string;
  readonly jti: string;
  /** Seconds. */
  readonly iat: number;
  /** URI. */
  readonly event_type: string;
  /** What else is said of the event. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** The claims of a security event token about an account (RFC 8417 §2.2, RFC 9493 §3.2.3). It has no exp: what happened stays true. */
export function securityEventClaims(input: SecurityEventInput): Record<string, unknown> {
  const { issuer, client_id, sub, jti, iat, event_type, event } = input;
  // OAuth Event Types 1.0 was written before RFC 9493 and has the subject within the event.
  const subject = { subject_type: 'iss-sub', iss: issuer, sub };
  return {
    iss: issuer,
    aud: client_id,
    iat,
    jti,
    sub_id: { format: 'iss_sub', iss: issuer, sub },
    events: { [event_type]: present({ subject, ...event }) },
  };
}

export interface EventTokenExpectation {
  readonly issuer: string;
  readonly client_id: string;
  /** Seconds. */
  readonly now: number;
  /** Seconds for which one is accepted, which bounds what a thief of it could do; it is signed anew for every attempt. Default 300. */
  readonly max_age?: number;
}

/** What every token about events says (RFC 8417 §2.2). */
export interface EventTokenClaims {
  readonly jti: string;
  readonly iat: number;
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Validates what all of them have in common. Throws JwtClaimsError. */
export function validateEventToken(
  typ: string,
  header: Pick<JwsHeader, 'typ'>,
  payload: Readonly<Record<string, unknown>>,
  { issuer, client_id, now, max_age = 300 }: EventTokenExpectation,
): EventTokenClaims {
  // RFC 8417 §4.6: neither an ID token nor an access token may pass for one.
  if (!isMediaType(header.typ, typ)) throw new JwtClaimsError('not_this_kind_of_token');
  if (payload.iss !== issuer) throw new JwtClaimsError('issuer_mismatch');
  if (!demand(readAudience(payload.aud), 'audience_malformed').includes(client_id)) {
    throw new JwtClaimsError('audience_mismatch');
  }
  const iat = demand(readNumericDate(payload.iat), 'iat_missing');
  if (iat > now + MAX_IAT_AHEAD) throw new JwtClaimsError('issued_in_future');
  if (now > iat + max_age) throw new JwtClaimsError('too_old');
  if (payload.exp !== undefined && demand(readNumericDate(payload.exp), 'exp_malformed') <= now) {
    throw new JwtClaimsError('expired');
  }
  if ('nonce' in payload) throw new JwtClaimsError('nonce_not_allowed');
  return { jti: demand(readText(payload.jti), 'jti_missing'), iat, events: readEvents(payload.events) };
}

function readEvents(events: unknown): EventTokenClaims['events'] {
  if (!isJsonObject(events)) throw new JwtClaimsError('events_missing');
  const entries = Object.entries(events);
  if (entries.length === 0 || !entries.every(([, event]) => isJsonObject(event))) {
    throw new JwtClaimsError('events_malformed');
  }
  return Object.fromEntries(entries) as EventTokenClaims['events'];
}

export interface SecurityEventClaims extends EventTokenClaims {
  readonly sub: string;
}

/** Validates the claims of a verified security event token about an account (RFC 8417 §2.2). Throws JwtClaimsError. */
export function validateSecurityEventClaims(
  header: Pick<JwsHeader, 'typ'>,
  payload: Readonly<Record<string, unknown>>,
  expectation: EventTokenExpectation,
): SecurityEventClaims {
  const claims = validateEventToken(SECURITY_EVENT_TYP, header, payload, expectation);
  const { sub_id } = payload;
  // RFC 9493 §3.2.3; another issuer's account could have the same sub.
  if (!isJsonObject(sub_id) || sub_id.format !== 'iss_sub' || sub_id.iss !== expectation.issuer) {
    throw new JwtClaimsError('subject_malformed');
  }
  return { ...claims, sub: demand(readText(sub_id.sub), 'subject_malformed') };
}
