import { sql } from 'kysely';
import { FOREVER, type SessionClientRecord } from '../records.ts';
import type { EndedSession, SessionStore } from '../session-port.ts';
import { announceSessionEnd } from './deliveries.ts';
import type { Executor, Operations } from './executor.ts';
import { holdUser } from './held-rows.ts';
import { holds } from './sign-in-basis.ts';
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
    .select(['s.session_hash', 's.sid', 's.auth_time', 's.amr', 's.acr', 's.user_agent', 's.address'])
    .select(['s.last_seen_at', 's.expires_at'])
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
    .returning(['sid', 'sub']),
);
const inForceOf = statement((db, given: { tenant_id: string; sub: string; now: number; seen_after: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .where('expires_at', '>', given.now)
    .where('last_seen_at', '>', given.seen_after),
);
const removeBySid = statement((db, { tenant_id, sub, sid }: SidKey & { sub: string }) =>
  db
    .deleteFrom('sessions')
    .where('tenant_id', '=', tenant_id)
    .where('sid', '=', sid)
    .where('sub', '=', sub)
    .returning(['sid', 'sub']),
);
const removeOthers = statement((db, { tenant_id, sub, sid }: SidKey & { sub: string }) =>
  db
    .deleteFrom('sessions')
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('sid', '!=', sid)
    .returning(['sid', 'sub']),
);
const removeOfUser = statement((db, { tenant_id, sub }: { tenant_id: string; sub: string }) =>
  db.deleteFrom('sessions').where('tenant_id', '=', tenant_id).where('sub', '=', sub).returning(['sid', 'sub']),
);
/**
 * What was given for as long as the user is here ends with the session; what may go on while they are away (offline_access, or a token
 * that lasts until its app is uninstalled) does not (OIDC Back-Channel Logout 1.0 §2.7).
 */
const revokeFamilies = statement((db, { tenant_id, sid, now }: SidKey & { now: number }) =>
  db
    .updateTable('token_families')
    .set({ revoked_at: now, revocation_reason: 'session_ended' })
    .where('tenant_id', '=', tenant_id)
    .where('sid', '=', sid)
    .where('revoked_at', 'is', null)
    .where('expires_at', '!=', sql.lit(FOREVER))
    .where(sql<boolean>`' ' || scope || ' ' not like '% offline_access %'`),
);
const detachFamilies = statement((db, { tenant_id, sid }: { tenant_id: string; sid: string }) =>
  db.updateTable('token_families').set({ sid: null }).where('tenant_id', '=', tenant_id).where('sid', '=', sid),
);

/** Holds the session's row until the commit: who ends it at the same time waits, and then finds what was begun in it. */
const hold = statement((db, { tenant_id, sid }: SidKey) =>
  db
    .updateTable('sessions')
    .set((eb) => ({ last_seen_at: eb.ref('last_seen_at') }))
    .where('tenant_id', '=', tenant_id)
    .where('sid', '=', sid)
    .returning('expires_at'),
);
/** Only a client that wants to be told of the session's end. */
const join = statement((db, given: SessionClientRecord) =>
  db
    .insertInto('session_clients')
    .columns(['tenant_id', 'sid', 'client_id', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom('clients as c')
        .select(['c.tenant_id', sql<string>`cast(${given.sid} as text)`.as('sid'), 'c.client_id'])
        .select(sql<number>`cast(${given.expires_at} as bigint)`.as('expires_at'))
        .where('c.tenant_id', '=', given.tenant_id)
        .where('c.client_id', '=', given.client_id)
        .where((or) =>
          or.or([or('c.backchannel_logout', '=', sql.lit(1)), or('c.frontchannel_logout', '=', sql.lit(1))]),
        ),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'sid', 'client_id']).doUpdateSet({ expires_at: given.expires_at }),
    ),
);
const frontchannelClients = statement((db, { tenant_id, sid }: SidKey) =>
  db
    .selectFrom('session_clients as s')
    .innerJoin('clients as c', (on) =>
      on.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.client_id', '=', 's.client_id'),
    )
    .select('c.client_id')
    .where('s.tenant_id', '=', tenant_id)
    .where('s.sid', '=', sid)
    .where('c.frontchannel_logout', '=', sql.lit(1))
    .where('c.disabled_at', 'is', null)
    .orderBy('c.client_id'),
);
const prolongClients = statement((db, { tenant_id, sid, expires_at }: SidKey & { expires_at: number }) =>
  db.updateTable('session_clients').set({ expires_at }).where('tenant_id', '=', tenant_id).where('sid', '=', sid),
);
const removeClients = statement((db, { tenant_id, sid }: SidKey) =>
  db.deleteFrom('session_clients').where('tenant_id', '=', tenant_id).where('sid', '=', sid),
);

interface SidKey {
  tenant_id: string;
  sid: string;
}

/** The session's absolute end; undefined if it is over. It stays held until the commit. */
export async function holdSession(tx: Executor, { tenant_id, sid }: SidKey): Promise<number | undefined> {
  return (await tx.first(hold, { tenant_id, sid }))?.expires_at;
}

/** The client takes part in a session that is held, if it wants to be told of its end. */
export async function joinSession(
  tx: Executor,
  { tenant_id, sid, client_id, expires_at }: SessionClientRecord,
): Promise<void> {
  await tx.run(join, { tenant_id, sid, client_id, expires_at });
}

/** What follows when a session's row is gone: what hung on it ends, and whoever took part in it is told. */
async function conclude(tx: Executor, ended: SidKey & { sub: string }, event_id: string, now: number) {
  const { tenant_id, sid } = ended;
  const frontchannel = await tx.all(frontchannelClients, { tenant_id, sid });
  await announceSessionEnd(tx, ended, event_id, now);
  await tx.run(removeClients, { tenant_id, sid });
  await tx.run(revokeFamilies, { tenant_id, sid, now });
  await tx.run(detachFamilies, { tenant_id, sid });
  return frontchannel.map(({ client_id }) => client_id);
}

/** Ends every session of the user. */
export async function endSessionsOfUser(
  tx: Executor,
  { tenant_id, sub }: { tenant_id: string; sub: string },
  event_id: string,
  now: number,
): Promise<EndedSession[]> {
  return concludeAll(tx, tenant_id, await tx.all(removeOfUser, { tenant_id, sub }), { event_id, now });
}

/** Ends every session of the user but the one with `keep_sid` (null: all); returns how many. */
export async function endOtherSessions(
  tx: Executor,
  { tenant_id, sub, keep_sid }: { tenant_id: string; sub: string; keep_sid: string | null },
  event_id: string,
  now: number,
): Promise<number> {
  // Who starts a session holds its user, too: the one is before the other, and none slips through between.
  await holdUser(tx, { tenant_id, sub });
  // No sid is empty.
  const ended = await tx.all(removeOthers, { tenant_id, sub, sid: keep_sid ?? '' });
  return (await concludeAll(tx, tenant_id, ended, { event_id, now })).length;
}

async function concludeAll(
  tx: Executor,
  tenant_id: string,
  ended: readonly { sid: string; sub: string }[],
  { event_id, now }: { event_id: string; now: number },
): Promise<EndedSession[]> {
  const concluded: EndedSession[] = [];
  for (const [index, one] of ended.entries()) {
    const frontchannel_client_ids = await conclude(tx, { tenant_id, ...one }, `${event_id}.${index}`, now);
    concluded.push({ ...one, frontchannel_client_ids });
  }
  return concluded;
}

export const reads: Operations<SessionStore, 'find' | 'listOfUser'> = {
  async listOfUser(tx, tenant_id, sub, now, idle_ttl) {
    const sessions = await tx.all(inForceOf, { tenant_id, sub, now, seen_after: now - idle_ttl });
    return sessions.map(({ session_hash: _, ...session }) => session).sort((a, b) => b.last_seen_at - a.last_seen_at);
  },
  async find(tx, tenant_id, session_hash, now, idle_ttl) {
    const row = await tx.first(current, { tenant_id, session_hash, now, seen_after: now - idle_ttl });
    if (!row) return null;
    const { session_hash: hash, sid, auth_time, amr, acr, user_agent, address, ...rest } = row;
    const { last_seen_at, expires_at, session_created_at, ...user } = rest;
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
        user_agent,
        address,
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

export const writes: Operations<SessionStore, 'start' | 'end' | 'endOne' | 'endOthers'> = {
  async endOne(tx, tenant_id, sub, sid, event_id, now) {
    await holdUser(tx, { tenant_id, sub });
    const ended = await tx.all(removeBySid, { tenant_id, sub, sid });
    return (await concludeAll(tx, tenant_id, ended, { event_id, now })).length > 0;
  },
  endOthers: (tx, tenant_id, sub, keep_sid, event_id, now) =>
    endOtherSessions(tx, { tenant_id, sub, keep_sid }, event_id, now),
  async start(tx, session, replaces_session_hash, event_id, basis = {}) {
    const { tenant_id } = session;
    if (!(await holds(tx, session, basis))) return 'outdated';
    if (replaces_session_hash !== null) {
      const replaced = await tx.first(remove, { tenant_id, session_hash: replaces_session_hash });
      // Nothing has been written yet.
      if (!replaced && basis.continues) return 'session_ended';
      // A step-up keeps its sid, and with it its families and whoever takes part in it.
      if (replaced?.sid === session.sid) {
        await tx.run(prolongClients, { tenant_id, sid: session.sid, expires_at: session.expires_at });
      } else if (replaced) await conclude(tx, { tenant_id, ...replaced }, event_id, session.created_at);
    }
    await tx.run(insert, session);
    return 'started';
  },
  async end(tx, tenant_id, session_hash, event_id, now): Promise<EndedSession | null> {
    const ended = await tx.first(remove, { tenant_id, session_hash });
    if (!ended) return null;
    return { ...ended, frontchannel_client_ids: await conclude(tx, { tenant_id, ...ended }, event_id, now) };
  },
};
