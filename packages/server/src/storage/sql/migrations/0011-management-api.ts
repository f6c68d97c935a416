import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, index, tablesOf, textType } from './tables.ts';

/** What the lists of the consoles go by, and the answers to creations that may be asked for twice. */
export function managementApi(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('clients')
        .addColumn('list_key', textType(dialect), (column) => column.notNull().defaultTo(''))
        .execute();
      await db.schema.alterTable('clients').addColumn('disabled_by', textType(dialect)).execute();
      const name = dialect === 'postgres' ? sql`metadata::json ->> 'client_name'` : sql`metadata ->> '$.client_name'`;
      await sql`update clients set list_key = lower(substr(coalesce(${name}, ''), 1, 100)) || ' ' || client_id`.execute(
        db,
      );
      await index(db, 'clients', ['tenant_id', 'list_key']).execute();
      await db.schema
        .alterTable('organizations')
        .addColumn('list_key', textType(dialect), (column) => column.notNull().defaultTo(''))
        .execute();
      await sql`update organizations set list_key = lower(name) || ' ' || org_id`.execute(db);
      await index(db, 'organizations', ['tenant_id', 'list_key']).execute();
      // Newest first, of one client and of all.
      await index(db, 'deliveries', ['tenant_id', 'created_at', 'event_id', 'client_id']).execute();
      await index(db, 'deliveries', ['tenant_id', 'client_id', 'created_at', 'event_id']).execute();
      await table(
        db,
        'service_account_requests',
        ['tenant_id', 'request_id'],
        {
          text: 'tenant_id request_id client_id requested_by reason state note decided_by?',
          time: 'created_at decided_at?',
        },
        belongsTo('clients', ['tenant_id', 'client_id']),
      );
      await index(db, 'service_account_requests', ['tenant_id', 'state', 'request_id']).execute();
      await index(db, 'service_account_requests', ['tenant_id', 'client_id', 'request_id']).execute();
      await db.schema
        .createIndex('service_account_requests_waiting')
        .unique()
        .on('service_account_requests')
        .columns(['tenant_id', 'client_id'])
        .where(sql.ref('state'), '=', sql.lit('waiting'))
        .execute();
      await table(
        db,
        'idempotency_keys',
        ['tenant_id', 'key_hash'],
        { text: 'tenant_id key_hash request_hash sealed_answer?', time: 'expires_at' },
        belongsTo('tenants', ['tenant_id']),
      );
      await index(db, 'idempotency_keys', ['expires_at']).execute();
    },
  };
}
