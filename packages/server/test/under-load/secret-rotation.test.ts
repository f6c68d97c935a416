import { describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { aService, serviceToken } from '../support/installed-app.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { createPostgresDatabase } from '../support/postgres.ts';
import { listeningServer } from '../support/start-server.ts';
import { type Load, startLoad } from './load.ts';

const databases = {
  SQLite: async () => ({ databaseUrl: undefined, drop: async () => {} }),
  PostgreSQL: async () => {
    const { connectionString, drop } = await createPostgresDatabase();
    return { databaseUrl: connectionString, drop };
  },
};

/** As a new version is rolled out: one instance after the other, under way all the time. */
async function changeOver(load: Load, secret: string): Promise<void> {
  for (const instance of load.instances) {
    instance.secret = secret;
    await load.further(1, [instance]);
  }
}

describe('RFC 9700 §2.5, RFC 7591 §3.2.1: the secret of a client is changed while its instances get tokens', () => {
  test.each(Object.entries(databases))(
    '%s: a second one, every instance changes over, the old one is revoked: not one request fails',
    async (_, open) => {
      const { databaseUrl, drop } = await open();
      const server = await listeningServer({ databaseUrl });
      const service = await aService(server);
      const admin = await managementApi(server, 'admin');
      const load = startLoad(server, service);
      await load.further(3);
      const secret = await aSecondSecret(admin, service);
      await load.further(3);
      await changeOver(load, secret);
      // What was sent with the old one has been answered by now.
      await load.further(1);
      await revokeTheFirst(admin, service, secret);
      await load.further(3);
      await load.stop();
      expect(load.failures).toEqual([]);
      expect(load.accepted()).toBe(load.instances.reduce((sum, { tokens }) => sum + tokens, 0));
      expect((await serviceToken(server, service)).status).toBe(401);
      expect((await serviceToken(server, { ...service, client_secret: secret })).status).toBe(200);
      await server.close();
      await drop();
    },
  );
});

async function aSecondSecret(admin: ManagementApi, { client_id }: IssuedClient): Promise<string> {
  const path = `/tenants/{tenant}/clients/${client_id}/secrets`;
  const { status, body } = await admin.call('POST', path, { description: 'From today on' });
  expect(status).toBe(201);
  return body.client_secret;
}

async function revokeTheFirst(admin: ManagementApi, { client_id }: IssuedClient, second: string): Promise<void> {
  const client = `/tenants/{tenant}/clients/${client_id}`;
  const { body } = await admin.call('GET', client);
  const [first, ...others] = body.secrets.filter(({ hint }: { hint: string }) => !second.endsWith(hint));
  expect(others).toEqual([]);
  expect((await admin.call('DELETE', `${client}/secrets/${first.secret_id}`)).status).toBe(204);
}
