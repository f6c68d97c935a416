import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { createClient } from '../../src/management/clients.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createUser } from '../../src/management/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { API, PASSWORD, REDIRECT_URI, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { type Credentials, codeBy, NAMES, sent, tokenBy, wire } from './wires.ts';

const SCOPE = 'invoices.read offline_access';
const METADATA = {
  client_name: 'Everywhere',
  redirect_uris: [REDIRECT_URI],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'client_secret_post',
  require_pkce: false,
  scope: 'openid profile email offline_access invoices.read',
};
const pairs = NAMES.flatMap((own) => NAMES.filter((other) => other !== own).map((other) => [own, other] as const));

describe('several dialects on one tenant', () => {
  let server: TestServer;
  let client: Credentials;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer({ settings: { dialects: NAMES } });
    client = await server.aClient(METADATA);
    user = await server.aUser();
  });
  afterAll(() => server.close());

  test.each(pairs)(
    'catalogue 13: a code of %s is worthless to %s, and not consumed by the attempt',
    async (own, other) => {
      const code = await codeBy(server, own, { client, user, scope: SCOPE });
      const stolen = await tokenBy(server, other, client, { grant_type: 'authorization_code', code });
      expect(stolen.status).toBe(400);
      expect(wire(other).errorOf(stolen)).toBe(wire(other).invalidGrant);
      const kept = await tokenBy(server, own, client, { grant_type: 'authorization_code', code });
      expect(kept.body).toHaveProperty('access_token');
    },
  );

  test.each(pairs)(
    'catalogue 13: a refresh token of %s is worthless to %s, and not consumed by the attempt',
    async (own, other) => {
      const code = await codeBy(server, own, { client, user, scope: SCOPE });
      const { body } = await tokenBy(server, own, client, { grant_type: 'authorization_code', code });
      const refresh = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
      const stolen = await tokenBy(server, other, client, refresh);
      expect(stolen.status).toBe(400);
      expect(wire(other).errorOf(stolen)).toBe(wire(other).invalidGrant);
      expect((await tokenBy(server, own, client, refresh)).body).toHaveProperty('access_token');
    },
  );

  test.each(pairs)(
    "an access token of %s is the tenant's: its APIs may ask at %s about it while apps move",
    async (own, other) => {
      const code = await codeBy(server, own, { client, user, scope: SCOPE });
      const { body } = await tokenBy(server, own, client, { grant_type: 'authorization_code', code });
      const api = await server.aClient({
        ...METADATA,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        scope: '',
        resource: [API],
      });
      const { client_id, client_secret = '' } = api;
      const asked = { client_id, client_secret, token: String(body.access_token) };
      expect((await sent(server, wire(other).introspection, asked)).body).toMatchObject({
        active: true,
        sub: user.sub,
      });
    },
  );

  test.each(NAMES)('%s: every refusal of its endpoints is in its own format', async (name) => {
    const { token, introspection, errorOf, format } = wire(name);
    const attempts = [
      await sent(server, token, { client_id: 'nobody', client_secret: 'x', grant_type: 'client_credentials' }, format),
      await sent(server, token, { ...secretOf(client), grant_type: 'password' }, format),
      await sent(server, token, { ...secretOf(client), grant_type: 'authorization_code', code: 'x' }, format),
      await sent(server, token, { ...secretOf(client), grant_type: 'refresh_token', refresh_token: 'x' }, format),
      await sent(server, introspection, { token: 'x' }),
      await sent(server, introspection, { client_id: client.client_id, client_secret: 'wrong', token: 'x' }),
    ];
    for (const answer of attempts) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(errorOf(answer), JSON.stringify(answer.body)).toBeTypeOf('string');
    }
  });
});

function secretOf({ client_id, client_secret = '' }: Credentials) {
  return { client_id, client_secret };
}

describe('one tenant for each dialect', () => {
  let base: TestServer;
  /** The same installation, seen from each tenant, with a client and a user of its own. */
  const tenants = new Map<string, { server: TestServer; client: Credentials; user: TestUser; api: Credentials }>();
  const at = (name: string) => {
    const found = tenants.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  beforeAll(async () => {
    base = await startServer();
    for (const name of NAMES) tenants.set(name, await aTenant(base, name));
  });
  afterAll(() => base.close());

  test.each(pairs)('catalogue 13: what %s gave is worthless at every endpoint of %s', async (own, other) => {
    const { server, client, user } = at(own);
    const foreign = at(other);
    const there = wire(other);
    const code = await codeBy(server, own, { client, user, scope: SCOPE });
    for (const presenter of [client, foreign.client]) {
      const stolen = await tokenBy(foreign.server, other, presenter, { grant_type: 'authorization_code', code });
      expect(stolen.body).not.toHaveProperty('access_token');
      expect(there.errorOf(stolen)).toBeTypeOf('string');
    }
    const { body } = await tokenBy(server, own, client, { grant_type: 'authorization_code', code });
    const access_token = String(body.access_token);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
    for (const presenter of [client, foreign.client]) {
      expect((await tokenBy(foreign.server, other, presenter, refresh)).body).not.toHaveProperty('access_token');
    }
    const asked = { ...secretOf(foreign.api), token: access_token };
    expect((await sent(foreign.server, there.introspection, asked)).body).toEqual({ active: false });
    if (there.userinfo !== null) {
      const headers = { authorization: `Bearer ${access_token}` };
      expect((await foreign.server.fetch(there.userinfo, { headers })).status).toBe(401);
    }
    const stillGood = await tokenBy(server, own, client, refresh);
    expect(stillGood.body).toHaveProperty('access_token');
  });

  test.each(pairs)('catalogue 80: a client of %s is unknown to %s, also with its secret', async (own, other) => {
    const { client } = at(own);
    const answer = await tokenBy(at(other).server, other, client, { grant_type: 'client_credentials' });
    expect([401, 404]).toContain(answer.status);
    expect(wire(other).errorOf(answer)).toBeTypeOf('string');
    const query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: REDIRECT_URI,
      ...wire(other).request(SCOPE),
    });
    const page = await at(other).server.fetch(`${wire(other).authorize}?${query}`, { redirect: 'manual' });
    expect(page.headers.get('location')).toBeNull();
    expect(page.status).toBeGreaterThanOrEqual(400);
  });

  test.each(pairs)(
    "catalogue 13: a session of %s signs nobody in at %s, not even under that tenant's cookie names",
    async (own, other) => {
      const { server, client, user } = at(own);
      const agent = new UserAgent(server);
      await codeBy(server, own, { client, user, scope: SCOPE }, agent);
      const there = at(other);
      const thief = new UserAgent(there.server);
      for (const [name, value] of agent.cookies) {
        thief.cookies.set(name, value);
        thief.cookies.set(name.replace(tenantName(own), tenantName(other)), value);
      }
      const home = await (await thief.visit('/')).text();
      expect(home).not.toContain(user.email);
      const query = new URLSearchParams({
        client_id: there.client.client_id,
        redirect_uri: REDIRECT_URI,
        ...wire(other).request(SCOPE),
      });
      expect(await (await thief.visit(`${wire(other).authorize}?${query}`)).text()).toContain('name="password"');
    },
  );
});

function tenantName(dialect: string): string {
  return `of-${dialect}`;
}

async function aTenant(base: TestServer, dialect: string) {
  const { deps } = base;
  const name = tenantName(dialect);
  const { issuer } = await createTenant(deps, { name, settings: { dialects: [dialect] } });
  const tenant = async () => {
    const record = await deps.storage.tenants.findByName(name);
    if (record === null) throw new Error('the tenant is gone');
    return loadTenant(deps, record);
  };
  await putResourceServer(deps, await tenant(), { resource: API, name: 'Invoices' });
  await putScope(deps, await tenant(), { name: 'invoices.read', resource: API, display_name: 'Read your invoices' });
  const able = capabilities([...(await tenant()).scopes.keys()]);
  const client = await createClient(deps, await tenant(), able, METADATA);
  const api = await createClient(deps, await tenant(), able, {
    ...METADATA,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scope: '',
    resource: [API],
  });
  const email = `${name}@example.com`;
  const { sub } = await createUser(deps, await tenant(), { email, password: PASSWORD });
  const server: TestServer = {
    ...base,
    issuer,
    tenant,
    fetch: (path, init) => base.fetch(path.startsWith('http') ? path : `${issuer}${path}`, init),
  };
  return { server, client, api, user: { sub, email, password: PASSWORD } };
}
