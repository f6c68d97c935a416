import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { index } from './tables.ts';

/** The account of whoever was invited lists what waits for its address. */
export function invitationsByAddress(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await index(db, 'organization_invitations', ['tenant_id', 'email_key', 'invitation_hash']).execute();
    },
  };
}
