import { z } from 'zod';
import {
  clientId,
  clientMetadataInput,
  newTenant,
  newUpstreamProvider,
  resourceServerInput,
  scopeInput,
} from '../contract.ts';

/** The server's own variables are no provider's business: a document may be written by somebody who cannot read them. */
const environmentName = z
  .string()
  .regex(/^(?!XENIA_|DATABASE_URL$)[A-Za-z_][A-Za-z0-9_]*$/, 'Name a variable that is not one of the server itself.');

/** What can be told of a secret in a document. */
const secretSource = z.union([z.strictObject({ from_env: environmentName }), z.strictObject({ value: z.string() })], {
  error: 'Write { from_env: NAME } and put the secret into that environment variable.',
});

const client = clientMetadataInput.extend({
  /** What it is known by: the same client_id is the same client. */
  client_id: clientId,
  /** Absent: left as it is, so that what was disabled in an emergency stays so. */
  disabled: z.boolean().optional(),
});
export type DeclaredClient = z.output<typeof client>;

const provider = z.strictObject({
  ...newUpstreamProvider.shape,
  /** Absent: left as it is; null: there is none. */
  client_secret: secretSource.nullable().optional(),
  /** Absent: left as it is. */
  disabled: z.boolean().optional(),
});
export type DeclaredProvider = z.output<typeof provider>;

const resourceServer = resourceServerInput.extend({
  scopes: z.array(scopeInput.omit({ resource: true })).default([]),
});
export type DeclaredResourceServer = z.output<typeof resourceServer>;

/**
 * One tenant, as a file says it. It is all of it but its users and what belongs to them: a member that is absent has its default. Names
 * are those of the management API.
 */
export const tenantDocument = newTenant.extend({
  resource_servers: z.array(resourceServer).default([]),
  clients: z.array(client).default([]),
  upstream_providers: z.array(provider).default([]),
});
export type TenantDocument = z.output<typeof tenantDocument>;
export type TenantDocumentInput = z.input<typeof tenantDocument>;

/** Where something stands in a document. */
export type DocumentPath = readonly (string | number)[];

/** Two that say to be the same one, each with its place. */
export function repeatedNames(document: TenantDocument): { path: DocumentPath; name: string }[] {
  const { resource_servers, clients, upstream_providers } = document;
  return [
    ...repeated(
      resource_servers.map(({ resource }, i) => ({ name: resource, path: ['resource_servers', i, 'resource'] })),
    ),
    ...repeated(
      resource_servers.flatMap(({ scopes }, i) =>
        scopes.map(({ name }, j) => ({ name, path: ['resource_servers', i, 'scopes', j, 'name'] })),
      ),
    ),
    ...repeated(clients.map(({ client_id }, i) => ({ name: client_id, path: ['clients', i, 'client_id'] }))),
    ...repeated(
      upstream_providers.map(({ provider_id }, i) => ({
        name: provider_id,
        path: ['upstream_providers', i, 'provider_id'],
      })),
    ),
  ];
}

function repeated<Named extends { name: string }>(all: readonly Named[]): Named[] {
  const seen = new Set<string>();
  return all.filter(({ name }) => seen.size === seen.add(name).size);
}
