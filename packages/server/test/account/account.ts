import { expect } from 'vitest';
import { fieldOf } from '../support/answers.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1';
export const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0';

export interface Person {
  readonly user: TestUser;
  readonly agent: UserAgent;
}

/** A user with a browser in which they signed in at the server itself, sent by no app. */
export async function aPerson(server: TestServer, input: Parameters<TestServer['aUser']>[0] = {}): Promise<Person> {
  const user = await server.aUser(input);
  return { user, agent: await anotherBrowser(server, user) };
}

/** One more browser of the same user. */
export async function anotherBrowser(
  server: TestServer,
  user: TestUser,
  user_agent: string = FIREFOX,
): Promise<UserAgent> {
  const agent = new UserAgent({
    ...server,
    fetch: (path, init) => server.fetch(path, callingItself(user_agent, init)),
  });
  const arrived = await agent.signIn(await (await agent.visit('/account')).text(), user);
  expect(arrived.status).toBe(200);
  return agent;
}

function callingItself(user_agent: string, init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('user-agent', user_agent);
  return { ...init, headers };
}

/** The token that the account's forms must send back. */
export async function csrfOf({ agent }: Pick<Person, 'agent'>, path = '/account/profile'): Promise<string> {
  return fieldOf(await (await agent.visit(path)).text(), 'csrf') ?? '';
}

/** Sends a form of the account as its page would. */
export async function send(
  server: TestServer,
  person: Pick<Person, 'agent'>,
  path: string,
  fields: Record<string, string>,
): Promise<Response> {
  const body = new URLSearchParams({ csrf: await csrfOf(person), ...fields });
  const headers = { origin: new URL(server.issuer).origin };
  return person.agent.send(path, { method: 'POST', body, headers });
}

/** The claims as they are stored. */
export async function claimsOf(server: TestServer, { sub }: TestUser): Promise<Record<string, unknown>> {
  const user = await server.deps.storage.users.find((await server.tenant()).tenant_id, sub);
  if (user === null) throw new Error('the user is gone');
  return JSON.parse(user.claims) as Record<string, unknown>;
}
