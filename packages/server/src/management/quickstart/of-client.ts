import { parseScope } from '@xenia/protocol/scope';
import { endpointsOf } from '../../dialects/dialect.ts';
import { dialectsOf } from '../../dialects/index.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { namesTokenType } from '../app-kinds.ts';
import type { QuickstartClient, QuickstartInput } from './values.ts';

/** What a quickstart for this client says, in the dialect that its tenant advertises. */
export async function inputOfClient(tenant: Tenant, client: QuickstartClient): Promise<QuickstartInput> {
  const [dialect] = dialectsOf(tenant.settings);
  return {
    issuer: tenant.issuer,
    endpoints: endpointsOf(tenant.issuer, dialect),
    client,
    ...askedOf(tenant, client),
    says_token_type: await namesTokenType(dialect),
  };
}

/** The first API that the client has scopes of, and what may be asked for together with it (RFC 8707 §2). */
function askedOf({ scopes }: Tenant, metadata: QuickstartClient): Pick<QuickstartInput, 'resource' | 'scope'> {
  const names = parseScope(metadata.scope);
  const resourceOf = (name: string) => scopes.get(name)?.resource ?? null;
  const resource = names.map(resourceOf).find((found) => found !== null) ?? null;
  const askable = names.filter((name) => resourceOf(name) === null || resourceOf(name) === resource);
  const scope = askable.filter((name) => name !== 'offline_access' || metadata.offline_access !== false);
  return { resource, scope: scope.join(' ') };
}
