import { expect, test } from 'vitest';
import type { Caller } from '../../src/management/actor.ts';
import { createApp } from '../../src/management/apps.ts';
import { getTrace } from '../../src/management/operations/traces.ts';
import { getTrace as findTrace, listTraces } from '../../src/management/traces.ts';
import { getUsage } from '../../src/management/usage.ts';
import type { UserRole } from '../../src/storage/records.ts';
import { errorPage } from '../support/answers.ts';
import { signedInAgent } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { authorizationUrl, UserAgent } from '../support/user-agent.ts';

/** An app of a developer, one of its clients, and a request of that which was refused. */
async function anAppInTrouble(server: TestServer) {
  const developer = await server.aUser();
  const caller = callerFor(developer.sub, 'developer');
  const app = await createApp({ ...server.deps, caller }, await server.tenant(), { name: 'In trouble' });
  const client = await server.aClient();
  const { tenant_id } = await server.tenant();
  await server.deps.storage.apps.placeClient({ tenant_id, client_id: client.client_id }, app.app_id, server.clock());
  const wrong = authorizationUrl(client, { redirect_uri: 'https://app.example/other' });
  const { reference } = await errorPage(await server.fetch(wrong));
  await server.deps.traces.flush();
  return { developer, caller, client, wrong, reference };
}

function callerFor(sub: string, role: UserRole | null): Caller {
  return { actor: `user:${sub}`, role, sub, address: null, request_id: null };
}

describeServer('who sees what is recorded', {}, (server) => {
  test('the developers of the app, and administrators; for everybody else there is no such request', async () => {
    const { caller, client, reference } = await anAppInTrouble(server());
    const tenant = await server().tenant();
    const as = (who: Caller) => ({ ...server().deps, caller: who });
    const stranger = callerFor((await server().aUser()).sub, 'developer');
    for (const who of [caller, callerFor('x', 'admin'), callerFor('x', 'operator')]) {
      expect(await findTrace(as(who), tenant, ` ${reference.toLowerCase()} `)).toMatchObject({
        client_id: client.client_id,
      });
    }
    for (const who of [stranger, callerFor('x', null)]) {
      const page = { filter: {}, after: null, limit: 10 };
      await expect(findTrace(as(who), tenant, reference)).rejects.toMatchObject({ kind: 'not_found' });
      await expect(listTraces(as(who), tenant, client.client_id, page)).rejects.toMatchObject({ kind: 'not_found' });
      await expect(getUsage(as(who), tenant, client.client_id, 1)).rejects.toMatchObject({ kind: 'not_found' });
    }
    await expect(findTrace(as(caller), tenant, 'XR-0000-0000')).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('catalogue 80: another tenant has no such request', async () => {
    const { reference } = await anAppInTrouble(server());
    const other = { ...(await server().tenant()), tenant_id: 'ten_other' };
    await expect(findTrace(server().deps, other, reference)).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('the result of getTrace is exactly what its contract says', async () => {
    const { reference } = await anAppInTrouble(server());
    const found = await findTrace(server().deps, await server().tenant(), reference);
    expect(getTrace.result.parse(found)).toEqual(found);
  });

  test('the error page leads its developer to the request, and nobody else', async () => {
    const { developer, wrong } = await anAppInTrouble(server());
    const link = (reference: string) => `href="${server().issuer}/console/traces/${reference}"`;
    const own = await errorPage(await (await signedInAgent(server(), developer)).visit(wrong));
    expect(own.text).toContain(link(own.reference));
    const other = await errorPage(await (await signedInAgent(server(), await server().aUser())).visit(wrong));
    expect(other.text).not.toContain('/console/');
    expect((await errorPage(await new UserAgent(server()).visit(wrong))).text).not.toContain('/console/');
  });
});
