import { OAuthError } from '@xenia/protocol/errors';

/**
 * The credentials of `Authorization: Basic`: base64 of client_id and client_secret, each form-encoded, joined by a colon
 * (RFC 6749 §2.3.1). null without the header. Throws invalid_client when it is malformed or of another scheme (RFC 6749 §5.2:
 * "unsupported authentication method"), so that no request is quietly taken for an unauthenticated one.
 */
export function readBasicCredentials(
  authorization: string | null,
): { client_id: string; client_secret: string } | null {
  if (authorization === null) return null;
  if (!/^basic(\s|$)/i.test(authorization)) {
    const description = 'Authorization schemes other than Basic are not supported here';
    throw new OAuthError('invalid_client', description, { reason: 'authorization_scheme_unsupported' });
  }
  const encoded = authorization.slice(5).trim();
  const malformed = () =>
    new OAuthError('invalid_client', 'The Authorization header is malformed', { reason: 'basic_malformed' });
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
