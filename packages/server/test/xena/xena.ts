import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { expect } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { NewClientInput } from '../../src/management/contract.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

export const TESTAPI = 'https://xena.example/Api';

/** A tenant as Xena is: its paths, its flows, its ids and its one API scope. */
export async function startXena(): Promise<TestServer> {
  const settings = { ...presetSettings('identityserver'), clientIdSuffix: '.xena.biz' };
  const server = await startServer({ settings });
  await putResourceServer(server.deps, await server.tenant(), { resource: TESTAPI, name: 'Xena API' });
  await putScope(server.deps, await server.tenant(), {
    name: 'testapi',
    resource: TESTAPI,
    display_name: 'Use all your Xena data',
  });
  return server;
}

export const ASPNET = 'https://shop.example/signin-oidc';
export const PAGE = 'https://page.example/callback.html';
export const SILENT = 'https://page.example/silent.html';

/** Hybrid: an application with a backend, which ASP.NET's OpenID Connect middleware serves. */
export function aHybridClient(server: TestServer, metadata: NewClientInput = {}): Promise<IssuedClient> {
  return server.aClient({
    client_name: 'Shop',
    redirect_uris: [ASPNET],
    post_logout_redirect_uris: ['https://shop.example/signout-callback-oidc'],
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    response_types: ['code id_token', 'code token', 'code id_token token'],
    require_pkce: false,
    browser_access: true,
    scope: 'openid profile email testapi offline_access',
    ...metadata,
  });
}

/** Implicit: a page in the browser. */
export function anImplicitClient(server: TestServer, metadata: NewClientInput = {}): Promise<IssuedClient> {
  return server.aClient({
    client_name: 'Page',
    redirect_uris: [PAGE, SILENT],
    grant_types: ['implicit'],
    response_types: ['id_token', 'id_token token', 'token'],
    token_endpoint_auth_method: 'none',
    browser_access: true,
    scope: 'openid profile email testapi',
    ...metadata,
  });
}

export type Request = Record<string, string>;

/** What an app sends the browser to. */
export function authorizeUrl(client: { client_id: string }, request: Request): string {
  return `/connect/authorize?${new URLSearchParams({ client_id: client.client_id, ...request })}`;
}

/** The user signs in and allows what is asked, as far as they are asked; ends with the answer to the app. */
export async function allow(
  server: TestServer,
  { client, user, request }: { client: { client_id: string }; user: TestUser; request: Request },
  agent = new UserAgent(server),
): Promise<Response> {
  let response = await agent.visit(authorizeUrl(client, request));
  for (let pages = 0; pages < 3 && response.status === 200; pages++) {
    const page = await response.clone().text();
    if (page.includes('name="password"')) response = await agent.signIn(page, user);
    else if (page.includes('value="allow"')) {
      response = await agent.submit(page, { decision: 'allow', scope: (request.scope ?? '').split(' ') });
    } else return response;
  }
  return response;
}

/** The parameters of an answer in the fragment. Fails if it goes elsewhere or says anything in the query. */
export function fragmentOf(response: Response, redirect_uri: string): Record<string, string> {
  expect(response.status).toBe(303);
  const [uri, fragment = ''] = (response.headers.get('location') ?? '').split('#');
  expect(uri).toBe(redirect_uri);
  return Object.fromEntries(new URLSearchParams(fragment));
}

/** The parameters of an answer by form_post (OAuth 2.0 Form Post Response Mode). */
export async function postedTo(response: Response, redirect_uri: string): Promise<Record<string, string>> {
  expect(response.status).toBe(200);
  const page = await response.text();
  expect(page).toContain(`action="${redirect_uri}"`);
  const inputs = [...page.matchAll(/<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"/g)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]));
}

/** A request to the token endpoint with the client's secret in the body. */
export async function tokenRequest(
  server: TestServer,
  client: IssuedClient,
  parameters: Request,
): Promise<{ status: number; body: Record<string, string> }> {
  const { client_id, client_secret = '' } = client;
  const response = await server.fetch('/connect/token', {
    method: 'POST',
    body: new URLSearchParams({ client_id, client_secret, ...parameters }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** The claims of a token, verified by another library against the published keys. */
export async function verified(server: TestServer, token: string, audience: string): Promise<JWTPayload> {
  const jwks = (await (await server.fetch('/.well-known/openid-configuration/jwks')).json()) as JSONWebKeySet;
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: server.issuer,
    audience,
    currentDate: new Date(server.clock() * 1000),
  });
  return payload;
}

/** OIDC Core §3.1.3.6, §3.3.2.11, for RS256: computed here by hand. */
export function halfHash(value: string): string {
  return createHash('sha256').update(value, 'ascii').digest().subarray(0, 16).toString('base64url');
}

export function bearer(access_token: string): RequestInit {
  return { headers: { authorization: `Bearer ${access_token}` } };
}
