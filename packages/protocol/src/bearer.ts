const MAX_LENGTH = 16_384;
/** RFC 6750 §2.1: credentials = "Bearer" 1*SP b64token; the scheme is case-insensitive (RFC 9110 §11.1). */
const CREDENTIALS = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
/** RFC 6750 §3 allows %x20-21 / %x23-5B / %x5D-7E in these values: nothing that would end the quoted string. */
const NOT_QUOTABLE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g;

export interface BearerChallenge {
  readonly realm?: string | undefined;
  readonly error?: string | undefined;
  readonly error_description?: string | undefined;
  readonly scope?: string | undefined;
  /** URL of the protected resource metadata (RFC 9728 §5.1). */
  readonly resource_metadata?: string | undefined;
}

const ORDER = ['realm', 'error', 'error_description', 'scope', 'resource_metadata'] as const;

/** The value of a WWW-Authenticate header (RFC 6750 §3). Characters that do not belong become `?`. */
export function bearerChallenge(challenge: BearerChallenge): string {
  const parts: string[] = [];
  for (const name of ORDER) {
    const value = challenge[name];
    if (value !== undefined) parts.push(`${name}="${value.replace(NOT_QUOTABLE, '?')}"`);
  }
  return parts.length === 0 ? 'Bearer' : `Bearer ${parts.join(', ')}`;
}

/** The token of an Authorization header; null if it is absent, of another scheme or malformed. */
export function readBearerToken(authorization: string | undefined | null): string | null {
  if (!authorization || authorization.length > MAX_LENGTH) return null;
  return CREDENTIALS.exec(authorization)?.[1] ?? null;
}
