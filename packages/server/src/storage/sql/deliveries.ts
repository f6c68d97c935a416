import { type Kysely, sql } from 'kysely';
import type { Notice } from '../grant-port.ts';
import type { DeliveryKey, DeliveryOutcome, DeliveryStore } from '../port.ts';
import { type ClientRecord, type DeliveryRecord, FOREVER, type GrantRecord } from '../records.ts';
import type { Executor, Operations } from './executor.ts';
import type { Database } from './schema.ts';
import { dynamicStatement, statement } from './statement.ts';

/** Seconds for which a delivery is kept, so that the app's owner can see what came of it. */
const KEPT = 30 * 86_400;

type NewDelivery = Pick<DeliveryRecord, 'tenant_id' | 'event_id' | 'event'> & { now: number; expires_at: number };

/** Clients that took part in a session, with what they want to be told by. */
const toldOfSession = statement((db, given: NewDelivery & { sid: string }) =>
  db
    .insertInto('deliveries')
    .columns([...DELIVERY])
    .expression((eb) =>
      eb
        .selectFrom('session_clients as s')
        .innerJoin('clients as c', (join) =>
          join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.client_id', '=', 's.client_id'),
        )
        .select([
          's.tenant_id',
          's.client_id',
          sql<string>`cast(${given.event_id} as text)`.as('event_id'),
          sql.lit('backchannel_logout').as('kind'),
          ...fresh(given),
        ])
        .where('s.tenant_id', '=', given.tenant_id)
        .where('s.sid', '=', given.sid)
        .where('c.backchannel_logout', '=', sql.lit(1)),
    ),
);
const toldByWebhook = statement((db, given: NewDelivery & { client_id: string }) =>
  db
    .insertInto('deliveries')
    .columns([...DELIVERY])
    .expression((eb) =>
      eb
        .selectFrom('clients as c')
        .select([
          'c.tenant_id',
          'c.client_id',
          sql<string>`cast(${given.event_id} as text)`.as('event_id'),
          sql.lit('webhook').as('kind'),
          ...fresh(given),
        ])
        .where('c.tenant_id', '=', given.tenant_id)
        .where('c.client_id', '=', given.client_id)
        .where('c.webhook', '=', sql.lit(1)),
    ),
);

const DELIVERY = [
  'tenant_id',
  'client_id',
  'event_id',
  'kind',
  'event',
  'created_at',
  'attempts',
  'next_attempt_at',
  'expires_at',
] as const;

function fresh({ event, now, expires_at }: NewDelivery) {
  return [
    sql<string>`cast(${event} as text)`.as('event'),
    sql<number>`cast(${now} as bigint)`.as('created_at'),
    sql.lit(0).as('attempts'),
    sql<number>`cast(${now} as bigint)`.as('next_attempt_at'),
    sql<number>`cast(${expires_at} as bigint)`.as('expires_at'),
  ] as const;
}

interface Taking {
  retry_at: number;
  now: number;
  limit: number;
}

/** Due deliveries, those that have waited longest first, with the exception of some clients'. */
function due(db: Kysely<Database>, { now, limit }: Taking, except: readonly ClientKey[]) {
  let query = db.selectFrom('deliveries').select(['tenant_id', 'client_id', 'event_id']);
  for (const { tenant_id, client_id } of except) {
    query = query.where((eb) => eb.or([eb('tenant_id', '!=', tenant_id), eb('client_id', '!=', client_id)]));
  }
  return query.where('next_attempt_at', '<=', now).orderBy('next_attempt_at').limit(limit);
}

/**
 * The condition is stated again for rows that two processes have both found due: the second finds them taken. Its plus sign keeps
 * it from being what the rows are looked up by, which is their key.
 */
function taking(db: Kysely<Database>, given: Taking, except: readonly ClientKey[]) {
  return db
    .updateTable('deliveries')
    .set((eb) => ({ next_attempt_at: given.retry_at, attempts: eb('attempts', '+', 1) }))
    .where(sql<boolean>`(tenant_id, client_id, event_id) in ${due(db, given, except)}`)
    .where(sql<boolean>`+next_attempt_at <= ${given.now}`)
    .returningAll();
}
const take = statement((db, { retry_at, now, limit }: Taking) => taking(db, { retry_at, now, limit }, []));

type ClientKey = Pick<ClientRecord, 'tenant_id' | 'client_id'>;

const settled = statement((db, given: DeliveryKey & DeliveryOutcome) =>
  db
    .updateTable('deliveries')
    .set({
      attempts: given.attempts,
      next_attempt_at: given.next_attempt_at,
      delivered_at: given.delivered_at,
      last_status: given.last_status,
      last_error: given.last_error,
    })
    .where('tenant_id', '=', given.tenant_id)
    .where('client_id', '=', given.client_id)
    .where('event_id', '=', given.event_id),
);
const byKey = statement((db, { tenant_id, client_id, event_id }: DeliveryKey) =>
  db
    .selectFrom('deliveries')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('client_id', '=', client_id)
    .where('event_id', '=', event_id),
);
interface Before extends Pick<DeliveryRecord, 'tenant_id' | 'created_at' | 'event_id' | 'client_id'> {
  limit: number;
}
const page = statement((db, given: Before) =>
  db
    .selectFrom('deliveries')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where(
      sql<boolean>`(created_at, event_id, client_id) < (${given.created_at}, ${given.event_id}, ${given.client_id})`,
    )
    .orderBy('created_at', 'desc')
    .orderBy('event_id', 'desc')
    .orderBy('client_id', 'desc')
    .limit(given.limit),
);
const pageOfClient = statement((db, given: Before & { of: string }) =>
  db
    .selectFrom('deliveries')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('client_id', '=', given.of)
    .where(sql<boolean>`(created_at, event_id) < (${given.created_at}, ${given.event_id})`)
    .orderBy('created_at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(given.limit),
);

/** Back from a deliveryPlace; without one, a time that nothing has. */
function placeOf(after: string | null) {
  const [created_at = FOREVER, event_id = '', client_id = ''] = after?.split(' ') ?? [];
  return { created_at: Number(created_at), event_id, client_id };
}

/** Tells those who took part in a session that it has ended. */
export async function announceSessionEnd(
  tx: Executor,
  { tenant_id, sid, sub }: { tenant_id: string; sid: string; sub: string },
  event_id: string,
  now: number,
): Promise<void> {
  const event = JSON.stringify({ sub, sid });
  await tx.run(toldOfSession, { tenant_id, sid, event_id, event, now, expires_at: now + KEPT });
}

/** Tells the client's webhook, if it has one. */
export async function announceRevocation(
  tx: Executor,
  what: Pick<GrantRecord, 'tenant_id' | 'client_id' | 'sub' | 'grant_id' | 'org_id'> & { family_id: string | null },
  { event_id, initiating_entity }: Notice,
  now: number,
): Promise<void> {
  const { tenant_id, client_id, sub, grant_id, org_id, family_id } = what;
  const where = org_id === '' ? {} : { org_id };
  const event = JSON.stringify({ sub, grant_id, ...where, family_id, initiating_entity });
  await tx.run(toldByWebhook, { tenant_id, client_id, event_id, event, now, expires_at: now + KEPT });
}

export const reads: Operations<DeliveryStore, 'find' | 'list'> = {
  find: async (tx, delivery) => (await tx.first(byKey, delivery)) ?? null,
  list: async (tx, tenant_id, client_id, { after, limit }) =>
    client_id === null
      ? tx.all(page, { tenant_id, ...placeOf(after), limit })
      : tx.all(pageOfClient, { tenant_id, of: client_id, ...placeOf(after), limit }),
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<DeliveryStore, 'claim' | 'settle'> = {
  async claim(tx, retry_at, limit, except, now) {
    if (except.length === 0) return tx.all(take, { retry_at, limit, now });
    return tx.all(
      dynamicStatement((db) => taking(db, { retry_at, limit, now }, except)),
      {},
    );
  },
  async settle(tx, delivery, outcome) {
    await tx.run(settled, { ...delivery, ...outcome });
  },
};
