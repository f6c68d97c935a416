import { OAuthError } from '@xenia/protocol/errors';
import { parseScope, without } from '@xenia/protocol/scope';
import type { TokenFamilyRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import type { Tenant } from '../tenants/tenant.ts';

/**
 * The audience of an access token (RFC 8707 §2, RFC 9068 §3).
 * `named`: the resources that the authorization named, or those its scopes belong to. `openid` adds the issuer itself, whose
 * userinfo endpoint is then a resource of the token, unless the token request narrows the audience with `requested`.
 */
export function audience(
  tenant: Tenant,
  scope: readonly string[],
  named: readonly string[],
  requested: readonly string[],
): string[] {
  if (requested.length > 0) return narrowed(tenant, scope, named, requested);
  const resources = named.length > 0 ? [...named] : resourcesOf(tenant, scope);
  if (resources.length === 0 || scope.includes('openid')) resources.push(tenant.issuer);
  return [...new Set(resources)];
}

/** RFC 8707 §2.2: a token request may ask for less than was authorized, never for more. */
function narrowed(
  tenant: Tenant,
  scope: readonly string[],
  named: readonly string[],
  requested: readonly string[],
): string[] {
  const permitted = named.length > 0 ? named : resourcesOf(tenant, scope);
  const excess = requested.filter((resource) => !permitted.includes(resource));
  if (excess.length > 0) {
    throw new OAuthError('invalid_target', 'The requested resource was not authorized', {
      reason: 'resource_not_authorized',
      refused: excess.slice(0, 10),
      authorized: [...permitted],
    });
  }
  return [...new Set(requested)];
}

/** What the user allowed, as far as the tenant still has it and the client is still registered for it. */
export function grantedScope(tenant: Tenant, client: Client, family: TokenFamilyRecord): string[] {
  const registered = parseScope(client.metadata.scope);
  const forbidden = client.metadata.offline_access === false ? ['offline_access'] : [];
  return without(parseScope(family.scope), forbidden).filter(
    (name) => tenant.scopes.has(name) && registered.includes(name),
  );
}

/** The resource servers that the scopes belong to. */
export function resourcesOf(tenant: Tenant, scope: readonly string[]): string[] {
  const resources = scope.map((name) => tenant.scopes.get(name)?.resource ?? null);
  return [...new Set(resources.filter((resource) => resource !== null))];
}

/** Without the scopes of resource servers that the audience leaves out. */
export function scopeFor(tenant: Tenant, scope: readonly string[], aud: readonly string[]): string[] {
  return scope.filter((name) => {
    const resource = tenant.scopes.get(name)?.resource ?? null;
    return resource === null || aud.includes(resource);
  });
}
