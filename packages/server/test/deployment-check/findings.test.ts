import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/schema.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import { ensureConsoleClient } from '../../src/management/console-client.ts';
import type { NewClientInput } from '../../src/management/contract.ts';
import {
  clientsToCheck,
  deploymentFindings,
  everyClientFinding,
} from '../../src/management/deployment-check/check-deployment.ts';
import { duration, type Finding } from '../../src/management/deployment-check/finding.ts';
import { installationFindings } from '../../src/management/deployment-check/installation-rules.ts';
import { tenantFindings } from '../../src/management/deployment-check/tenant-rules.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { createSecret, revokeSecret } from '../../src/management/secrets.ts';
import { MAINTENANCE_LEASE } from '../../src/storage/port.ts';
import type { TenantSettingsInput } from '../../src/tenants/settings.ts';
import { tenantSettingsSchema } from '../../src/tenants/settings.ts';
import { describeServer } from '../support/databases.ts';
import { giveRole, managementApi } from '../support/management-api.ts';
import { API, fakeClock, startServer, type TestServer } from '../support/start-server.ts';

const DAY = 86_400;

async function allOf(findings: AsyncIterable<Finding>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

const rulesOf = (findings: readonly Finding[]) => findings.map(({ severity, rule }) => `${severity} ${rule}`);

function inProduction({ deps }: TestServer, config: Partial<Config> = {}) {
  return { ...deps, config: { ...deps.config, mode: 'production' as const, ...config } };
}

describe('a client', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { responseTypes: ['code', 'id_token', 'code token'] } });
  });
  afterAll(() => server.close());

  const about = async (metadata: NewClientInput, production = true) => {
    const { client_id } = await server.aClient(metadata);
    const deps = production ? inProduction(server) : server.deps;
    const found = await allOf(everyClientFinding(deps, await server.tenant()));
    return { client_id, found: found.filter(({ id }) => id === client_id) };
  };

  test('as it should be is not named', async () => {
    expect((await about({})).found).toEqual([]);
    expect((await about({ token_endpoint_auth_method: 'none' })).found).toEqual([]);
    const native = { token_endpoint_auth_method: 'none', redirect_uris: ['http://127.0.0.1/cb'] };
    expect((await about(native)).found).toEqual([]);
  });

  test.each<[string, NewClientInput, string, RegExp]>([
    [
      'RFC 9700 §2.1.2 "clients SHOULD NOT use the implicit grant"',
      { grant_types: ['implicit'], response_types: ['id_token'] },
      'warning implicit',
      /RFC 9700 §2\.1\.2/,
    ],
    [
      'RFC 9700 §2.1.1 PKCE "is RECOMMENDED" for confidential clients',
      { require_pkce: false },
      'warning pkce_not_required',
      /§2\.1\.1/,
    ],
    [
      'RFC 9700 §2.6 "MUST NOT allow redirect URIs that use the http scheme except for native clients"',
      { redirect_uris: ['https://app.example/cb', 'http://localhost:5000/cb'] },
      'error http_redirect_uri',
      /RFC 9700 §2\.6/,
    ],
    [
      'RFC 8252 §8.3 "the use of localhost is NOT RECOMMENDED"',
      { token_endpoint_auth_method: 'none', redirect_uris: ['http://localhost/cb'] },
      'notice localhost_redirect_uri',
      /RFC 8252 §8\.3/,
    ],
    [
      'OIDC Back-Channel Logout §2.2: an address on the loopback reaches nobody',
      { backchannel_logout_uri: 'http://localhost:5000/out' },
      'warning loopback_address',
      /Back-Channel/,
    ],
    [
      'Fetch: origins on the loopback',
      { allowed_cors_origins: ['http://localhost:5173'] },
      'warning loopback_origin',
      /CORS/,
    ],
  ])('%s', async (_, metadata, rule, why) => {
    const { client_id, found } = await about({ client_name: 'Deviant', ...metadata });
    expect(
      found.map(({ what, remedy, why: reason, ...rest }) => [
        rest.severity,
        rest.rule,
        what !== '' && remedy !== '' && why.test(reason),
      ]),
    ).toEqual([[...rule.split(' '), true]]);
    expect(found[0]).toMatchObject({ subject: 'client', id: client_id, name: 'Deviant' });
  });

  test('of a developer may be on the loopback', async () => {
    const development = {
      ...{ redirect_uris: ['http://localhost:5000/cb'], application_type: 'web' as const },
      ...{ backchannel_logout_uri: 'http://localhost:5000/out', allowed_cors_origins: ['http://localhost:5173'] },
    };
    expect((await about(development, false)).found).toEqual([]);
  });

  test('that was tried in the playground still returns there; while it is developed that is as it should be', async () => {
    const tried = { redirect_uris: ['https://app.example/cb', `${server.issuer}/console/playground/callback`] };
    expect(rulesOf((await about(tried)).found)).toContain('notice playground_callback');
    expect((await about(tried, false)).found).toEqual([]);
  });

  test('that is disabled deviates from nothing, and the console is not named', async () => {
    const { client_id, found } = await about({ require_pkce: false });
    expect(found).toHaveLength(1);
    const tenant = await server.tenant();
    await setClientDisabled(server.deps, tenant, client_id, true);
    await ensureConsoleClient(server.deps, tenant);
    const ids = (await allOf(everyClientFinding(inProduction(server), tenant))).map(({ id }) => id);
    expect(ids).not.toContain(client_id);
    expect(ids).not.toContain('xenia-console');
  });
});

describe("a client's secrets", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('RFC 7591 §3.2.1: the last one expires soon, then none is in force; one that stays is old after a year', async () => {
    const tenant = await server.tenant();
    const { client_id } = await server.aClient({ client_name: 'Secretive' });
    const found = async () => rulesOf(await allOf(everyClientFinding(server.deps, tenant)));
    expect(await found()).toEqual([]);
    const [first] = (await server.deps.storage.clients.find(tenant.tenant_id, client_id))?.secrets ?? [];
    await createSecret(server.deps, tenant, client_id, { expires_in: 20 * DAY });
    expect(await found()).toEqual([]);
    await revokeSecret(server.deps, tenant, client_id, first?.secret_id ?? '');
    expect(await found()).toEqual([]);
    server.clock.advance(6 * DAY + 1);
    expect(await found()).toEqual(['warning secret_expires_soon']);
    server.clock.advance(14 * DAY);
    expect(await found()).toEqual(['warning no_secret_in_force']);
    await createSecret(server.deps, tenant, client_id, {});
    expect(await found()).toEqual([]);
    server.clock.advance(365 * DAY);
    expect(await found()).toEqual(['notice old_secret']);
    await createSecret(server.deps, tenant, client_id, {});
    expect(await found()).toEqual([]);
  });
});

describe('a tenant', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const about = async (settings: TenantSettingsInput, config: Partial<Config> = {}) => {
    const tenant = await server.tenant();
    const parsed = tenantSettingsSchema.parse(settings);
    return tenantFindings(inProduction(server, config), { ...tenant, settings: parsed });
  };

  test('with its defaults is as it should be', async () => {
    expect(await about({})).toEqual([]);
  });

  test.each<[string, TenantSettingsInput]>([
    ['warning accessTokenTtl', { accessTokenTtl: 3601 }],
    ['notice refreshTokenIdleTtl', { refreshTokenIdleTtl: 31 * DAY }],
    ['notice refreshTokenAbsoluteTtl', { refreshTokenAbsoluteTtl: 366 * DAY }],
    ['warning refreshTokenGrace', { refreshTokenGrace: 31 }],
    ['notice sessionIdleTtl', { sessionIdleTtl: 3 * DAY }],
    ['notice sessionTtl', { sessionTtl: 15 * DAY }],
    ['notice keyRotationInterval', { keyRotationInterval: 91 * DAY }],
    ['notice sessionCookieSameSite', { sessionCookieSameSite: 'none' }],
    ['notice front_channel_tokens', { responseTypes: ['code', 'id_token token'] }],
    ['error mail_needed', { signInByMail: true }],
    ['error mail_needed', { signUp: 'invitation' }],
  ])('laxer than its defaults: %s', async (rule, settings) => {
    const found = await about(settings);
    expect(rulesOf(found)).toEqual([rule]);
    expect(found[0]).toMatchObject({ subject: 'tenant', id: 'demo', name: 'Demo' });
    expect(found[0]?.why).toMatch(/(RFC \d+|OpenID Connect Core 1\.0|NIST SP 800-63B) §/);
  });

  test('stricter than its defaults is fine', async () => {
    expect(await about({ accessTokenTtl: 60, refreshTokenGrace: 0, sessionTtl: 3600, sessionIdleTtl: 60 })).toEqual([]);
  });

  test('may sign up by mail where there is a mail server, and then verifies addresses', async () => {
    const mail = { smtpUrl: 'smtps://mail.example', from: 'a@b.example' };
    expect(rulesOf(await about({ signUp: 'open', requireVerifiedEmail: true }, { mail }))).toEqual([]);
    expect(rulesOf(await about({ signUp: 'open' }, { mail }))).toEqual(['warning unverified_sign_up']);
  });

  test('RFC 6750 §5.3: the lifetime that a resource server has of its own counts', async () => {
    await putResourceServer(server.deps, await server.tenant(), {
      resource: API,
      name: 'Invoices',
      access_token_ttl: 7200,
    });
    expect((await about({})).map(({ what }) => what)).toEqual([`access_token_ttl of ${API} is 2 hours.`]);
  });

  test('OIDC Core §10.1.1: a key that should have been replaced is told a day later', async () => {
    const clock = fakeClock(server.clock());
    const overdue = async () => {
      const tenant = await server.tenant();
      return rulesOf(tenantFindings({ ...server.deps, clock }, { ...tenant, resourceServers: new Map() }));
    };
    clock.advance(91 * DAY);
    expect(await overdue()).toEqual([]);
    clock.advance(1);
    expect(await overdue()).toEqual(['warning key_rotation_overdue']);
  });
});

describe('the installation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('is told what nobody can see in a tenant', async () => {
    const found = async (config: Partial<Config>) =>
      rulesOf(await installationFindings({ ...server.deps, config: { ...server.deps.config, ...config } }));
    expect(await found({})).toEqual(['warning no_operator']);
    const { sub } = await server.aUser();
    await giveRole(server, sub, 'operator');
    expect(await found({})).toEqual([]);
    expect(await found({ publicUrl: 'https://id.example' })).toEqual(['error development_in_public']);
    const production = { mode: 'production', publicUrl: 'https://id.example' } as const;
    expect(await found(production)).toEqual(['warning no_trusted_proxy']);
    const trustedProxies = ['10.0.0.1'];
    expect(await found({ ...production, trustedProxies })).toEqual([]);
    const lax = {
      outbound: { allowPrivateNetworks: true },
      bootstrap: { email: 'a@b.example', password: 'x', tenant: null },
    };
    expect(await found({ ...production, trustedProxies, ...lax })).toEqual([
      'notice private_networks',
      'warning bootstrap_password_left',
    ]);
    const { name, ttl } = MAINTENANCE_LEASE;
    await server.deps.storage.maintenance.acquireLease(name, 'one', ttl, server.clock());
    server.clock.advance(3600);
    expect(await found({})).toEqual([]);
    server.clock.advance(1);
    expect(await found({})).toEqual(['warning nobody_keeps_house']);
  });
});

describeServer('GET /tenants/{tenant}/deployment-check', { settings: { accessTokenTtl: 7200 } }, (server) => {
  beforeAll(async () => {
    for (let i = 0; i < 5; i++) await server().aClient({ client_name: `App ${i}`, require_pkce: i % 2 === 1 });
  });

  test('names every deviating client once, however small the pages', async () => {
    const { call } = await managementApi(server(), 'admin');
    const found: Finding[] = [];
    let query = '?limit=2';
    let pages = 0;
    for (;;) {
      const { status, body } = await call('GET', `/tenants/{tenant}/deployment-check${query}`);
      expect(status).toBe(200);
      found.push(...body.items);
      pages += 1;
      if (body.next_cursor === null) break;
      query = `?limit=2&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
    expect(pages).toBe(3);
    expect(found.map(({ rule, name }) => `${rule} ${name}`)).toEqual([
      'accessTokenTtl Demo',
      'pkce_not_required App 0',
      'pkce_not_required App 2',
      'pkce_not_required App 4',
    ]);
  });

  test('tells operators alone about the installation; developers and users nothing', async () => {
    const deps = inProduction(server(), { publicUrl: 'https://id.example' });
    const tenant = await server().tenant();
    const caller = { actor: 'user:usr_1', sub: 'usr_1', address: null, request_id: null } as const;
    const subjects = async (role: 'admin' | 'operator') =>
      new Set(
        (await deploymentFindings({ ...deps, caller: { ...caller, role } }, tenant)).map(({ subject }) => subject),
      );
    expect([await subjects('operator'), await subjects('admin')]).toEqual([
      new Set(['installation', 'tenant']),
      new Set(['tenant']),
    ]);
    for (const role of ['developer', null] as const) {
      const { call } = await managementApi(server(), role);
      expect((await call('GET', '/tenants/{tenant}/deployment-check')).status).toBe(403);
    }
  });

  test('reads no more clients than the page has', async () => {
    const checked = await clientsToCheck(server().deps, await server().tenant(), { after: null, limit: 2 });
    expect(checked.map(({ client }) => JSON.parse(client.metadata).client_name)).toEqual(['App 0', 'App 1']);
  });
});

test.each([
  [1, '1 second'],
  [90, '90 seconds'],
  [120, '2 minutes'],
  [3600, '1 hour'],
  [172_800, '2 days'],
])('%i seconds read %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
