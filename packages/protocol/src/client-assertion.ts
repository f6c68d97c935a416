import { OAuthError, type Refusal } from './errors.ts';
import { readAudience, readNumericDate, readText } from './jwt-claims.ts';

/** RFC 7523 §2.2 */
export const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds: an assertion is made for one request, and its jti must be remembered until it expires. */
const MAX_LIFETIME = 600;
/** FAPI 2.0 Security Profile §5.3.2.1: clocks up to 10 s ahead must be accepted, more than 60 s ahead must not. */
const MAX_CLOCK_AHEAD = 60;
const MAX_JTI_LENGTH = 256;

/** Of a claim that should name somebody: shortened. */
function named(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 200) : null;
}

function claimsProblem(
  payload: Readonly<Record<string, unknown>>,
  expected: { client_id: string; audience: string; now: number },
): Refusal | null {
  for (const name of ['iss', 'sub']) {
    if (payload[name] === expected.client_id) continue;
    return { reason: `assertion_${name}_mismatch`, expected: expected.client_id, received: named(payload[name]) };
  }
  // More than one audience would let one server replay the assertion at another.
  const [aud, ...others] = readAudience(payload.aud) ?? [];
  if (aud !== expected.audience || others.length > 0) {
    const received = [aud, ...others].map((one) => named(one) ?? '').filter(Boolean);
    return { reason: 'assertion_aud_mismatch', expected: expected.audience, received };
  }
  for (const name of ['iat', 'nbf']) {
    if (payload[name] === undefined) continue;
    const time = readNumericDate(payload[name]);
    if (time === null) return { reason: `assertion_${name}_malformed` };
    const skew = Math.ceil(time - expected.now);
    if (skew > MAX_CLOCK_AHEAD) return { reason: `assertion_${name}_in_future`, skew };
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
  const refuse = (reason: string, facts: Omit<Refusal, 'reason'> = {}) =>
    new OAuthError('invalid_client', 'The client assertion is not valid', { reason, ...facts });
  const problem = claimsProblem(payload, expected);
  if (problem !== null) throw refuse(problem.reason, problem);
  const exp = readNumericDate(payload.exp);
  if (exp === null) throw refuse('assertion_exp_missing');
  if (exp <= expected.now) throw refuse('assertion_expired', { expired_ago: Math.round(expected.now - exp) });
  if (exp > expected.now + MAX_LIFETIME) {
    throw refuse('assertion_exp_too_far', { lifetime: Math.round(exp - expected.now) });
  }
  const jti = readText(payload.jti);
  // Control characters: storage need not be able to keep them.
  if (jti === null || jti.length > MAX_JTI_LENGTH || /\p{Cc}/u.test(jti)) throw refuse('assertion_jti_missing');
  return { jti, exp: Math.ceil(exp) };
}
