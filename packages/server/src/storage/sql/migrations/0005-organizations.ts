import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, type CreateTable, index, tablesOf, textType } from './tables.ts';

/** The accounts that apps are installed on: who belongs to them, and which of them a grant is for ('': none). */
export function organizations(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await createOrganizationTables(db, table);
      await db.schema
        .alterTable('grants')
        .addColumn('org_id', textType(dialect), (c) => c.notNull().defaultTo(sql.lit('')))
        .execute();
      await db.schema.dropIndex('grants_live').execute();
      // At most one live grant of a user for a client and an organization.
      await db.schema
        .createIndex('grants_live')
        .unique()
        .on('grants')
        .columns(['tenant_id', 'client_id', 'sub', 'org_id'])
        .where(sql.ref('revoked_at'), 'is', null)
        .execute();
      // Costs nothing where there are no organizations.
      await db.schema
        .createIndex('grants_of_organization')
        .on('grants')
        .columns(['tenant_id', 'org_id', 'grant_id'])
        .where(sql.ref('org_id'), '!=', sql.lit(''))
        .execute();
    },
  };
}

async function createOrganizationTables(db: Kysely<unknown>, table: CreateTable) {
  const ofOrganization = belongsTo('organizations', ['tenant_id', 'org_id']);
  await table(
    db,
    'organizations',
    ['tenant_id', 'org_id'],
    { text: 'tenant_id org_id name', time: 'disabled_at? created_at updated_at' },
    belongsTo('tenants', ['tenant_id']),
  );
  await table(
    db,
    'memberships',
    ['tenant_id', 'org_id', 'sub'],
    { text: 'tenant_id org_id sub role', time: 'created_at updated_at' },
    (t) => ofOrganization(belongsTo('users', ['tenant_id', 'sub'])(t)),
  );
  await index(db, 'memberships', ['tenant_id', 'sub', 'org_id']).execute();
  await index(db, 'memberships', ['tenant_id', 'org_id', 'role', 'created_at', 'sub']).execute();
  await table(
    db,
    'organization_invitations',
    ['tenant_id', 'invitation_hash'],
    {
      text: 'tenant_id invitation_hash org_id email email_key role invited_by',
      time: 'created_at expires_at used_at?',
    },
    ofOrganization,
  );
  await index(db, 'organization_invitations', ['tenant_id', 'org_id', 'invitation_hash']).execute();
  await index(db, 'organization_invitations', ['expires_at']).execute();
  await table(
    db,
    'app_approvals',
    ['tenant_id', 'org_id', 'client_id'],
    {
      text: 'tenant_id org_id client_id status scope requested_scope? requested_by? decided_by? reason',
      time: 'created_at decided_at?',
    },
    (t) => ofOrganization(belongsTo('clients', ['tenant_id', 'client_id'])(t)),
  );
  await index(db, 'app_approvals', ['tenant_id', 'client_id']).execute();
}
