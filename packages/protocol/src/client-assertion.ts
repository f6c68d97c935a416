import { OAuthError } from './errors.ts';
import { readAudience, readNumericDate, readText } from './jwt-claims.ts';

/** RFC 7523 §2.2 */
export const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds: an assertion is made for one request, and its jti must be remembered until it expires. */
const MAX_LIFETIME = 600;
/** FAPI 2.0 Security Profile §5.3.2.1: clocks up to 10 s ahead must be accepted, more than 60 s ahead must not. */
const MAX_CLOCK_AHEAD = 60;
const MAX_JTI_LENGTH = 256;

function claimsProblem(
  payload: Readonly<Record<string, unknown>>,
  expected: { client_id: string; audience: string; now: number },
): string | null {
  if (payload.iss !== expected.client_id) return 'assertion_iss_mismatch';
  if (payload.sub !== expected.client_id) return 'assertion_sub_mismatch';
  // More than one audience would let one server replay the assertion at another.
  const [aud, ...others] = readAudience(payload.aud) ?? [];
  if (aud !== expected.audience || others.length > 0) return 'assertion_aud_mismatch';
  for (const name of ['iat', 'nbf']) {
    if (payload[name] === undefined) continue;
    const time = readNumericDate(payload[name]);
    if (time === null) return `assertion_${name}_malformed`;
    if (time > expected.now + MAX_CLOCK_AHEAD) return `assertion_${name}_in_future`;
  }
  return null;
}

/**
 * Validates the claims of a client assertion whose signature was verified (RFC 7523 §3; the audience as in FAPI 2.0: the
 * issuer and nothing else). The caller still has to claim `jti` until `exp` (seconds). Throws `invalid_client`.
 */
export function validateClientAssertion(
  payload: Readonly<Record<string, unknown>>,
  expected: { client_id: string; audience: string; now: number },
): { jti: string; exp: number } {
  const refuse = (reason: string) => new OAuthError('invalid_client', 'The client assertion is not valid', { reason });
  const problem = claimsProblem(payload, expected);
  if (problem) throw refuse(problem);
  const exp = readNumericDate(payload.exp);
  if (exp === null) throw refuse('assertion_exp_missing');
  if (exp <= expected.now) throw refuse('assertion_expired');
  if (exp > expected.now + MAX_LIFETIME) throw refuse('assertion_exp_too_far');
  const jti = readText(payload.jti);
  // Control characters: storage need not be able to keep them.
  if (jti === null || jti.length > MAX_JTI_LENGTH || /\p{Cc}/u.test(jti)) throw refuse('assertion_jti_missing');
  return { jti, exp: Math.ceil(exp) };
}
