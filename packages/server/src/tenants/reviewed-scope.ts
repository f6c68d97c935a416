import type { AppRecord } from '../storage/app-records.ts';
import type { Tenant } from './tenant.ts';

/** Of these scopes, those that an app is not to have yet: they demand a review and have not had it. Clients without an app need none. */
export function unreviewedScope(
  tenant: Pick<Tenant, 'scopes'>,
  app: Pick<AppRecord, 'reviewed_scope'> | null,
  scope: readonly string[],
): string[] {
  if (app === null) return [];
  const reviewed = app.reviewed_scope.split(' ');
  return scope.filter((name) => tenant.scopes.get(name)?.needs_review === 1 && !reviewed.includes(name));
}
