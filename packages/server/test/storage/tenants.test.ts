import { expect, test } from 'vitest';
import type { ResourceServerRecord, ScopeRecord } from '../../src/storage/records.ts';
import { describeStorage } from './backends.ts';
import { aSigningKey, aTenant, NOW, unique } from './records.ts';

const aScope = (tenant_id: string, name: string): ScopeRecord => ({
  tenant_id,
  name,
  resource: null,
  display_name: name,
  description: '',
  required: 0,
  emphasised: 0,
  needs_review: 0,
});

const aResourceServer = (tenant_id: string, resource: string): ResourceServerRecord => ({
  tenant_id,
  resource,
  name: 'API',
  access_token_format: 'jwt',
  access_token_ttl: null,
  access_token_signing_alg: 'ES256',
  created_at: NOW,
});

describeStorage('tenants', (storages) => {
  test('a tenant is found by name and by issuer, with the keys and scopes it was created with', async () => {
    const [storage] = storages();
    const tenant = aTenant();
    const { tenant_id } = tenant;
    const key = aSigningKey(tenant_id);
    const scope = aScope(tenant_id, 'openid');
    expect(await storage.tenants.create(tenant, [key], [scope])).toBe('created');
    expect(await storage.tenants.findByName(tenant.name)).toEqual(tenant);
    expect(await storage.tenants.findByIssuer(tenant.issuer)).toEqual(tenant);
    expect(await storage.tenants.findByName(tenant.issuer)).toBeNull();
    expect(await storage.tenants.findByIssuer(`${tenant.issuer}/`)).toBeNull();
    expect(await storage.signingKeys.listPublished(tenant_id, NOW)).toEqual([key]);
    expect(await storage.scopes.list(tenant_id)).toEqual([scope]);
  });

  test.each(['tenant_id', 'name', 'issuer'] as const)(
    'a second tenant with the same %s is refused and leaves nothing',
    async (column) => {
      const [storage] = storages();
      const first = aTenant();
      const second = aTenant({ [column]: first[column] });
      await storage.tenants.create(first, [], []);
      expect(await storage.tenants.create(second, [aSigningKey(second.tenant_id)], [])).toBe('exists');
      expect(await storage.tenants.findByName(first.name)).toEqual(first);
      expect(await storage.signingKeys.listPublished(second.tenant_id, NOW)).toEqual([]);
    },
  );

  test('tenants are listed in order of name, page by page', async () => {
    const [storage] = storages();
    const prefix = unique('page');
    // Byte order, on either backend: upper case before lower case.
    const names = ['B', 'a', 'c'].map((end) => prefix + end);
    for (const name of names.toReversed()) await storage.tenants.create(aTenant({ name }), [], []);
    const first = await storage.tenants.list({ after: prefix, limit: 2 });
    expect(first.map(({ name }) => name)).toEqual(names.slice(0, 2));
    const second = await storage.tenants.list({ after: first[1]!.name, limit: 1 });
    expect(second.map(({ name }) => name)).toEqual(names.slice(2));
    expect(await storage.tenants.list({ after: null, limit: 1 })).toHaveLength(1);
  });

  test('a change of the tenant, a scope, a resource server or a key raises the revision', async () => {
    const [storage, other] = storages();
    const tenant = aTenant();
    const { tenant_id } = tenant;
    await storage.tenants.create(tenant, [], []);
    const bystander = aTenant();
    await storage.tenants.create(bystander, [], []);
    let revision = await storage.tenants.revision(tenant_id);
    expect(revision).toBe(1);
    for (const change of [
      () => storage.tenants.update(tenant_id, { display_name: 'New' }),
      () => storage.scopes.put(aScope(tenant_id, 'read')),
      () => storage.resourceServers.put(aResourceServer(tenant_id, 'https://api.example')),
      () => storage.signingKeys.rotate(aSigningKey(tenant_id), NOW + 10, NOW),
    ]) {
      await change();
      const next = await other.tenants.revision(tenant_id);
      expect(next).toBe((revision ?? 0) + 1);
      revision = next;
    }
    expect(await storage.tenants.revision(bystander.tenant_id)).toBe(1);
    expect(await storage.tenants.revision(unique('nobody'))).toBeNull();
  });

  test('update changes what may be changed, and nothing else that it is given', async () => {
    const [storage] = storages();
    const tenant = aTenant();
    await storage.tenants.create(tenant, [], []);
    const stray = { tenant_id: 'other', revision: 99, created_at: 0 };
    const changed = { ...tenant, settings: '{"a":1}', disabled_at: NOW, revision: 2 };
    expect(await storage.tenants.update(tenant.tenant_id, { settings: '{"a":1}', disabled_at: NOW, ...stray })).toEqual(
      changed,
    );
    expect(await storage.tenants.findByName(tenant.name)).toEqual(changed);
    expect(await storage.tenants.update(tenant.tenant_id, { disabled_at: null }, 1)).toBe('changed');
    expect(await storage.tenants.findByName(tenant.name)).toEqual(changed);
    expect(await storage.tenants.update(tenant.tenant_id, { disabled_at: null }, 2)).toMatchObject({ revision: 3 });
    expect((await storage.tenants.findByName(tenant.name))?.disabled_at).toBeNull();
    expect(await storage.tenants.update(unique('nobody'), { settings: '{}' }, 1)).toBeNull();
  });

  test('scopes and resource servers are created, replaced and listed in order, each in its tenant', async () => {
    const [storage] = storages();
    const [a, b] = [aTenant(), aTenant()];
    for (const tenant of [a, b]) await storage.tenants.create(tenant, [], []);
    await storage.scopes.put(aScope(a.tenant_id, 'write'));
    await storage.scopes.put(aScope(a.tenant_id, 'read'));
    await storage.scopes.put({ ...aScope(a.tenant_id, 'read'), emphasised: 1 });
    await storage.resourceServers.put(aResourceServer(a.tenant_id, 'https://a'));
    await storage.resourceServers.put({ ...aResourceServer(a.tenant_id, 'https://a'), access_token_ttl: 60 });
    expect((await storage.scopes.list(a.tenant_id)).map((s) => [s.name, s.emphasised])).toEqual([
      ['read', 1],
      ['write', 0],
    ]);
    expect((await storage.resourceServers.list(a.tenant_id)).map((r) => [r.resource, r.access_token_ttl])).toEqual([
      ['https://a', 60],
    ]);
    expect(await storage.scopes.list(b.tenant_id)).toEqual([]);
    expect(await storage.resourceServers.list(b.tenant_id)).toEqual([]);
  });
});

describeStorage('signing keys', (storages) => {
  test('a rotation ends the keys of the same alg when the new one starts to sign, and keeps them published', async () => {
    const [storage] = storages();
    const tenant = aTenant();
    const { tenant_id } = tenant;
    const old = aSigningKey(tenant_id, { created_at: NOW - 100, signs_from: NOW - 100 });
    const rsa = aSigningKey(tenant_id, { alg: 'RS256', created_at: NOW - 50 });
    await storage.tenants.create(tenant, [old, rsa], []);
    const key = aSigningKey(tenant_id, { signs_from: NOW + 60 });
    expect(await storage.signingKeys.rotate(key, NOW + 500, NOW)).toBe('rotated');
    const ended = { ...old, signs_until: NOW + 60, published_until: NOW + 500 };
    expect(await storage.signingKeys.listPublished(tenant_id, NOW)).toEqual([ended, rsa, key]);
    expect(await storage.signingKeys.listPublished(tenant_id, NOW + 499)).toEqual([ended, rsa, key]);
    expect(await storage.signingKeys.listPublished(tenant_id, NOW + 500)).toEqual([rsa, key]);
  });

  test('of processes that rotate at once, one adds a key', async () => {
    const [a, b] = storages();
    const tenant = aTenant();
    await a.tenants.create(tenant, [aSigningKey(tenant.tenant_id)], []);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? a : b).signingKeys.rotate(aSigningKey(tenant.tenant_id, { signs_from: NOW + 60 }), NOW + 500, NOW),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'rotated')).toHaveLength(1);
    expect(await a.signingKeys.listPublished(tenant.tenant_id, NOW)).toHaveLength(2);
  });
});
