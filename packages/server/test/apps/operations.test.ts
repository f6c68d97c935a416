import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anInstalledApp } from '../support/installed-app.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';

const APPS = '/tenants/{tenant}/apps';

describe('apps over the management API', () => {
  let server: TestServer;
  let admin: ManagementApi;
  let developer: ManagementApi;
  beforeAll(async () => {
    server = await startServer();
    admin = await managementApi(server, 'admin');
    developer = await managementApi(server, 'developer');
  });
  afterAll(() => server.close());

  async function anApp(by = developer, change: object = {}) {
    const { status, body } = await by.call('POST', APPS, {
      ...{ name: 'Papyrus', short_description: 'Keeps pages.', homepage_uri: 'https://papyrus.example/' },
      ...change,
    });
    expect(status).toBe(201);
    return { app: `${APPS}/${body.app_id}`, app_id: body.app_id as string };
  }

  async function aClientOf(app: string, by = developer) {
    const client = { client_name: 'Web', redirect_uris: [REDIRECT_URI], scope: 'openid profile' };
    return by.call('POST', `${app}/clients`, client);
  }

  test('from the first draft to the directory and away again', async () => {
    const { app, app_id } = await anApp(developer, { visibility: 'public' });
    expect((await developer.call('POST', `${app}/submission`)).body.errors).toMatchObject([{ field: 'clients' }]);
    const created = await aClientOf(app);
    expect([created.status, created.body.app_id]).toEqual([201, app_id]);
    const urls = { tos_uri: 'https://papyrus.example/terms', policy_uri: 'https://papyrus.example/privacy' };
    const { client_id } = created.body;
    expect((await developer.call('PATCH', `/tenants/{tenant}/clients/${client_id}`, urls)).status).toBe(200);
    expect((await developer.call('POST', `${app}/submission`)).body.state).toBe('submitted');
    expect((await developer.call('DELETE', `${app}/submission`)).body.state).toBe('draft');
    expect((await developer.call('DELETE', `${app}/submission`)).status).toBe(409);
    expect((await developer.call('POST', `${app}/submission`)).body.state).toBe('submitted');
    expect((await developer.call('POST', `${app}/approval`, {})).status).toBe(403);
    const queue = await admin.call('GET', `${APPS}?waiting=true`);
    expect(queue.body.items).toMatchObject([{ app_id, state: 'submitted' }]);
    const shown = await admin.call('GET', app);
    const etag = shown.headers.get('etag') ?? '';
    await developer.call('PATCH', app, { details: 'More.' });
    expect((await admin.call('POST', `${app}/approval`, {}, { 'if-match': etag })).status).toBe(412);
    const now = (await admin.call('GET', app)).headers.get('etag') ?? '';
    expect((await admin.call('POST', `${app}/approval`, {}, { 'if-match': now })).body.state).toBe('approved');
    const directory = () => developer.call('GET', '/tenants/{tenant}/directory?search=papy');
    expect((await directory()).body.items).toEqual([
      {
        ...{ app_id, name: 'Papyrus', short_description: 'Keeps pages.', details: 'More.', category: 'other' },
        ...{ homepage_uri: 'https://papyrus.example/', icon_uri: null },
      },
    ]);
    expect((await admin.call('PUT', `${app}/suspension`, {})).status).toBe(400);
    expect((await admin.call('PUT', `${app}/suspension`, { note: 'Spam.' })).body.state).toBe('suspended');
    expect((await directory()).body.items).toEqual([]);
    expect((await admin.call('DELETE', `${app}/suspension`)).body.state).toBe('approved');
    expect((await admin.call('DELETE', `${app}/suspension`)).status).toBe(409);
    expect((await developer.call('DELETE', app)).status).toBe(200);
    expect((await developer.call('GET', app)).status).toBe(404);
    expect((await admin.call('GET', `/tenants/{tenant}/clients/${client_id}`)).status).toBe(404);
  });

  test('people: developers, test users, and who may say so', async () => {
    const { app } = await anApp();
    const colleague = await managementApi(server, 'developer');
    expect((await colleague.call('GET', app)).status).toBe(404);
    const person = { user: colleague.user.email, role: 'developer' };
    expect((await developer.call('POST', `${app}/developers`, person)).status).toBe(201);
    expect((await colleague.call('GET', app)).status).toBe(200);
    expect((await colleague.call('POST', `${app}/developers`, { ...person, role: 'owner' })).status).toBe(403);
    const tester = await server.aUser();
    expect((await colleague.call('POST', `${app}/testers`, { user: tester.email })).body.role).toBe('tester');
    expect((await colleague.call('POST', `${app}/testers`, { user: developer.user.email })).status).toBe(409);
    const subs = async (path: string) =>
      (await developer.call('GET', `${app}/${path}`)).body.items.map(({ sub }: { sub: string }) => sub);
    expect(await subs('testers')).toEqual([tester.sub]);
    expect(await subs('developers')).toEqual([developer.user.sub, colleague.user.sub].sort());
    expect((await developer.call('DELETE', `${app}/developers/${tester.sub}`)).status).toBe(404);
    expect((await developer.call('DELETE', `${app}/testers/${tester.sub}`)).status).toBe(200);
    expect((await developer.call('DELETE', `${app}/developers/${developer.user.sub}`)).status).toBe(409);
    expect((await developer.call('DELETE', `${app}/developers/${colleague.user.sub}`)).status).toBe(200);
    expect((await colleague.call('GET', app)).status).toBe(404);
  });

  test('catalogue 83: subscribers and terms page by page; a cursor is good for its own app alone', async () => {
    const [{ app, app_id }, other] = [await anApp(), await anApp()];
    const { body } = await aClientOf(app);
    for (let count = 0; count < 3; count++) {
      const user = await server.aUser();
      await developer.call('POST', `${app}/testers`, { user: user.email });
      await anInstalledApp(server, { client: body, user, parameters: { scope: 'openid profile' } });
    }
    const first = (await developer.call('GET', `${app}/subscribers?limit=2`)).body;
    expect(first.items).toHaveLength(2);
    expect(Object.keys(first.items[0]).sort()).toEqual(['client_id', 'name', 'organization', 'since', 'sub']);
    const cursor = encodeURIComponent(first.next_cursor);
    const second = (await developer.call('GET', `${app}/subscribers?limit=2&cursor=${cursor}`)).body;
    expect(second).toMatchObject({ items: [{ name: 'Ada Lovelace' }], next_cursor: null });
    expect((await developer.call('GET', `${other.app}/subscribers?cursor=${cursor}`)).status).toBe(400);

    for (const text of ['One.', 'Two.', 'Three.']) {
      expect((await developer.call('POST', `${app}/terms`, { text })).status).toBe(201);
    }
    const { items, next_cursor } = (await developer.call('GET', `${app}/terms?limit=2`)).body;
    expect(items).toMatchObject([
      { app_id, version: 3, text: 'Three.', uri: null, published_by: developer.user.sub },
      { version: 2 },
    ]);
    const rest = await developer.call('GET', `${app}/terms?cursor=${encodeURIComponent(next_cursor)}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1 }], next_cursor: null });
    const both = { text: 'x', uri: 'https://papyrus.example/terms' };
    for (const wrong of [{}, both, { uri: 'javascript:alert(1)' }])
      expect((await developer.call('POST', `${app}/terms`, wrong)).status).toBe(400);
  });

  test('a client is moved by an administrator alone', async () => {
    const { app, app_id } = await anApp();
    const { client_id } = await server.aClient();
    const place = `${app}/clients/${client_id}`;
    expect((await developer.call('PUT', place)).status).toBe(403);
    expect((await admin.call('PUT', place)).body).toEqual({ client_id, app_id });
    expect((await developer.call('GET', `${app}/clients`)).body.items).toMatchObject([{ client_id, app_id }]);
    expect((await admin.call('DELETE', place)).body).toEqual({ client_id, app_id: null });
    expect((await admin.call('DELETE', place)).status).toBe(404);
  });

  test('catalogue 80: a developer reaches neither another’s app nor a client in it', async () => {
    const { app, app_id } = await anApp();
    const { client_id } = (await aClientOf(app)).body;
    const stranger = await managementApi(server, 'developer');
    const attempts: [string, string, unknown?][] = [
      ['GET', app],
      ['PATCH', app, {}],
      ['DELETE', app],
      ['POST', `${app}/submission`],
      ['GET', `${app}/clients`],
      ['POST', `${app}/clients`, { client_name: 'Mine', redirect_uris: [REDIRECT_URI] }],
      ['GET', `${app}/developers`],
      ['POST', `${app}/developers`, { user: stranger.user.email, role: 'owner' }],
      ['DELETE', `${app}/developers/${developer.user.sub}`],
      ['GET', `${app}/testers`],
      ['POST', `${app}/testers`, { user: stranger.user.email }],
      ['GET', `${app}/subscribers`],
      ['GET', `${app}/terms`],
      ['POST', `${app}/terms`, { text: 'x' }],
      ['GET', `/tenants/{tenant}/clients/${client_id}`],
    ];
    for (const [method, path, body] of attempts) {
      const { status } = await stranger.call(method, path, body);
      expect([method, path, status]).toEqual([method, path, 404]);
    }
    expect((await stranger.call('GET', APPS)).body.items).toEqual([]);
    expect((await developer.call('GET', `${APPS}?search=papyrus&limit=200`)).body.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ app_id })]),
    );
  });
});
