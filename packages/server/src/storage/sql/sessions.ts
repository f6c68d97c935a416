import type { SessionStore } from '../port.ts';
import type { Executor, Operations } from './executor.ts';
import { insertInto, statement } from './statement.ts';

interface SessionKey {
  tenant_id: string;
  session_hash: string;
}

const insert = insertInto('sessions');

const current = statement((db, given: SessionKey & { now: number; seen_after: number }) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('users as u', (join) => join.onRef('u.tenant_id', '=', 's.tenant_id').onRef('u.sub', '=', 's.sub'))
    .selectAll('u')
    .select(['s.session_hash', 's.sid', 's.auth_time', 's.amr', 's.acr', 's.last_seen_at', 's.expires_at'])
    .select('s.created_at as session_created_at')
    .where('s.tenant_id', '=', given.tenant_id)
    .where('s.session_hash', '=', given.session_hash)
    .where('s.expires_at', '>', given.now)
    .where('s.last_seen_at', '>', given.seen_after)
    .where('u.disabled_at', 'is', null),
);
const moveLastSeen = statement((db, given: SessionKey & { now: number }) =>
  db
    .updateTable('sessions')
    .set({ last_seen_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('session_hash', '=', given.session_hash)
    .where('last_seen_at', '<', given.now),
);
const remove = statement((db, { tenant_id, session_hash }: SessionKey) =>
  db
    .deleteFrom('sessions')
    .where('tenant_id', '=', tenant_id)
    .where('session_hash', '=', session_hash)
    .returning('sid'),
);
const removeOfUser = statement((db, { tenant_id, sub }: { tenant_id: string; sub: string }) =>
  db.deleteFrom('sessions').where('tenant_id', '=', tenant_id).where('sub', '=', sub).returning('sid'),
);
const detachFamilies = statement((db, { tenant_id, sid }: { tenant_id: string; sid: string }) =>
  db.updateTable('token_families').set({ sid: null }).where('tenant_id', '=', tenant_id).where('sid', '=', sid),
);

/** Ends every session of the user; families that came from one of them no longer name it. */
export async function endSessionsOfUser(tx: Executor, tenant_id: string, sub: string): Promise<void> {
  for (const { sid } of await tx.all(removeOfUser, { tenant_id, sub }))
    await tx.run(detachFamilies, { tenant_id, sid });
}

export const reads: Operations<SessionStore, 'find'> = {
  async find(tx, tenant_id, session_hash, now, idle_ttl) {
    const row = await tx.first(current, { tenant_id, session_hash, now, seen_after: now - idle_ttl });
    if (!row) return null;
    const { session_hash: hash, sid, auth_time, amr, acr, last_seen_at, expires_at, session_created_at, ...user } = row;
    const created_at = session_created_at;
    return {
      session: {
        tenant_id,
        session_hash: hash,
        sid,
        sub: user.sub,
        auth_time,
        amr,
        acr,
        created_at,
        last_seen_at,
        expires_at,
      },
      user,
    };
  },
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<SessionStore, 'touch'> = {
  async touch(tx, tenant_id, session_hash, now) {
    await tx.run(moveLastSeen, { tenant_id, session_hash, now });
  },
};

export const writes: Operations<SessionStore, 'start' | 'end'> = {
  async start(tx, session, replaces_session_hash) {
    const { tenant_id } = session;
    if (replaces_session_hash !== null) {
      const replaced = await tx.first(remove, { tenant_id, session_hash: replaces_session_hash });
      // A step-up keeps its sid, and with it its families.
      if (replaced && replaced.sid !== session.sid) await tx.run(detachFamilies, { tenant_id, sid: replaced.sid });
    }
    await tx.run(insert, session);
  },
  async end(tx, tenant_id, session_hash) {
    const ended = await tx.first(remove, { tenant_id, session_hash });
    if (ended) await tx.run(detachFamilies, { tenant_id, sid: ended.sid });
    return ended !== undefined;
  },
};
