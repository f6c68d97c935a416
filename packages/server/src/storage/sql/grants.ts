import { sql } from 'kysely';
import type { Approval, GrantStore } from '../grant-port.ts';
import type { GrantRecord } from '../records.ts';
import { announceRevocation } from './deliveries.ts';
import type { Executor, Operations } from './executor.ts';
import { endOfRevoked, findFamilyStatus, revokeFamily } from './families.ts';
import { admit, admitted } from './grant-admission.ts';
import { finishInteraction } from './interactions.ts';
import { storeIssued } from './issued-tokens.ts';
import { holdSession, joinSession } from './sessions.ts';
import { dynamicStatement, insertInto, statement } from './statement.ts';

const insertFamily = insertInto('token_families');
const insertCode = insertInto('authorization_codes');

const live = statement((db, given: { tenant_id: string; client_id: string; sub: string; org_id: string }) =>
  db
    .selectFrom('grants')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('client_id', '=', given.client_id)
    .where('sub', '=', given.sub)
    .where('org_id', '=', given.org_id)
    .where('revoked_at', 'is', null),
);
/** The live grant, made if need be. On PostgreSQL its row stays locked, so that scopes added at once are all kept. */
const ensure = statement(
  (db, given: Omit<GrantRecord, 'created_at' | 'updated_at' | 'last_used_at' | 'revoked_at'> & { now: number }) => {
    const { tenant_id, grant_id, client_id, sub, org_id, scope, now } = given;
    return db
      .insertInto('grants')
      .values({
        tenant_id,
        grant_id,
        client_id,
        sub,
        org_id,
        scope,
        created_at: now,
        updated_at: now,
        last_used_at: now,
        revoked_at: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'client_id', 'sub', 'org_id'])
          .where('revoked_at', 'is', null)
          .doUpdateSet({ updated_at: now, last_used_at: now }),
      )
      .returning(['grant_id', 'scope']);
  },
);
const setScope = statement(
  (db, { tenant_id, grant_id, scope }: { tenant_id: string; grant_id: string; scope: string }) =>
    db.updateTable('grants').set({ scope }).where('tenant_id', '=', tenant_id).where('grant_id', '=', grant_id),
);
const touch = statement((db, { tenant_id, grant_id, now }: GrantAt) =>
  db
    .updateTable('grants')
    .set({ last_used_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('grant_id', '=', grant_id)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', now)])),
);
/** Its row stays locked on PostgreSQL, so that a scope that is allowed at the same time is not lost. */
const lowerScope = statement((db, given: GrantAt & { scope: string }) =>
  db
    .updateTable('grants')
    .set({ scope: given.scope, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('grant_id', '=', given.grant_id)
    .where('revoked_at', 'is', null),
);
const setFamilyScope = statement((db, given: { tenant_id: string; family_id: string; scope: string }) =>
  db
    .updateTable('token_families')
    .set({ scope: given.scope })
    .where('tenant_id', '=', given.tenant_id)
    .where('family_id', '=', given.family_id),
);
const familyScopes = statement((db, { tenant_id, grant_id }: Omit<GrantAt, 'now'>) =>
  db
    .selectFrom('token_families')
    .select(['family_id', 'scope'])
    .where('tenant_id', '=', tenant_id)
    .where('grant_id', '=', grant_id)
    .where('revoked_at', 'is', null),
);
interface GrantAt {
  tenant_id: string;
  grant_id: string;
  now: number;
}

const liveFamily = statement((db, { tenant_id, grant_id, now }: GrantAt) =>
  db
    .selectFrom('token_families')
    .select('family_id')
    .where('tenant_id', '=', tenant_id)
    .where('grant_id', '=', grant_id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .limit(sql.lit(1)),
);
const livePage = statement((db, given: GrantAt & { after: string; limit: number }) =>
  db
    .selectFrom('token_families')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('grant_id', '=', given.grant_id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where('family_id', '>', given.after)
    .orderBy('family_id')
    .limit(given.limit),
);
/** On the families' own rows, where a redemption that runs at the same time sees it even if it has looked at the grant before. */
const revokeFamilies = statement((db, { tenant_id, grant_id, now }: GrantAt) =>
  db
    .updateTable('token_families')
    .set({ revoked_at: now, revocation_reason: 'grant_revoked', expires_at: endOfRevoked(now) })
    .where('tenant_id', '=', tenant_id)
    .where('grant_id', '=', grant_id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now),
);
const revoke = statement((db, { tenant_id, grant_id, now }: GrantAt) =>
  db
    .updateTable('grants')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('grant_id', '=', grant_id)
    .where('revoked_at', 'is', null)
    .returning(['tenant_id', 'grant_id', 'client_id', 'sub', 'org_id']),
);

const countOfClient = statement((db, { tenant_id, client_id }: { tenant_id: string; client_id: string }) =>
  db
    .selectFrom('grants')
    .select((eb) => eb.fn.countAll<number>().as('grants'))
    .where('tenant_id', '=', tenant_id)
    .where('client_id', '=', client_id)
    .where('revoked_at', 'is', null),
);

export const reads: Operations<
  GrantStore,
  'find' | 'list' | 'count' | 'hasLiveFamily' | 'listFamilies' | 'familyStatus'
> = {
  find: async (tx, tenant_id, client_id, sub, org_id) =>
    (await tx.first(live, { tenant_id, client_id, sub, org_id })) ?? null,
  async list(tx, tenant_id, { client_id, sub, org_id }, { after, limit }) {
    const list = dynamicStatement((db) => {
      let query = db
        .selectFrom('grants')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('revoked_at', 'is', null);
      if (client_id !== undefined) query = query.where('client_id', '=', client_id);
      if (sub !== undefined) query = query.where('sub', '=', sub);
      if (org_id !== undefined) query = query.where('org_id', '=', org_id);
      // Said in words that the index of what belongs to organizations is known by.
      if (org_id) query = query.where('org_id', '!=', sql.lit(''));
      return query
        .where('grant_id', '>', after ?? '')
        .orderBy('grant_id')
        .limit(limit);
    });
    return tx.all(list, {});
  },
  count: async (tx, tenant_id, client_id) => (await tx.first(countOfClient, { tenant_id, client_id }))?.grants ?? 0,
  hasLiveFamily: async (tx, tenant_id, grant_id, now) =>
    (await tx.first(liveFamily, { tenant_id, grant_id, now })) !== undefined,
  listFamilies: async (tx, tenant_id, grant_id, now, { after, limit }) =>
    tx.all(livePage, { tenant_id, grant_id, now, after: after ?? '', limit }),
  familyStatus: (tx, tenant_id, family_id, now) => findFamilyStatus(tx, { tenant_id, family_id }, now),
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<GrantStore, 'touch'> = {
  async touch(tx, tenant_id, grant_id, now) {
    await tx.run(touch, { tenant_id, grant_id, now });
  },
};

export const writes: Operations<GrantStore, 'approve' | 'narrow' | 'revoke' | 'revokeFamily'> = {
  async narrow(tx, tenant_id, grant_id, scope, now) {
    if ((await tx.run(lowerScope, { tenant_id, grant_id, scope, now })) === 0) return false;
    const kept = new Set(scope.split(' '));
    for (const family of await tx.all(familyScopes, { tenant_id, grant_id })) {
      const narrowed = family.scope
        .split(' ')
        .filter((name) => kept.has(name))
        .join(' ');
      if (narrowed !== family.scope)
        await tx.run(setFamilyScope, { tenant_id, family_id: family.family_id, scope: narrowed });
    }
    return true;
  },
  revokeFamily: (tx, tenant_id, family_id, reason, notice, now) =>
    revokeFamily(tx, { tenant_id, family_id }, reason, notice, now),
  /** The grant's row alone would do to end them: all beneath it is in force only while the grant is. */
  async revoke(tx, tenant_id, grant_id, notice, now) {
    await tx.run(revokeFamilies, { tenant_id, grant_id, now });
    const revoked = await tx.first(revoke, { tenant_id, grant_id, now });
    if (!revoked) return null;
    await announceRevocation(tx, { ...revoked, family_id: null }, notice, now);
    return { client_id: revoked.client_id, sub: revoked.sub };
  },
  async approve(tx, approval, now) {
    const { interaction_id, allow_scope } = approval;
    const { tenant_id, client_id, sub } = approval.family;
    // Every refusal comes before the first write, so that a refused approval leaves nothing behind.
    const org_id = approval.organization?.org_id ?? '';
    const refused = await admit(tx, approval);
    if (refused) return { outcome: refused };
    const { sid } = approval.family;
    const session_end = sid === null ? undefined : await holdSession(tx, { tenant_id, sid });
    if (sid !== null && session_end === undefined) return { outcome: 'session_ended' };
    const existing = allow_scope === null ? await tx.first(live, { tenant_id, client_id, sub, org_id }) : undefined;
    if (allow_scope === null && !existing) return { outcome: 'grant_missing' };
    if (interaction_id !== null && !(await finishInteraction(tx, tenant_id, interaction_id))) {
      return { outcome: 'interaction_finished' };
    }
    await admitted(tx, approval, now);
    const grant_id = existing?.grant_id ?? (await allow(tx, approval, allow_scope ?? '', now));
    await tx.run(insertFamily, { ...approval.family, grant_id, revoked_at: null, revocation_reason: null });
    if (sid !== null && session_end !== undefined) {
      await joinSession(tx, { tenant_id, sid, client_id, expires_at: session_end });
    }
    if (approval.code) await tx.run(insertCode, approval.code);
    await storeIssued(tx, { access_token: approval.access_token, refresh_token: null });
    return { outcome: 'approved', grant_id };
  },
};

/** Adds `scope` to what the user's live grant remembers; returns the grant's id. */
async function allow(tx: Executor, approval: Approval, scope: string, now: number): Promise<string> {
  const { tenant_id, client_id, sub } = approval.family;
  const org_id = approval.organization?.org_id ?? '';
  const { grant_id } = approval;
  const grant = await tx.first(ensure, { tenant_id, grant_id, client_id, sub, org_id, scope, now });
  if (!grant) throw new Error('an upsert returned no row');
  const union = [...new Set(`${grant.scope} ${scope}`.split(' ').filter(Boolean))].join(' ');
  if (union !== grant.scope) await tx.run(setScope, { tenant_id, grant_id: grant.grant_id, scope: union });
  return grant.grant_id;
}
