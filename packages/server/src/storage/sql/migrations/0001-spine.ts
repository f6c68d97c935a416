import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, type CreateTable, index, tablesOf } from './tables.ts';

/** The first schema. A migration is history: it states columns itself and never changes once it was released. */
export function spine(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await createTenantTables(db, table);
      await createClientTables(db, table);
      await createUserTables(db, table);
      await createGrantTables(db, table);
      await createTokenTables(db, table);
      await createGuardTables(db, table);
    },
  };
}

async function createTenantTables(db: Kysely<unknown>, table: CreateTable) {
  await table(db, 'tenants', ['tenant_id'], {
    text: 'tenant_id name issuer display_name settings',
    time: 'created_at disabled_at?',
    integer: 'revision',
  });
  await index(db, 'tenants', ['name']).unique().execute();
  await index(db, 'tenants', ['issuer']).unique().execute();
  await table(
    db,
    'signing_keys',
    ['tenant_id', 'kid'],
    {
      text: 'tenant_id kid alg public_jwk sealed_private_key',
      time: 'created_at signs_from signs_until? published_until?',
    },
    belongsTo('tenants', ['tenant_id']),
  );
  await table(
    db,
    'scopes',
    ['tenant_id', 'name'],
    { text: 'tenant_id name resource? display_name description', integer: 'required emphasised' },
    belongsTo('tenants', ['tenant_id']),
  );
  await table(
    db,
    'resource_servers',
    ['tenant_id', 'resource'],
    {
      text: 'tenant_id resource name access_token_format access_token_signing_alg',
      time: 'created_at access_token_ttl?',
    },
    belongsTo('tenants', ['tenant_id']),
  );
}

async function createClientTables(db: Kysely<unknown>, table: CreateTable) {
  await table(
    db,
    'clients',
    ['tenant_id', 'client_id'],
    { text: 'tenant_id client_id metadata', time: 'created_at updated_at disabled_at?', integer: 'revision' },
    belongsTo('tenants', ['tenant_id']),
  );
  await table(
    db,
    'client_secrets',
    ['tenant_id', 'client_id', 'secret_id'],
    {
      text: 'tenant_id client_id secret_id secret_hash sealed_secret? description hint',
      time: 'created_at expires_at?',
    },
    belongsTo('clients', ['tenant_id', 'client_id']),
  );
  await table(
    db,
    'client_origins',
    ['tenant_id', 'client_id', 'origin'],
    { text: 'tenant_id client_id origin' },
    belongsTo('clients', ['tenant_id', 'client_id']),
  );
  await index(db, 'client_origins', ['tenant_id', 'origin', 'client_id']).execute();
  await table(db, 'retired_ids', ['tenant_id', 'kind', 'id'], { text: 'tenant_id kind id', time: 'retired_at' });
}

async function createUserTables(db: Kysely<unknown>, table: CreateTable) {
  await table(
    db,
    'users',
    ['tenant_id', 'sub'],
    {
      text: 'tenant_id sub email email_key password_hash? claims',
      time: 'created_at updated_at disabled_at?',
      integer: 'email_verified',
    },
    belongsTo('tenants', ['tenant_id']),
  );
  await index(db, 'users', ['tenant_id', 'email_key']).unique().execute();
  await table(
    db,
    'sessions',
    ['tenant_id', 'session_hash'],
    { text: 'tenant_id session_hash sid sub amr acr', time: 'auth_time created_at last_seen_at expires_at' },
    belongsTo('users', ['tenant_id', 'sub']),
  );
  await index(db, 'sessions', ['tenant_id', 'sub']).execute();
  await index(db, 'sessions', ['expires_at']).execute();
  await table(
    db,
    'interactions',
    ['tenant_id', 'interaction_id'],
    { text: 'tenant_id interaction_id browser_hash request', time: 'created_at expires_at' },
    belongsTo('tenants', ['tenant_id']),
  );
  await index(db, 'interactions', ['expires_at']).execute();
}

async function createGrantTables(db: Kysely<unknown>, table: CreateTable) {
  await table(
    db,
    'grants',
    ['tenant_id', 'grant_id'],
    { text: 'tenant_id grant_id client_id sub scope', time: 'created_at updated_at revoked_at?' },
    (t) => belongsTo('users', ['tenant_id', 'sub'])(belongsTo('clients', ['tenant_id', 'client_id'])(t)),
  );
  // At most one live grant of a user for a client.
  await db.schema
    .createIndex('grants_live')
    .unique()
    .on('grants')
    .columns(['tenant_id', 'client_id', 'sub'])
    .where(sql.ref('revoked_at'), 'is', null)
    .execute();
  await index(db, 'grants', ['tenant_id', 'sub', 'grant_id']).execute();
  await index(db, 'grants', ['tenant_id', 'client_id', 'grant_id']).execute();
  await table(
    db,
    'token_families',
    ['tenant_id', 'family_id'],
    {
      text: 'tenant_id family_id grant_id client_id sub scope resource claims? nonce? sid? amr acr revocation_reason?',
      time: 'auth_time created_at expires_at revoked_at?',
    },
    belongsTo('grants', ['tenant_id', 'grant_id']),
  );
  await index(db, 'token_families', ['tenant_id', 'grant_id']).execute();
  await index(db, 'token_families', ['tenant_id', 'sid']).execute();
  await index(db, 'token_families', ['expires_at']).execute();
}

async function createTokenTables(db: Kysely<unknown>, table: CreateTable) {
  const ofFamily = belongsTo('token_families', ['tenant_id', 'family_id']);
  await table(
    db,
    'authorization_codes',
    ['tenant_id', 'code_hash'],
    {
      text: 'tenant_id code_hash family_id client_id redirect_uri? code_challenge?',
      time: 'created_at expires_at redeemed_at?',
    },
    ofFamily,
  );
  await index(db, 'authorization_codes', ['tenant_id', 'family_id']).execute();
  await table(
    db,
    'refresh_tokens',
    ['tenant_id', 'token_hash'],
    {
      text: 'tenant_id token_hash family_id client_id successor_hash? sealed_response?',
      time: 'created_at expires_at rotated_at?',
    },
    ofFamily,
  );
  await index(db, 'refresh_tokens', ['tenant_id', 'family_id']).execute();
  await table(
    db,
    'access_tokens',
    ['tenant_id', 'token_hash'],
    {
      text: 'tenant_id token_hash family_id? client_id sub? scope aud',
      time: 'created_at expires_at? revoked_at?',
    },
    (t) => ofFamily(belongsTo('clients', ['tenant_id', 'client_id'])(t)),
  );
  await index(db, 'access_tokens', ['tenant_id', 'family_id']).execute();
  await index(db, 'access_tokens', ['tenant_id', 'client_id']).execute();
  await index(db, 'access_tokens', ['expires_at']).execute();
  await table(db, 'revoked_jtis', ['tenant_id', 'jti'], { text: 'tenant_id jti', time: 'expires_at' });
  await index(db, 'revoked_jtis', ['expires_at']).execute();
}

async function createGuardTables(db: Kysely<unknown>, table: CreateTable) {
  await table(db, 'replay_ids', ['tenant_id', 'purpose', 'id'], { text: 'tenant_id purpose id', time: 'expires_at' });
  await index(db, 'replay_ids', ['expires_at']).execute();
  await table(db, 'throttles', ['tenant_id', 'bucket'], {
    text: 'tenant_id bucket',
    time: 'last_failed_at expires_at',
    integer: 'failures',
  });
  await index(db, 'throttles', ['expires_at']).execute();
  await table(db, 'leases', ['name'], { text: 'name holder', time: 'expires_at' });
}
