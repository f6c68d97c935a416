import type { Exchange } from '../../exchange.ts';
import { needsAdmin } from '../../organizations/app-approval.ts';
import { wholeList } from '../../storage/every-page.ts';
import type { AppApprovalRecord } from '../../storage/organization-records.ts';
import type { GrantRecord } from '../../storage/records.ts';
import { type Client, findClient } from '../../tenants/client.ts';

/** An app as an organization knows it: from those who installed it, from those who asked for it, and from what was decided. */
export interface OrganizationApp {
  readonly client: Client;
  /** One for each member who has it installed. */
  readonly grants: readonly GrantRecord[];
  readonly approval: AppApprovalRecord | null;
}

/** In no particular order. As many installations as members made, so they are all read at once. */
export async function appsOn(exchange: Exchange, org_id: string): Promise<OrganizationApp[]> {
  const [grants, approvals] = await Promise.all([
    grantsOn(exchange, { org_id }),
    needsAdmin(exchange.tenant) ? approvalsOn(exchange, org_id) : [],
  ]);
  const ids = new Set([...grants, ...approvals].map(({ client_id }) => client_id));
  const apps = await Promise.all(
    [...ids].map(async (client_id) => ({
      client: await findClient(exchange.deps, exchange.tenant, client_id),
      grants: grants.filter((grant) => grant.client_id === client_id),
      approval: approvals.find((approval) => approval.client_id === client_id) ?? null,
    })),
  );
  // Deleted since the grants were read.
  return apps.flatMap((app) => (app.client === null ? [] : [{ ...app, client: app.client }]));
}

/** null: nobody there has installed it or asked for it. */
export async function appOn(exchange: Exchange, org_id: string, client_id: string): Promise<OrganizationApp | null> {
  const { deps, tenant } = exchange;
  const client = await findClient(deps, tenant, client_id);
  if (client === null) return null;
  const [grants, approval] = await Promise.all([
    grantsOn(exchange, { org_id, client_id }),
    needsAdmin(tenant)
      ? deps.storage.organizations.findApproval({ tenant_id: tenant.tenant_id, org_id, client_id })
      : null,
  ]);
  return grants.length === 0 && approval === null ? null : { client, grants, approval };
}

export function grantsOn(
  { deps, tenant }: Exchange,
  filter: { readonly org_id: string; readonly client_id?: string; readonly sub?: string },
): Promise<GrantRecord[]> {
  return wholeList(
    (page) => deps.storage.grants.list(tenant.tenant_id, filter, page),
    ({ grant_id }) => grant_id,
  );
}

export function approvalsOn({ deps, tenant }: Exchange, org_id: string): Promise<AppApprovalRecord[]> {
  const key = { tenant_id: tenant.tenant_id, org_id };
  return wholeList(
    (page) => deps.storage.organizations.listApprovals(key, page),
    ({ client_id }) => client_id,
  );
}

/** As stored, however many they have become. */
export function storedScope(scope: string | null): string[] {
  return (scope ?? '').split(' ').filter((name) => name !== '');
}
