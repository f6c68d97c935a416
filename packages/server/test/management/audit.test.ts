import { afterAll, beforeAll, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { operationsOn } from '../../src/cli/perform.ts';
import { createClient } from '../../src/management/clients.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { listAuditEvents } from '../../src/management/operations/audit.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { aService } from '../support/installed-app.ts';
import { serverWith, startServer, type TestServer } from '../support/start-server.ts';
import { authorize } from '../support/user-agent.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const events = async (filter: { client_id?: string; user?: string }) =>
  operationsOn(server.deps, server.tenant).performAll(listAuditEvents, { query: { ...filter, order: 'oldest_first' } });

test('a service account is in the audit log, with what it may do and for whom', async () => {
  const user = await server.aUser();
  const { client_id } = await server.aClient({
    client_name: 'Nightly export',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'invoices.read',
    service_account: user.email,
  });
  expect((await events({ client_id })).filter(({ action }) => action === 'service_account.created')).toEqual([
    {
      seq: expect.any(Number),
      audit_id: expect.any(String),
      at: server.clock(),
      actor: 'operator',
      action: 'service_account.created',
      client_id,
      sub: user.sub,
      address: null,
      request_id: null,
      details: { scope: 'invoices.read' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect((await events({ user: user.sub })).map(({ action }) => action)).toContain('service_account.created');
  const plain = await aService(server);
  expect((await events({ client_id: plain.client_id })).map(({ action }) => action)).not.toContain(
    'service_account.created',
  );
});

test('what cannot be written down is not permitted', async () => {
  const user = await server.aUser();
  const { storage } = server.deps;
  const full = serverWith(server, {
    storage: { ...storage, audit: { ...storage.audit, append: () => Promise.reject(new Error('the disk is full')) } },
  });
  const input = {
    client_name: 'Unrecorded',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'invoices.read',
    service_account: user.email,
  };
  const tenant = await server.tenant();
  await expect(createClient(full.deps, tenant, capabilities([...tenant.scopes.keys()]), input)).rejects.toThrow();
  expect(await storage.grants.list(tenant.tenant_id, { sub: user.sub }, { after: null, limit: 9 })).toEqual([]);
});

test('so are revoked grants and users that were disabled and enabled, in order, in the own tenant only', async () => {
  const client = await server.aClient();
  const user = await server.aUser();
  await authorize(server, client, user);
  const tenant = await server.tenant();
  const [grant] = await server.deps.storage.grants.list(tenant.tenant_id, { sub: user.sub }, { after: null, limit: 1 });
  const grant_id = grant?.grant_id ?? '';
  await revokeGrant(server.deps, tenant, grant_id);
  server.clock.advance(1);
  await setUserDisabled(server.deps, tenant, user.email, true);
  server.clock.advance(1);
  await setUserDisabled(server.deps, tenant, user.email, false);
  const changes = async () => (await events({ user: user.email })).filter(({ action }) => action !== 'user.created');
  expect(await changes()).toMatchObject([
    { action: 'grant.allowed', actor: `user:${user.sub}`, client_id: client.client_id, sub: user.sub },
    { action: 'grant.revoked', client_id: client.client_id, sub: user.sub, details: { grant_id } },
    { action: 'user.disabled', client_id: null, sub: user.sub },
    { action: 'user.enabled', actor: 'operator' },
  ]);
  await expect(revokeGrant(server.deps, tenant, grant_id)).rejects.toThrow();
  expect(await changes()).toHaveLength(4);

  const { name } = await createTenant(server.deps, { name: 'other' });
  const record = await server.deps.storage.tenants.findByName(name);
  if (record === null) throw new Error('the tenant is gone');
  const other = await loadTenant(server.deps, record);
  const others = await operationsOn(server.deps, async () => other).performAll(listAuditEvents, {});
  expect(others.filter(({ sub, client_id }) => sub !== null || client_id !== null)).toEqual([]);
});
