import * as oauth from 'oauth4webapi';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import type { ProviderMetadata } from './metadata.ts';

/** What is asked of the provider, besides what every request says. */
export interface UpstreamRequest {
  readonly redirect_uri: string;
  readonly state: string;
  readonly nonce: string;
  readonly code_verifier: string;
  readonly login_hint: string | null;
  /** Its user must sign in there again (OIDC Core §3.1.2.1 prompt). */
  readonly login_again: boolean;
  readonly max_age: number | null;
}

/** The authorization request (RFC 6749 §4.1.1 with PKCE and OIDC Core §3.1.2.1). */
export async function authorizationUrl(
  { authorization_endpoint }: Pick<ProviderMetadata, 'authorization_endpoint'>,
  { client_id, scope }: Pick<UpstreamProviderRecord, 'client_id' | 'scope'>,
  request: UpstreamRequest,
): Promise<string> {
  const { redirect_uri, state, nonce, code_verifier, login_hint, login_again, max_age } = request;
  const url = new URL(authorization_endpoint);
  const parameters = {
    client_id,
    response_type: 'code',
    redirect_uri,
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(code_verifier),
    code_challenge_method: 'S256',
    ...(login_hint === null ? {} : { login_hint }),
    ...(login_again ? { prompt: 'login' } : {}),
    ...(max_age === null ? {} : { max_age: String(max_age) }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
