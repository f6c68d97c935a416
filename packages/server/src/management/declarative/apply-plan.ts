import { loadTenant } from '../../tenants/directory.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { notFound } from '../management-error.ts';
import type { Plan } from './plan.ts';
import { type ChangeDescription, type ChangeOutcome, NO_SECRET } from './planned-change.ts';

export interface AppliedChange extends ChangeOutcome {
  readonly change: ChangeDescription;
}

/** Does one change after the other and tells of each as soon as it is done. The first that is refused ends it: throws its ManagementError. */
export async function* applyPlan(deps: ManagementDeps, plan: Plan): AsyncGenerator<AppliedChange> {
  if (plan.tenant !== null) {
    await plan.tenant.perform(deps);
    yield { change: plan.tenant, ...NO_SECRET };
  }
  let tenant: Tenant | null = null;
  for (const change of plan.changes) {
    tenant = await current(deps, plan.name, tenant);
    yield { change, ...(await change.perform(deps, tenant)) };
  }
}

/** With the scopes and resource servers of the steps before. Throws ManagementError if somebody deleted it meanwhile. */
async function current(deps: ManagementDeps, name: string, known: Tenant | null): Promise<Tenant> {
  const { tenants } = deps.storage;
  if (known !== null && (await tenants.revision(known.tenant_id)) === known.revision) return known;
  const record = await tenants.findByName(name);
  if (record === null) throw notFound('name', `There is no tenant ${name}.`);
  return loadTenant(deps, record);
}
