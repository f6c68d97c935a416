import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManagementError } from '../../src/management/management-error.ts';
import { listResourceServers, putResourceServer } from '../../src/management/resource-servers.ts';
import { listScopes, putScope } from '../../src/management/scopes.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createSealer } from '../../src/tokens/sealer.ts';
import { type Installation, startInstallation } from './installation.ts';
import { refusal } from './refusal.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.close());

describe('a new tenant', () => {
  test('has an issuer below the public URL, keys of every algorithm that sign at once, and the scopes of OIDC Core §5.4', async () => {
    const tenant = await installation.tenant();
    expect(tenant).toMatchObject({ issuer: 'https://auth.example/acme', displayName: 'Acme' });
    expect(tenant.keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'EdDSA', 'PS256', 'RS256']);
    expect(tenant.keys.every(({ signs_from }) => signs_from === installation.clock.now)).toBe(true);
    const scopes = await listScopes(installation.deps, tenant);
    expect(scopes.map(({ name }) => name).sort()).toEqual([
      'address',
      'email',
      'offline_access',
      'openid',
      'phone',
      'profile',
    ]);
    for (const { name, resource, display_name, description, required } of scopes) {
      expect([resource, required]).toEqual([null, name === 'openid']);
      expect(Math.min(display_name.length, description.length)).toBeGreaterThan(10);
    }
  });

  test('keeps only the settings that were given', async () => {
    const created = await createTenant(installation.deps, { name: 'settings', settings: { accessTokenTtl: 900 } });
    expect(created.settings).toEqual({ accessTokenTtl: 900 });
    expect((await installation.tenant('settings')).settings).toMatchObject({ accessTokenTtl: 900, idTokenTtl: 3600 });
  });

  test('may live at an origin of its own', async () => {
    const created = await createTenant(installation.deps, { name: 'own', issuer: 'https://id.acme.example' });
    expect(created.issuer).toBe('https://id.acme.example');
  });

  test.each([
    [{ name: 'Acme' }, 'name'],
    [{ name: '-a' }, 'name'],
    [{ name: '.well-known' }, 'name'],
    [{ name: 'x'.repeat(64) }, 'name'],
    [{ name: 'assets' }, 'name'],
    [{ name: 'x', issuer: 'https://id.example/' }, 'issuer'],
    [{ name: 'x', issuer: 'https://id.example/x' }, 'issuer'],
    [{ name: 'x', issuer: 'https://ID.example' }, 'issuer'],
    [{ name: 'x', issuer: 'https://id.example?x' }, 'issuer'],
    [{ name: 'x', issuer: 'id.example' }, 'issuer'],
    [{ name: 'x', settings: { accessTokenTtl: 0 } }, 'settings.accessTokenTtl'],
    [{ name: 'x', settings: { unknown: 1 } as object }, 'settings.unknown'],
  ])('RFC 8414 §2: %j is refused', async (input, field) => {
    expect(await refusal(createTenant(installation.deps, input))).toMatchObject({
      kind: 'invalid',
      problems: [{ field }],
    });
  });

  test('in production has an https issuer', async () => {
    const deps = { ...installation.deps, config: { ...installation.deps.config, mode: 'production' as const } };
    expect(await refusal(createTenant(deps, { name: 'x', issuer: 'http://id.example' }))).toMatchObject({
      problems: [{ field: 'issuer' }],
    });
  });

  test('has a name and an issuer that nobody else has', async () => {
    expect(await refusal(createTenant(installation.deps, { name: 'acme' }))).toMatchObject({ kind: 'conflict' });
    await createTenant(installation.deps, { name: 'first', issuer: 'https://same.example' });
    expect(
      await refusal(createTenant(installation.deps, { name: 'second', issuer: 'https://same.example' })),
    ).toMatchObject({
      kind: 'conflict',
    });
    expect(await installation.deps.storage.tenants.findByName('second')).toBeNull();
  });

  test('is not made with another master key than those that are there', async () => {
    const deps = { ...installation.deps, sealer: createSealer(randomBytes(32).toString('hex'), randomBytes) };
    await expect(createTenant(deps, { name: 'stray' })).rejects.toThrow('XENIA_MASTER_KEY');
    expect(await installation.deps.storage.tenants.findByName('stray')).toBeNull();
  });
});

describe('resource servers and scopes', () => {
  test('a resource server is created with its defaults and replaced by the same identifier', async () => {
    const resource = 'https://api.example/payments';
    const tenant = await installation.tenant();
    const created = await putResourceServer(installation.deps, tenant, { resource, name: 'Payments' });
    expect(created).toMatchObject({
      access_token_format: 'jwt',
      access_token_ttl: null,
      access_token_signing_alg: 'ES256',
    });
    installation.clock.now += 10;
    await putResourceServer(installation.deps, await installation.tenant(), {
      resource,
      name: 'Payments',
      access_token_format: 'opaque',
    });
    expect(await listResourceServers(installation.deps, tenant)).toMatchObject([
      { resource, access_token_format: 'opaque', created_at: created.created_at },
    ]);
  });

  test.each(['payments', 'https://api.example/#x', ''])('RFC 8707 §2: %j identifies no resource', async (resource) => {
    const tenant = await installation.tenant();
    expect(await refusal(putResourceServer(installation.deps, tenant, { resource, name: 'x' }))).toMatchObject({
      problems: [{ field: 'resource' }],
    });
  });

  test('a scope belongs to a resource server that exists, and never takes the name of an identity scope', async () => {
    const tenant = await installation.tenant();
    const scope = {
      name: 'payments:write',
      resource: 'https://api.example/payments',
      display_name: 'Send money',
      emphasised: true,
    };
    expect(await putScope(installation.deps, tenant, scope)).toMatchObject({ required: false, emphasised: true });
    expect((await installation.tenant()).scopes.get('payments:write')?.emphasised).toBe(1);
    const put = (change: object) => refusal(putScope(installation.deps, tenant, { ...scope, ...change }));
    expect(await put({ resource: 'https://unknown.example' })).toMatchObject({ problems: [{ field: 'resource' }] });
    expect(await put({ name: 'openid' })).toMatchObject({ problems: [{ field: 'name' }] });
    for (const name of ['two words', 'quo"te', 'back\\slash', ''])
      expect(await put({ name })).toMatchObject({ problems: [{ field: 'name' }] });
  });
});

test('a refusal names every problem', async () => {
  const error = await refusal(createTenant(installation.deps, { name: 'UPPER', settings: { idTokenTtl: 0 } }));
  expect(error).toBeInstanceOf(ManagementError);
  expect(error.problems.map(({ field }) => field)).toEqual(['name', 'settings.idTokenTtl']);
});
