import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { closedTo } from '../app-access.ts';
import type { AppRecord, AppRole } from '../app-records.ts';
import type { FamilyStatus, Notice } from '../grant-port.ts';
import { FOREVER, type TokenFamilyRecord, type UserRole } from '../records.ts';
import { announceRevocation } from './deliveries.ts';
import type { Executor } from './executor.ts';
import type { Database } from './schema.ts';
import { statement } from './statement.ts';

/** A family's row with what else decides whether it is in force. */
export interface FamilyRow extends TokenFamilyRecord {
  grant_revoked_at: number | null;
  grant_org_id: string;
  grant_last_used_at: number | null;
  user_disabled_at: number | null;
  client_disabled_at: number | null;
  user_role: UserRole | null;
  /** null where the client belongs to no app; likewise below. */
  app_state: AppRecord['state'] | null;
  app_visibility: AppRecord['visibility'] | null;
  works_on_app: AppRole | null;
}

/** Families (`f`) with their grant, user, client, its app, and what the user does for that: the one definition of what a family's life hangs on. */
function familyWithOwners(db: Pick<Kysely<Database>, 'selectFrom'>) {
  return db
    .selectFrom('token_families as f')
    .innerJoin('grants as g', (join) =>
      join.onRef('g.tenant_id', '=', 'f.tenant_id').onRef('g.grant_id', '=', 'f.grant_id'),
    )
    .innerJoin('users as u', (join) => join.onRef('u.tenant_id', '=', 'g.tenant_id').onRef('u.sub', '=', 'g.sub'))
    .innerJoin('clients as c', (join) =>
      join.onRef('c.tenant_id', '=', 'g.tenant_id').onRef('c.client_id', '=', 'g.client_id'),
    )
    .leftJoin('apps as a', (join) => join.onRef('a.tenant_id', '=', 'c.tenant_id').onRef('a.app_id', '=', 'c.app_id'))
    .leftJoin('app_people as p', (join) =>
      join.onRef('p.tenant_id', '=', 'c.tenant_id').onRef('p.app_id', '=', 'c.app_id').onRef('p.sub', '=', 'g.sub'),
    );
}

/** The family's columns and those that tell whether it is in force, as FamilyRow. */
export function selectFamilyRow(db: Kysely<Database>) {
  return familyWithOwners(db)
    .selectAll('f')
    .select([
      'g.revoked_at as grant_revoked_at',
      'g.org_id as grant_org_id',
      'g.last_used_at as grant_last_used_at',
      'u.disabled_at as user_disabled_at',
      'c.disabled_at as client_disabled_at',
      'u.role as user_role',
      'a.state as app_state',
      'a.visibility as app_visibility',
      'p.role as works_on_app',
    ]);
}

/** closedTo() as a condition: the app, if there is one, is open to the user. */
const APP_OPEN = sql<boolean>`(c.app_id is null or (a.state != 'suspended' and (p.role is not null
  or (a.state = 'approved' and (a.visibility != 'internal' or u.role is not null)))))`;

/** A condition on codes or refresh tokens: their family, its grant, user and client are all in force at `now`. */
export function familyInForce<T extends 'authorization_codes' | 'refresh_tokens'>(table: T, now: number) {
  return (eb: ExpressionBuilder<Database, T>) =>
    eb.exists(
      familyWithOwners(eb as unknown as Kysely<Database>)
        .select('f.family_id')
        .where('f.tenant_id', '=', sql.ref<string>(`${table}.tenant_id`))
        .where('f.family_id', '=', sql.ref<string>(`${table}.family_id`))
        .where('f.revoked_at', 'is', null)
        .where('f.expires_at', '>', now)
        .where('g.revoked_at', 'is', null)
        .where('u.disabled_at', 'is', null)
        .where('c.disabled_at', 'is', null)
        .where(APP_OPEN),
    );
}

export function toFamilyStatus(row: FamilyRow, now: number): FamilyStatus {
  const { grant_revoked_at, grant_org_id, grant_last_used_at, user_disabled_at, client_disabled_at, ...more } = row;
  const { user_role, app_state, app_visibility, works_on_app, ...family } = more;
  return { family, org_id: grant_org_id, last_used_at: grant_last_used_at, ended: ended(row, now) };
}

function ended(row: FamilyRow, now: number): FamilyStatus['ended'] {
  if (row.grant_revoked_at !== null) return 'grant_revoked';
  if (row.revoked_at !== null) return 'family_revoked';
  if (row.expires_at <= now) return 'family_expired';
  if (row.user_disabled_at !== null) return 'user_disabled';
  if (row.client_disabled_at !== null) return 'client_disabled';
  const { app_state: state, app_visibility: visibility, works_on_app: works_on_it, user_role: role } = row;
  const app = state === null || visibility === null ? null : { state, visibility };
  return closedTo(app, { works_on_it, role });
}

/** Seconds for which a family without end is kept once it is revoked: so long an operator is still told why its token is dead. */
const KEPT_REVOKED = 30 * 86_400;

/** The end of a family that is revoked at `now`: a family without end gets one, so that its rows are removed some day. */
export function endOfRevoked(now: number) {
  return sql<number>`case when expires_at = ${sql.lit(FOREVER)} then cast(${now} as bigint) + ${sql.lit(KEPT_REVOKED)} else expires_at end`;
}

interface FamilyKey {
  tenant_id: string;
  family_id: string;
}

const byId = statement((db, { tenant_id, family_id }: FamilyKey) =>
  selectFamilyRow(db).where('f.tenant_id', '=', tenant_id).where('f.family_id', '=', family_id),
);
const revoke = statement((db, given: FamilyKey & { reason: string; now: number }) =>
  db
    .updateTable('token_families')
    .set({ revoked_at: given.now, revocation_reason: given.reason, expires_at: endOfRevoked(given.now) })
    .where('tenant_id', '=', given.tenant_id)
    .where('family_id', '=', given.family_id)
    .where('revoked_at', 'is', null),
);
const revokeReplayed = statement((db, given: FamilyKey & { reason: string; now: number }) =>
  db
    .updateTable('token_families')
    .set({ revoked_at: given.now, revocation_reason: given.reason, expires_at: endOfRevoked(given.now) })
    .where('tenant_id', '=', given.tenant_id)
    .where('family_id', '=', given.family_id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('grants as g')
          .select('g.grant_id')
          .whereRef('g.tenant_id', '=', 'token_families.tenant_id')
          .whereRef('g.grant_id', '=', 'token_families.grant_id')
          .where('g.revoked_at', 'is', null),
      ),
    ),
);

export async function findFamilyStatus(tx: Executor, key: FamilyKey, now: number): Promise<FamilyStatus | null> {
  const row = await tx.first(byId, key);
  return row ? toFamilyStatus(row, now) : null;
}

export async function revokeFamily(
  tx: Executor,
  { tenant_id, family_id }: FamilyKey,
  reason: string,
  notice: Notice | null,
  now: number,
): Promise<boolean> {
  if ((await tx.run(revoke, { tenant_id, family_id, reason, now })) === 0) return false;
  if (notice === null) return true;
  const row = await tx.first(byId, { tenant_id, family_id });
  if (row) await announceRevocation(tx, { ...row, org_id: row.grant_org_id }, notice, now);
  return true;
}

/**
 * The answer to a code or refresh token that was used before: 'reused' in the very commit that revokes the family
 * (RFC 6749 §4.1.2, RFC 9700 §4.14.2), 'unknown' when the family had ended already.
 */
export async function answerReplay(tx: Executor, key: FamilyKey, reason: string, now: number) {
  const { tenant_id, family_id } = key;
  const revoked = await tx.run(revokeReplayed, { tenant_id, family_id, reason, now });
  return revoked > 0 ? { outcome: 'reused' as const, family_id } : { outcome: 'unknown' as const };
}
