import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, index, tablesOf } from './tables.ts';

/** OpenID Providers that users sign in through, and who they are there. */
export function upstream(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await table(
        db,
        'upstream_providers',
        ['tenant_id', 'provider_id'],
        {
          text: 'tenant_id provider_id display_name issuer client_id sealed_client_secret? scope',
          time: 'disabled_at? created_at updated_at',
          integer: 'trusts_email may_create_users position',
        },
        belongsTo('tenants', ['tenant_id']),
      );
      await table(
        db,
        'upstream_identities',
        ['tenant_id', 'provider_id', 'upstream_sub'],
        { text: 'tenant_id provider_id upstream_sub sub email?', time: 'created_at last_used_at?' },
        (t) =>
          belongsTo('users', ['tenant_id', 'sub'])(belongsTo('upstream_providers', ['tenant_id', 'provider_id'])(t)),
      );
      // At most one of a user at each provider.
      await index(db, 'upstream_identities', ['tenant_id', 'sub', 'provider_id']).unique().execute();
    },
  };
}
