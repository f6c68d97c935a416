import type { Page } from '../../storage/port.ts';
import type { ClientRecord } from '../../storage/records.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { reaches } from '../actor.ts';
import { callerOf, type ManagementDeps } from '../management-deps.ts';
import { everyPage } from '../pages.ts';
import { type CheckedClient, clientFindings, hasSecrets } from './client-rules.ts';
import type { Finding } from './finding.ts';
import { installationFindings } from './installation-rules.ts';
import { tenantFindings } from './tenant-rules.ts';

type CheckDeps = Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock'>;

/** What is found about the tenant itself, and for operators about the installation. */
export async function deploymentFindings(deps: CheckDeps, tenant: Tenant): Promise<Finding[]> {
  const installation = reaches(callerOf(deps).role, 'operator') ? await installationFindings(deps) : [];
  return [...installation, ...tenantFindings(deps, tenant)];
}

/** One page of clients in order of name, each with what is looked at. */
export async function clientsToCheck(
  { storage }: CheckDeps,
  { tenant_id }: Tenant,
  page: Page,
): Promise<CheckedClient[]> {
  const clients = await storage.clients.list(tenant_id, {}, page);
  return Promise.all(clients.map((client) => withSecrets({ storage }, client)));
}

/** What is found about one client. */
export function findingsAboutClient({ config, clock }: CheckDeps, tenant: Tenant, checked: CheckedClient): Finding[] {
  return clientFindings(checked, tenant, { production: config.mode === 'production', now: clock() });
}

/** What is found about every client of a tenant, one after the other: however many there are, a page of them is in memory. */
export async function* everyClientFinding(deps: CheckDeps, tenant: Tenant): AsyncGenerator<Finding> {
  const rows = everyPage(
    (page) => clientsToCheck(deps, tenant, page),
    ({ client }) => client.list_key,
  );
  for await (const checked of rows) yield* findingsAboutClient(deps, tenant, checked);
}

async function withSecrets({ storage }: Pick<ManagementDeps, 'storage'>, client: ClientRecord): Promise<CheckedClient> {
  if (!hasSecrets(client)) return { client, secrets: [] };
  const found = await storage.clients.find(client.tenant_id, client.client_id);
  return { client, secrets: found?.secrets ?? [] };
}
