import { OAuthError } from './errors.ts';

const MAX_TOKENS = 100;
/** RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ) */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The scope tokens of a `scope` parameter, without repetitions, in their order. Surplus spaces are forgiven, as many
 * clients build the value by joining. Throws `invalid_scope` for any other character outside RFC 6749 §3.3 or too many tokens.
 */
export function parseScope(value: string | undefined): string[] {
  if (value === undefined) return [];
  // One more than allowed is enough to know; the rest is never looked at.
  const tokens = value.split(/ +/, MAX_TOKENS + 3).filter((token) => token !== '');
  if (tokens.length > MAX_TOKENS) {
    throw new OAuthError('invalid_scope', 'The request names too many scopes', { reason: 'too_many_scopes' });
  }
  if (!tokens.every((token) => SCOPE_TOKEN.test(token))) {
    throw new OAuthError('invalid_scope', 'The scope contains a character that is not allowed', {
      reason: 'malformed_scope',
    });
  }
  return [...new Set(tokens)];
}

/** The `scope` parameter for these tokens: space-separated, without repetitions. */
export function formatScope(scopes: Iterable<string>): string {
  return [...new Set(scopes)].join(' ');
}

/** Whether every scope of `candidate` is among `of`. */
export function isSubset(candidate: readonly string[], of: readonly string[]): boolean {
  const allowed = new Set(of);
  return candidate.every((scope) => allowed.has(scope));
}

/** The scopes of `a` that are not among `b`. */
export function without(a: readonly string[], b: readonly string[]): string[] {
  const excluded = new Set(b);
  return a.filter((scope) => !excluded.has(scope));
}
