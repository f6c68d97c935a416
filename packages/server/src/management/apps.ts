import type { AppCategory } from '../apps/categories.ts';
import { changeByDeveloper, changeByReviewer, proposalOf } from '../apps/proposal.ts';
import type { AppChange, AppFilter } from '../storage/app-port.ts';
import type { AppProposal, AppRecord } from '../storage/app-records.ts';
import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import {
  type AppChangeInput,
  type AppFilterInput,
  appChange,
  appFilter,
  type NewAppInput,
  newApp,
} from './apps-contract.ts';
import { withoutUndefined } from './change.ts';
import { parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, ManagementError, notFound } from './management-error.ts';
import { findUser } from './users.ts';

/** What developers present and administrators review. Times are NumericDates. */
export interface AppInformation
  extends Omit<AppRecord, 'tenant_id' | 'category' | 'proposed' | 'sort_key' | 'search_text'> {
  category: AppCategory;
  /** What waits for a review besides what is in force. */
  proposed: AppProposal;
}

type Reading = Pick<ManagementDeps, 'caller' | 'storage'>;
type Changing = Reading & Pick<ManagementDeps, 'clock' | 'random' | 'sealer'>;

/**
 * The app, if the caller is an administrator, or works on it as `least` or more. Throws ManagementError: not_found for whoever does not
 * develop it, as if there were none; forbidden for a developer where it takes an owner.
 */
export async function assertMayManageApp(
  deps: Reading,
  tenant: Pick<Tenant, 'tenant_id'>,
  app_id: string,
  least: 'developer' | 'owner' = 'developer',
): Promise<AppRecord> {
  const { role, sub } = callerOf(deps);
  const app = await deps.storage.apps.find(tenant.tenant_id, app_id);
  if (app === null) throw unknownApp(app_id);
  if (reaches(role, 'admin')) return app;
  const own = sub === null ? null : await deps.storage.apps.role(tenant.tenant_id, app_id, sub);
  if (own !== 'owner' && own !== 'developer') throw unknownApp(app_id);
  if (least === 'owner' && own !== 'owner') throw forbidden('Only an owner of the app can do this.');
  return app;
}

/** Who may make apps: who has a role, or, where the tenant lets them, anyone. Throws ManagementError. */
export async function createApp(deps: Changing, tenant: Tenant, input: NewAppInput): Promise<AppInformation> {
  const { owner, ...given } = parseInput(newApp, input);
  const caller = callerOf(deps);
  if (caller.role === null && tenant.settings.developers !== 'anyone') {
    throw forbidden('Only developers can make apps here. Ask an administrator to become one.');
  }
  const sub = owner === undefined ? caller.sub : (await ownerNamed(deps, tenant, owner)).sub;
  const now = deps.clock();
  const app: AppRecord = {
    tenant_id: tenant.tenant_id,
    app_id: `papp_${deps.random(12).toString('hex')}`,
    ...given,
    state: 'draft',
    note: '',
    reviewed_scope: '',
    proposed: null,
    review_since: null,
    terms_version: 0,
    sort_key: '',
    search_text: '',
    revision: 1,
    created_at: now,
    updated_at: now,
  };
  const created = await deps.storage.apps.create(app, sub);
  if (created === 'unknown_user') throw notFound('owner', 'There is no such user.');
  if (created === 'exists') throw new ManagementError('conflict', [{ field: 'app_id', problem: 'Try again.' }]);
  const details = { app_id: app.app_id, name: app.name };
  await recordEvent(deps, tenant, { actor: caller.actor, action: 'app.created', sub, details });
  return describeApp(app);
}

async function ownerNamed(deps: Reading, tenant: Tenant, owner: string) {
  if (!reaches(callerOf(deps).role, 'admin')) throw forbidden('Only an administrator can name the owner.');
  return findUser(deps, tenant, owner);
}

/** In order of their names: all for an administrator, else those that the caller develops. `page.after`: a sort_key. */
export async function listApps(deps: Reading, tenant: Tenant, input: AppFilterInput, page: Page): Promise<AppRecord[]> {
  const { search, state, waiting, mine } = parseInput(appFilter, input);
  const { role, sub } = callerOf(deps);
  const onlyOwn = mine === 'true' || !reaches(role, 'admin');
  if (onlyOwn && sub === null) return [];
  const filter: AppFilter = withoutUndefined({
    search,
    state,
    waiting: waiting === 'true',
    developer: onlyOwn && sub !== null ? sub : undefined,
  });
  return deps.storage.apps.list(tenant.tenant_id, filter, page);
}

export async function showApp(deps: Reading, tenant: Tenant, app_id: string): Promise<AppInformation> {
  return describeApp(await assertMayManageApp(deps, tenant, app_id));
}

/** `revision`: the one that the caller has seen; null: whichever. Throws ManagementError. */
export async function updateApp(
  deps: Changing,
  tenant: Tenant,
  app_id: string,
  { change, revision }: { change: AppChangeInput; revision: number | null },
): Promise<AppInformation> {
  const app = await assertMayManageApp(deps, tenant, app_id);
  const wanted = withoutUndefined(parseInput(appChange, change));
  const now = deps.clock();
  const byReviewer = reaches(callerOf(deps).role, 'admin');
  const becomes = byReviewer ? changeByReviewer(app, wanted, now) : changeByDeveloper(app, wanted, now);
  const updated = await writeApp(deps, app, { change: becomes, revision });
  const details = { app_id, changed: Object.keys(wanted), waits_for_review: updated.review_since !== null };
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'app.changed', details });
  return describeApp(updated);
}

/** With its clients and everything that they were given. For an owner. Throws ManagementError. */
export async function deleteApp(
  deps: Changing,
  tenant: Tenant,
  app_id: string,
): Promise<{ app_id: string; deleted: true }> {
  const { name } = await assertMayManageApp(deps, tenant, app_id, 'owner');
  const key = { tenant_id: tenant.tenant_id, app_id };
  if (!(await deps.storage.apps.delete(key, deps.clock()))) throw unknownApp(app_id);
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'app.deleted', details: { app_id, name } });
  return { app_id, deleted: true };
}

/** Writes what was decided on the app as it was read: of two who decide at once, the second is told so. */
export async function writeApp(
  deps: Pick<ManagementDeps, 'storage' | 'clock'>,
  app: AppRecord,
  {
    change,
    revision,
    mails = [],
  }: {
    change: AppChange;
    revision: number | null;
    mails?: Parameters<ManagementDeps['storage']['apps']['update']>[3];
  },
): Promise<AppRecord> {
  if (revision !== null && revision !== app.revision) throw changedMeanwhile();
  const updated = await deps.storage.apps.update(app, app.revision, change, mails, deps.clock());
  if (updated === null) throw unknownApp(app.app_id);
  if (updated === 'changed') throw changedMeanwhile();
  return updated;
}

function changedMeanwhile(): ManagementError {
  const problem = 'The app was changed meanwhile. Look at it as it is now, then decide again.';
  return new ManagementError('precondition_failed', [{ field: '', problem }]);
}

export function unknownApp(app_id: string): ManagementError {
  return notFound('app_id', `There is no app ${app_id}.`);
}

export function describeApp({
  tenant_id: _,
  sort_key: _sort,
  search_text: _search,
  ...app
}: AppRecord): AppInformation {
  return { ...app, category: app.category as AppCategory, proposed: proposalOf(app) };
}
