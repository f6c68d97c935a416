import { randomBytes } from 'node:crypto';
import { ensureConsoleClient } from '../../src/management/console-client.ts';
import type { UserRole } from '../../src/storage/records.ts';
import { CONSOLE_CLIENT_ID } from '../../src/tenants/first-party.ts';
import { MANAGEMENT_SCOPES } from '../../src/tenants/management-scopes.ts';
import { CHALLENGE, VERIFIER } from './authorization.ts';
import type { TestServer, TestUser } from './start-server.ts';
import { UserAgent } from './user-agent.ts';

export interface ApiAnswer {
  readonly status: number;
  // Tests look into it as they please.
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the operation answers
  readonly body: any;
  readonly headers: Headers;
}

export interface ManagementApi {
  readonly user: TestUser;
  readonly access_token: string;
  /** `path` below /api/v1; `{tenant}` in it stands for demo. A body is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
}

const SCOPE = Object.keys(MANAGEMENT_SCOPES).join(' ');

/** The management API as somebody with this role uses it through the console: a real sign-in, a real access token. */
export async function managementApi(
  server: TestServer,
  role: UserRole | null,
  { user, scope = SCOPE }: { user?: TestUser; scope?: string } = {},
): Promise<ManagementApi> {
  const tenant = await server.tenant();
  const who =
    user ?? (await server.aUser({ email: `${role ?? 'user'}-${randomBytes(4).toString('hex')}@example.com` }));
  await giveRole(server, who.sub, role);
  await ensureConsoleClient(server.deps, tenant);
  const access_token = await consoleToken(server, who, scope);
  return { user: who, access_token, call: caller(server, access_token) };
}

/** Past the rules of who may give which role. */
export async function giveRole(server: TestServer, sub: string, role: UserRole | null): Promise<void> {
  const { tenant_id } = await server.tenant();
  const { users, administrators } = server.deps.storage;
  const from = (await users.find(tenant_id, sub))?.role ?? null;
  const outcome =
    from === role ? 'changed' : await administrators.setRole({ tenant_id, sub }, { from, to: role }, server.clock());
  if (outcome !== 'changed') throw new Error(`the role was not given: ${outcome}`);
}

/** As a client that has this access token. */
export function caller(server: TestServer, access_token: string): ManagementApi['call'] {
  return async (method, path, body, headers = {}) => {
    const response = await server.fetch(`/api/v1${path.replace('{tenant}', 'demo')}`, {
      method,
      headers: {
        authorization: `Bearer ${access_token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
  };
}

async function consoleToken(server: TestServer, user: TestUser, scope: string): Promise<string> {
  const agent = new UserAgent(server);
  const redirect_uri = `${server.issuer}/console/callback`;
  const request = {
    client_id: CONSOLE_CLIENT_ID,
    response_type: 'code',
    redirect_uri,
    scope: `openid ${scope}`,
    state: 's',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  };
  const url = `/console/oauth/authorize?${new URLSearchParams(request)}`;
  await agent.signIn(await (await agent.visit(url)).text(), user);
  const answered = await agent.send(url, { headers: { accept: 'application/json' } });
  const { code } = (await answered.json()) as { code: string };
  const redeemed = await server.fetch('/console/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CONSOLE_CLIENT_ID,
      code,
      redirect_uri,
      code_verifier: VERIFIER,
    }),
  });
  const { access_token } = (await redeemed.json()) as { access_token: string };
  return access_token;
}
