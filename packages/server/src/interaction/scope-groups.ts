import type { ScopeRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ScopeGroups, ScopeItem } from './pages/scope-row.ts';

/** The scopes in the user's words. Those that the tenant does not have (any more) give nothing and are left out. */
export function groupScopes(tenant: Tenant, scope: readonly string[], granted: readonly string[] = []): ScopeGroups {
  const records = scope.map((name) => tenant.scopes.get(name)).filter((record) => record !== undefined);
  const item = (record: ScopeRecord): ScopeItem => ({
    name: record.name,
    display_name: record.display_name,
    description: record.description,
    required: record.required === 1,
    emphasised: record.emphasised === 1,
    remembered: granted.includes(record.name),
  });
  // offline_access says nothing about the user; it is something that the app may do.
  const aboutYou = (record: ScopeRecord) => record.resource === null && record.name !== 'offline_access';
  return {
    about_you: records.filter(aboutYou).map(item),
    may_do: records.filter((record) => !aboutYou(record)).map(item),
  };
}
