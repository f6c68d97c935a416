import type { ClientRecord } from '../../storage/records.ts';
import type { UpstreamProviderRecord } from '../../storage/upstream-records.ts';
import { loadTenant } from '../../tenants/directory.ts';
import { managementResourceServer, managementScopeRecords } from '../../tenants/management-scopes.ts';
import type { TenantSettings } from '../../tenants/settings.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { identityScopes } from '../identity-scopes.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { everyPage } from '../pages.ts';
import type { TenantDocument } from './document.ts';
import { DocumentError } from './document-error.ts';
import { apiProblems, planApis, resourceServerRemoval, scopeRemoval } from './plan-apis.ts';
import { clientRemoval, isDeclarable, planClient } from './plan-clients.ts';
import { type ProviderOptions, planProvider, providerRemoval } from './plan-providers.ts';
import { planTenant, type TenantStep, tenantDocumentProblems } from './plan-tenant.ts';
import type { ChangeDescription, PlannedChange } from './planned-change.ts';
import { type PlacedProblem, type ReadDocument, withLines } from './read-document.ts';

export interface PlanOptions extends ProviderOptions {
  /** Whether what the document does not name is removed. */
  readonly prune: boolean;
}

/** Everything between what is there and what a document says, in the order in which it can be done. */
export interface Plan {
  /** The tenant's. */
  readonly name: string;
  /** null: it is there as it should be. */
  readonly tenant: TenantStep | null;
  readonly changes: readonly PlannedChange[];
  /** What is there, is not in the document, and stays because nobody asked to prune. */
  readonly left: readonly Pick<ChangeDescription, 'subject' | 'id' | 'name'>[];
}

/** Changes nothing. Throws DocumentError with everything that the rules of registration have against the document. */
export async function planDocument(
  deps: Pick<ManagementDeps, 'config' | 'storage' | 'clock' | 'sealer'>,
  { file, document, lineOf }: ReadDocument,
  options: PlanOptions,
): Promise<Plan> {
  const record = await deps.storage.tenants.findByName(document.name);
  const existing = record === null ? null : await loadTenant(deps, record);
  const refuse = (problems: readonly PlacedProblem[]) => {
    if (problems.length > 0) throw new DocumentError(file, withLines({ lineOf }, problems));
  };
  refuse(tenantDocumentProblems(document, existing));
  const { step, settings } = planTenant(document, existing);
  const { resource_servers } = document;
  const known = existing ?? blank(deps, document, settings);
  const projected = projectedTenant(known, document, { settings, prune: options.prune });
  const clients = await planClients(deps, document, projected);
  const providers = await planProviders(deps, { document, existing }, options);
  refuse([...apiProblems(resource_servers), ...clients.problems, ...providers.problems]);
  const extra = existing === null ? [] : await notDeclared(deps, document, existing);
  return {
    name: document.name,
    tenant: step,
    changes: [
      ...planApis(resource_servers, known),
      ...clients.changes,
      ...providers.changes,
      ...(options.prune ? extra : []),
    ],
    left: options.prune ? [] : extra.map(({ subject, id, name }) => ({ subject, id, name })),
  };
}

/** A tenant that is not there yet. */
function blank({ config }: Pick<ManagementDeps, 'config'>, document: TenantDocument, settings: TenantSettings): Tenant {
  const { name, issuer = `${config.publicUrl}/${name}`, display_name = name } = document;
  const nothing = { tenant_id: '', revision: 0, scopes: new Map(), resourceServers: new Map(), keys: [] };
  return { ...nothing, name, issuer, displayName: display_name, settings };
}

/** As it will be once the document is applied, as far as clients depend on it. */
function projectedTenant(
  known: Tenant,
  { resource_servers }: TenantDocument,
  { settings, prune }: { settings: TenantSettings; prune: boolean },
): Tenant {
  const { tenant_id } = known;
  const servers = resource_servers.map(({ scopes: _, ...server }) => ({ tenant_id, created_at: 0, ...server }));
  const scopes = resource_servers.flatMap(({ resource, scopes }) =>
    scopes.map(({ required, emphasised, needs_review, ...scope }) => ({
      ...{ tenant_id, resource, ...scope },
      ...{ required: Number(required), emphasised: Number(emphasised), needs_review: Number(needs_review) },
    })),
  );
  const own = [...identityScopes(tenant_id), ...managementScopeRecords(known)];
  const keptScopes = prune ? [] : known.scopes.values();
  const keptServers = prune ? [] : known.resourceServers.values();
  return {
    ...known,
    settings,
    scopes: new Map([...keptScopes, ...own, ...scopes].map((scope) => [scope.name, scope])),
    resourceServers: new Map(
      [...keptServers, managementResourceServer(known, settings, 0), ...servers].map((server) => [
        server.resource,
        server,
      ]),
    ),
  };
}

interface Planned {
  problems: PlacedProblem[];
  changes: PlannedChange[];
}

async function planClients(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { clients }: TenantDocument,
  tenant: Tenant,
): Promise<Planned> {
  const planned: Planned = { problems: [], changes: [] };
  for (const [index, declared] of clients.entries()) {
    const found = await storage.clients.find(tenant.tenant_id, declared.client_id);
    collect(planned, planClient(declared, found?.client ?? null, tenant), ['clients', index]);
  }
  return planned;
}

async function planProviders(
  deps: Pick<ManagementDeps, 'storage' | 'sealer'>,
  { document, existing }: { document: TenantDocument; existing: Tenant | null },
  options: ProviderOptions,
): Promise<Planned> {
  const planned: Planned = { problems: [], changes: [] };
  const known = new Map((await providersOf(deps, existing)).map((record) => [record.provider_id, record]));
  for (const [index, declared] of document.upstream_providers.entries()) {
    const record = known.get(declared.provider_id) ?? null;
    collect(planned, planProvider(deps, declared, record, options), ['upstream_providers', index]);
  }
  return planned;
}

function collect(into: Planned, { problems, changes }: Planned, at: PlacedProblem['path']): void {
  into.problems.push(...problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] })));
  into.changes.push(...changes);
}

async function providersOf(
  { storage }: Pick<ManagementDeps, 'storage'>,
  tenant: Tenant | null,
): Promise<UpstreamProviderRecord[]> {
  return tenant === null ? [] : storage.upstream.listProviders(tenant.tenant_id);
}

/** Whatever is there and a document could name, but this one does not: its removal. What others name goes after them. */
async function notDeclared(
  deps: Pick<ManagementDeps, 'storage'>,
  document: TenantDocument,
  tenant: Tenant,
): Promise<PlannedChange[]> {
  const { tenant_id } = tenant;
  const { clients, scopes, resourceServers, upstream } = deps.storage;
  const { resource_servers, upstream_providers } = document;
  const declaredClients = new Set(document.clients.map(({ client_id }) => client_id));
  const declaredScopes = new Set(resource_servers.flatMap((server) => server.scopes.map(({ name }) => name)));
  const declaredServers = new Set(resource_servers.map(({ resource }) => resource));
  const declaredProviders = new Set(upstream_providers.map(({ provider_id }) => provider_id));
  const surplus: ClientRecord[] = [];
  const rows = everyPage(
    (page) => clients.list(tenant_id, {}, page),
    ({ list_key }) => list_key,
  );
  for await (const row of rows) if (!declaredClients.has(row.client_id) && isDeclarable(row)) surplus.push(row);
  const removals: PlannedChange[] = [];
  for (const row of surplus) removals.push(await clientRemoval(deps, row));
  const storedScopes = (await scopes.list(tenant_id)).filter(({ resource }) => resource !== null);
  return [
    ...removals,
    ...storedScopes.filter(({ name }) => !declaredScopes.has(name)).map(scopeRemoval),
    ...(await resourceServers.list(tenant_id))
      .filter(({ resource }) => !declaredServers.has(resource))
      .map(resourceServerRemoval),
    ...(await upstream.listProviders(tenant_id))
      .filter(({ provider_id }) => !declaredProviders.has(provider_id))
      .map(providerRemoval),
  ];
}
