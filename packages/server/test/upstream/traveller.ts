import { expect } from 'vitest';
import type { NewUpstreamProvider } from '../../src/management/contract.ts';
import { addUpstreamProvider } from '../../src/management/upstream-providers.ts';
import type { UpstreamIdentityRecord } from '../../src/storage/upstream-records.ts';
import { fieldOf } from '../support/answers.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import type { UserAgent } from '../support/user-agent.ts';
import { CLIENT_ID, CLIENT_SECRET, type RogueProvider } from './rogue-provider.ts';

/** A provider of the server's tenant. */
export async function aProvider(server: TestServer, input: NewUpstreamProvider): Promise<void> {
  await addUpstreamProvider(server.deps, await server.tenant(), input, { verify: false });
}

/** The rogue as a provider of the server's tenant. */
export function aRogueProvider(
  server: TestServer,
  { issuer }: Pick<RogueProvider, 'issuer'>,
  change: Partial<NewUpstreamProvider> & { provider_id: string },
): Promise<void> {
  const defaults = { display_name: 'City ID', issuer, client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  return aProvider(server, { ...defaults, ...change });
}

/** Presses the provider's button on the login page that `path` leads to; where the provider is. Fails if the page has no such button. */
export async function pressButton(
  server: TestServer,
  agent: UserAgent,
  provider_id: string,
  path = '/account',
): Promise<Response> {
  const page = await (await agent.visit(path)).text();
  return submitTo(server, agent, page, provider_id);
}

/** Sends the form of the provider's button. */
export function submitTo(server: TestServer, agent: UserAgent, page: string, provider_id: string): Promise<Response> {
  const action = `${server.issuer}/sign-in-with/${provider_id}`;
  const [form] = page.match(new RegExp(`<form[^>]* action="${action}"[\\s\\S]*?</form>`)) ?? [];
  expect(form, `no button of ${provider_id} in ${page}`).toBeDefined();
  const body = new URLSearchParams();
  for (const name of ['csrf', 'continue', 'again']) {
    const value = fieldOf(form ?? '', name);
    if (value !== null) body.set(name, value);
  }
  return agent.send(action, { method: 'POST', body, headers: { origin: new URL(server.issuer).origin } });
}

/** The location that a redirection leads to; fails if it is none. */
export function locationOf(response: Response): string {
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}

/** Who is signed in on the agent; null for nobody. */
export async function whoIsIn(agent: UserAgent): Promise<string | null> {
  const response = await agent.send('/account/data/download');
  if (response.status !== 200) return null;
  return ((await response.json()) as { profile: { sub: string } }).profile.sub;
}

export async function identitiesOf(
  server: TestServer,
  { sub }: Pick<TestUser, 'sub'>,
): Promise<UpstreamIdentityRecord[]> {
  const { tenant_id } = await server.tenant();
  return server.deps.storage.upstream.listIdentities(tenant_id, sub);
}

/** Marks the address of the user as theirs. */
export async function verifyEmail(server: TestServer, { sub }: Pick<TestUser, 'sub'>): Promise<void> {
  const { tenant_id } = await server.tenant();
  await server.deps.storage.users.update(tenant_id, sub, { email_verified: 1 }, server.clock());
}
