import { type Capabilities, type ClientMetadata, clientMetadataProblems } from '@xenia/protocol/client-metadata';
import { offeredBy } from '../capabilities.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { ManagementError, type ManagementProblem } from './management-error.ts';

/** Throws ManagementError with everything that speaks against a client of this tenant with this metadata. */
export function assertAcceptable(metadata: ClientMetadata, tenant: Tenant, capabilities: Capabilities): void {
  const problems = [
    ...clientMetadataProblems(metadata, offeredBy(tenant, capabilities)),
    ...resourceProblems(metadata, tenant),
  ];
  if (problems.length > 0) throw new ManagementError('invalid', problems);
}

function resourceProblems(
  { resource, token_endpoint_auth_method }: ClientMetadata,
  { resourceServers }: Tenant,
): ManagementProblem[] {
  const unknown = resource.filter((identifier) => !resourceServers.has(identifier));
  const known = resourceServers.size === 0 ? 'create it first' : `known are ${[...resourceServers.keys()].join(', ')}`;
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
