import { hash, timingSafeEqual } from 'node:crypto';
import { OAuthError, type Refusal } from './errors.ts';
import type { Parameters } from './parameters.ts';

/** RFC 7636 §4.2: the unpadded base64url of a SHA-256 hash. */
const CODE_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** RFC 7636 §4.1 */
const CODE_VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export const CODE_CHALLENGE_METHODS = ['S256'] as const;

/**
 * The `code_challenge` of an authorization request; null when there is none and none is required.
 * Only S256 is accepted: `plain` protects nothing once the request can be read (RFC 9700 §2.1.1), and a missing method
 * means `plain` (RFC 7636 §4.3). Throws `invalid_request`.
 */
export function readCodeChallenge(parameters: Parameters, { required }: { required: boolean }): string | null {
  const code_challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (code_challenge === undefined) {
    if (required || method !== undefined) {
      throw new OAuthError('invalid_request', 'The code_challenge parameter is missing', {
        reason: 'code_challenge_missing',
      });
    }
    return null;
  }
  if (method !== 'S256') {
    throw new OAuthError('invalid_request', 'The code_challenge_method must be S256', {
      reason: method === undefined ? 'code_challenge_method_missing' : 'code_challenge_method_not_s256',
    });
  }
  if (!CODE_CHALLENGE.test(code_challenge)) {
    throw new OAuthError('invalid_request', 'The code_challenge is not a base64url encoded SHA-256 hash', {
      reason: 'code_challenge_malformed',
      length: code_challenge.length,
      shape: shapeOf(code_challenge),
    });
  }
  return code_challenge;
}

/** What a value that is no base64url of a hash looks like: the usual ways to get it wrong. */
function shapeOf(text: string): 'hex' | 'padded' | 'base64' | 'base64url' | 'other' {
  if (/^[0-9a-f]{64}$/i.test(text)) return 'hex';
  if (/^[\w-]+={1,2}$/.test(text)) return 'padded';
  if (/^[\w+/]+={0,2}$/.test(text) && /[+/]/.test(text)) return 'base64';
  return /^[\w-]+$/.test(text) ? 'base64url' : 'other';
}

function refuse(reason: string, description: string, facts: Omit<Refusal, 'reason'> = {}): OAuthError {
  return new OAuthError('invalid_grant', description, { reason, ...facts });
}

/**
 * Proves that who redeems the code also started the request (RFC 7636 §4.6). A verifier without a challenge is refused
 * too: it betrays a request whose challenge was stripped on the way (RFC 9700 §4.8.2). Throws `invalid_grant`.
 */
export function verifyCodeVerifier(code_challenge: string | null, code_verifier: string | undefined): void {
  if (code_challenge === null) {
    if (code_verifier === undefined) return;
    throw refuse('code_verifier_without_challenge', 'A code_verifier was sent but the code was issued without PKCE');
  }
  if (code_verifier === undefined) throw refuse('code_verifier_missing', 'The code_verifier parameter is missing');
  if (!CODE_VERIFIER.test(code_verifier)) {
    throw refuse('code_verifier_malformed', 'The code_verifier must have 43 to 128 unreserved characters', {
      length: code_verifier.length,
    });
  }
  const expected = Buffer.from(code_challenge);
  const actual = Buffer.from(hash('sha256', code_verifier, 'base64url'));
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
    throw refuse('code_verifier_mismatch', 'The code_verifier does not match the code_challenge', {
      length: code_verifier.length,
      plain: code_verifier === code_challenge,
    });
  }
}
