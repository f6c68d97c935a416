import { sql } from 'kysely';
import type { TraceStore, UsageIncrement } from '../trace-port.ts';
import { entryIdPrefix, type UsageDayRecord } from '../trace-records.ts';
import type { Executor, Operations } from './executor.ts';
import { insertRows } from './insert-rows.ts';
import { dynamicStatement, statement } from './statement.ts';

const MAX_NAMESAKES = 10;

const insertEntries = insertRows('trace_entries');
const insertUsers = insertRows('usage_users', sql`on conflict do nothing`);
const addCounts = insertRows(
  'usage_days',
  sql`on conflict (tenant_id, client_id, day, kind) do update set count = usage_days.count + excluded.count`,
);

const newer = statement((db, given: { tenant_id: string; client_id: string; after: string; limit: number }) =>
  db
    .selectFrom('trace_entries')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('client_id', '=', given.client_id)
    .where('entry_id', '>', given.after)
    .orderBy('entry_id')
    .limit(given.limit),
);
const named = statement((db, given: { tenant_id: string; trace_id: string }) =>
  db
    .selectFrom('trace_entries')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('trace_id', '=', given.trace_id)
    .orderBy('entry_id', 'desc')
    .limit(MAX_NAMESAKES),
);
const usageSince = statement((db, given: { tenant_id: string; client_id: string; from_day: string }) =>
  db
    .selectFrom('usage_days')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('client_id', '=', given.client_id)
    .where('day', '>=', given.from_day)
    .orderBy('day')
    .orderBy('kind'),
);

export const reads: Operations<TraceStore, 'list' | 'listNewer' | 'find' | 'listFollowUps' | 'usage'> = {
  async list(tx, tenant_id, client_id, { outcome, endpoint, since }, { after, limit }) {
    const list = dynamicStatement((db) => {
      let query = db
        .selectFrom('trace_entries')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('client_id', '=', client_id);
      if (outcome !== undefined) query = query.where('outcome', '=', outcome);
      // Said again in the words of the index that has all but what went well.
      if (outcome !== undefined && outcome !== 'succeeded') query = query.where('outcome', '<>', sql.lit('succeeded'));
      if (endpoint !== undefined) query = query.where('endpoint', '=', endpoint);
      if (since !== undefined) query = query.where('entry_id', '>=', entryIdPrefix(since));
      if (after !== null) query = query.where('entry_id', '<', after);
      return query.orderBy('entry_id', 'desc').limit(limit);
    });
    return tx.all(list, {});
  },
  listNewer: async (tx, tenant_id, client_id, { after, limit }) =>
    tx.all(newer, { tenant_id, client_id, after: after ?? '', limit }),
  find: async (tx, tenant_id, trace_id) => tx.all(named, { tenant_id, trace_id }),
  async listFollowUps(tx, tenant_id, parent_trace_ids) {
    if (parent_trace_ids.length === 0) return [];
    const list = dynamicStatement((db) =>
      db
        .selectFrom('trace_entries')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('parent_trace_id', 'in', parent_trace_ids)
        .orderBy('parent_trace_id')
        .orderBy('entry_id'),
    );
    return tx.all(list, {});
  },
  usage: async (tx, tenant_id, client_id, from_day) => tx.all(usageSince, { tenant_id, client_id, from_day }),
};

export const writes: Operations<TraceStore, 'append'> = {
  async append(tx, entries, usage) {
    if (entries.length > 0) await tx.run(insertEntries, { rows: JSON.stringify(entries) });
    const counts: UsageDayRecord[] = [];
    // In one order for all, so that two processes that count the same clients do not wait for each other.
    for (const increment of [...usage].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
      counts.push(...(await countsOf(tx, increment)));
    }
    if (counts.length > 0) await tx.run(addCounts, { rows: JSON.stringify(counts) });
  },
};

async function countsOf(tx: Executor, increment: UsageIncrement): Promise<UsageDayRecord[]> {
  const { tenant_id, client_id, day, expires_at, subs, subs_expire_at } = increment;
  const users = subs.map((sub) => ({ tenant_id, client_id, day, sub, expires_at: subs_expire_at }));
  const fresh = users.length === 0 ? 0 : await tx.run(insertUsers, { rows: JSON.stringify(users) });
  return Object.entries({ ...increment.counts, users: fresh })
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => ({ tenant_id, client_id, day, kind, count, expires_at }));
}

function keyOf({ tenant_id, client_id, day }: UsageIncrement): string {
  return `${tenant_id}\0${client_id}\0${day}`;
}
