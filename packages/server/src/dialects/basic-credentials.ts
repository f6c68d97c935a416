import { OAuthError } from '@xenia/protocol/errors';

/**
 * The credentials of `Authorization: Basic`: base64 of client_id and client_secret, each form-encoded, joined by a colon
 * (RFC 6749 §2.3.1). null without such a header. Throws invalid_client when it is malformed, so that no request is
 * quietly taken for an unauthenticated one.
 */
export function readBasicCredentials(authorization: string | null): { client_id: string; client_secret: string } | null {
  if (authorization === null || !/^basic(\s|$)/i.test(authorization)) return null;
  const encoded = authorization.slice(5).trim();
  const malformed = () => new OAuthError('invalid_client', 'The Authorization header is malformed', { reason: 'basic_malformed' });
  if (encoded.length > 4096 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw malformed();
  const pair = Buffer.from(encoded, 'base64').toString();
  const colon = pair.indexOf(':');
  if (colon < 1) throw malformed();
  try {
    return { client_id: formDecode(pair.slice(0, colon)), client_secret: formDecode(pair.slice(colon + 1)) };
  } catch {
    throw malformed();
  }
}

function formDecode(value: string): string {
  return decodeURIComponent(value.replaceAll('+', ' '));
}
