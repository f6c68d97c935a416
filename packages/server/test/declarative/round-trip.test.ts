import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { capabilities } from '../../src/capabilities.ts';
import { createApp } from '../../src/management/apps.ts';
import { createClient } from '../../src/management/clients.ts';
import { ensureConsoleClient } from '../../src/management/console-client.ts';
import { exportTenant } from '../../src/management/declarative/export-tenant.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import { createPostgresDatabase, type TestDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { apply, plan, summary, tenantNamed } from './documents.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' };

/** One of everything that a document can say. */
const everything = {
  name: 'acme',
  issuer: 'https://id.acme.example',
  display_name: 'Acme: "Books" & no',
  preset: 'xendit',
  settings: { accentColor: '#102030', signUp: 'open', refreshTokenGrace: 0 },
  resource_servers: [
    { resource: 'https://b.example/', name: 'B', access_token_format: 'opaque', access_token_ttl: 60, scopes: [] },
    {
      ...{ resource: 'urn:a', name: 'A', access_token_signing_alg: 'EdDSA' },
      scopes: [
        {
          name: 'a.write',
          display_name: 'Write',
          description: 'Line one\nline two',
          emphasised: true,
          needs_review: true,
        },
        { name: 'a.read', display_name: 'Read', required: true },
      ],
    },
  ],
  clients: [
    { client_id: 'default', client_name: 'Default', redirect_uris: ['https://a.example/cb'] },
    {
      ...{ client_id: 'Full.one', client_name: 'yes', description: '- not a list', disabled: true, verified: true },
      ...{ redirect_uris: ['https://a.example/cb', 'https://a.example/cb2'], scope: 'openid a.read offline_access' },
      ...{ grant_types: ['authorization_code', 'refresh_token'], token_endpoint_auth_method: 'private_key_jwt' },
      ...{ token_endpoint_auth_signing_alg: 'ES256', jwks: { keys: [jwk] }, contacts: ['dev@a.example'] },
      ...{ backchannel_logout_uri: 'https://a.example/out', backchannel_logout_session_required: true },
      ...{ require_pkce: true, default_max_age: 60, resource: ['urn:a'], allowed_cors_origins: ['https://a.example'] },
    },
    {
      client_id: 'native',
      client_name: 'Native',
      redirect_uris: ['com.example.app:/cb'],
      token_endpoint_auth_method: 'none',
    },
    {
      client_id: 'job',
      client_name: 'Job',
      grant_types: ['client_credentials'],
      response_types: [],
      scope: 'a.read a.write',
    },
  ],
  upstream_providers: [
    {
      ...{ provider_id: 'corp-1', issuer: 'https://corp.example', display_name: 'Corp', client_id: 'x', position: 7 },
      ...{ client_secret: { from_env: 'CORP' }, trusts_email: true, may_create_users: true, disabled: true },
    },
    { provider_id: 'open', issuer: 'https://open.example', display_name: 'Open', client_id: 'y', scope: 'openid' },
  ],
};

describe.each(['SQLite', 'PostgreSQL'] as const)('%s: export, apply to an empty installation, export', (kind) => {
  const servers: TestServer[] = [];
  const databases: TestDatabase[] = [];
  const installation = async (): Promise<ManagementDeps> => {
    const database = kind === 'SQLite' ? null : await createPostgresDatabase();
    if (database !== null) databases.push(database);
    const server = await startServer({ databaseUrl: database?.connectionString });
    servers.push(server);
    return server.deps;
  };
  const exported = async (deps: ManagementDeps, withSecrets = false) =>
    exportTenant(deps, await tenantNamed(deps, 'acme'), { withSecrets });
  let origin: ManagementDeps;
  beforeAll(async () => {
    origin = await installation();
    await apply(origin, everything, { env: { CORP: 'corp-secret' } });
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    for (const database of databases) await database.drop();
  });

  test('is the same document, and applied where it came from it changes nothing', async () => {
    const { document } = await exported(origin);
    const text = stringify(document);
    const env = { CORP_1_CLIENT_SECRET: 'corp-secret' };
    const there = await installation();
    await apply(there, text, { env });
    expect((await exported(there)).document).toEqual(document);
    expect(summary(await plan(origin, text, { env }))).toEqual([]);
    expect(document.clients).toHaveLength(everything.clients.length);
  });

  test('the tenant is the same one for its apps: issuer, settings and what each client is registered with', async () => {
    const there = servers.at(-1)?.deps ?? origin;
    const [one, other] = [await tenantNamed(origin, 'acme'), await tenantNamed(there, 'acme')];
    expect([other.issuer, other.settings]).toEqual([one.issuer, one.settings]);
    for (const { client_id } of everything.clients) {
      const [was, is] = await Promise.all([
        origin.storage.clients.find(one.tenant_id, client_id),
        there.storage.clients.find(other.tenant_id, client_id),
      ]);
      expect(JSON.parse(is?.client.metadata ?? '')).toEqual(JSON.parse(was?.client.metadata ?? 'null'));
      expect(is?.client.disabled_at === null).toBe(was?.client.disabled_at === null);
    }
  });

  test('settings stand in it only where they deviate from the defaults, members of clients where they must', async () => {
    const { document } = await exported(origin);
    expect(document.settings).toMatchObject({ accentColor: '#102030', signUp: 'open', refreshTokenGrace: 0 });
    expect(document.settings).not.toHaveProperty('sessionTtl');
    expect(document).not.toHaveProperty('preset');
    const client = document.clients?.find(({ client_id }) => client_id === 'default');
    expect(client).not.toHaveProperty('verified');
    expect(client).not.toHaveProperty('jwks');
  });

  test('catalogue 82: there is no secret in it unless asked for, and then only what can be read', async () => {
    const { document, clients_with_secrets } = await exported(origin);
    expect(JSON.stringify(document)).not.toContain('corp-secret');
    expect(JSON.stringify(document)).toContain('"client_secret":{"from_env":"CORP_1_CLIENT_SECRET"}');
    expect(clients_with_secrets).toBe(2);
    const full = (await exported(origin, true)).document;
    expect(full.upstream_providers).toMatchObject([{}, { client_secret: { value: 'corp-secret' } }].reverse());
    expect(summary(await plan(origin, stringify(full)))).toEqual([]);
    expect(parse(stringify(full))).toEqual(full);
  });

  test('clients of apps, service accounts and the console are left out, and counted where somebody may miss them', async () => {
    const tenant = await tenantNamed(origin, 'acme');
    await ensureConsoleClient(origin, tenant);
    const app = await createApp(origin, tenant, { name: 'Books', short_description: 'Reads books' });
    const input = { app_id: app.app_id, client_name: 'Books', grant_types: ['client_credentials'] };
    await createClient(origin, tenant, capabilities([...tenant.scopes.keys()]), input);
    const { document, clients_left_out } = await exported(origin);
    expect(clients_left_out).toBe(1);
    expect(document.clients).toHaveLength(everything.clients.length);
  });
});
