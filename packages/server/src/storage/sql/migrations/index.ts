import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { spine } from './0001-spine.ts';
import { notices } from './0002-notices.ts';
import { accounts } from './0003-accounts.ts';
import { lastUse } from './0004-last-use.ts';
import { organizations } from './0005-organizations.ts';
import { upstream } from './0006-upstream.ts';
import { auditChain } from './0007-audit-chain.ts';
import { roles } from './0008-roles.ts';
import { apps } from './0009-apps.ts';
import { trace } from './0010-trace.ts';
import { managementApi } from './0011-management-api.ts';
import { invitationsByAddress } from './0012-invitations-by-address.ts';

/** The one history of the schema, for both backends; names sort in the order in which they apply. */
export function migrations(dialect: Dialect): Readonly<Record<string, Migration>> {
  return {
    '0001-spine': spine(dialect),
    '0002-notices': notices(dialect),
    '0003-accounts': accounts(dialect),
    '0004-last-use': lastUse(),
    '0005-organizations': organizations(dialect),
    '0006-upstream': upstream(dialect),
    '0007-audit-chain': auditChain(dialect),
    '0008-roles': roles(dialect),
    '0009-apps': apps(dialect),
    '0010-trace': trace(dialect),
    '0011-management-api': managementApi(dialect),
    '0012-invitations-by-address': invitationsByAddress(),
  };
}

export const newestMigration = '0012-invitations-by-address';
