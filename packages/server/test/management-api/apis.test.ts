import { beforeAll, describe, expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { API } from '../support/start-server.ts';
import { doneBy, walk } from './walk.ts';

const RESOURCES = '/tenants/{tenant}/resource-servers';
const SCOPES = '/tenants/{tenant}/scopes';
const one = (list: string, name: string) => `${list}/${encodeURIComponent(name)}`;

describeServer('APIs and scopes over the management API', {}, (the) => {
  let admin: ManagementApi;
  beforeAll(async () => {
    admin = await managementApi(the(), 'admin');
  });

  describe('resource servers', () => {
    test('are put under their percent-encoded identifier, listed, and deleted; each is written down', async () => {
      const resource = 'https://papers.example/v1?a=b/c%20d';
      const path = one(RESOURCES, resource);
      const put = await admin.call('PUT', path, { name: 'Papers', access_token_format: 'opaque' });
      expect([put.status, put.body]).toEqual([
        200,
        {
          resource,
          name: 'Papers',
          access_token_format: 'opaque',
          access_token_ttl: null,
          access_token_signing_alg: 'ES256',
          created_at: the().clock(),
        },
      ]);
      expect((await admin.call('PUT', path, { name: 'Paper', access_token_ttl: 60 })).body).toMatchObject({
        name: 'Paper',
        access_token_format: 'jwt',
        access_token_ttl: 60,
      });
      const listed = await walk<{ resource: string }>(admin, RESOURCES);
      expect(listed.map((server) => server.resource)).toEqual([API, resource]);
      expect((await admin.call('DELETE', path)).status).toBe(204);
      expect((await admin.call('DELETE', path)).status).toBe(404);
      const done = (await doneBy(the(), admin)).filter(({ details }) => details.resource === resource);
      expect(done.map(({ action }) => action)).toEqual([
        'resource_server.changed',
        'resource_server.changed',
        'resource_server.deleted',
      ]);
    });

    test('one that scopes or clients name stays, and says how many', async () => {
      const resource = 'https://named.example/a_b';
      await admin.call('PUT', one(RESOURCES, resource), { name: 'Named' });
      await admin.call('PUT', one(SCOPES, 'named.read'), { resource, display_name: 'Read' });
      const service = { redirect_uris: [], grant_types: ['client_credentials'], scope: '' };
      const client = await the().aClient({ ...service, resource: [resource] });
      // Only mentioned, and one that is the same to a pattern.
      await the().aClient({ ...service, description: resource });
      await admin.call('PUT', one(RESOURCES, 'https://named.example/axb'), { name: 'Alike' });
      await the().aClient({ ...service, resource: ['https://named.example/axb'] });
      expect((await admin.call('GET', `${one(RESOURCES, resource)}/impact`)).body).toEqual({ scopes: 1, clients: 1 });
      const refused = await admin.call('DELETE', one(RESOURCES, resource));
      expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/scopes: 1, by clients: 1/)]);
      await admin.call('DELETE', one(SCOPES, 'named.read'));
      expect((await admin.call('DELETE', one(RESOURCES, resource))).status).toBe(409);
      await admin.call('DELETE', `/tenants/{tenant}/clients/${client.client_id}`);
      expect((await admin.call('DELETE', one(RESOURCES, resource))).status).toBe(204);
    });

    test('that of the management API itself is neither listed nor changed', async () => {
      const path = one(RESOURCES, `${the().issuer}/api/v1`);
      expect((await admin.call('PUT', path, { name: 'Mine' })).body.errors[0].field).toBe('resource');
      expect((await admin.call('DELETE', path)).status).toBe(404);
      expect((await admin.call('GET', `${path}/impact`)).status).toBe(404);
    });

    test('bad input is refused with every bad field', async () => {
      const bad = { name: '', access_token_ttl: 0, access_token_format: 'paper', secret: 1 };
      const { status, body } = await admin.call('PUT', one(RESOURCES, 'https://x.example'), bad);
      expect(status).toBe(400);
      expect(new Set(body.errors.map(({ field }: { field: string }) => field))).toEqual(
        new Set(['name', 'access_token_ttl', 'access_token_format', 'secret']),
      );
      const nowhere = await admin.call('PUT', one(RESOURCES, 'no uri'), { name: 'X' });
      expect(nowhere.body.errors[0].field).toBe('resource');
    });
  });

  describe('scopes', () => {
    test('are put, listed page by page and deleted; each is written down', async () => {
      const name = 'https://api.example/papers:read';
      const path = one(SCOPES, name);
      const put = await admin.call('PUT', path, { resource: API, display_name: 'Read papers', emphasised: true });
      expect(put.body).toMatchObject({ name, resource: API, required: false, emphasised: true, description: '' });
      const names = (await walk<{ name: string }>(admin, SCOPES)).map((scope) => scope.name);
      expect(names).toEqual([...names].sort());
      expect(names).toEqual(expect.arrayContaining([name, 'openid', 'invoices.read']));
      expect(names.filter((scope) => scope.startsWith('xenia:'))).toEqual([]);
      expect((await admin.call('DELETE', path)).status).toBe(204);
      expect((await admin.call('DELETE', path)).status).toBe(404);
      const done = (await doneBy(the(), admin)).filter(({ details }) => details.scope === name);
      expect(done.map(({ action }) => action)).toEqual(['scope.changed', 'scope.deleted']);
    });

    test('one that clients are registered for stays, and says how many', async () => {
      const name = 'papers_%';
      await admin.call('PUT', one(SCOPES, name), { resource: API, display_name: 'Papers' });
      await admin.call('PUT', one(SCOPES, 'papersxy'), { resource: API, display_name: 'Papers' });
      const client = await the().aClient({ scope: `openid ${name}` });
      await the().aClient({ scope: 'openid papersxy', description: name });
      expect((await admin.call('GET', `${one(SCOPES, name)}/impact`)).body).toEqual({ clients: 1 });
      const refused = await admin.call('DELETE', one(SCOPES, name));
      expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('registered for it: 1.')]);
      await admin.call('PATCH', `/tenants/{tenant}/clients/${client.client_id}`, { scope: 'openid' });
      expect((await admin.call('DELETE', one(SCOPES, name))).status).toBe(204);
    });

    test('those that every tenant has stay', async () => {
      for (const name of ['openid', 'xenia:users:read']) {
        expect((await admin.call('DELETE', one(SCOPES, name))).status).toBe(409);
      }
    });

    test('bad input is refused with every bad field', async () => {
      const bad = { resource: 'https://none.example', display_name: '', required: 1 };
      const { status, body } = await admin.call('PUT', one(SCOPES, 'x.read'), bad);
      expect(status).toBe(400);
      expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['display_name', 'required']);
      const where = await admin.call('PUT', one(SCOPES, 'x.read'), {
        resource: 'https://none.example',
        display_name: 'X',
      });
      expect(where.body.errors[0].field).toBe('resource');
    });
  });

  test('whoever registers apps sees both; only an admin changes them', async () => {
    const developer = await managementApi(the(), 'developer');
    expect((await walk(developer, SCOPES)).length).toBeGreaterThan(2);
    expect((await walk(developer, RESOURCES)).length).toBeGreaterThan(0);
    const change = await developer.call('PUT', one(SCOPES, 'invoices.read'), { resource: API, display_name: 'All' });
    expect(change.status).toBe(403);
  });
});
