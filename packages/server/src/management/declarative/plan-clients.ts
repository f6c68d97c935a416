import { type ClientMetadata, completeClientMetadata } from '@xenia/protocol/client-metadata';
import { quote } from '@xenia/protocol/client-metadata-rule';
import { capabilities } from '../../capabilities.ts';
import type { ClientRecord } from '../../storage/records.ts';
import { isFirstParty } from '../../tenants/first-party.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { withoutUndefined } from '../change.ts';
import { assertAcceptable } from '../client-rules.ts';
import { createClient, deleteClient, setClientDisabled, updateClient } from '../clients.ts';
import type { ClientMetadataChange } from '../contract.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { ManagementError, type ManagementProblem } from '../management-error.ts';
import { newClientMetadata } from '../new-client.ts';
import { difference } from './difference.ts';
import type { DeclaredClient } from './document.ts';
import { NO_SECRET, type PlannedChange } from './planned-change.ts';
import type { PlacedProblem } from './read-document.ts';

/** A client that a document may declare: not the server's own, none of an app and none that acts for a user, who are in no document. */
export function isDeclarable({
  client_id,
  app_id,
  metadata,
}: Pick<ClientRecord, 'client_id' | 'app_id' | 'metadata'>): boolean {
  if (isFirstParty(client_id) || app_id !== null) return false;
  return (JSON.parse(metadata) as ClientMetadata).service_account === undefined;
}

/** What speaks against a declared client, by its members, or what makes it as declared. `existing`: null where there is none. */
export function planClient(
  declared: DeclaredClient,
  existing: ClientRecord | null,
  /** As it will be, with what the document says. */
  tenant: Tenant,
): { problems: PlacedProblem[]; changes: PlannedChange[] } {
  if (existing !== null && !isDeclarable(existing)) {
    const problem = 'It belongs to an app or acts for a user, who are in no document.';
    return {
      changes: [],
      problems: [{ path: ['client_id'], problem, remedy: 'Change it in the console, and leave it out here.' }],
    };
  }
  const { client_id: _, disabled, ...given } = declared;
  const metadata = newClientMetadata(tenant, withoutUndefined(given));
  const registered = existing === null ? null : completeClientMetadata(JSON.parse(existing.metadata) as ClientMetadata);
  const problems = registrationProblems(metadata, registered ?? metadata, tenant);
  const was = existing === null ? {} : { disabled: existing.disabled_at !== null };
  const members = [
    ...difference(registered ?? {}, metadata),
    ...difference(
      disabled === undefined ? {} : { disabled: false, ...was },
      disabled === undefined ? {} : { disabled },
    ),
  ];
  const changed = problems.length === 0 && members.length > 0;
  return { problems, changes: changed ? [clientChange(declared, existing, members)] : [] };
}

function registrationProblems(metadata: ClientMetadata, registered: ClientMetadata, tenant: Tenant): PlacedProblem[] {
  try {
    assertAcceptable(metadata, tenant, capabilities([...tenant.scopes.keys()]), registered);
    return [];
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return error.problems.map((problem) => placed(problem, metadata));
  }
}

/** A rule that quotes a value of a list is about that one. */
function placed({ field, problem }: ManagementProblem, metadata: ClientMetadata): PlacedProblem {
  const values: unknown = metadata[field as keyof ClientMetadata];
  const index = Array.isArray(values)
    ? values.findIndex((value) => typeof value === 'string' && problem.startsWith(quote(value)))
    : -1;
  return { path: index < 0 ? [field] : [field, index], problem, remedy: '' };
}

function clientChange(
  declared: DeclaredClient,
  existing: ClientRecord | null,
  members: PlannedChange['members'],
): PlannedChange {
  const { client_id, client_name = client_id, disabled, ...given } = declared;
  const perform = existing === null ? creation(declared) : alteration(existing, members);
  return {
    change: existing === null ? 'create' : 'change',
    subject: 'client',
    id: client_id,
    name: client_name,
    members: existing === null ? difference({}, { ...given, ...(disabled === true ? { disabled } : {}) }) : members,
    impact: null,
    perform,
  };
}

function creation({ client_id, disabled, ...given }: DeclaredClient): PlannedChange['perform'] {
  return async (deps, tenant) => {
    const input = { client_id, ...given };
    const created = await createClient(deps, tenant, capabilities([...tenant.scopes.keys()]), input);
    if (disabled === true) await setClientDisabled(deps, tenant, client_id, true);
    return { client_secret: created.client_secret ?? null };
  };
}

function alteration(
  { client_id, revision }: ClientRecord,
  members: PlannedChange['members'],
): PlannedChange['perform'] {
  const metadata = members.filter(({ member }) => member !== 'disabled');
  const change = Object.fromEntries(metadata.map(({ member, to }) => [member, to ?? null])) as ClientMetadataChange;
  const disabled = members.find(({ member }) => member === 'disabled')?.to;
  return async (deps, tenant) => {
    const secret =
      metadata.length === 0
        ? undefined
        : (await updateClient(deps, tenant, capabilities([...tenant.scopes.keys()]), { client_id, change, revision }))
            .client_secret;
    if (disabled !== undefined) await setClientDisabled(deps, tenant, client_id, disabled === true);
    return { client_secret: secret ?? null };
  };
}

export async function clientRemoval(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id, client_id, metadata }: ClientRecord,
): Promise<PlannedChange> {
  const installations = await storage.grants.count(tenant_id, client_id);
  return {
    change: 'delete',
    subject: 'client',
    id: client_id,
    name: (JSON.parse(metadata) as ClientMetadata).client_name || client_id,
    members: [],
    impact: installations === 0 ? null : `${installations} ${installations === 1 ? 'installation' : 'installations'}`,
    async perform(deps, tenant) {
      await deleteClient(deps, tenant, client_id);
      return NO_SECRET;
    },
  };
}
