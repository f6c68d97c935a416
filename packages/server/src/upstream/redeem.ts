import * as oauth from 'oauth4webapi';
import { emailKey } from '../accounts/email.ts';
import type { Deps } from '../deps.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import { metadataOf, type ProviderMetadata } from './metadata.ts';
import { type Requests, requestsOf } from './outbound.ts';
import { openClientSecret } from './provider.ts';
import { toUpstreamError, UpstreamError } from './upstream-error.ts';

/** What came back from the provider, and what it is measured against. */
export interface UpstreamAnswer {
  readonly parameters: URLSearchParams;
  readonly redirect_uri: string;
  readonly nonce: string;
  readonly code_verifier: string;
}

/** Somebody whom a provider vouches for. */
export interface UpstreamPerson {
  readonly upstream_sub: string;
  /** When they signed in there; null: it does not say. NumericDate. */
  readonly auth_time: number | null;
  readonly email: string | null;
  /** Whether the provider says that the address is theirs. */
  readonly email_verified: boolean;
  /** Of OIDC Core §5.1, unchecked. */
  readonly claims: Readonly<Record<string, unknown>>;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * Validates the authorization response (RFC 6749 §4.1.2, RFC 9207), redeems its code (RFC 7636 §4.5) and validates the ID token with
 * its signature (OIDC Core §3.1.3.7). The caller has verified `state`. Throws UpstreamError.
 */
export async function redeem(
  deps: Pick<Deps, 'storage' | 'fetch' | 'clock' | 'sealer'>,
  provider: UpstreamProviderRecord,
  answer: UpstreamAnswer,
): Promise<UpstreamPerson> {
  const metadata = await metadataOf(deps, provider.issuer);
  const client: oauth.Client = { client_id: provider.client_id };
  const requests = requestsOf(deps);
  try {
    const proof = clientAuthentication(metadata, openClientSecret(deps, provider));
    const code = oauth.validateAuthResponse(metadata, client, answer.parameters, oauth.skipStateCheck);
    const { redirect_uri, code_verifier, nonce } = answer;
    const response = await oauth.authorizationCodeGrantRequest(
      metadata,
      client,
      proof,
      code,
      redirect_uri,
      code_verifier,
      requests,
    );
    const expected = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, response, expected);
    await oauth.validateApplicationLevelSignature(metadata, response, requests);
    const id_token = oauth.getValidatedIdTokenClaims(tokens);
    if (id_token === undefined) throw new UpstreamError('failed', 'no_id_token', 'It gave no ID token.');
    return await describe(id_token, () =>
      askUserinfo({ metadata, client, requests }, id_token.sub, tokens.access_token),
    );
  } catch (error) {
    throw toUpstreamError(error);
  }
}

/** RFC 6749 §2.3.1: Basic, which OIDC Core §9 has for its default, wherever the provider knows it. */
export function clientAuthentication(
  {
    token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
  }: Pick<oauth.AuthorizationServer, 'token_endpoint_auth_methods_supported'>,
  client_secret: string | null,
): oauth.ClientAuth {
  if (client_secret === null) return oauth.None();
  if (methods.includes('client_secret_basic')) return oauth.ClientSecretBasic(client_secret);
  if (methods.includes('client_secret_post')) return oauth.ClientSecretPost(client_secret);
  throw new UpstreamError(
    'failed',
    'client_authentication',
    'It takes client secrets neither by client_secret_basic nor by client_secret_post.',
  );
}

/** OIDC Core §5.4: with the code flow claims come from userinfo, unless the provider puts them into the ID token anyway. */
async function describe(id_token: oauth.IDToken, askMore: () => Promise<Claims | null>): Promise<UpstreamPerson> {
  const { sub, auth_time } = id_token;
  // OIDC Core §2: at most 255 ASCII characters.
  if (!/^[\x20-\x7e]{1,255}$/.test(sub)) throw new UpstreamError('failed', 'sub_malformed', 'Its sub is malformed.');
  const own = id_token as Claims;
  const more = own.email === undefined || own.name === undefined ? await askMore() : null;
  // An address and what is said about it come from one document.
  const source = own.email === undefined ? (more ?? {}) : own;
  const email = typeof source.email === 'string' && emailKey(source.email) !== null ? source.email.trim() : null;
  return {
    upstream_sub: sub,
    auth_time: typeof auth_time === 'number' ? Math.floor(auth_time) : null,
    email,
    email_verified: email !== null && source.email_verified === true,
    claims: { ...own, ...more },
  };
}

interface Asking {
  readonly metadata: ProviderMetadata;
  readonly client: oauth.Client;
  readonly requests: Requests;
}

async function askUserinfo({ metadata, client, requests }: Asking, sub: string, access_token: string) {
  if (metadata.userinfo_endpoint === undefined) return null;
  const response = await oauth.userInfoRequest(metadata, client, access_token, requests);
  // OIDC Core §5.3.2: the sub must be that of the ID token.
  return (await oauth.processUserInfoResponse(metadata, client, sub, response)) as Claims;
}
