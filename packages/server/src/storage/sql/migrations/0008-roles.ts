import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, index, tablesOf, textType } from './tables.ts';

/** Who administers, and the link that makes the first of them. */
export function roles(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('users').addColumn('role', textType(dialect)).execute();
      // Few users have one: the indexes hold nobody else.
      await db.schema
        .createIndex('users_operators')
        .on('users')
        .columns(['role', 'sub'])
        .where(sql.ref('role'), '=', sql.lit('operator'))
        .execute();
      await db.schema
        .createIndex('users_with_role')
        .on('users')
        .columns(['tenant_id', 'email_key'])
        .where(sql.ref('role'), 'is not', null)
        .execute();
      await table(
        db,
        'setup_links',
        ['tenant_id', 'link_hash'],
        { text: 'tenant_id link_hash purpose sub?', time: 'created_at expires_at' },
        (t) => belongsTo('users', ['tenant_id', 'sub'])(belongsTo('tenants', ['tenant_id'])(t)),
      );
      await index(db, 'setup_links', ['tenant_id', 'sub']).execute();
      await index(db, 'setup_links', ['expires_at']).execute();
    },
  };
}
