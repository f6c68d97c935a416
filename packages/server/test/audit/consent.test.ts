import { expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { authorize } from '../support/user-agent.ts';

describeServer('what users allow', {}, (server) => {
  test('is written down when they have answered, once, and not again when it is remembered', async () => {
    const { deps, tenant, aClient, aUser } = server();
    const [client, user] = [await aClient(), await aUser()];
    const { agent } = await authorize(server(), client, user);
    await authorize(server(), client, user, {}, agent);
    const { tenant_id } = await tenant();
    const page = { after: null, limit: 10 };
    expect(await deps.storage.audit.list(tenant_id, { sub: user.sub, action: 'grant.allowed' }, page)).toMatchObject([
      {
        actor: `user:${user.sub}`,
        client_id: client.client_id,
        address: '127.0.0.1',
        request_id: expect.stringMatching(/^XR-/),
        details: JSON.stringify({ scope: 'openid offline_access invoices.read' }),
      },
    ]);
  });
});
