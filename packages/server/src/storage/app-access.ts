import type { AppRecord, AppRole } from './app-records.ts';
import type { UserRole } from './records.ts';

/** Why an app is closed to a user. */
export type AppClosed = 'app_suspended' | 'app_not_approved' | 'app_internal';

/**
 * Whether a user may use the app's clients, and what those hold for the user is alive: null if so. The one rule, for pages and tokens
 * alike; storage/sql/families.ts says the same as a condition.
 */
export function closedTo(
  app: Pick<AppRecord, 'state' | 'visibility'> | null,
  { works_on_it, role }: { readonly works_on_it: AppRole | null; readonly role: UserRole | null },
): AppClosed | null {
  if (app === null) return null;
  if (app.state === 'suspended') return 'app_suspended';
  if (works_on_it !== null) return null;
  if (app.state !== 'approved') return 'app_not_approved';
  return app.visibility === 'internal' && role === null ? 'app_internal' : null;
}

/** Whether nobody has to be looked up: the answer is the same for all users. */
export function isOpenToAll(app: Pick<AppRecord, 'state' | 'visibility'> | null): boolean {
  return app === null || (app.state === 'approved' && app.visibility !== 'internal');
}
