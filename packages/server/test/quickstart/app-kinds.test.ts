import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { type AppKind, appKinds } from '../../src/management/app-kinds.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createClient } from '../../src/management/clients.ts';
import { inputOfClient } from '../../src/management/quickstart/of-client.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import { Visitor } from '../interop/visitor.ts';
import { API, pkce, startServer, type TestServer } from '../support/start-server.ts';
import { basic } from '../support/user-agent.ts';

const ALL = ['server', 'single_page', 'native', 'service', 'api', 'mcp_client'];
const REDIRECT_URIS: Readonly<Record<string, string>> = {
  server: 'https://app.example/cb',
  single_page: 'https://spa.example/',
  native: 'com.example.app:/cb',
  mcp_client: 'http://127.0.0.1/callback',
};

async function kindsOf(server: TestServer): Promise<AppKind[]> {
  const tenant = await server.tenant();
  return appKinds(tenant, capabilities([...tenant.scopes.keys()]));
}

/** With the settings of the kind, and what it asks for. */
async function register(server: TestServer, { kind, asks, metadata }: AppKind): Promise<IssuedClient> {
  const tenant = await server.tenant();
  const told = { redirect_uris: [REDIRECT_URIS[kind] ?? ''], scope: 'invoices.read', resource: [API] };
  const answers = Object.fromEntries(asks.map((name) => [name, told[name]]));
  const input = { client_name: kind, ...metadata, ...answers };
  return createClient(server.deps, tenant, capabilities([...tenant.scopes.keys()]), input);
}

async function post(server: TestServer, client: IssuedClient, url: string, parameters: Record<string, string>) {
  const { client_id, client_secret, token_endpoint_auth_method: method } = client;
  const own = method === 'client_secret_post' ? { client_id, client_secret: client_secret ?? '' } : { client_id };
  const response = await server.fetch(url, {
    method: 'POST',
    headers: method === 'client_secret_basic' ? { authorization: basic(client) } : {},
    body: new URLSearchParams(method === 'client_secret_basic' ? parameters : { ...own, ...parameters }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Takes a client of a kind that signs users in to its tokens. */
async function signIn(
  server: TestServer,
  client: IssuedClient,
  token_endpoint: string,
  authorization_endpoint: string,
) {
  const { code_verifier, ...challenge } = pkce();
  const [redirect_uri = ''] = client.redirect_uris;
  const request = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri,
    scope: client.scope,
    resource: API,
  };
  const url = `${authorization_endpoint}?${new URLSearchParams({ ...request, state: 's', ...challenge })}`;
  const landed = await new Visitor(server, await server.aUser()).arrive(url);
  const code = new URL(landed.url).searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', code, redirect_uri, code_verifier, resource: API };
  return post(server, client, token_endpoint, grant);
}

describe.each([
  ['standard', ALL],
  ['identityserver', ALL],
  ['xendit', ALL],
  // Its token responses have no token_type (RFC 6749 §5.1).
  ['xeno', ALL.filter((kind) => kind !== 'mcp_client')],
])('what one can build on %s', (preset, expected) => {
  let server: TestServer;
  let kinds: AppKind[];
  beforeAll(async () => {
    server = await startServer({ settings: presetSettings(preset) });
    kinds = await kindsOf(server);
  });
  afterAll(() => server.close());

  test('only what it can serve', () => {
    expect(kinds.map(({ kind }) => kind)).toEqual(expected);
  });

  test.each(expected)('%s: is registered as it says, and works to a token', async (name) => {
    const kind = kinds.find((one) => one.kind === name);
    if (kind === undefined) throw new Error(`no ${name}`);
    const client = await register(server, kind);
    expect(client).toMatchObject(kind.metadata);
    const { endpoints } = await inputOfClient(await server.tenant(), client);
    const { authorization_endpoint = '', token_endpoint = '', introspection_endpoint = '' } = endpoints;
    const service = { grant_type: 'client_credentials', scope: 'invoices.read' };
    if (name === 'api') {
      const caller = await register(server, { ...kind, kind: 'service', asks: ['scope'] });
      const { access_token } = await post(server, caller, token_endpoint, service);
      const seen = await post(server, client, introspection_endpoint, { token: String(access_token) });
      expect(seen).toMatchObject({ active: true, client_id: caller.client_id, scope: 'invoices.read' });
      return;
    }
    const tokens =
      name === 'service'
        ? await post(server, client, token_endpoint, service)
        : await signIn(server, client, token_endpoint, authorization_endpoint);
    expect(tokens).toMatchObject({ access_token: expect.any(String) });
  });

  test.each(expected)('RFC 9700 §2.1: nothing speaks against %s', async (name) => {
    const [kind] = kinds.filter((one) => one.kind === name);
    if (kind === undefined) throw new Error(`no ${name}`);
    const { legacy, require_pkce, response_types } = await register(server, kind);
    expect({ legacy, require_pkce }).toEqual({ legacy: [], require_pkce: true });
    expect(response_types).toEqual(kind.metadata.grant_types.includes('authorization_code') ? ['code'] : []);
  });

  test.each(expected)(
    '%s: each reason is about a setting that it has, cites where it is from, and stands once',
    (name) => {
      const { reasons = [], metadata = {} } = kinds.find((one) => one.kind === name) ?? {};
      for (const { setting, why, reference } of reasons) {
        expect(metadata).toHaveProperty(setting);
        expect(why).toMatch(/\.$/);
        expect(reference).toMatch(/^(RFC \d+|OAuth 2\.1) §[\d.]+$/);
      }
      expect(new Set(reasons.map(({ setting }) => setting)).size).toBe(reasons.length);
      expect(reasons.length).toBeGreaterThan(0);
    },
  );
});

test.each([
  ['xendit', 'client_secret_post'],
  ['xeno', 'client_secret_post'],
  ['standard', 'client_secret_basic'],
])('a server app on %s sends its secret as its documents say: %s', async (preset, method) => {
  const server = await startServer({ settings: presetSettings(preset) });
  const [app] = await kindsOf(server);
  expect(app?.metadata.token_endpoint_auth_method).toBe(method);
  await server.close();
});

test('a tenant that gives no codes has no kind that needs one', async () => {
  const server = await startServer({ settings: { responseTypes: ['id_token'] } });
  expect((await kindsOf(server)).map(({ kind }) => kind)).toEqual(['service', 'api']);
  await server.close();
});

test('RFC 7662 §2.1: where there is no API yet, nothing can be one', async () => {
  const server = await startServer();
  const tenant = { ...(await server.tenant()), resourceServers: new Map() };
  expect((await appKinds(tenant, capabilities([]))).map(({ kind }) => kind)).not.toContain('api');
  await server.close();
});
