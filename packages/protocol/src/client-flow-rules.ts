import { notSupported, quote, type Rule } from './client-metadata-rule.ts';
import { OAuthError } from './errors.ts';
import { givenBy } from './response-type.ts';
import { parseScope, without } from './scope.ts';

/** Rules about what a client may ask for, and how. */

/** OIDC Dynamic Client Registration §2: the grant types that each part of a response type belongs to. */
const GRANT_TYPE_OF: Readonly<Record<string, string>> = {
  code: 'authorization_code',
  id_token: 'implicit',
  token: 'implicit',
};

export const flows: Rule = function* ({ grant_types, response_types, response_modes }, capabilities) {
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
export const access: Rule = function* ({
  browser_access,
  offline_access,
  service_account,
  grant_types,
  response_types,
}) {
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

export const publicClients: Rule = function* ({ token_endpoint_auth_method, grant_types, require_pkce }) {
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

export const scopes: Rule = function* ({ scope }, capabilities) {
  try {
    for (const token of without(parseScope(scope), capabilities.scopes)) {
      yield { field: 'scope', problem: `${quote(token)} is not a scope of this server; define it first or remove it.` };
    }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    yield { field: 'scope', problem: `${error.description}.` };
  }
};
