import { type ClientMetadata, completeClientMetadata } from '@xenia/protocol/client-metadata';
import type { Dialect } from '../dialects/dialect.ts';
import { dialectsOf } from '../dialects/index.ts';
import type { Tenant } from '../tenants/tenant.ts';

/**
 * What a new client is registered with: what it says, then what its tenant's first dialect has for its apps, then the defaults of
 * RFC 7591 §2.
 */
export function newClientMetadata({ settings }: Pick<Tenant, 'settings'>, given: Partial<ClientMetadata>) {
  const [dialect] = dialectsOf(settings);
  const metadata = { ...dialect.clientDefaults(given), ...given };
  const scope = metadata.scope ?? defaultScope(metadata.grant_types);
  return completeClientMetadata({ ...metadata, scope: withImpliedScopes(dialect, metadata, scope) });
}

/** RFC 7591 §2: a client that names no scopes gets a default, which is to sign users in. */
function defaultScope(grant_types: readonly string[] = ['authorization_code']): string {
  if (!grant_types.includes('authorization_code') && !grant_types.includes('implicit')) return '';
  return `openid profile email${grant_types.includes('refresh_token') ? ' offline_access' : ''}`;
}

/** An app that never names these scopes in its requests is not asked to name them here, unless it could make nothing of them. */
function withImpliedScopes(
  { impliedScopes = [] }: Dialect,
  { grant_types = [], offline_access = true }: Partial<ClientMetadata>,
  scope: string,
): string {
  const refreshes = offline_access && grant_types.includes('refresh_token');
  const useful = impliedScopes.filter((name) => name !== 'offline_access' || refreshes);
  const missing = useful.filter((name) => !scope.split(' ').includes(name));
  return [scope, ...missing].filter((part) => part !== '').join(' ');
}
