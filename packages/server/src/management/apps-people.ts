import { nameOf } from '../apps/person-name.ts';
import type { AppPerson } from '../storage/app-port.ts';
import type { AppRole } from '../storage/app-records.ts';
import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import { assertMayManageApp } from './apps.ts';
import { type DeveloperInput, developerInput, type TesterInput, testerInput } from './apps-contract.ts';
import { parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, ManagementError, notFound } from './management-error.ts';
import { findUser } from './users.ts';

/** Somebody who works on an app, for those who work on it with them. */
export interface AppPersonInformation {
  sub: string;
  email: string;
  /** What they call themselves; null if nothing. */
  name: string | null;
  role: AppRole;
  created_at: number;
}

type Reading = Pick<ManagementDeps, 'caller' | 'storage'>;
type Changing = Reading & Pick<ManagementDeps, 'clock' | 'sealer'>;

const DEVELOPERS: AppRole[] = ['owner', 'developer'];

/** `kind`: who makes the app, or who tests it. In order of `sub`. Throws ManagementError. */
export async function listAppPeople(
  deps: Reading,
  tenant: Tenant,
  { app_id, kind }: { app_id: string; kind: 'developers' | 'testers' },
  page: Page,
): Promise<AppPerson[]> {
  const app = await assertMayManageApp(deps, tenant, app_id);
  return deps.storage.apps.people(app, kind === 'developers' ? DEVELOPERS : ['tester'], page);
}

/** Or changes what they are. For an owner. Throws ManagementError. */
export async function addAppDeveloper(
  deps: Changing,
  tenant: Tenant,
  app_id: string,
  input: DeveloperInput,
): Promise<AppPersonInformation> {
  const { user, role } = parseInput(developerInput, input);
  await assertMayManageApp(deps, tenant, app_id, 'owner');
  return setPerson(deps, tenant, { app_id, user: await personNamed(deps, tenant, user), role });
}

/** Throws ManagementError, 'conflict' for who develops the app and so uses it already. */
export async function addAppTester(
  deps: Changing,
  tenant: Tenant,
  app_id: string,
  input: TesterInput,
): Promise<AppPersonInformation> {
  const { user } = parseInput(testerInput, input);
  const app = await assertMayManageApp(deps, tenant, app_id);
  const person = await personNamed(deps, tenant, user);
  const role = await deps.storage.apps.role(tenant.tenant_id, app.app_id, person.sub);
  if (role === 'owner' || role === 'developer') {
    const problem = 'They develop the app, and can use it as it is.';
    throw new ManagementError('conflict', [{ field: 'user', problem }]);
  }
  return setPerson(deps, tenant, { app_id, user: person, role: 'tester' });
}

/** A developer only by an owner, or by themselves. Throws ManagementError, 'conflict' for the last owner. */
export async function removeAppPerson(
  deps: Changing,
  tenant: Tenant,
  { app_id, sub, kind }: { app_id: string; sub: string; kind: 'developers' | 'testers' },
): Promise<{ app_id: string; sub: string; removed: true }> {
  const caller = callerOf(deps);
  const least = kind === 'testers' || sub === caller.sub ? 'developer' : 'owner';
  const app = await assertMayManageApp(deps, tenant, app_id, least);
  const unknown = notFound('sub', `${sub} is not one of the app's ${kind}.`);
  const role = await deps.storage.apps.role(tenant.tenant_id, app_id, sub);
  if (role === null || DEVELOPERS.includes(role) !== (kind === 'developers')) throw unknown;
  const outcome = await deps.storage.apps.removePerson(app, sub);
  if (outcome === 'unknown') throw unknown;
  if (outcome === 'last_owner') throw lastOwner();
  await recordEvent(deps, tenant, {
    actor: caller.actor,
    action: 'app.person_removed',
    sub,
    details: { app_id, role },
  });
  return { app_id, sub, removed: true };
}

async function setPerson(
  deps: Changing,
  tenant: Tenant,
  { app_id, user, role }: { app_id: string; user: UserRecord; role: AppRole },
): Promise<AppPersonInformation> {
  const { sub, email, claims } = user;
  const created_at = deps.clock();
  const { tenant_id } = tenant;
  const outcome = await deps.storage.apps.setPerson({ tenant_id, app_id, sub, role, created_at });
  if (outcome === 'last_owner') throw lastOwner();
  if (outcome === 'unknown') throw notFound('user', 'There is no such user or app.');
  const { actor } = callerOf(deps);
  await recordEvent(deps, tenant, { actor, action: 'app.person_set', sub, details: { app_id, role } });
  return { sub, email, name: nameOf(claims), role, created_at };
}

/** Seconds for which misses are remembered, and how many a developer has: nobody finds out here who has an account. */
const MISS_WINDOW = 3600;
const MAX_MISSES = 10;

async function personNamed(deps: Changing, tenant: Tenant, user: string): Promise<UserRecord> {
  const { role, sub } = callerOf(deps);
  if (reaches(role, 'admin')) return findUser(deps, tenant, user);
  const { throttle } = deps.storage;
  const bucket = `app-people:${sub ?? ''}`;
  const { failures } = await throttle.read(tenant.tenant_id, bucket, deps.clock());
  if (failures >= MAX_MISSES)
    throw forbidden('Too many of those whom you named have no account. Try again in an hour.');
  return findUser(deps, tenant, user).catch(async (error: unknown) => {
    if (error instanceof ManagementError) await throttle.fail(tenant.tenant_id, bucket, MISS_WINDOW, deps.clock());
    throw error;
  });
}

function lastOwner(): ManagementError {
  const problem = 'They are the last owner of the app. Make somebody else an owner first.';
  return new ManagementError('conflict', [{ field: 'user', problem }]);
}

export function describePerson({ sub, email, claims, role, created_at }: AppPerson): AppPersonInformation {
  return { sub, email, name: nameOf(claims), role, created_at };
}
