import { isIdentityScope } from '@xenia/protocol/claims';
import type { ScopeRecord } from '../storage/records.ts';
import { messagesFor, originalScopes } from './pages/messages/index.ts';
import type { PageContext } from './pages/page-response.ts';
import type { ScopeGroups, ScopeItem } from './pages/scope-row.ts';

/**
 * What the user reads about a scope: what the operator wrote for it, or our own words in the language of the page where the operator
 * left those that every tenant begins with.
 */
export function scopeWording(
  { name, resource, display_name, description }: ScopeRecord,
  locale: string,
): Pick<ScopeRecord, 'display_name' | 'description'> {
  if (resource !== null || !isIdentityScope(name)) return { display_name, description };
  const original = originalScopes[name];
  const own = messagesFor(locale).scopes[name];
  return {
    display_name: display_name === original.display_name ? own.display_name : display_name,
    description: description === original.description ? own.description : description,
  };
}

/** The scopes in the user's words. Those that the tenant does not have (any more) give nothing and are left out. */
export function groupScopes(
  { tenant, locale }: PageContext,
  scope: readonly string[],
  granted: readonly string[] = [],
): ScopeGroups {
  const records = scope.map((name) => tenant.scopes.get(name)).filter((record) => record !== undefined);
  const item = (record: ScopeRecord): ScopeItem => ({
    name: record.name,
    ...scopeWording(record, locale),
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
