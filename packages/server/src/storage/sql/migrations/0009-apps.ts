import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, type CreateTable, index, tablesOf, textType } from './tables.ts';

/** Apps: what developers present and administrators review; which clients they have, who works on them, and their terms. */
export function apps(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await createAppTables(db, table);
      // No foreign key: SQLite cannot add one of two columns. The operations see to it that the app is there.
      await db.schema.alterTable('clients').addColumn('app_id', textType(dialect)).execute();
      await index(db, 'clients', ['tenant_id', 'app_id', 'client_id'])
        .where(sql.ref('app_id'), 'is not', null)
        .execute();
      await db.schema
        .alterTable('scopes')
        .addColumn('needs_review', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
    },
  };
}

async function createAppTables(db: Kysely<unknown>, table: CreateTable) {
  const ofApp = belongsTo('apps', ['tenant_id', 'app_id']);
  const ofUser = belongsTo('users', ['tenant_id', 'sub']);
  await table(
    db,
    'apps',
    ['tenant_id', 'app_id'],
    {
      text: 'tenant_id app_id name short_description details homepage_uri? category icon_uri? visibility state note reviewed_scope proposed? sort_key search_text',
      time: 'review_since? created_at updated_at',
      integer: 'terms_version revision',
    },
    belongsTo('tenants', ['tenant_id']),
  );
  await index(db, 'apps', ['tenant_id', 'sort_key']).unique().execute();
  await index(db, 'apps', ['tenant_id', 'state', 'visibility', 'sort_key']).execute();
  await db.schema
    .createIndex('apps_waiting')
    .on('apps')
    .columns(['tenant_id', 'sort_key'])
    .where(sql.ref('review_since'), 'is not', null)
    .execute();
  await table(
    db,
    'app_people',
    ['tenant_id', 'app_id', 'sub'],
    { text: 'tenant_id app_id sub role', time: 'created_at' },
    (t) => ofApp(ofUser(t)),
  );
  await index(db, 'app_people', ['tenant_id', 'sub', 'app_id']).execute();
  await table(
    db,
    'app_terms',
    ['tenant_id', 'app_id', 'version'],
    { text: 'tenant_id app_id text? uri? published_by?', time: 'created_at', integer: 'version' },
    ofApp,
  );
  await table(
    db,
    'terms_acceptances',
    ['tenant_id', 'app_id', 'sub', 'version'],
    { text: 'tenant_id app_id sub', time: 'accepted_at', integer: 'version' },
    (t) => ofApp(ofUser(t)),
  );
  await index(db, 'terms_acceptances', ['tenant_id', 'sub']).execute();
}
