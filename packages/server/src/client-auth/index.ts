import { OAuthError } from '@xenia/protocol/errors';
import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { type ClientRequest, mayUseDialect } from '../dialects/dialect.ts';
import type { Exchange } from '../exchange.ts';
import { type Client, findClient } from '../tenants/client.ts';
import type { ClientAuthMethod } from './client-auth-method.ts';
import { invalidClient } from './client-secret.ts';
import { clientSecretBasic } from './client-secret-basic.ts';
import { clientSecretJwt } from './client-secret-jwt.ts';
import { clientSecretPost } from './client-secret-post.ts';
import { none } from './none.ts';
import { privateKeyJwt } from './private-key-jwt.ts';

/** Every way for a client to prove who it is; discovery and registration derive from it. */
export const CLIENT_AUTH_METHODS: ReadonlyMap<string, ClientAuthMethod> = new Map(
  [clientSecretBasic, clientSecretPost, clientSecretJwt, privateKeyJwt, none].map((method) => [method.method, method]),
);

/** The first two steps of every request that a client makes itself: parse, authenticate. Throws OAuthError. */
export async function readAuthenticated(exchange: Exchange): Promise<{ client: Client; parameters: Parameters }> {
  const request = await exchange.dialect.readClientRequest(exchange.request);
  exchange.trace.parameters = request.parameters;
  exchange.trace.basic = request.basic;
  assertWellFormed(request.parameters);
  return { client: await authenticateClient(exchange, request), parameters: request.parameters };
}

/** The client that made the request. Throws invalid_client, or invalid_request when it presents more than one proof. */
async function authenticateClient(exchange: Exchange, request: ClientRequest): Promise<Client> {
  const { method, client_id } = presentedMethod(request);
  const client = await findClient(exchange.deps, exchange.tenant, client_id);
  if (client === null) throw invalidClient({ reason: 'client_unknown', client_id: client_id.slice(0, 100) });
  exchange.trace.client = client;
  if (client.disabled_because !== null) throw invalidClient({ reason: client.disabled_because, client_id });
  if (!mayUseDialect(exchange, client_id)) throw invalidClient({ reason: 'client_of_another_dialect', client_id });
  const registered = client.metadata.token_endpoint_auth_method;
  if (!method.serves.includes(registered)) {
    throw invalidClient({ reason: 'client_auth_method_mismatch', client_id, registered, presented: method.method });
  }
  await method.authenticate(exchange, client, request);
  return client;
}

function presentedMethod(request: ClientRequest): { method: ClientAuthMethod; client_id: string } {
  const [method, ...others] = [...CLIENT_AUTH_METHODS.values()].filter((candidate) => candidate.presents(request));
  if (method === undefined) throw invalidClient({ reason: 'client_credentials_missing' });
  if (others.length > 0) {
    throw new OAuthError('invalid_request', 'More than one client authentication method was used', {
      reason: 'client_auth_methods_combined',
      methods: [method, ...others].map((presented) => presented.method),
    });
  }
  const client_id = method.claimedClientId(request);
  const named = request.parameters.get('client_id');
  if (named !== undefined && named !== client_id) {
    throw invalidClient({ reason: 'client_id_contradicts_credentials', client_id: client_id.slice(0, 100) });
  }
  return { method, client_id };
}
