import { operationsOn } from '../../src/cli/perform.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { listGrants } from '../../src/management/operations/grants.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import type { TenantSettingsInput } from '../../src/tenants/settings.ts';
import { redirected } from '../support/answers.ts';
import type { Introspection } from '../support/installed-app.ts';
import { REDIRECT_URI, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { post, UserAgent } from '../support/user-agent.ts';

export const CHAT = 'https://api.xeno.example/v1';
export const SCOPES = 'widgets faqs contacts conversations';

/** The product: its API with its scopes, spoken to in its own dialect. */
export async function startXeno(settings: TenantSettingsInput = { dialects: ['xeno'] }): Promise<TestServer> {
  const server = await startServer({ settings });
  await putResourceServer(server.deps, await server.tenant(), { resource: CHAT, name: 'Chat' });
  for (const name of SCOPES.split(' ')) {
    await putScope(server.deps, await server.tenant(), { name, resource: CHAT, display_name: `Use your ${name}` });
  }
  return server;
}

export function anApp(server: TestServer, metadata: ClientMetadataInput = {}): Promise<IssuedClient> {
  return server.aClient({
    client_name: 'Chat app',
    grant_types: ['authorization_code'],
    scope: SCOPES,
    ...metadata,
  });
}

/** An authorization request: client_id and `parameters`, nothing more. */
export function authorizeUrl(app: { client_id: string }, parameters: Record<string, string>): string {
  return `/oauth/authorize?${new URLSearchParams({ client_id: app.client_id, ...parameters })}`;
}

/** The user signs in and answers the consent page, if they are asked; what the browser gets at last. */
export async function answer(
  server: TestServer,
  request: string,
  user: TestUser,
  allowed: readonly string[] | 'deny',
  agent = new UserAgent(server),
): Promise<Response> {
  let response = await agent.visit(request);
  for (let pages = 0; pages < 3 && response.status === 200; pages++) {
    const page = await response.text();
    if (page.includes('name="password"')) response = await agent.signIn(page, user);
    else if (allowed === 'deny') response = await agent.submit(page, { decision: 'deny' });
    else response = await agent.submit(page, { decision: 'allow', scope: allowed });
  }
  return response;
}

/** The code that the user's approval of everything asked for gives. */
export async function aCode(
  server: TestServer,
  app: IssuedClient,
  user: TestUser,
  parameters: Record<string, string> = {},
): Promise<string> {
  const all = { scope: SCOPES, ...parameters };
  const response = await answer(server, authorizeUrl(app, all), user, all.scope.split(' '));
  const { code } = redirected(response).parameters;
  if (code === undefined) throw new Error(`no code: ${response.headers.get('location')}`);
  return code;
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly [member: string]: unknown };
}

/** POST /oauth/token, with exactly these parameters. */
export async function exchange(
  server: TestServer,
  parameters: Record<string, unknown>,
  format: 'form' | 'json' = 'form',
): Promise<Answer> {
  const json = { body: JSON.stringify(parameters), headers: { 'content-type': 'application/json' } };
  const form = { body: new URLSearchParams(parameters as Record<string, string>) };
  const response = await server.fetch('/oauth/token', { method: 'POST', ...(format === 'json' ? json : form) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** client_id and client_secret, as the product's apps send them. */
export function credentials(app: IssuedClient): { client_id: string; client_secret: string } {
  return { client_id: app.client_id, client_secret: app.client_secret ?? '' };
}

/** One installation: the access token that the app holds for the user. */
export async function install(
  server: TestServer,
  app: IssuedClient,
  user: TestUser,
  parameters: Record<string, string> = {},
): Promise<string> {
  const { body } = await exchange(server, { ...credentials(app), code: await aCode(server, app, user, parameters) });
  if (typeof body.access_token !== 'string') throw new Error(JSON.stringify(body));
  return body.access_token;
}

/** Whom the app is installed on, as its owner sees it. */
export async function installations(server: TestServer, app: IssuedClient) {
  const query = { client_id: app.client_id };
  const grants = await operationsOn(server.deps, server.tenant).performAll(listGrants, { query });
  return grants.filter(({ installed }) => installed);
}

/** What the API, or the app itself, is told about a token. */
export async function introspect(server: TestServer, caller: IssuedClient, token: string): Promise<Introspection> {
  return (await (await post(server, '/oauth/introspect', caller, { token })).json()) as Introspection;
}

export { REDIRECT_URI };
