import { expect } from 'vitest';
import { addMember, createOrganization } from '../../src/management/organizations.ts';
import type { OrganizationRole } from '../../src/storage/organization-records.ts';
import type { GrantRecord } from '../../src/storage/records.ts';
import { redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent, VERIFIER } from '../support/authorization.ts';
import { REDIRECT_URI, type TestServer, type TestUser } from '../support/start-server.ts';
import { redeem, type TokenResponse, UserAgent } from '../support/user-agent.ts';

export type Client = Awaited<ReturnType<TestServer['aClient']>>;

/** A new organization with this owner; its org_id. */
export async function aCompany(server: TestServer, owner: TestUser, name = 'Analytical Engines'): Promise<string> {
  return (await createOrganization(server.deps, await server.tenant(), { name, owner: owner.sub })).org_id;
}

export async function join(
  server: TestServer,
  org_id: string,
  user: TestUser,
  role: OrganizationRole = 'member',
): Promise<void> {
  await addMember(server.deps, await server.tenant(), org_id, { user: user.sub, role });
}

/** A signed-in browser of a user whom nobody has asked anything yet; without the consent page that signedInAgent leads to. */
export async function aVisitor(server: TestServer, user: TestUser): Promise<UserAgent> {
  return signedInAgent(server, user, new UserAgent(server));
}

/** The page that an authorization request leads to. */
export async function ask(agent: UserAgent, client: Client, changes: Record<string, string> = {}): Promise<string> {
  const response = await agent.visit(requestUrl(client, { scope: SCOPE, ...changes }));
  expect(response.status).toBe(200);
  return response.text();
}

export const SCOPE = 'openid offline_access invoices.read';

/** Allows everything on the consent page. */
export function allow(agent: UserAgent, page: string, more: Record<string, string> = {}): Promise<Response> {
  return agent.submit(page, { decision: 'allow', scope: SCOPE.split(' '), ...more });
}

/** What the code in the answer gives. */
export async function tokensOf(server: TestServer, client: Client, response: Response): Promise<TokenResponse> {
  const { code = '' } = redirected(response).parameters;
  const { body } = await redeem(server, client, { code, code_verifier: VERIFIER, redirect_uri: REDIRECT_URI });
  expect(body).not.toHaveProperty('error');
  return body;
}

export function claimsOf(token = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** The organization that the answer's tokens are for. */
export async function organizationOf(server: TestServer, client: Client, response: Response): Promise<unknown> {
  return claimsOf((await tokensOf(server, client, response)).access_token).org_id;
}

export async function grantsOf(server: TestServer, client: Client): Promise<GrantRecord[]> {
  const { tenant_id } = await server.tenant();
  return server.deps.storage.grants.list(tenant_id, { client_id: client.client_id }, { after: null, limit: 99 });
}

/** The values of the page's radio buttons, the chosen one first. */
export function radios(page: string): string[] {
  const found = [...page.matchAll(/<input type="radio" name="organization" value="([^"]*)" required( checked)?>/g)];
  return found.sort(([, , a], [, , b]) => Number(b !== undefined) - Number(a !== undefined)).map(([, id = '']) => id);
}
