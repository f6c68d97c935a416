import { type ClientMetadata, isPublicClient } from '@xenia/protocol/client-metadata';

/**
 * What an app with a server is registered with on a wire whose documentation knows no PKCE: a secret in the body, and no more.
 * Nothing for an app that cannot keep a secret (RFC 9700 §2.1.1 has it use PKCE) and for one that signs nobody in.
 */
export function withoutPkce(given: Partial<ClientMetadata>): Partial<ClientMetadata> {
  const { token_endpoint_auth_method = 'client_secret_post', grant_types, application_type } = given;
  const signsIn = grant_types?.includes('authorization_code') ?? true;
  if (!signsIn || application_type === 'native' || isPublicClient({ token_endpoint_auth_method })) return {};
  return { token_endpoint_auth_method, require_pkce: false };
}
