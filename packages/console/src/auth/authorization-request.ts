import type { ManagementScope } from '../../../server/src/tenants/management-scopes.ts';
import type { Environment } from '../environment.ts';
import { challengeOf, randomText } from './pkce.ts';

/** The console is a client of its tenant like any other app, registered by the server (RFC 6749 §2.1: public). */
export const CLIENT_ID = 'xenia-console';

/** All of them: what the role of whoever is signed in does not reach is refused whatever the token says. */
const SCOPES: Readonly<Record<ManagementScope | 'openid' | 'profile' | 'email', true>> = {
  openid: true,
  profile: true,
  email: true,
  'xenia:apps:read': true,
  'xenia:apps:write': true,
  'xenia:traces:read': true,
  'xenia:users:read': true,
  'xenia:users:write': true,
  'xenia:organizations:read': true,
  'xenia:organizations:write': true,
  'xenia:settings:read': true,
  'xenia:settings:write': true,
  'xenia:audit:read': true,
};

export type OAuthPath = 'authorize' | 'token' | 'revoke' | 'logout';

export function oauthUrl({ issuer }: Pick<Environment, 'issuer'>, path: OAuthPath): string {
  return `${issuer}/console/oauth/${path}`;
}

export const redirectUri = ({ issuer }: Pick<Environment, 'issuer'>): string => `${issuer}/console/callback`;

/** What the answer to an authorization request is held against. No credential by itself: the code comes another way. */
export interface PendingRequest {
  readonly state: string;
  readonly nonce: string;
  readonly code_verifier: string;
}

/** An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). `id_token_hint`: nobody else may answer it (OIDC Core §3.1.2.1). */
export async function authorizationRequest(
  environment: Environment,
  id_token_hint: string | null = null,
): Promise<{ url: string; pending: PendingRequest }> {
  const pending = { state: randomText(), nonce: randomText(), code_verifier: randomText() };
  const parameters = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: redirectUri(environment),
    scope: Object.keys(SCOPES).join(' '),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await challengeOf(pending.code_verifier),
    code_challenge_method: 'S256',
    ...(id_token_hint === null ? {} : { id_token_hint }),
  });
  return { url: `${oauthUrl(environment, 'authorize')}?${parameters}`, pending };
}
