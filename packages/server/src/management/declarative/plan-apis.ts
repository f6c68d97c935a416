import type { SigningAlgorithm } from '@xenia/protocol/jws';
import type { ResourceServerRecord, ScopeRecord } from '../../storage/records.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { deleteResourceServer, putResourceServer } from '../resource-servers.ts';
import { deleteScope, putScope, scopeNameProblems } from '../scopes.ts';
import { difference } from './difference.ts';
import type { DeclaredResourceServer } from './document.ts';
import { NO_SECRET, type PlannedChange } from './planned-change.ts';
import type { PlacedProblem } from './read-document.ts';

type DeclaredScope = DeclaredResourceServer['scopes'][number];

/** What is wrong with these APIs in themselves. */
export function apiProblems(declared: readonly DeclaredResourceServer[]): PlacedProblem[] {
  return declared.flatMap(({ scopes }, i) =>
    scopes.flatMap(({ name }, j) =>
      scopeNameProblems(name).map(({ problem }) => ({
        path: ['resource_servers', i, 'scopes', j, 'name'],
        problem,
        remedy: '',
      })),
    ),
  );
}

/** What makes the resource servers and scopes as declared. `existing`: none where the tenant is new. */
export function planApis(
  declared: readonly DeclaredResourceServer[],
  existing: Pick<Tenant, 'resourceServers' | 'scopes'>,
): PlannedChange[] {
  return [
    ...declared.flatMap((server) => planResourceServer(server, existing.resourceServers.get(server.resource))),
    ...declared.flatMap(({ resource, scopes }) =>
      scopes.flatMap((scope) => planScope(resource, scope, existing.scopes.get(scope.name))),
    ),
  ];
}

function planResourceServer(
  { scopes: _, ...declared }: DeclaredResourceServer,
  existing: ResourceServerRecord | undefined,
): PlannedChange[] {
  const members = difference(existing === undefined ? {} : resourceServerMembers(existing), declared);
  if (members.length === 0) return [];
  const { resource, name } = declared;
  return [
    {
      change: existing === undefined ? 'create' : 'change',
      subject: 'resource server',
      id: resource,
      name,
      members: members.filter(({ member }) => member !== 'resource'),
      impact: null,
      async perform(deps, tenant) {
        await putResourceServer(deps, tenant, declared);
        return NO_SECRET;
      },
    },
  ];
}

function planScope(resource: string, declared: DeclaredScope, existing: ScopeRecord | undefined): PlannedChange[] {
  const wanted = { resource, ...declared };
  const members = difference(
    existing === undefined ? {} : { resource: existing.resource, ...scopeMembers(existing) },
    wanted,
  );
  if (members.length === 0) return [];
  const { name } = declared;
  return [
    {
      change: existing === undefined ? 'create' : 'change',
      subject: 'scope',
      id: name,
      name,
      members: members.filter(({ member }) => member !== 'name'),
      impact: null,
      async perform(deps, tenant) {
        await putScope(deps, tenant, wanted);
        return NO_SECRET;
      },
    },
  ];
}

/** As a document declares it, but for its scopes. */
export function resourceServerMembers({ tenant_id: _, created_at: __, ...members }: ResourceServerRecord) {
  return { ...members, access_token_signing_alg: members.access_token_signing_alg as SigningAlgorithm };
}

/** As a document declares it below its resource server. */
export function scopeMembers({ tenant_id: _, resource: __, required, emphasised, needs_review, ...rest }: ScopeRecord) {
  return { ...rest, required: required === 1, emphasised: emphasised === 1, needs_review: needs_review === 1 };
}

export function scopeRemoval({ name }: Pick<ScopeRecord, 'name'>): PlannedChange {
  return {
    ...{ change: 'delete', subject: 'scope', id: name, name, members: [], impact: null },
    async perform(deps, tenant) {
      await deleteScope(deps, tenant, name);
      return NO_SECRET;
    },
  };
}

export function resourceServerRemoval({
  resource,
  name,
}: Pick<ResourceServerRecord, 'resource' | 'name'>): PlannedChange {
  return {
    ...{ change: 'delete', subject: 'resource server', id: resource, name, members: [], impact: null },
    async perform(deps, tenant) {
      await deleteResourceServer(deps, tenant, resource);
      return NO_SECRET;
    },
  };
}
