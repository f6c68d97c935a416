import { isNativeRedirectUri } from './redirect-uri.ts';

export { type ClientMetadataProblem, clientMetadataProblems } from './client-metadata-problems.ts';

/** What is registered about a client: RFC 7591 §2 and OIDC Dynamic Client Registration §2, where not marked as our own. */
export interface ClientMetadata {
  client_name: string;
  /** Own: what the app does, in a few sentences. */
  description?: string;
  client_uri?: string;
  logo_uri?: string;
  tos_uri?: string;
  policy_uri?: string;
  contacts?: string[];
  application_type: 'web' | 'native';
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
  grant_types: string[];
  response_types: string[];
  /** OIDC Front-Channel Logout 1.0 §2: opened in a frame when a session that the client took part in ends. */
  frontchannel_logout_uri?: string;
  /** Whether `iss` and `sid` come with it. */
  frontchannel_logout_session_required?: boolean;
  /** OIDC Back-Channel Logout 1.0 §2.2: gets a logout token when a session that the client took part in ends. */
  backchannel_logout_uri?: string;
  /** Whether the logout token must have a `sid`. */
  backchannel_logout_session_required?: boolean;
  /** Own: gets a security event token (RFC 8417, RFC 8935) when a user revokes tokens of the client or uninstalls it. */
  webhook_uri?: string;
  /** Own: the response modes that the client may ask for. */
  response_modes: string[];
  /** Space-separated: the scopes that the client may ask for. */
  scope: string;
  token_endpoint_auth_method: string;
  token_endpoint_auth_signing_alg?: string;
  /** A JWK Set (RFC 7517 §5). */
  jwks?: { keys: Record<string, unknown>[] };
  jwks_uri?: string;
  id_token_signed_response_alg: string;
  /** Seconds. */
  default_max_age?: number;
  /** Own: false only for a confidential client that cannot send PKCE. */
  require_pkce: boolean;
  /** Own: whether access tokens may come through the browser (`token` in a response type); RFC 9700 §2.1.2 advises against it. */
  browser_access?: boolean;
  /** Own: whether it may ask for offline_access; true where left out and grant_types has refresh_token. */
  offline_access?: boolean;
  /**
   * Own: the one user for whom client_credentials gives tokens, and the token family that lives as long as the operator's
   * permission; absent for a client that acts for itself.
   */
  service_account?: { sub: string; family_id: string };
  /** Own: whether the operator has checked who is behind the app; said on the consent page. */
  verified: boolean;
  /** Own: web origins whose pages may call the endpoints. */
  allowed_cors_origins: string[];
  /** Own: the resource servers that this client is, whose tokens it may introspect (RFC 7662 §4). */
  resource: string[];
}

/** What the server can do, as its registries say. */
export interface Capabilities {
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly response_modes: readonly string[];
  readonly token_endpoint_auth_methods: readonly string[];
  readonly id_token_signing_algs: readonly string[];
  readonly scopes: readonly string[];
}

/** A client without a credential of its own (RFC 6749 §2.1). */
export function isPublicClient(metadata: Pick<ClientMetadata, 'token_endpoint_auth_method'>): boolean {
  return metadata.token_endpoint_auth_method === 'none';
}

/** Fills in what was left out (RFC 7591 §2). An app that lives on the user's device alone and has no secret is native. */
export function completeClientMetadata(input: Partial<ClientMetadata>): ClientMetadata {
  const { redirect_uris = [], grant_types = ['authorization_code'] } = input;
  const { token_endpoint_auth_method = 'client_secret_basic' } = input;
  const isNative =
    token_endpoint_auth_method === 'none' && redirect_uris.length > 0 && redirect_uris.every(isNativeRedirectUri);
  return {
    client_name: '',
    application_type: isNative ? 'native' : 'web',
    post_logout_redirect_uris: [],
    response_types: grant_types.includes('authorization_code') ? ['code'] : [],
    response_modes: ['query', 'fragment', 'form_post'],
    scope: '',
    id_token_signed_response_alg: 'RS256',
    require_pkce: true,
    verified: false,
    allowed_cors_origins: [],
    resource: [],
    ...input,
    redirect_uris,
    grant_types,
    token_endpoint_auth_method,
  };
}

/** The web origins from which the client's own pages may call the endpoints. */
export function corsOrigins(metadata: ClientMetadata): string[] {
  const origins = new Set(metadata.allowed_cors_origins);
  // A public client that returns to a web page redeems its codes from that page.
  for (const uri of isPublicClient(metadata) ? metadata.redirect_uris : []) {
    if (/^https?:/i.test(uri) && URL.canParse(uri)) origins.add(new URL(uri).origin);
  }
  return [...origins];
}
