import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { spine } from './0001-spine.ts';
import { notices } from './0002-notices.ts';
import { accounts } from './0003-accounts.ts';
import { lastUse } from './0004-last-use.ts';

/** The one history of the schema, for both backends; names sort in the order in which they apply. */
export function migrations(dialect: Dialect): Readonly<Record<string, Migration>> {
  return {
    '0001-spine': spine(dialect),
    '0002-notices': notices(dialect),
    '0003-accounts': accounts(dialect),
    '0004-last-use': lastUse(),
  };
}

export const newestMigration = '0004-last-use';
