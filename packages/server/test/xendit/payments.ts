import { expect } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { putScope } from '../../src/management/scopes.ts';
import type { TenantSettingsInput } from '../../src/tenants/settings.ts';
import { API, pkce, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

export const SCOPES = '["INVOICE.READ", "INVOICE.WRITE"]';

/** A server whose tenant speaks the payments API's dialect, with its two scopes. */
export async function startPayments(settings: TenantSettingsInput = {}): Promise<TestServer> {
  const server = await startServer({ settings: { dialects: ['xendit'], ...settings } });
  for (const name of ['INVOICE.READ', 'INVOICE.WRITE']) {
    await putScope(server.deps, await server.tenant(), { name, resource: API, display_name: name });
  }
  return server;
}

/** An application with a backend. That it has a secret, sends no PKCE and refreshes is the dialect's default for its clients. */
export function anApplication(server: TestServer, metadata: ClientMetadataInput = {}): Promise<IssuedClient> {
  return server.aClient({ scope: 'INVOICE.READ INVOICE.WRITE', ...metadata });
}

/** A native mobile app: no secret, PKCE required. */
export function aNativeApp(server: TestServer): Promise<IssuedClient> {
  const redirect_uris = ['com.example.pay:/cb'];
  return anApplication(server, { token_endpoint_auth_method: 'none', redirect_uris });
}

export type Query = Readonly<Record<string, string>>;

/** The document's request; an empty value leaves a parameter out. */
export function authUrl(client: { client_id: string }, changes: Query = {}): string {
  const all = { client_id: client.client_id, grant_type: 'code', scopes: SCOPES, ...changes };
  return `/auth?${new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))}`;
}

/** Sign-in and consent in a browser, to where it is sent in the end. */
export async function login(
  server: TestServer,
  client: IssuedClient,
  user: TestUser,
  { query = {}, agent = new UserAgent(server), allow }: { query?: Query; agent?: UserAgent; allow?: string[] } = {},
): Promise<{ agent: UserAgent; location: URL; code: string; pages: string[] }> {
  const pages: string[] = [];
  let response = await agent.visit(authUrl(client, query));
  while (response.status === 200 && pages.length < 4) {
    const page = await response.text();
    pages.push(page);
    const scope = allow ?? ['INVOICE.READ', 'INVOICE.WRITE', 'offline_access'];
    response = page.includes('name="password"')
      ? await agent.signIn(page, user)
      : await agent.submit(page, { decision: 'allow', scope });
  }
  const location = new URL(response.headers.get('location') ?? 'about:blank');
  return { agent, location, code: location.searchParams.get('code') ?? '', pages };
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function answerOf(response: Response): Promise<Answer> {
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A program that asks for JSON, with the cookies of a browser. */
export async function askAsProgram(agent: UserAgent, url: string, headers: Query = {}): Promise<Answer> {
  return answerOf(await agent.send(url, { headers: { accept: 'application/json', ...headers } }));
}

/** `POST /oauth/tokens` with a JSON body, or with text in its place. */
export async function tokens(server: TestServer, body: object | string): Promise<Answer> {
  return answerOf(
    await server.fetch('/oauth/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}

/** The envelope of a refusal, whole. */
export function refusal(server: TestServer, status: number, error_code: string): object {
  return {
    status,
    body: {
      error_code,
      message: expect.stringMatching(/^[\x20-\x7e]{20,}$/),
      links: { href: `${server.issuer}/errors/${error_code}`, rel: 'docs' },
    },
  };
}

export function claimsOf(jwt: string): { header: Record<string, unknown>; payload: Record<string, unknown> } {
  const [header = {}, payload = {}] = jwt
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  return { header, payload };
}

export { pkce };
