import { OAuthError } from './errors.ts';

/**
 * The response types of OAuth 2.0 (RFC 6749 §3.1.1), OAuth 2.0 Multiple Response Types §3 and §5, their values in alphabetical
 * order. Each is nothing but the set of what the authorization endpoint gives.
 */
export const RESPONSE_TYPES = [
  'code',
  'code id_token',
  'code id_token token',
  'code token',
  'id_token',
  'id_token token',
  'token',
] as const;

/** What an authorization response carries. */
export interface Given {
  readonly code: boolean;
  readonly access_token: boolean;
  readonly id_token: boolean;
}

export function givenBy(response_type: string): Given {
  const values = valuesOf(response_type);
  return {
    code: values.includes('code'),
    access_token: values.includes('token'),
    id_token: values.includes('id_token'),
  };
}

/** Whether tokens themselves come through the browser: then never in a query (Multiple Response Types §5). */
export function givesTokens(response_type: string): boolean {
  const { access_token, id_token } = givenBy(response_type);
  return access_token || id_token;
}

/** Their order does not matter (Multiple Response Types §3): here they are in alphabetical order. */
export function canonicalResponseType(sent: string): string {
  return valuesOf(sent).join(' ');
}

function valuesOf(response_type: string): string[] {
  return response_type
    .split(' ')
    .filter((value) => value !== '')
    .sort();
}

/** The response type that is asked for. Throws OAuthError with the codes of RFC 6749 §3.1.1, §4.1.2.1 and §4.2.2.1. */
export function readResponseType(
  sent: string | undefined,
  { supported, registered }: { supported: readonly string[]; registered: readonly string[] },
): string {
  if (sent === undefined) {
    throw new OAuthError('invalid_request', 'response_type is missing', { reason: 'response_type_missing' });
  }
  const response_type = canonicalResponseType(sent);
  if (!supported.includes(response_type)) {
    throw new OAuthError('unsupported_response_type', 'This response_type is not supported', {
      reason: 'response_type_unsupported',
      received: sent.slice(0, 100),
      supported,
    });
  }
  if (!registered.includes(response_type)) {
    throw new OAuthError('unauthorized_client', 'The client is not registered for this response_type', {
      reason: 'response_type_unregistered',
      received: response_type,
      registered,
    });
  }
  return response_type;
}
