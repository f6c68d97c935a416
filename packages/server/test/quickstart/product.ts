import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { createGuard } from '@xenia/resource-server';
import { protect } from '@xenia/resource-server/node-http';
import { capabilities } from '../../src/capabilities.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createClient, showClient } from '../../src/management/clients.ts';
import type { NewClientInput } from '../../src/management/contract.ts';
import { type Language, type Quickstart, quickstart } from '../../src/management/quickstart/index.ts';
import { inputOfClient } from '../../src/management/quickstart/of-client.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import { type RunningApp, serveApp } from '../interop/visitor.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';

export interface Product {
  readonly server: TestServer;
  /** The address of its API, which is its identifier too. */
  readonly resource: string;
  /** What the API was called with, by whom. */
  readonly calls: { readonly client_id: string; readonly sub: string; readonly scope: string }[];
  /** How often the token endpoint was asked, by anybody. */
  tokenRequests(): number;
  /** A client that says nothing but what the developer knows. */
  register(metadata: NewClientInput): Promise<IssuedClient>;
  /** Fails where there is none. */
  quickstart(language: Language, client: { client_id: string }): Promise<Quickstart>;
  /** An access token that a program has got for itself. */
  aToken(client: IssuedClient): Promise<string>;
  close(): Promise<void>;
}

/** A server and, on another port, an API with the scopes books.read and books.write that checks tokens as its own SDK does. */
export async function startProduct(dialect = 'standard'): Promise<Product> {
  const server = await listeningServer({ settings: { dialects: [dialect] } });
  const calls: Product['calls'] = [];
  const guards: ReturnType<typeof protect>[] = [];
  const api = await serveApp(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', 'authorization');
    if (request.method === 'OPTIONS') return void response.end();
    const token = await guards[0]?.(request, response);
    if (!token) return;
    calls.push({ client_id: token.client_id ?? '', sub: token.sub ?? '', scope: token.scope.join(' ') });
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ books: [`of ${token.sub}`] }));
  }, 'localhost');
  const resource = `${api.origin}/books`;
  const product = productOf(server, api, resource, calls);
  await putResourceServer(server.deps, await server.tenant(), { resource, name: 'Books' });
  for (const name of ['books.read', 'books.write']) {
    await putScope(server.deps, await server.tenant(), { name, resource, display_name: name });
  }
  const { client_id, client_secret = '' } = await product.register({
    client_name: 'The API',
    grant_types: ['client_credentials'],
    resource: [resource],
  });
  guards.push(
    protect(createGuard({ issuer: server.issuer, resource, introspection: { client_id, client_secret } }), {
      scope: 'books.read',
    }),
  );
  return product;
}

/** Node tells of each request that any server of this process gets. */
function countTokenRequests(issuer: string) {
  const { host } = new URL(issuer);
  let count = 0;
  const listen = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    if (request.method === 'POST' && request.headers.host === host && /\/tokens?$/.test(request.url ?? '')) count++;
  };
  subscribe('http.server.request.start', listen);
  return { tokenRequests: () => count, stop: () => unsubscribe('http.server.request.start', listen) };
}

function productOf(server: TestServer, api: RunningApp, resource: string, calls: Product['calls']): Product {
  const register = async (metadata: NewClientInput) => {
    const tenant = await server.tenant();
    return createClient(server.deps, tenant, capabilities([...tenant.scopes.keys()]), metadata);
  };
  const { tokenRequests, stop } = countTokenRequests(server.issuer);
  return {
    server,
    resource,
    tokenRequests,
    calls,
    register,
    async quickstart(language, { client_id }) {
      const tenant = await server.tenant();
      const code = quickstart(language, await inputOfClient(tenant, await showClient(server.deps, tenant, client_id)));
      if ('problem' in code) throw new Error(code.problem);
      return code;
    },
    async aToken({ client_id, client_secret = '' }) {
      const { token_endpoint } = (await inputOfClient(await server.tenant(), await register(SERVICE))).endpoints;
      const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'books.read' });
      const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
      const response = await fetch(token_endpoint ?? '', { method: 'POST', body, headers: { authorization } });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    close: async () => {
      stop();
      await Promise.all([api.close(), server.close()]);
    },
  };
}

const NAME = 'Bücher & "more" <b>$(id)`';
export const SIGN_IN = {
  client_name: NAME,
  grant_types: ['authorization_code', 'refresh_token'],
  scope: 'openid profile offline_access books.read',
};
export const SERVICE = { client_name: NAME, grant_types: ['client_credentials'], scope: 'books.read' };
