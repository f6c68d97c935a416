import type { Exchange } from '../exchange.ts';
import { type AppClosed, closedTo, isOpenToAll } from '../storage/app-access.ts';
import { everyPage } from '../storage/every-page.ts';
import type { OrganizationRecord } from '../storage/organization-records.ts';
import type { GrantRecord, TokenFamilyRecord } from '../storage/records.ts';
import { type Client, findClient } from '../tenants/client.ts';

/** An app that a user has allowed. */
export interface InstalledApp {
  readonly grant: GrantRecord;
  readonly client: Client;
  /** What it is installed on; null: on nothing but the user's account. */
  readonly organization: OrganizationRecord | null;
  /** The authorizations in force, newest first; none while the client is disabled. */
  readonly families: readonly TokenFamilyRecord[];
  /** An administrator permitted it in the user's place, and only they can take that back. */
  readonly managed: boolean;
  /** Why it can do nothing for the user for now, whatever they allowed; null: it can. */
  readonly closed: AppClosed | null;
}

/** Everything that the user has allowed, in no particular order. As many as they said yes to, so they are all read at once. */
export async function listInstalled(exchange: Exchange, sub: string): Promise<InstalledApp[]> {
  const apps: InstalledApp[] = [];
  for await (const grant of grantsOf(exchange, sub)) {
    const app = await installedApp(exchange, grant);
    if (app !== null) apps.push(app);
  }
  return apps;
}

/** One of the user's own; null for any other grant_id, whoever it belongs to. */
export async function findInstalled(exchange: Exchange, sub: string, grant_id: string): Promise<InstalledApp | null> {
  for await (const grant of grantsOf(exchange, sub)) {
    if (grant.grant_id === grant_id) return installedApp(exchange, grant);
  }
  return null;
}

function grantsOf({ deps, tenant }: Exchange, sub: string): AsyncGenerator<GrantRecord> {
  return everyPage(
    (page) => deps.storage.grants.list(tenant.tenant_id, { sub }, page),
    ({ grant_id }) => grant_id,
  );
}

async function installedApp(exchange: Exchange, grant: GrantRecord): Promise<InstalledApp | null> {
  const client = await findClient(exchange.deps, exchange.tenant, grant.client_id);
  // Deleted since the grant was read.
  if (client === null) return null;
  const [families, organization, closed] = await Promise.all([
    client.disabled ? [] : familiesOf(exchange, grant),
    grant.org_id === '' ? null : exchange.deps.storage.organizations.find(grant.tenant_id, grant.org_id),
    closedFor(exchange, client, grant.sub),
  ]);
  const managed = client.metadata.service_account?.sub === grant.sub;
  return { grant, client, organization, families, managed, closed };
}

/** Nothing is looked up for an app that is open to all. */
async function closedFor({ deps, tenant }: Exchange, { app }: Client, sub: string): Promise<AppClosed | null> {
  if (app === null || isOpenToAll(app)) return null;
  const [user, works_on_it] = await Promise.all([
    deps.storage.users.find(tenant.tenant_id, sub),
    deps.storage.apps.role(tenant.tenant_id, app.app_id, sub),
  ]);
  return closedTo(app, { works_on_it, role: user?.role ?? null });
}

async function familiesOf({ deps, tenant }: Exchange, { grant_id }: GrantRecord): Promise<TokenFamilyRecord[]> {
  const now = deps.clock();
  const families: TokenFamilyRecord[] = [];
  const rows = everyPage(
    (page) => deps.storage.grants.listFamilies(tenant.tenant_id, grant_id, now, page),
    ({ family_id }) => family_id,
  );
  for await (const family of rows) families.push(family);
  return families.sort((a, b) => b.created_at - a.created_at);
}
