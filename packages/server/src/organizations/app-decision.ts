import type { Deps } from '../deps.ts';
import { plainName } from '../interaction/pages/untrusted.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { AppDecision } from '../storage/organization-port.ts';
import type { AppApprovalRecord, OrganizationRecord } from '../storage/organization-records.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Client } from '../tenants/client.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Characters of what an admin may say with a decision. */
export const MAX_REASON = 300;

export interface DecisionInput {
  readonly organization: OrganizationRecord;
  readonly client: Client;
  /** What was known of the app when it was decided; null if nobody had asked. */
  readonly approval: AppApprovalRecord | null;
  /** Only of an app that nobody waits for is the approval taken back: nobody has to be told. */
  readonly answer: 'approve' | 'refuse' | 'withdraw';
  /** What an approval covers, all of it. */
  readonly scope: string;
  readonly decided_by: string;
  /** In the admin's own words; may be empty. */
  readonly reason: string;
}

/** Writes what an admin decided and tells whoever asked. False when the organization or the app is gone. */
export async function decideApp(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  input: DecisionInput,
): Promise<boolean> {
  const { organization, client, answer, decided_by } = input;
  const { tenant_id, org_id } = organization;
  const { client_id } = client;
  const reason = plainName(input.reason, MAX_REASON);
  const decision = decisionOf(input, reason);
  const event_id = deps.random(16).toString('base64url');
  const notice = { event_id, initiating_entity: 'admin' } as const;
  const app = { tenant_id, org_id, client_id };
  if (!(await deps.storage.organizations.decideApp(app, decision, notice, deps.clock()))) return false;
  await recordEvent(deps, tenant, {
    actor: `user:${decided_by}`,
    action: answer === 'approve' ? 'organization.app_approved' : 'organization.app_refused',
    client_id,
    details: { org_id, ...(decision.status === 'approved' ? { scope: decision.scope } : {}) },
  });
  if (answer !== 'withdraw') await tellAsker(deps, tenant, { ...input, reason });
  return true;
}

/** A no to more leaves what members may allow already. */
function decisionOf({ answer, approval, scope, decided_by }: DecisionInput, reason: string): AppDecision {
  if (answer === 'approve') return { status: 'approved', scope, decided_by, reason };
  if (answer === 'refuse' && approval?.status === 'approved')
    return { status: 'approved', scope: approval.scope, decided_by, reason };
  return { status: 'refused', decided_by, reason };
}

async function tellAsker(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  { organization, client, approval, answer, reason }: DecisionInput,
): Promise<void> {
  if (approval === null || approval.requested_by === null || approval.requested_scope === null) return;
  const { tenant_id, org_id } = organization;
  const sub = approval.requested_by;
  const stillThere = await deps.storage.organizations.findMembership({ tenant_id, org_id, sub });
  const asker = stillThere === null ? null : await deps.storage.users.find(tenant_id, sub);
  if (asker === null || asker.disabled_at !== null) return;
  const mail = composeMail(deps, tenant, {
    to: asker.email,
    locale: mailLocaleOf(tenant, asker),
    template: answer === 'approve' ? 'app_approved' : 'app_refused',
    facts: {
      app: client.metadata.client_name,
      organization: organization.name,
      ...(reason === '' ? {} : { message: reason }),
    },
  });
  await deps.storage.mails.enqueue(mail);
}
