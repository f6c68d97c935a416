import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveRole, type ManagementApi, managementApi } from '../support/management-api.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: ManagementApi;
beforeAll(async () => {
  server = await startServer();
  admin = await managementApi(server, 'admin');
});
afterAll(() => server.close());

const CLIENTS = '/tenants/{tenant}/clients';
const NEW = { client_name: 'Papyrus', redirect_uris: ['https://papyrus.example/cb'] };

describe('RFC 6750: who may call the management API', () => {
  test('§3 a request without a token gets a challenge, and nothing else', async () => {
    const response = await server.fetch('/api/v1/tenants/demo/clients');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(`Bearer realm="${server.issuer}/api/v1"`);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  test('§3.1 a token for another resource is refused, however good it is there', async () => {
    const client = await server.aClient({ grant_types: ['client_credentials'], scope: 'invoices.read' });
    const answer = await server.fetch('/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.client_id,
        client_secret: client.client_secret ?? '',
      }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    const response = await server.fetch('/api/v1/tenants/demo/clients', {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('§3.1 a token that lacks the scope is told which one it needs', async () => {
    const reader = await managementApi(server, 'admin', { scope: 'xenia:users:read' });
    const { status, headers, body } = await reader.call('GET', CLIENTS);
    expect([status, body.title]).toEqual([403, 'Insufficient scope']);
    expect(headers.get('www-authenticate')).toContain('scope="xenia:apps:read"');
  });

  test('a role is read at each request: one that was taken away is gone at once', async () => {
    const short = await managementApi(server, 'admin');
    expect((await short.call('GET', CLIENTS)).status).toBe(200);
    await giveRole(server, short.user.sub, null);
    expect((await short.call('GET', CLIENTS)).status).toBe(403);
  });

  test('automation acts within the scopes that an administrator registered its client for', async () => {
    const client = await server.aClient({ grant_types: ['client_credentials'], scope: 'xenia:apps:read' });
    const answer = await server.fetch('/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.client_id,
        client_secret: client.client_secret ?? '',
      }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    const ask = (method: string, body?: string) =>
      server.fetch('/api/v1/tenants/demo/clients', {
        method,
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      });
    expect((await ask('GET')).status).toBe(200);
    expect((await ask('POST', JSON.stringify(NEW))).status).toBe(403);
  });

  test('catalogue 80: the id of another tenant is not there', async () => {
    for (const tenant of ['other', 'DEMO', '..', '%2e%2e', 'demo%00']) {
      const { status } = await admin.call('GET', `/tenants/${tenant}/clients`);
      expect([tenant, status]).toEqual([tenant, 404]);
    }
  });

  test('catalogue 85: a page of a foreign origin gets no credentialed CORS', async () => {
    const { headers } = await admin.call('GET', CLIENTS, undefined, { origin: 'https://evil.example' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('RFC 9457: refusals', () => {
  test('§3 name each bad member, all at once', async () => {
    const { status, body, headers } = await admin.call('POST', CLIENTS, {
      client_name: 7,
      redirect_uris: 'x',
      evil: 1,
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'client_name',
      'evil',
      'redirect_uris',
    ]);
    expect(body.instance).toBe(headers.get('x-request-id'));
  });

  test('a body that is no JSON object, or has a member twice, or another media type', async () => {
    const send = async (body: string, type = 'application/json') =>
      (
        await server.fetch('/api/v1/tenants/demo/clients', {
          method: 'POST',
          headers: { authorization: `Bearer ${admin.access_token}`, 'content-type': type },
          body,
        })
      ).status;
    expect(await send('[]')).toBe(400);
    expect(await send('{"client_name":"a","client_name":"b"}')).toBe(400);
    expect(await send('{"__proto__":{}}')).toBe(400);
    expect(await send(JSON.stringify(NEW), 'text/plain')).toBe(415);
  });

  test('unknown paths, methods and query parameters', async () => {
    expect((await admin.call('GET', '/nothing')).status).toBe(404);
    const method = await admin.call('PUT', CLIENTS);
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect((await admin.call('GET', `${CLIENTS}?evil=1`)).body.errors).toEqual([
      { field: 'evil', problem: 'There is no such member; remove it.' },
    ]);
    expect((await admin.call('GET', `${CLIENTS}?limit=1&limit=2`)).status).toBe(400);
  });
});

describe('paging', () => {
  test('leads through all, once each, in order', async () => {
    for (let made = 0; made < 5; made += 1) await admin.call('POST', CLIENTS, { ...NEW, client_name: `Paged ${made}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await admin.call('GET', `${CLIENTS}?search=paged&limit=2${query}`);
      seen.push(...body.items.map(({ client_name }: { client_name: string }) => client_name));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(['Paged 0', 'Paged 1', 'Paged 2', 'Paged 3', 'Paged 4']);
  });

  test('catalogue 83: a cursor that was changed, or is for another list, is refused', async () => {
    const { body } = await admin.call('GET', `${CLIENTS}?limit=1`);
    const cursor: string = body.next_cursor;
    const at = (changed: string, query = '') => admin.call('GET', `${CLIENTS}?limit=1${query}&cursor=${changed}`);
    expect((await at(cursor)).status).toBe(200);
    for (const changed of [
      `${cursor}A`,
      cursor.slice(1),
      cursor.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      'x',
    ]) {
      expect((await at(changed)).status).toBe(400);
    }
    expect((await at(cursor, '&search=p')).status).toBe(400);
  });
});

describe('Idempotency-Key', () => {
  const create = (key: string, client: object = NEW) => admin.call('POST', CLIENTS, client, { 'idempotency-key': key });

  test('of a creation: the same key gets the same answer, the secret too, and there is one client', async () => {
    const name = { ...NEW, client_name: 'Idempotent' };
    const [first, second] = [await create('k1', name), await create('k1', name)];
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.body.client_secret).toMatch(/./);
    expect((await admin.call('GET', `${CLIENTS}?search=idempotent`)).body.items).toHaveLength(1);
  });

  test('for another request is refused, and belongs to its caller', async () => {
    await create('k2');
    expect((await create('k2', { ...NEW, client_name: 'Other' })).status).toBe(422);
    const other = await managementApi(server, 'admin');
    expect(
      (await other.call('POST', CLIENTS, { ...NEW, client_name: 'Other' }, { 'idempotency-key': 'k2' })).status,
    ).toBe(201);
  });

  test('stays free after a refusal, and is free again after a day', async () => {
    expect((await create('k3', { client_name: 7 })).status).toBe(400);
    const first = await create('k3');
    server.clock.advance(86_401);
    admin = await managementApi(server, 'admin');
    const second = await admin.call('POST', CLIENTS, NEW, { 'idempotency-key': 'k3' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.client_id).not.toBe(first.body.client_id);
  });

  test('of many at once one creates', async () => {
    const name = { ...NEW, client_name: 'Raced' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('k4', name)));
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect((await admin.call('GET', `${CLIENTS}?search=raced`)).body.items).toHaveLength(1);
  });
});

describe('RFC 9110 §13.1.1: If-Match', () => {
  test('of two who change what they have read, the second is told', async () => {
    const { body } = await admin.call('POST', CLIENTS, NEW);
    const path = `${CLIENTS}/${body.client_id}`;
    const etag = (await admin.call('GET', path)).headers.get('etag') ?? '';
    const first = await admin.call('PATCH', path, { client_name: 'First' }, { 'if-match': etag });
    expect(first.status).toBe(200);
    const second = await admin.call('PATCH', path, { client_name: 'Second' }, { 'if-match': etag });
    expect([second.status, second.body.title]).toEqual([412, 'It was changed meanwhile']);
    expect((await admin.call('GET', path)).body.client_name).toBe('First');
    expect((await admin.call('PATCH', path, { client_name: 'x' }, { 'if-match': 'W/"1"' })).status).toBe(412);
    const now = first.headers.get('etag') ?? '';
    expect((await admin.call('PATCH', path, { client_name: 'Third' }, { 'if-match': now })).status).toBe(200);
  });
});

describe('the console', () => {
  test('is a client that its users are not asked about, in a dialect that serves nobody else', async () => {
    const other = await server.aClient();
    const query = new URLSearchParams({
      client_id: other.client_id,
      response_type: 'code',
      redirect_uri: other.redirect_uris[0] ?? '',
    });
    expect((await server.fetch(`/console/oauth/authorize?${query}`)).status).toBe(400);
    const token = await server.fetch('/console/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: other.client_id,
        client_secret: other.client_secret ?? '',
      }),
    });
    expect([token.status, ((await token.json()) as { error: string }).error]).toEqual([401, 'invalid_client']);
  });

  test('RFC 8414 §2: its scopes are not advertised to the apps of a product', async () => {
    const metadata = (await (await server.fetch('/.well-known/openid-configuration')).json()) as Record<
      string,
      unknown
    >;
    expect(JSON.stringify(metadata.scopes_supported)).not.toContain('xenia:');
  });
});

describe('catalogue 81: an admin of a tenant does not become an operator of the installation', () => {
  test('not through the registration of the console', async () => {
    const path = `${CLIENTS}/xenia-console`;
    const evil = { redirect_uris: ['https://evil.example/cb'] };
    expect((await admin.call('PATCH', path, evil)).status).toBe(403);
    expect((await admin.call('DELETE', path)).status).toBe(403);
    expect((await admin.call('PUT', `${path}/disabled`)).status).toBe(403);
  });

  test('not through a service account that stands for one', async () => {
    const operator = await managementApi(server, 'operator');
    const evil = { client_name: 'Evil', grant_types: ['client_credentials'], service_account: operator.user.sub };
    const { status, body } = await admin.call('POST', CLIENTS, evil);
    expect([status, body.detail]).toEqual([403, 'The user is an operator, which is above your own role.']);
  });

  test('and a developer registers no client for the management API', async () => {
    const developer = await managementApi(server, 'developer');
    const { body } = await developer.call('POST', '/tenants/{tenant}/apps', { name: 'Mine' });
    const evil = { client_name: 'Evil', grant_types: ['client_credentials'], scope: 'xenia:users:read' };
    const answer = await developer.call('POST', `/tenants/{tenant}/apps/${body.app_id}/clients`, evil);
    expect([answer.status, answer.body.errors]).toEqual([
      403,
      [{ field: 'scope', problem: 'Only an administrator can set this.' }],
    ]);
  });
});

describe('what is wrong with an input', () => {
  test.each([
    [{ description: 7 }, 'Must be a text.'],
    [{ description: 'x'.repeat(201) }, 'Must have at most 200 characters.'],
    [{ expires_in: 0 }, 'Must be at least 1.'],
    [{ expires_in: 1.5 }, 'Must be a whole number.'],
  ])('is said in a sentence: %o', async (body, problem) => {
    const { client_id } = await server.aClient();
    const { body: answer } = await admin.call('POST', `${CLIENTS}/${client_id}/secrets`, body);
    expect(answer.errors).toMatchObject([{ problem }]);
  });
});
