import type { Capabilities } from '@xenia/protocol/client-metadata';
import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { givesTokens, RESPONSE_TYPES } from '@xenia/protocol/response-type';
import { CLIENT_AUTH_METHODS } from './client-auth/index.ts';
import { GRANT_TYPES } from './grant-types/index.ts';
import { RESPONSE_MODES } from './response-modes/index.ts';
import type { Tenant } from './tenants/tenant.ts';

/** What the registries say that the server can do: registration validates against it, discovery publishes it. */
export function capabilities(scopes: readonly string[]): Capabilities {
  return {
    // OIDC Dynamic Client Registration §2: `implicit` is what the authorization endpoint gives by itself.
    grant_types: [...GRANT_TYPES.keys(), 'implicit'],
    response_types: RESPONSE_TYPES,
    response_modes: [...RESPONSE_MODES.keys()],
    token_endpoint_auth_methods: [...CLIENT_AUTH_METHODS.keys()],
    id_token_signing_algs: SIGNING_ALGORITHMS,
    scopes,
  };
}

/** Of what the server can do, what a tenant offers. */
export function offeredBy({ settings }: Pick<Tenant, 'settings'>, able: Capabilities): Capabilities {
  const response_types = able.response_types.filter((type) =>
    settings.responseTypes.some((offered) => offered === type),
  );
  const implicit = response_types.some(givesTokens);
  return { ...able, response_types, grant_types: able.grant_types.filter((type) => type !== 'implicit' || implicit) };
}
