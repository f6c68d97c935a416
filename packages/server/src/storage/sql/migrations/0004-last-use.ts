import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When an app last used what it was allowed. An authenticator app is kept only once it has shown a code, so nothing waits to be confirmed. */
export function lastUse(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('grants').addColumn('last_used_at', 'bigint').execute();
      await db.schema.alterTable('totps').dropColumn('confirmed_at').execute();
    },
  };
}
