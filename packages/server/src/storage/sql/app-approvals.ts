import type { AppApprovalKey, AppRequest, OrganizationKey, OrganizationStore } from '../organization-port.ts';
import type { AppApprovalRecord } from '../organization-records.ts';
import type { Executor, Operations } from './executor.ts';
import { revokeGrantsOn } from './grants-of-organization.ts';
import { holdOrganization, roleOf } from './held-rows.ts';
import { enqueueMails } from './mails.ts';
import { insertInto, statement } from './statement.ts';

const insert = insertInto('app_approvals');

const one = statement((db, { tenant_id, org_id, client_id }: AppApprovalKey) =>
  db
    .selectFrom('app_approvals')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('org_id', '=', org_id)
    .where('client_id', '=', client_id),
);
const page = statement((db, given: OrganizationKey & { after: string; limit: number }) =>
  db
    .selectFrom('app_approvals')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id)
    .where('client_id', '>', given.after)
    .orderBy('client_id')
    .limit(given.limit),
);
const client = statement((db, { tenant_id, client_id }: Pick<AppApprovalKey, 'tenant_id' | 'client_id'>) =>
  db.selectFrom('clients').select('client_id').where('tenant_id', '=', tenant_id).where('client_id', '=', client_id),
);
const rewrite = statement((db, given: AppApprovalRecord) =>
  db
    .updateTable('app_approvals')
    .set({
      status: given.status,
      scope: given.scope,
      requested_scope: given.requested_scope,
      requested_by: given.requested_by,
      decided_by: given.decided_by,
      reason: given.reason,
      decided_at: given.decided_at,
    })
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id)
    .where('client_id', '=', given.client_id),
);

const names = (scope: string | null | undefined) => (scope ?? '').split(' ').filter(Boolean);
const union = (...scopes: (string | null | undefined)[]) => [...new Set(scopes.flatMap(names))].join(' ');

function covers(allowed: string | null | undefined, asked: string): boolean {
  const all = new Set(names(allowed));
  return names(asked).every((name) => all.has(name));
}

/** Whether members of an organization that is held may allow the app all of `scope`. */
export async function isApproved(tx: Executor, app: AppApprovalKey, scope: string): Promise<boolean> {
  const approval = await tx.first(one, app);
  return approval?.status === 'approved' && covers(approval.scope, scope);
}

/** Adds `scope` to what members of an organization that is held may allow the app. */
export async function approveMore(
  tx: Executor,
  app: AppApprovalKey,
  { scope, decided_by }: { scope: string; decided_by: string },
  now: number,
): Promise<void> {
  const before = await tx.first(one, app);
  const allowed = union(before?.scope, scope);
  const waiting = before?.requested_scope ?? null;
  const requested_scope = waiting !== null && covers(allowed, waiting) ? null : waiting;
  await write(tx, app, before, {
    status: 'approved',
    scope: allowed,
    requested_scope,
    requested_by: before?.requested_by ?? null,
    decided_by,
    reason: requested_scope === null ? '' : (before?.reason ?? ''),
    decided_at: now,
    created_at: before?.created_at ?? now,
  });
}

async function write(
  tx: Executor,
  { tenant_id, org_id, client_id }: AppApprovalKey,
  before: AppApprovalRecord | undefined,
  content: Omit<AppApprovalRecord, keyof AppApprovalKey>,
) {
  await tx.run(before ? rewrite : insert, { tenant_id, org_id, client_id, ...content });
}

type Reads = 'findApproval' | 'listApprovals';

export const reads: Operations<OrganizationStore, Reads> = {
  findApproval: async (tx, app) => (await tx.first(one, app)) ?? null,
  listApprovals: async (tx, { tenant_id, org_id }, { after, limit }) =>
    tx.all(page, { tenant_id, org_id, after: after ?? '', limit }),
};

type Writes = 'requestApp' | 'decideApp';

/** The organization is held in each, so that they happen one after the other. */
export const writes: Operations<OrganizationStore, Writes> = {
  async requestApp(tx, request, mails, now) {
    if (!(await mayRequest(tx, request))) return 'unknown';
    const { scope, requested_by, reason } = request;
    const before = await tx.first(one, request);
    if (before?.status === 'refused') return 'refused';
    if (before?.status === 'approved' && covers(before.scope, scope)) return 'approved';
    if (before && before.requested_scope !== null && covers(before.requested_scope, scope)) return 'waiting';
    await write(tx, request, before, {
      status: before?.status ?? 'requested',
      scope: before?.scope ?? '',
      requested_scope: union(before?.requested_scope, scope),
      requested_by,
      decided_by: before?.decided_by ?? null,
      reason,
      created_at: before?.created_at ?? now,
      decided_at: before?.decided_at ?? null,
    });
    await enqueueMails(tx, mails);
    return 'requested';
  },
  async decideApp(tx, app, decision, notice, now) {
    if (!(await holdOrganization(tx, app)) || !(await tx.first(client, app))) return false;
    const { status, decided_by, reason } = decision;
    const before = await tx.first(one, app);
    await write(tx, app, before, {
      status,
      scope: decision.status === 'approved' ? union(decision.scope) : '',
      requested_scope: null,
      requested_by: before?.requested_by ?? null,
      decided_by,
      reason,
      created_at: before?.created_at ?? now,
      decided_at: now,
    });
    const { tenant_id, org_id, client_id } = app;
    if (status === 'refused') await revokeGrantsOn(tx, { tenant_id, org_id, client_id }, notice, now);
    return true;
  },
};

/** A member of an organization that is enabled, for a client that there is. */
async function mayRequest(tx: Executor, { tenant_id, org_id, client_id, requested_by }: AppRequest): Promise<boolean> {
  const organization = await holdOrganization(tx, { tenant_id, org_id });
  if (!organization || organization.disabled_at !== null) return false;
  if ((await roleOf(tx, { tenant_id, org_id, sub: requested_by })) === undefined) return false;
  return (await tx.first(client, { tenant_id, client_id })) !== undefined;
}
