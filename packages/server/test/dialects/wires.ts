import { redirected } from '../support/answers.ts';
import { REDIRECT_URI, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

export interface Credentials {
  readonly client_id: string;
  readonly client_secret?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What an integrator of one dialect does; the same steps in its own words. */
export interface Wire {
  readonly authorize: string;
  readonly token: string;
  readonly introspection: string;
  readonly userinfo: string | null;
  /** The parameters of an authorization request besides client_id and redirect_uri. */
  request(scope: string): Record<string, string>;
  readonly format: 'form' | 'json';
  /** The code of an error answer; undefined unless it is exactly in this wire's format. */
  errorOf(answer: Answer): string | undefined;
  readonly invalidGrant: string;
}

const standard: Wire = {
  authorize: '/authorize',
  token: '/token',
  introspection: '/introspect',
  userinfo: '/userinfo',
  request: (scope) => ({ response_type: 'code', scope, state: 'state' }),
  format: 'form',
  errorOf: ({ body }) =>
    Object.keys(body).sort().join() === 'error,error_description' ? String(body.error) : undefined,
  invalidGrant: 'invalid_grant',
};

export const WIRES: Readonly<Record<string, Wire>> = {
  standard,
  identityserver: {
    ...standard,
    authorize: '/connect/authorize',
    token: '/connect/token',
    introspection: '/connect/introspect',
    userinfo: '/connect/userinfo',
  },
  xendit: {
    authorize: '/auth',
    token: '/oauth/tokens',
    introspection: '/oauth/tokens/introspect',
    userinfo: null,
    request: (scope) => ({ grant_type: 'code', scopes: JSON.stringify(scope.split(' ')), state: 'state' }),
    format: 'json',
    errorOf: ({ body }) =>
      Object.keys(body).sort().join() === 'error_code,links,message' ? String(body.error_code) : undefined,
    invalidGrant: 'INVALID_GRANT_ERROR',
  },
  xeno: {
    ...standard,
    authorize: '/oauth/authorize',
    token: '/oauth/token',
    introspection: '/oauth/introspect',
    userinfo: null,
    request: (scope) => ({ scope, state: 'state' }),
  },
};

export const NAMES = Object.keys(WIRES);

export function wire(name: string): Wire {
  const found = WIRES[name];
  if (found === undefined) throw new Error(`there is no wire ${name}`);
  return found;
}

/** A code that the user's approval of all of `scope` gives. */
export async function codeBy(
  server: TestServer,
  name: string,
  { client, user, scope }: { client: Credentials; user: TestUser; scope: string },
  agent = new UserAgent(server),
): Promise<string> {
  const { authorize, request } = wire(name);
  const query = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: REDIRECT_URI,
    ...request(scope),
  });
  let response = await agent.visit(`${authorize}?${query}`);
  for (let pages = 0; pages < 3 && response.status === 200; pages++) {
    const page = await response.text();
    response = page.includes('name="password"')
      ? await agent.signIn(page, user)
      : await agent.submit(page, { decision: 'allow', scope: [...scope.split(' '), 'offline_access'] });
  }
  const { code } = redirected(response).parameters;
  if (code === undefined) throw new Error(`no code: ${response.headers.get('location')}`);
  return code;
}

/** A request to the token endpoint, with the client's name and secret in its body. */
export async function tokenBy(
  server: TestServer,
  name: string,
  client: Credentials,
  members: Record<string, string>,
): Promise<Answer> {
  const { token, format } = wire(name);
  const { client_id, client_secret = '' } = client;
  const all = { client_id, client_secret, redirect_uri: REDIRECT_URI, ...members };
  return sent(server, token, all, format);
}

export async function sent(
  server: TestServer,
  path: string,
  members: Record<string, string>,
  format: 'form' | 'json' = 'form',
): Promise<Answer> {
  const response = await server.fetch(path, {
    method: 'POST',
    ...(format === 'form'
      ? { body: new URLSearchParams(members) }
      : { body: JSON.stringify(members), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
