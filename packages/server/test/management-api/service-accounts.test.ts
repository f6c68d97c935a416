import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maintain } from '../../src/maintenance.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { basic } from '../support/user-agent.ts';

let server: TestServer;
let admin: ManagementApi;
let user: TestUser;
beforeAll(async () => {
  server = await startServer();
  admin = await managementApi(server, 'admin');
  user = await server.aUser();
});
afterAll(() => server.close());

const REQUESTS = '/tenants/{tenant}/service-account-requests';

async function aRequest(reason = 'Books invoices at night') {
  const client = await server.aClient({ grant_types: ['client_credentials'], scope: 'invoices.read' });
  const path = `/tenants/{tenant}/clients/${client.client_id}/service-account-requests`;
  return { client, path, request: (await admin.call('POST', path, { reason })).body };
}

function tokenFor(client: IssuedClient): Promise<Response> {
  return server.fetch('/token', {
    method: 'POST',
    headers: { authorization: basic(client) },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
}

/** For whom the client's tokens are. */
async function subjectOf(client: IssuedClient): Promise<unknown> {
  const response = await tokenFor(client);
  const { access_token } = (await response.json()) as { access_token: string };
  return decodeJwt(access_token).sub;
}

async function revokeAll({ client_id }: IssuedClient): Promise<void> {
  const { body } = await admin.call('GET', `/tenants/{tenant}/grants?client_id=${client_id}`);
  for (const { grant_id } of body.items) await admin.call('DELETE', `/tenants/{tenant}/grants/${grant_id}`);
}

describe('a service account', () => {
  test('acts for the user whom an administrator has bound, and for nobody before', async () => {
    const { client, request } = await aRequest();
    expect(await subjectOf(client)).toBe(client.client_id);
    const approved = await admin.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: user.email });
    expect([approved.status, approved.body.state]).toEqual([200, 'approved']);
    expect(await subjectOf(client)).toBe(user.sub);
  });

  test('is asked for once at a time, and decided once', async () => {
    const { path, request } = await aRequest();
    expect((await admin.call('POST', path, { reason: 'Again' })).status).toBe(409);
    const decisions = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        turn % 2 === 0
          ? admin.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: user.sub })
          : admin.call('PUT', `${REQUESTS}/${request.request_id}/refusal`, { note: 'No' }),
      ),
    );
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(decisions.filter(({ status }) => status === 409)).toHaveLength(9);
  });

  test('that was refused says why, and may be asked for again', async () => {
    const { path, request } = await aRequest();
    await admin.call('PUT', `${REQUESTS}/${request.request_id}/refusal`, { note: 'Use a client of your own' });
    expect((await admin.call('GET', path)).body.items).toMatchObject([
      { state: 'refused', note: 'Use a client of your own', decided_by: `user:${admin.user.sub}` },
    ]);
    expect((await admin.call('POST', path, { reason: 'Again' })).status).toBe(201);
  });

  test('whose permission was revoked can be bound anew, and not before', async () => {
    const { client, path, request } = await aRequest();
    await admin.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: user.sub });
    expect((await admin.call('POST', path, { reason: 'Twice' })).status).toBe(400);
    await revokeAll(client);
    const other = await server.aUser();
    const again = (await admin.call('POST', path, { reason: 'For another' })).body;
    await admin.call('PUT', `${REQUESTS}/${again.request_id}/approval`, { user: other.sub });
    expect(await subjectOf(client)).toBe(other.sub);
  });

  test('is shown with its user, since when, and whether it may act now', async () => {
    const { client, request } = await aRequest();
    const path = `/tenants/{tenant}/clients/${client.client_id}/service-account`;
    expect((await admin.call('GET', path)).status).toBe(404);
    await admin.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: user.sub });
    const since = server.clock();
    const inForce = { client_id: client.client_id, sub: user.sub, ended: null, since, revoked_at: null };
    expect((await admin.call('GET', path)).body).toEqual(inForce);
    await admin.call('PUT', `/tenants/{tenant}/clients/${client.client_id}/disabled`);
    expect((await admin.call('GET', path)).body).toEqual({ ...inForce, ended: 'client_disabled' });
    await admin.call('DELETE', `/tenants/{tenant}/clients/${client.client_id}/disabled`);
    server.clock.advance(60);
    await revokeAll(client);
    const revoked = { ...inForce, ended: 'revoked', revoked_at: since + 60 };
    expect((await admin.call('GET', path)).body).toEqual(revoked);
  });

  test('whose permission is long gone, or whose user is, can be bound anew', async () => {
    const bound = await Promise.all([aRequest(), aRequest()]);
    const passing = await server.aUser();
    for (const [index, { request }] of bound.entries()) {
      const who = index === 0 ? user : passing;
      await admin.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: who.sub });
    }
    await revokeAll(bound[0].client);
    expect((await admin.call('DELETE', `/tenants/{tenant}/users/${passing.sub}`)).status).toBeLessThan(300);
    server.clock.advance(31 * 86_400);
    await maintain(server.deps, 'this process');
    admin = await managementApi(server, 'admin');
    for (const { client, path } of bound) {
      const shown = await admin.call('GET', `/tenants/{tenant}/clients/${client.client_id}/service-account`);
      expect(shown.body).toMatchObject({ ended: 'gone', since: null, revoked_at: null });
      expect((await admin.call('POST', path, { reason: 'Again' })).status).toBe(201);
    }
  });

  test('of an app that is not approved acts for those alone who work on it or try it', async () => {
    const developer = await managementApi(server, 'developer');
    const { body: app } = await developer.call('POST', '/tenants/{tenant}/apps', { name: 'Draft' });
    const client = await server.aClient({
      ...{ grant_types: ['client_credentials'], scope: 'invoices.read', redirect_uris: [], app_id: app.app_id },
    });
    const path = `/tenants/{tenant}/clients/${client.client_id}/service-account`;
    const { body: request } = await developer.call('POST', `${path}-requests`, { reason: 'At night' });
    await admin.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: user.sub });
    expect((await developer.call('GET', path)).body).toMatchObject({ sub: user.sub, ended: 'app_not_approved' });
    const refused = await tokenFor(client);
    expect(await refused.json()).toMatchObject({ error: 'invalid_grant' });
    await developer.call('POST', `/tenants/{tenant}/apps/${app.app_id}/testers`, { user: user.email });
    expect((await developer.call('GET', path)).body).toMatchObject({ ended: null });
    expect(await subjectOf(client)).toBe(user.sub);
  });

  test('is not for a client that cannot ask for itself, and not for a user who is not there', async () => {
    const browser = await server.aClient();
    const path = `/tenants/{tenant}/clients/${browser.client_id}/service-account-requests`;
    expect((await admin.call('POST', path, { reason: 'x' })).body.errors).toMatchObject([{ field: 'client_id' }]);
    const { request } = await aRequest();
    const approval = `${REQUESTS}/${request.request_id}/approval`;
    expect((await admin.call('PUT', approval, { user: 'nobody@example.com' })).status).toBe(404);
    expect((await admin.call('PUT', approval, { user: user.sub })).status).toBe(200);
  });

  test('catalogue 81: takes an administrator, whoever has asked', async () => {
    const developer = await managementApi(server, 'developer');
    const { path, request } = await aRequest();
    expect((await developer.call('POST', path, { reason: 'Mine' })).status).toBe(404);
    expect((await developer.call('PUT', `${REQUESTS}/${request.request_id}/approval`, { user: user.sub })).status).toBe(
      403,
    );
  });
});
