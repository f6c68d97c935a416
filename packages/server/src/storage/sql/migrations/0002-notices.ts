import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, index, tablesOf, textType } from './tables.ts';

/** What clients are told, the audit log, and the dialect that an authorization belongs to. */
export function notices(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      for (const column of ['backchannel_logout', 'frontchannel_logout', 'webhook']) {
        await db.schema
          .alterTable('clients')
          .addColumn(column, 'integer', (c) => c.notNull().defaultTo(sql.lit(0)))
          .execute();
      }
      // Authorizations from before may be used in any dialect of their tenant.
      await db.schema.alterTable('token_families').addColumn('dialect', textType(dialect)).execute();
      await index(db, 'sessions', ['tenant_id', 'sid']).execute();
      const ofClient = belongsTo('clients', ['tenant_id', 'client_id']);
      await table(
        db,
        'session_clients',
        ['tenant_id', 'sid', 'client_id'],
        { text: 'tenant_id sid client_id', time: 'expires_at' },
        ofClient,
      );
      await index(db, 'session_clients', ['expires_at']).execute();
      await index(db, 'session_clients', ['tenant_id', 'client_id']).execute();
      await table(
        db,
        'deliveries',
        ['tenant_id', 'client_id', 'event_id'],
        {
          text: 'tenant_id client_id event_id kind event last_error?',
          time: 'created_at next_attempt_at? delivered_at? expires_at',
          integer: 'attempts last_status?',
        },
        ofClient,
      );
      // What waits; what was settled, which is nearly all of it, takes no room here.
      await db.schema
        .createIndex('deliveries_due')
        .on('deliveries')
        .column('next_attempt_at')
        .where(sql.ref('next_attempt_at'), 'is not', null)
        .execute();
      await index(db, 'deliveries', ['expires_at']).execute();
      await table(
        db,
        'audit_events',
        ['tenant_id', 'audit_id'],
        { text: 'tenant_id audit_id actor action client_id? sub? details', time: 'at' },
        belongsTo('tenants', ['tenant_id']),
      );
      await index(db, 'audit_events', ['tenant_id', 'client_id', 'audit_id']).execute();
      await index(db, 'audit_events', ['tenant_id', 'sub', 'audit_id']).execute();
    },
  };
}
