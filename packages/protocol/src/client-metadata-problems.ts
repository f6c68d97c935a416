import type { Capabilities, ClientMetadata } from './client-metadata.ts';
import { OAuthError } from './errors.ts';
import { importJwkSet, JwkSetError } from './jwk-set.ts';
import { isSecureUrl } from './loopback.ts';
import { redirectUriProblem } from './redirect-uri.ts';
import { givenBy } from './response-type.ts';
import { parseScope, without } from './scope.ts';
import { signingAlgorithmNamed } from './signing-algorithm.ts';

/** `problem` is a sentence for the developer, with the remedy; it may quote what they entered. */
export interface ClientMetadataProblem {
  readonly field: string;
  readonly problem: string;
}

type Rule = (metadata: ClientMetadata, capabilities: Capabilities) => Iterable<ClientMetadataProblem>;

const MAX_NAME_LENGTH = 100;
const MAX_LIST_LENGTH = 100;
const MAX_QUOTED = 100;
/** Control characters, and those that turn the direction of the text around them. */
const DECEPTIVE_TEXT = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;
const MAX_URL_LENGTH = 2048;

function quote(value: string): string {
  return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}...` : value);
}

function* notSupported(field: string, values: readonly string[], supported: readonly string[]) {
  for (const value of without(values, supported)) {
    yield { field, problem: `${quote(value)} is not supported; choose from: ${supported.join(', ')}.` };
  }
}

function* duplicates(field: string, values: readonly string[]) {
  if (new Set(values).size !== values.length) yield { field, problem: 'Contains an entry twice; remove one.' };
  if (values.length > MAX_LIST_LENGTH)
    yield { field, problem: `Has more than ${MAX_LIST_LENGTH} entries; remove some.` };
}

const names: Rule = function* ({ client_name, application_type, contacts = [] }) {
  const field = 'client_name';
  if (client_name.trim() === '')
    yield { field, problem: 'Is missing; users see it when they are asked to allow the app.' };
  if (client_name.length > MAX_NAME_LENGTH)
    yield { field, problem: `Is longer than ${MAX_NAME_LENGTH} characters; shorten it.` };
  if (DECEPTIVE_TEXT.test(client_name)) yield { field, problem: 'Contains an invisible control character; remove it.' };
  if (application_type !== 'web' && application_type !== 'native') {
    yield { field: 'application_type', problem: 'Must be web or native.' };
  }
  for (const contact of contacts) {
    if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(contact)) {
      yield { field: 'contacts', problem: `${quote(contact)} is not an e-mail address.` };
    }
  }
};

const redirectUris: Rule = function* (metadata) {
  const { redirect_uris, post_logout_redirect_uris, grant_types, application_type } = metadata;
  if (redirect_uris.length === 0 && (grant_types.includes('authorization_code') || grant_types.includes('implicit'))) {
    yield { field: 'redirect_uris', problem: 'Is empty; add the URI to which users return after they signed in.' };
  }
  for (const [field, uris] of Object.entries({ redirect_uris, post_logout_redirect_uris })) {
    yield* duplicates(field, uris);
    for (const uri of uris) {
      const problem = redirectUriProblem(uri, application_type);
      if (problem) yield { field, problem: `${quote(uri)} ${problem}.` };
    }
  }
};

/** OIDC Dynamic Client Registration §2: the grant types that each part of a response type belongs to. */
const GRANT_TYPE_OF: Readonly<Record<string, string>> = {
  code: 'authorization_code',
  id_token: 'implicit',
  token: 'implicit',
};

const flows: Rule = function* ({ grant_types, response_types, response_modes }, capabilities) {
  if (grant_types.length === 0) yield { field: 'grant_types', problem: 'Is empty; choose at least one.' };
  yield* notSupported('grant_types', grant_types, capabilities.grant_types);
  yield* notSupported('response_types', response_types, capabilities.response_types);
  yield* notSupported('response_modes', response_modes, capabilities.response_modes);
  const parts = new Set(response_types.flatMap((type) => type.split(' ')));
  for (const [part, grant_type] of Object.entries(GRANT_TYPE_OF)) {
    if (parts.has(part) && !grant_types.includes(grant_type)) {
      yield { field: 'grant_types', problem: `The response type ${part} needs the grant type ${grant_type}; add it.` };
    }
  }
  if (grant_types.includes('authorization_code')) {
    if (!parts.has('code')) {
      yield {
        field: 'response_types',
        problem: 'The grant type authorization_code needs a response type with code; add it.',
      };
    }
  }
  if (grant_types.includes('implicit') && !parts.has('token') && !parts.has('id_token')) {
    yield {
      field: 'response_types',
      problem: 'The grant type implicit needs a response type with token or id_token; add it.',
    };
  }
  if (parts.size > 0 && response_modes.length === 0)
    yield { field: 'response_modes', problem: 'Is empty; choose at least one, such as query.' };
  if (
    grant_types.includes('refresh_token') &&
    grant_types.every((type) => ['refresh_token', 'client_credentials', 'implicit'].includes(type))
  ) {
    yield {
      field: 'grant_types',
      problem: 'Nothing here gives a refresh token; add authorization_code or remove refresh_token.',
    };
  }
};

/** What the operator allows beyond the flows must be something that the flows can give. */
const access: Rule = function* ({ browser_access, offline_access, service_account, grant_types, response_types }) {
  if (browser_access === true && !response_types.some((type) => givenBy(type).access_token)) {
    yield {
      field: 'browser_access',
      problem: 'No response type of this client gives an access token; add one with token or set it to false.',
    };
  }
  if (offline_access === true && !grant_types.includes('refresh_token')) {
    yield { field: 'offline_access', problem: 'Needs the grant type refresh_token; add it.' };
  }
  if (service_account !== undefined && grant_types.join() !== 'client_credentials') {
    yield { field: 'grant_types', problem: 'A service account has the grant type client_credentials and no other.' };
  }
};

const publicClients: Rule = function* ({ token_endpoint_auth_method, grant_types, require_pkce }) {
  if (token_endpoint_auth_method !== 'none') return;
  if (!require_pkce) {
    yield { field: 'require_pkce', problem: 'A client without a secret must use PKCE; set it to true.' };
  }
  if (grant_types.includes('client_credentials')) {
    yield {
      field: 'grant_types',
      problem: 'client_credentials needs a client that authenticates; choose another token_endpoint_auth_method.',
    };
  }
};

const clientAuthentication: Rule = function* (metadata, capabilities) {
  const { token_endpoint_auth_method, token_endpoint_auth_signing_alg, jwks, jwks_uri } = metadata;
  yield* notSupported(
    'token_endpoint_auth_method',
    [token_endpoint_auth_method],
    capabilities.token_endpoint_auth_methods,
  );
  if (jwks !== undefined && jwks_uri !== undefined) {
    yield { field: 'jwks', problem: 'Give either jwks or jwks_uri, not both.' };
  }
  if (token_endpoint_auth_method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    yield { field: 'jwks', problem: 'private_key_jwt needs the public key; add jwks or jwks_uri.' };
  }
  const field = 'token_endpoint_auth_signing_alg';
  const alg = token_endpoint_auth_signing_alg;
  if (alg === undefined) return;
  if (token_endpoint_auth_method === 'private_key_jwt' && signingAlgorithmNamed(alg) === null) {
    yield { field, problem: `${quote(alg)} is not supported; use PS256, ES256, EdDSA or RS256.` };
  } else if (token_endpoint_auth_method === 'client_secret_jwt' && alg !== 'HS256') {
    yield { field, problem: 'client_secret_jwt signs with HS256.' };
  } else if (!token_endpoint_auth_method.endsWith('_jwt')) {
    yield { field, problem: `${quote(token_endpoint_auth_method)} signs nothing; remove it.` };
  }
};

const keys: Rule = function* ({ jwks }) {
  if (jwks === undefined) return;
  const field = 'jwks';
  try {
    if (importJwkSet(jwks).length === 0) {
      yield { field, problem: 'Has no usable public key; add one of RSA (2048 bits or more), P-256 or Ed25519.' };
    }
    if (jwks.keys.some((key) => 'd' in key || 'k' in key)) {
      yield { field, problem: 'Contains a private key; replace the key pair and register only its public half.' };
    }
  } catch (error) {
    if (!(error instanceof JwkSetError)) throw error;
    yield { field, problem: `Is not an acceptable JWK Set (${error.reason}); see RFC 7517 section 5.` };
  }
};

const urls: Rule = function* ({ client_uri, logo_uri, tos_uri, policy_uri, jwks_uri }) {
  for (const [field, value] of Object.entries({ client_uri, logo_uri, tos_uri, policy_uri, jwks_uri })) {
    if (value === undefined) continue;
    if (
      value.length > MAX_URL_LENGTH ||
      !isSecureUrl(value) ||
      new URL(value).username !== '' ||
      new URL(value).password !== ''
    ) {
      yield { field, problem: `${quote(value)} is not an https URL (http is for loopback hosts only).` };
    }
  }
};

const signing: Rule = function* ({ id_token_signed_response_alg, default_max_age }, { id_token_signing_algs }) {
  yield* notSupported('id_token_signed_response_alg', [id_token_signed_response_alg], id_token_signing_algs);
  if (default_max_age !== undefined && !(Number.isSafeInteger(default_max_age) && default_max_age >= 0)) {
    yield { field: 'default_max_age', problem: 'Must be a whole number of seconds, 0 or more.' };
  }
};

const scopes: Rule = function* ({ scope }, capabilities) {
  try {
    for (const token of without(parseScope(scope), capabilities.scopes)) {
      yield { field: 'scope', problem: `${quote(token)} is not a scope of this server; define it first or remove it.` };
    }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    yield { field: 'scope', problem: `${error.description}.` };
  }
};

const origins: Rule = function* ({ allowed_cors_origins }) {
  const field = 'allowed_cors_origins';
  yield* duplicates(field, allowed_cors_origins);
  for (const origin of allowed_cors_origins) {
    if (!isSecureUrl(origin) || new URL(origin).origin !== origin) {
      yield { field, problem: `${quote(origin)} is not an origin; write it like https://app.example, without a path.` };
    }
  }
};

const resources: Rule = function* ({ resource }) {
  const field = 'resource';
  yield* duplicates(field, resource);
  for (const identifier of resource) {
    // RFC 8707 §2
    if (!URL.canParse(identifier) || identifier.includes('#')) {
      yield { field, problem: `${quote(identifier)} is not an absolute URI without a fragment.` };
    }
  }
};

const RULES: readonly Rule[] = [
  names,
  redirectUris,
  flows,
  access,
  publicClients,
  clientAuthentication,
  keys,
  urls,
  signing,
  scopes,
  origins,
  resources,
];

/** Everything that speaks against registering this metadata, in one go; empty when it is fine. */
export function clientMetadataProblems(metadata: ClientMetadata, capabilities: Capabilities): ClientMetadataProblem[] {
  return RULES.flatMap((rule) => [...rule(metadata, capabilities)]);
}
