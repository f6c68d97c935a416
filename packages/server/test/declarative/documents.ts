import { type AppliedChange, applyPlan } from '../../src/management/declarative/apply-plan.ts';
import { type Plan, type PlanOptions, planDocument } from '../../src/management/declarative/plan.ts';
import { readDocument } from '../../src/management/declarative/read-document.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';

export type Options = Partial<PlanOptions>;

/** What `xenia apply` would do. `document`: its text, or its value. */
export function plan(deps: ManagementDeps, document: unknown, options: Options = {}): Promise<Plan> {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return planDocument(deps, readDocument(text, 'tenant.yaml'), { env: {}, verify: false, prune: false, ...options });
}

/** As `xenia apply`, without asking. */
export async function apply(deps: ManagementDeps, document: unknown, options: Options = {}): Promise<AppliedChange[]> {
  const done: AppliedChange[] = [];
  for await (const applied of applyPlan(deps, await plan(deps, document, options))) done.push(applied);
  return done;
}

/** `change client papyrus: redirect_uris scope`, one for each. */
export function summary({ tenant, changes }: Plan): string[] {
  return [...(tenant === null ? [] : [tenant]), ...changes].map(({ change, subject, id, members }) =>
    [
      `${change} ${subject} ${id}`,
      ...(change === 'change' ? [members.map(({ member }) => member).join(' ')] : []),
    ].join(': '),
  );
}

export async function tenantNamed(deps: ManagementDeps, name: string): Promise<Tenant> {
  const record = await deps.storage.tenants.findByName(name);
  if (record === null) throw new Error(`there is no tenant ${name}`);
  return loadTenant(deps, record);
}
