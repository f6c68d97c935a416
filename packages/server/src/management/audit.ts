import { everyPage } from '../storage/every-page.ts';
import type { AuditEventRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
import { findUser } from './users.ts';

/** Who did what, and when. */
export type AuditInformation = Pick<AuditEventRecord, 'audit_id' | 'at' | 'actor' | 'action' | 'client_id' | 'sub'> & {
  details: Record<string, unknown>;
};

/** Oldest first. `user`: the subject or the e-mail address. Throws ManagementError. */
export async function listAuditEvents(
  deps: Pick<ManagementDeps, 'storage'>,
  tenant: Tenant,
  { client_id, user }: { client_id?: string | undefined; user?: string | undefined },
): Promise<AuditInformation[]> {
  const filter = {
    ...(client_id === undefined ? {} : { client_id }),
    ...(user === undefined ? {} : { sub: (await findUser(deps, tenant, user)).sub }),
  };
  const events: AuditInformation[] = [];
  const rows = everyPage(
    (page) => deps.storage.audit.list(tenant.tenant_id, filter, page),
    ({ audit_id }) => audit_id,
  );
  for await (const { audit_id, at, actor, action, client_id: app, sub, details } of rows) {
    const parsed = JSON.parse(details) as Record<string, unknown>;
    events.push({ audit_id, at, actor, action, client_id: app, sub, details: parsed });
  }
  return events;
}
