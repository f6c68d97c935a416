import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { index, tablesOf } from './tables.ts';

/**
 * The requests of apps, for their developers, and how often what happened. The rows go by themselves when they expire, not with their
 * client: nothing on the way of a request waits for them, and a client that was deleted must not take a million of them along at once.
 */
export function trace(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await table(db, 'trace_entries', ['tenant_id', 'client_id', 'entry_id'], {
        text: 'tenant_id client_id entry_id trace_id parent_trace_id? endpoint method dialect outcome error? reason? sub? facts',
        time: 'at expires_at',
        integer: 'status',
      });
      await index(db, 'trace_entries', ['tenant_id', 'trace_id', 'entry_id']).execute();
      await index(db, 'trace_entries', ['tenant_id', 'parent_trace_id', 'entry_id'])
        .where(sql.ref('parent_trace_id'), 'is not', null)
        .execute();
      // What a developer looks for is among the few that did not succeed.
      await db.schema
        .createIndex('trace_entries_unsuccessful')
        .on('trace_entries')
        .columns(['tenant_id', 'client_id', 'outcome', 'entry_id'])
        .where(sql.ref('outcome'), '<>', sql.lit('succeeded'))
        .execute();
      await index(db, 'trace_entries', ['expires_at']).execute();
      await table(db, 'usage_days', ['tenant_id', 'client_id', 'day', 'kind'], {
        text: 'tenant_id client_id day kind',
        time: 'count expires_at',
      });
      await index(db, 'usage_days', ['expires_at']).execute();
      await table(db, 'usage_users', ['tenant_id', 'client_id', 'day', 'sub'], {
        text: 'tenant_id client_id day sub',
        time: 'expires_at',
      });
      await index(db, 'usage_users', ['expires_at']).execute();
    },
  };
}
