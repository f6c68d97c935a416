import { Secret, TOTP } from 'otpauth';
import { expect } from 'vitest';
import { fieldOf } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { passkeyOptions, SoftwareAuthenticator } from './software-authenticator.ts';

/** Somebody who is signed in at the server itself. */
export async function aPerson(server: TestServer, user?: TestUser): Promise<{ user: TestUser; agent: UserAgent }> {
  const person = user ?? (await server.aUser());
  const agent = new UserAgent(server);
  const login = await (await agent.visit('/account/security')).text();
  const arrived = await agent.signIn(login, person);
  expect(arrived.status).toBe(200);
  return { user: person, agent };
}

export interface AuthenticatorApp {
  /** Base32. */
  readonly key: string;
  readonly recoveryCodes: readonly string[];
  /** What the app shows now, or so many seconds from now. */
  code(offset?: number): string;
}

/** Sets an authenticator app up; the agent is signed in. Its first code is used up. */
export async function setUpTotp(server: TestServer, agent: UserAgent): Promise<AuthenticatorApp> {
  const page = await (await agent.visit('/account/security/authenticator')).text();
  const key = (/<code class="key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '');
  const code = (offset = 0) => codeOf(key, server.clock() + offset);
  const codes = await (await agent.submit(page, { code: code() })).text();
  const recoveryCodes = [...codes.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map(([, one = '']) => one);
  expect(recoveryCodes).toHaveLength(10);
  return { key, recoveryCodes, code };
}

/** An independent reckoning: RFC 6238 with otpauth itself. `at` in seconds. */
export function codeOf(key: string, at: number): string {
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: at * 1000 });
}

/** A user with an authenticator app whose first code is long over; nobody is signed in. */
export async function aPersonWithTotp(server: TestServer): Promise<{ user: TestUser; app: AuthenticatorApp }> {
  const { user, agent } = await aPerson(server);
  const app = await setUpTotp(server, agent);
  server.clock.advance(90);
  return { user, app };
}

/** Adds a passkey in software; the agent is signed in. */
export async function addPasskey(
  server: TestServer,
  agent: UserAgent,
  name = 'My phone',
): Promise<SoftwareAuthenticator> {
  const authenticator = new SoftwareAuthenticator(new URL(server.issuer).origin);
  const page = await (await agent.visit('/account/security/passkeys/add')).text();
  const added = await agent.submit(page, { name, credential: authenticator.create(passkeyOptions(page)) });
  expect(await added.text()).toContain('The passkey was added.');
  return authenticator;
}

/** Answers the passkey form of a page. */
export async function usePasskey(
  agent: UserAgent,
  page: string,
  authenticator: SoftwareAuthenticator,
): Promise<Response> {
  return agent.submit(page, { credential: authenticator.get(passkeyOptions(page)) });
}

/** The value of the agent's session cookie. */
export function sessionOf(agent: UserAgent): string | undefined {
  return agent.cookies.get('xenia_session_demo');
}

/** The page that asks for a code, after the right password for an app's request. */
export async function afterPassword(
  server: TestServer,
  user: TestUser,
  agent: UserAgent,
  changes: Record<string, string> = {},
): Promise<string> {
  const login = await (await agent.visit(requestUrl(await server.aClient(), changes))).text();
  const page = await (await agent.signIn(login, user)).text();
  expect(fieldOf(page, 'state')).not.toBeNull();
  return page;
}

/** Which page this is. */
export function factorPage(page: string): 'login' | 'second_factor' | 'consent' | 'other' {
  if (page.includes('name="password"')) return 'login';
  if (page.includes('<h1>One more step</h1>')) return 'second_factor';
  return page.includes('value="switch_account"') ? 'consent' : 'other';
}
