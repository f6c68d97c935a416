import { type Capabilities, type ClientMetadata, clientMetadataProblems } from '@xenia/protocol/client-metadata';
import { parseScope } from '@xenia/protocol/scope';
import { offeredBy } from '../capabilities.ts';
import { isManagementScope, registeredResources } from '../tenants/management-scopes.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type Caller, reaches } from './actor.ts';
import { ManagementError, type ManagementProblem } from './management-error.ts';

/**
 * Throws ManagementError with everything that speaks against a client of this tenant with this metadata. `registered`: what it had
 * until now.
 */
export function assertAcceptable(
  metadata: ClientMetadata,
  tenant: Tenant,
  capabilities: Capabilities,
  registered: ClientMetadata = metadata,
): void {
  const problems = [
    ...clientMetadataProblems(metadata, offeredBy(tenant, capabilities)),
    ...resourceProblems(metadata, tenant),
    ...(tenant.settings.grantTypesFixed ? kindProblems(registered, metadata) : []),
  ];
  if (problems.length > 0) throw new ManagementError('invalid', problems);
}

/**
 * Throws ManagementError where metadata says of a client what is not its developer's to say: who is verified, which APIs it is, and that
 * it may use the management API. `registered`: what it had until now.
 */
export function assertPermitted(caller: Caller, metadata: ClientMetadata, registered: ClientMetadata | null): void {
  if (reaches(caller.role, 'admin')) return;
  const managing = ({ scope }: ClientMetadata) => parseScope(scope).filter(isManagementScope);
  const had = registered === null ? [] : managing(registered);
  const gained = managing(metadata).filter((name) => !had.includes(name));
  const resources = registered?.resource ?? [];
  const others = [
    ...(metadata.verified !== (registered?.verified ?? false) ? ['verified'] : []),
    ...(metadata.resource.some((resource) => !resources.includes(resource)) ? ['resource'] : []),
    ...(metadata.service_account?.sub !== registered?.service_account?.sub ? ['service_account'] : []),
    ...(gained.length > 0 ? ['scope'] : []),
  ];
  if (others.length === 0) return;
  const problem = 'Only an administrator can set this.';
  throw new ManagementError(
    'forbidden',
    others.map((field) => ({ field, problem })),
  );
}

/** A client stays the kind of app that it is. Whether it refreshes is no part of that: it follows offline_access. */
function kindProblems(registered: ClientMetadata, changed: ClientMetadata): ManagementProblem[] {
  const kindOf = ({ grant_types, response_types }: ClientMetadata) => ({
    grant_types: grant_types.filter((type) => type !== 'refresh_token'),
    response_types,
  });
  const kept = kindOf(changed);
  return Object.entries(kindOf(registered)).flatMap(([field, values]) => {
    if (isSame(values, kept[field as keyof typeof kept])) return [];
    const problem =
      `Stays ${values.join(', ')}, as it was registered, because the tenant has grantTypesFixed. ` +
      'Register another client and disable this one, or set grantTypesFixed of the tenant to false.';
    return [{ field, problem }];
  });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return new Set(one).size === new Set(other).size && one.every((value) => other.includes(value));
}

function resourceProblems(
  { resource, token_endpoint_auth_method }: ClientMetadata,
  tenant: Tenant,
): ManagementProblem[] {
  const registered = registeredResources(tenant);
  const unknown = resource.filter((identifier) => !registered.includes(identifier));
  const known = registered.length === 0 ? 'create it first' : `known are ${registered.join(', ')}`;
  return [
    ...unknown.map((identifier) => ({
      field: 'resource',
      problem: `${identifier} is not a resource server of this tenant; ${known}.`,
    })),
    // RFC 7662 §2.1: the introspection endpoint must know who asks.
    ...(resource.length > 0 && token_endpoint_auth_method === 'none'
      ? [
          {
            field: 'resource',
            problem: 'A client without a secret cannot introspect tokens; choose another token_endpoint_auth_method.',
          },
        ]
      : []),
  ];
}
