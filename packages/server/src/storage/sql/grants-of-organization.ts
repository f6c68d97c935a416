import { sql } from 'kysely';
import type { Notice } from '../grant-port.ts';
import type { OrganizationKey } from '../organization-port.ts';
import type { GrantRecord } from '../records.ts';
import { announceRevocation } from './deliveries.ts';
import type { Executor } from './executor.ts';
import { endOfRevoked } from './families.ts';
import { dynamicStatement } from './statement.ts';

/** Grants on an organization: all, one member's, or one client's. */
type GrantsOn = OrganizationKey & { sub?: string; client_id?: string };

/** The literal lets the index of what belongs to organizations be used, which has nothing else in it. */
const OF_ORGANIZATION = sql<boolean>`org_id != ''`;

function families({ tenant_id, org_id, sub, client_id }: GrantsOn, now: number) {
  return dynamicStatement((db) => {
    let grants = db
      .selectFrom('grants')
      .select('grant_id')
      .where('tenant_id', '=', tenant_id)
      .where('org_id', '=', org_id)
      .where(OF_ORGANIZATION)
      .where('revoked_at', 'is', null);
    if (sub !== undefined) grants = grants.where('sub', '=', sub);
    if (client_id !== undefined) grants = grants.where('client_id', '=', client_id);
    return db
      .updateTable('token_families')
      .set({ revoked_at: now, revocation_reason: 'grant_revoked', expires_at: endOfRevoked(now) })
      .where('tenant_id', '=', tenant_id)
      .where('grant_id', 'in', grants)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now);
  });
}

function grants({ tenant_id, org_id, sub, client_id }: GrantsOn, now: number) {
  return dynamicStatement((db) => {
    let update = db
      .updateTable('grants')
      .set({ revoked_at: now })
      .where('tenant_id', '=', tenant_id)
      .where('org_id', '=', org_id)
      .where(OF_ORGANIZATION)
      .where('revoked_at', 'is', null);
    if (sub !== undefined) update = update.where('sub', '=', sub);
    if (client_id !== undefined) update = update.where('client_id', '=', client_id);
    return update.returning(['tenant_id', 'grant_id', 'client_id', 'sub', 'org_id']);
  });
}

/** Uninstalls each, as GrantStore.revoke. Whoever calls holds the organization, so that none is made at the same time. */
export async function revokeGrantsOn(tx: Executor, which: GrantsOn, notice: Notice, now: number): Promise<void> {
  await tx.run(families(which, now), {});
  await announceRevocations(tx, await tx.all(grants(which, now), {}), notice, now);
}

/** Several grants may be of one client, to which each is an event of its own. */
export async function announceRevocations(
  tx: Executor,
  revoked: readonly Pick<GrantRecord, 'tenant_id' | 'grant_id' | 'client_id' | 'sub' | 'org_id'>[],
  { event_id, initiating_entity }: Notice,
  now: number,
): Promise<void> {
  for (const grant of revoked) {
    const notice = { event_id: `${event_id}.${grant.grant_id}`, initiating_entity };
    await announceRevocation(tx, { ...grant, family_id: null }, notice, now);
  }
}
