import { isDeepStrictEqual } from 'node:util';
import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import { completeClientMetadata } from '@xenia/protocol/client-metadata';
import type { ClientRecord } from '../../storage/records.ts';
import type { UpstreamProviderRecord } from '../../storage/upstream-records.ts';
import { isFirstParty } from '../../tenants/first-party.ts';
import { tenantSettingsSchema } from '../../tenants/settings.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { openClientSecret } from '../../upstream/provider.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { newClientMetadata } from '../new-client.ts';
import { everyPage } from '../pages.ts';
import { usesSecret } from '../secrets.ts';
import { difference } from './difference.ts';
import type { TenantDocumentInput } from './document.ts';
import { resourceServerMembers, scopeMembers } from './plan-apis.ts';
import { isDeclarable } from './plan-clients.ts';
import { providerMembers } from './plan-providers.ts';

export interface TenantExport {
  readonly document: TenantDocumentInput;
  /** How many clients it leaves out, because they belong to apps or act for users. */
  readonly clients_left_out: number;
  /** How many of its clients have secrets, which nobody can read: applied elsewhere they get new ones. */
  readonly clients_with_secrets: number;
}

type ExportDeps = Pick<ManagementDeps, 'config' | 'storage' | 'sealer'>;

/** The document that makes this tenant anew. `withSecrets`: with those that can be read, which are the providers'. */
export async function exportTenant(
  deps: ExportDeps,
  tenant: Tenant,
  { withSecrets }: { readonly withSecrets: boolean },
): Promise<TenantExport> {
  const { tenant_id, name, issuer, displayName } = tenant;
  const { clients, ...counts } = await exportClients(deps, tenant);
  const providers = await deps.storage.upstream.listProviders(tenant_id);
  const settings = difference(tenantSettingsSchema.parse({}), tenant.settings).map(({ member, to }) => [member, to]);
  return {
    document: {
      name,
      ...(issuer === `${deps.config.publicUrl}/${name}` ? {} : { issuer }),
      display_name: displayName,
      settings: Object.fromEntries(settings),
      resource_servers: await exportApis(deps, tenant),
      clients,
      upstream_providers: providers.map((record) => exportProvider(deps, record, withSecrets)),
    },
    ...counts,
  };
}

async function exportApis({ storage }: ExportDeps, { tenant_id }: Tenant) {
  const servers = await storage.resourceServers.list(tenant_id);
  const scopes = inOrder(await storage.scopes.list(tenant_id), ({ name }) => name);
  return inOrder(servers, ({ resource }) => resource).map((server) => ({
    ...resourceServerMembers(server),
    scopes: scopes.filter(({ resource }) => resource === server.resource).map(scopeMembers),
  }));
}

async function exportClients({ storage }: ExportDeps, tenant: Tenant) {
  const exported: ReturnType<typeof exportClient>[] = [];
  let clients_left_out = 0;
  let clients_with_secrets = 0;
  const rows = everyPage(
    (page) => storage.clients.list(tenant.tenant_id, {}, page),
    ({ list_key }) => list_key,
  );
  for await (const row of rows) {
    if (isFirstParty(row.client_id)) continue;
    if (!isDeclarable(row)) {
      clients_left_out += 1;
      continue;
    }
    const metadata = completeClientMetadata(JSON.parse(row.metadata) as ClientMetadata);
    if (usesSecret(metadata.token_endpoint_auth_method)) clients_with_secrets += 1;
    exported.push(exportClient(tenant, row, metadata));
  }
  return { clients: inOrder(exported, ({ client_id }) => client_id), clients_left_out, clients_with_secrets };
}

/** What people look for first, said even where it is the default. */
const ALWAYS: readonly (keyof ClientMetadata)[] = [
  'client_name',
  'redirect_uris',
  'grant_types',
  'response_types',
  'scope',
  'token_endpoint_auth_method',
  'require_pkce',
];

function exportClient(tenant: Tenant, { client_id, disabled_at }: ClientRecord, metadata: ClientMetadata) {
  const first = Object.fromEntries(ALWAYS.map((member) => [member, metadata[member]]));
  let given: Partial<ClientMetadata> = { ...first, ...metadata };
  for (const member of Object.keys(metadata) as (keyof ClientMetadata)[]) {
    const { [member]: _, ...without } = given;
    // Tried out, because defaults depend on the other members and on the tenant's dialect.
    const same = !ALWAYS.includes(member) && isDeepStrictEqual(newClientMetadata(tenant, without), metadata);
    if (same) given = without;
  }
  return { client_id, ...(disabled_at === null ? {} : { disabled: true }), ...given };
}

function exportProvider(deps: ExportDeps, record: UpstreamProviderRecord, withSecrets: boolean) {
  const { disabled, ...members } = providerMembers(record);
  const secret = withSecrets ? openClientSecret(deps, record) : null;
  const source = secret === null ? { from_env: variableFor(record) } : { value: secret };
  return {
    ...members,
    ...(record.sealed_client_secret === null ? {} : { client_secret: source }),
    ...(disabled ? { disabled } : {}),
  };
}

/** GOOGLE_CLIENT_SECRET */
function variableFor({ provider_id }: UpstreamProviderRecord): string {
  const name = provider_id.toUpperCase().replaceAll('-', '_');
  return `${/^\d/.test(name) ? '_' : ''}${name}_CLIENT_SECRET`;
}

/** Databases differ in how they sort; a document does not. */
function inOrder<One>(all: readonly One[], key: (one: One) => string): One[] {
  return [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
