import { PROMPTS } from './authorization-request.ts';
import { STANDARD_CLAIMS } from './claims.ts';

/** What a server can do, as its registries say; discovery is derived from this and nothing else. */
export interface ServerCapabilities {
  readonly issuer: string;
  /** Endpoint URLs by their metadata name (`token_endpoint`, `jwks_uri`, …). */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly response_modes: readonly string[];
  readonly token_endpoint_auth_methods: readonly string[];
  readonly signing_algs: readonly string[];
  readonly acr_values: readonly string[];
  /** Claims of ID tokens and userinfo beyond those of OIDC Core. */
  readonly own_claims?: readonly string[];
  readonly ui_locales: readonly string[];
}

/** Authorization server metadata (RFC 8414 §2, OpenID Connect Discovery 1.0 §3). */
export type ServerMetadata = Readonly<Record<string, unknown>>;

export function serverMetadata(capabilities: ServerCapabilities): ServerMetadata {
  const { signing_algs } = capabilities;
  return {
    issuer: capabilities.issuer,
    ...capabilities.endpoints,
    scopes_supported: capabilities.scopes,
    response_types_supported: capabilities.response_types,
    response_modes_supported: capabilities.response_modes,
    grant_types_supported: capabilities.grant_types,
    ...endpointAuthentication(capabilities),
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signing_algs,
    acr_values_supported: capabilities.acr_values,
    claim_types_supported: ['normal'],
    claims_supported: [
      ...['sub', ...STANDARD_CLAIMS.filter((claim) => claim !== 'sub'), 'auth_time', 'acr', 'amr', 'sid'],
      ...(capabilities.own_claims ?? []),
    ],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    prompt_values_supported: PROMPTS,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
    // OIDC Back-Channel Logout 1.0 §2.1
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    ui_locales_supported: capabilities.ui_locales,
  };
}

/** RFC 8414 §2: how clients authenticate, for each endpoint that is offered. */
function endpointAuthentication(capabilities: ServerCapabilities): Record<string, readonly string[]> {
  const { endpoints, token_endpoint_auth_methods: methods, signing_algs } = capabilities;
  const assertion_algs = { client_secret_jwt: ['HS256'], private_key_jwt: signing_algs };
  const algs = Object.entries(assertion_algs).flatMap(([method, known]) => (methods.includes(method) ? known : []));
  const methodsOf = {
    token_endpoint: methods,
    // A resource server proves who it is; a client without credentials cannot introspect (RFC 7662 §2.1).
    introspection_endpoint: methods.filter((method) => method !== 'none'),
    revocation_endpoint: methods,
  };
  return Object.fromEntries(
    Object.entries(methodsOf)
      .filter(([endpoint]) => endpoint in endpoints)
      .flatMap(([endpoint, accepted]) => [
        [`${endpoint}_auth_methods_supported`, accepted],
        [`${endpoint}_auth_signing_alg_values_supported`, algs],
      ]),
  );
}
