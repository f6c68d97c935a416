import { isIdentityScope } from '@xenia/protocol/claims';
import { recordEvent } from '../storage/record-event.ts';
import type { ScopeRecord } from '../storage/records.ts';
import { isManagementScope, MANAGEMENT_SCOPE_PREFIX } from '../tenants/management-scopes.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { parseInput, type ScopeInput, scopeInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, type ManagementProblem, notFound } from './management-error.ts';

export interface ScopeInformation extends Omit<ScopeRecord, 'tenant_id' | 'required' | 'emphasised' | 'needs_review'> {
  required: boolean;
  emphasised: boolean;
  needs_review: boolean;
}

/** Creates or replaces a scope of one of the tenant's resource servers. Throws ManagementError. */
export async function putScope(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  input: ScopeInput,
): Promise<ScopeInformation> {
  const { required, emphasised, needs_review, ...rest } = parseInput(scopeInput, input);
  // As it is now: the tenant at hand may be older than the resource server that was just put.
  const known = (await deps.storage.resourceServers.list(tenant.tenant_id)).map(({ resource }) => resource);
  const problems = [
    ...scopeNameProblems(rest.name),
    ...(known.includes(rest.resource)
      ? []
      : [
          {
            field: 'resource',
            problem: `There is no such resource server. ${known.length === 0 ? 'Create one first.' : `Known: ${known.join(', ')}.`}`,
          },
        ]),
  ];
  if (problems.length > 0) throw new ManagementError('invalid', problems);
  const record: ScopeRecord = {
    tenant_id: tenant.tenant_id,
    ...rest,
    required: Number(required),
    emphasised: Number(emphasised),
    needs_review: Number(needs_review),
  };
  await deps.storage.scopes.put(record);
  await note(deps, tenant, 'scope.changed', record.name);
  return describeScope(record);
}

/** What speaks against a scope of this name at a resource server. */
export function scopeNameProblems(name: string): ManagementProblem[] {
  if (isIdentityScope(name)) {
    return [{ field: 'name', problem: `${name} belongs to OpenID Connect; choose another name.` }];
  }
  if (!isManagementScope(name)) return [];
  const problem = `${MANAGEMENT_SCOPE_PREFIX} begins the scopes of the management API; choose another name.`;
  return [{ field: 'name', problem }];
}

/** What would break if it were deleted: the clients that are registered for it. Throws ManagementError. */
export async function scopeImpact(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  name: string,
): Promise<{ clients: number }> {
  const known = await storage.scopes.list(tenant_id);
  if (!known.some((scope) => scope.name === name)) throw unknownScope(name);
  return { clients: await storage.scopes.countClients(tenant_id, name) };
}

/** Only a scope that no client is registered for can be deleted. Throws ManagementError. */
export async function deleteScope(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  name: string,
): Promise<void> {
  if (isIdentityScope(name) || isManagementScope(name)) {
    throw new ManagementError('conflict', [
      { field: 'name', problem: `${name} cannot be deleted: every tenant has it.` },
    ]);
  }
  const outcome = await deps.storage.scopes.delete(tenant.tenant_id, name);
  if (outcome === 'unknown') throw unknownScope(name);
  if (outcome !== 'deleted') {
    const problem = `Clients that are registered for it: ${outcome.clients}. Take it away from them first.`;
    throw new ManagementError('conflict', [{ field: 'name', problem }]);
  }
  await note(deps, tenant, 'scope.deleted', name);
}

function note(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  action: string,
  scope: string,
): Promise<void> {
  return recordEvent(deps, tenant, { actor: callerOf(deps).actor, action, details: { scope } });
}

function unknownScope(name: string): ManagementError {
  return notFound('name', `There is no scope ${name}.`);
}

export async function listScopes(deps: Pick<ManagementDeps, 'storage'>, tenant: Tenant): Promise<ScopeInformation[]> {
  return (await deps.storage.scopes.list(tenant.tenant_id)).map(describeScope);
}

function describeScope({ tenant_id: _, required, emphasised, needs_review, ...rest }: ScopeRecord): ScopeInformation {
  return { ...rest, required: required === 1, emphasised: emphasised === 1, needs_review: needs_review === 1 };
}
