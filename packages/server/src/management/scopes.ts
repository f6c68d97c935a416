import { isIdentityScope } from '@xenia/protocol/claims';
import type { ScopeRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { parseInput, type ScopeInput, scopeInput } from './contract.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';

export interface ScopeInformation extends Omit<ScopeRecord, 'tenant_id' | 'required' | 'emphasised'> {
  required: boolean;
  emphasised: boolean;
}

/** Creates or replaces a scope of one of the tenant's resource servers. Throws ManagementError. */
export async function putScope(
  deps: Pick<ManagementDeps, 'storage'>,
  tenant: Tenant,
  input: ScopeInput,
): Promise<ScopeInformation> {
  const { required, emphasised, ...rest } = parseInput(scopeInput, input);
  const known = [...tenant.resourceServers.keys()];
  const problems = [
    ...(isIdentityScope(rest.name)
      ? [{ field: 'name', problem: `${rest.name} belongs to OpenID Connect; choose another name.` }]
      : []),
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
  };
  await deps.storage.scopes.put(record);
  return describeScope(record);
}

export async function listScopes(deps: Pick<ManagementDeps, 'storage'>, tenant: Tenant): Promise<ScopeInformation[]> {
  return (await deps.storage.scopes.list(tenant.tenant_id)).map(describeScope);
}

function describeScope({ tenant_id: _, required, emphasised, ...rest }: ScopeRecord): ScopeInformation {
  return { ...rest, required: required === 1, emphasised: emphasised === 1 };
}
