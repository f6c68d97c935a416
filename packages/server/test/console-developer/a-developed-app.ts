import { createApp } from '../../src/management/apps.ts';
import { addAppTester } from '../../src/management/apps-people.ts';
import { returnApp, submitApp } from '../../src/management/apps-review.ts';
import { publishTerms } from '../../src/management/apps-terms.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { dayOf } from '../../src/traces/usage-counter.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { authorizationUrl, authorize, redeem } from '../support/user-agent.ts';

export interface DevelopedApp {
  readonly app_id: string;
  readonly client: IssuedClient;
  /** A client that works for itself. */
  readonly service: IssuedClient;
  /** The ids of requests of the client. */
  readonly traces: { readonly slash: string; readonly verifier: string; readonly asked: string };
}

/** An app of this developer to which everything has happened: sent back, tried, broken, used for a month. */
export async function aDevelopedApp(server: TestServer, developer: TestUser): Promise<DevelopedApp> {
  const tenant = await server.tenant();
  const { app_id } = await createApp(server.deps, tenant, {
    name: 'Papyrus',
    short_description: 'Turns invoices into letters that people like to read',
    homepage_uri: 'https://papyrus.example',
    owner: developer.sub,
  });
  const client = await server.aClient({ client_name: 'Papyrus for the web', app_id });
  const service = await server.aClient({
    client_name: 'Nightly export',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scope: 'invoices.read',
    app_id,
  });
  const tester = await server.aUser({ claims: { name: 'Charles Babbage' } });
  await addAppTester(server.deps, tenant, app_id, { user: tester.email });
  await submitApp(server.deps, tenant, { app_id, revision: null });
  await returnApp(
    server.deps,
    tenant,
    { app_id, revision: null },
    { note: 'Please say on your homepage who you are.' },
  );
  const traces = await requestsOf(server, developer, client);
  // After that: from now on users are asked to agree to them.
  await publishTerms(server.deps, tenant, app_id, { text: 'Be kind.\nPay on time.' });
  await aMonthOf(server, client);
  return { app_id, client, service, traces };
}

async function requestsOf(
  server: TestServer,
  developer: TestUser,
  client: IssuedClient,
): Promise<DevelopedApp['traces']> {
  const idOf = (response: Response) => response.headers.get('x-request-id') ?? '';
  const wrong = { redirect_uri: `${client.redirect_uris[0]}/` };
  const slash = idOf(await server.fetch(authorizationUrl(client, wrong)));
  const { agent, ...good } = await authorize(server, client, developer);
  await redeem(server, client, good);
  const again = await authorize(server, client, developer, {}, agent);
  const { status } = await redeem(server, client, again, { code_verifier: 'x'.repeat(43) });
  if (status !== 400) throw new Error(`a wrong verifier was answered with ${status}`);
  await server.deps.traces.flush();
  const { tenant_id } = await server.tenant();
  const found = await server.deps.storage.traces.list(tenant_id, client.client_id, {}, { after: null, limit: 50 });
  const named = (isIt: (entry: (typeof found)[number]) => boolean) => found.find(isIt)?.trace_id ?? '';
  return {
    slash,
    verifier: named(({ reason }) => reason === 'code_verifier_mismatch'),
    asked: named(({ outcome }) => outcome === 'waiting'),
  };
}

/** Counts of the days before today. */
async function aMonthOf({ deps, clock, tenant }: TestServer, { client_id }: IssuedClient): Promise<void> {
  const { tenant_id } = await tenant();
  const now = Math.floor(Date.now() / 1000);
  const expires_at = Math.max(now, clock()) + 86_400 * 90;
  const usage = Array.from({ length: 29 }, (_, index) => ({
    tenant_id,
    client_id,
    day: dayOf(now - (index + 1) * 86_400),
    expires_at,
    counts: {
      tokens: 40 + ((index * 37) % 50),
      'error:invalid_grant': (index * 7) % 9,
      'error:invalid_scope': index % 3,
    },
    subs: Array.from({ length: 4 + (index % 6) }, (_, user) => `user-${user}`),
    subs_expire_at: expires_at,
  }));
  await deps.storage.traces.append([], usage);
}
