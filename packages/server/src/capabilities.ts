import type { Capabilities } from '@xenia/protocol/client-metadata';
import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { CLIENT_AUTH_METHODS } from './client-auth/index.ts';
import { RESPONSE_TYPES } from './endpoints/authorization/response-types.ts';
import { GRANT_TYPES } from './grant-types/index.ts';
import { RESPONSE_MODES } from './response-modes/index.ts';

/** What the registries say that the server can do: registration validates against it, discovery publishes it. */
export function capabilities(scopes: readonly string[]): Capabilities {
  return {
    grant_types: [...GRANT_TYPES.keys()],
    response_types: RESPONSE_TYPES,
    response_modes: [...RESPONSE_MODES.keys()],
    token_endpoint_auth_methods: [...CLIENT_AUTH_METHODS.keys()],
    id_token_signing_algs: SIGNING_ALGORITHMS,
    scopes,
  };
}
