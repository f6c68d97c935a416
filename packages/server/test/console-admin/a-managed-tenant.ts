import { createApp, updateApp } from '../../src/management/apps.ts';
import { approveApp, submitApp } from '../../src/management/apps-review.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { addMember, createOrganization } from '../../src/management/organizations.ts';
import { requestServiceAccount } from '../../src/management/service-account-requests.ts';
import { createTenant, updateTenant } from '../../src/management/tenants.ts';
import { addUpstreamProvider } from '../../src/management/upstream-providers.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';

export interface ManagedTenant {
  /** Has installed something, is signed in, owns an organization alone, and has an authenticator app. */
  readonly user: TestUser;
  /** Waits for its first review. */
  readonly app_id: string;
  /** Approved; a new name waits. */
  readonly renamed_id: string;
  /** Of the developer, who has not submitted it. */
  readonly draft_id: string;
  readonly org_id: string;
  readonly client_id: string;
}

const ANY = { revision: null };

/** A tenant in which something of everything has happened. */
export async function aManagedTenant(server: TestServer, developer: TestUser): Promise<ManagedTenant> {
  const tenant = await server.tenant();
  const user = await server.aUser({ email: 'ada@papyrus.example', claims: { name: 'Ada Byron' } });
  const { client } = await anInstalledApp(server, { user, metadata: { client_name: 'Ledger for the web' } });
  await aLostDelivery(server);
  await anAuthenticator(server, user);
  // Only now, so that the apps above are installed on people.
  await updateTenant(server.deps, tenant.name, {
    settings: { organizations: 'by_anyone', signUp: 'invitation', responseTypes: ['code', 'token'] },
  });
  const { org_id } = await createOrganization(server.deps, await server.tenant(), {
    name: 'Papyrus Ltd',
    owner: user.email,
  });
  const member = await server.aUser({ email: 'bob@papyrus.example', claims: { name: 'Bob' } });
  await addMember(server.deps, tenant, org_id, { user: member.email, role: 'member' });
  const app_id = await anApp(server, developer, 'Papyrus');
  const renamed_id = await anApp(server, developer, 'Ledger');
  await approveApp(server.deps, tenant, { app_id: renamed_id, ...ANY }, {});
  const asDeveloper = { ...server.deps, caller: callerOf(developer) };
  const change = { name: 'Ledger of the long and winding name' };
  await updateApp(asDeveloper, tenant, renamed_id, { change, ...ANY });
  const { app_id: draft_id } = await createApp(asDeveloper, tenant, { name: 'Palimpsest' });
  await aServiceThatAsks(server, developer, renamed_id);
  await addUpstreamProvider(
    server.deps,
    tenant,
    { provider_id: 'city', display_name: 'City account', issuer: 'https://id.city.example', client_id: 'xenia' },
    { verify: false },
  );
  await createTenant(server.deps, { name: 'sandbox', display_name: 'The sandbox' });
  return { user, app_id, renamed_id, draft_id, org_id, client_id: client.client_id };
}

function callerOf({ sub }: TestUser) {
  return { actor: `user:${sub}`, role: 'developer', sub, address: null, request_id: null } as const;
}

async function anApp(server: TestServer, { sub: owner }: TestUser, name: string): Promise<string> {
  const tenant = await server.tenant();
  const { app_id } = await createApp(server.deps, tenant, {
    name,
    short_description: `${name} turns invoices into letters that people like to read`,
    homepage_uri: `https://${name.toLowerCase()}.example`,
    details: 'It reads your invoices once a day.\nIt writes nothing.',
    owner,
  });
  await server.aClient({ client_name: `${name} for the web`, app_id });
  await submitApp(server.deps, tenant, { app_id, ...ANY });
  return app_id;
}

export async function aServiceThatAsks(server: TestServer, developer: TestUser, app_id: string): Promise<string> {
  const { client_id } = await server.aClient({
    client_name: 'Nightly export',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scope: 'invoices.read',
    app_id,
  });
  const deps = { ...server.deps, caller: callerOf(developer) };
  await requestServiceAccount(deps, await server.tenant(), client_id, { reason: 'Exports the books every night.' });
  return client_id;
}

/** A client that was told of an uninstallation, and never heard it. */
async function aLostDelivery(server: TestServer): Promise<void> {
  const { client } = await anInstalledApp(server, {
    metadata: { client_name: 'Deaf app', webhook_uri: 'https://deaf.example/events' },
  });
  const { deps } = server;
  const tenant = await server.tenant();
  const { tenant_id } = tenant;
  const [grant] = await deps.storage.grants.list(tenant_id, { client_id: client.client_id }, { after: null, limit: 1 });
  await revokeGrant(deps, tenant, grant?.grant_id ?? '');
  const [told] = await deps.storage.deliveries.list(tenant_id, client.client_id, { after: null, limit: 1 });
  if (told === undefined) throw new Error('nothing was to be delivered');
  const outcome = { attempts: 9, next_attempt_at: null, delivered_at: null, last_status: 503, last_error: 'busy' };
  await deps.storage.deliveries.settle(told, outcome);
}

async function anAuthenticator({ deps, clock, tenant }: TestServer, { sub }: TestUser): Promise<void> {
  const { tenant_id } = await tenant();
  const created_at = clock();
  const totp = { tenant_id, sub, sealed_secret: deps.sealer.seal('totp', 'A'), created_at, last_step: 0 };
  const codes = ['one', 'two'].map((code_hash) => ({ tenant_id, sub, code_hash, created_at, used_at: null }));
  await deps.storage.credentials.addTotp(totp, codes);
}
