import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../statement.ts';
import { belongsTo, index, tablesOf, textType } from './tables.ts';

/** How people prove who they are besides a password, links that were sent to them, and the mails that carry these. */
export function accounts(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  const ofUser = belongsTo('users', ['tenant_id', 'sub']);
  const ofTenant = belongsTo('tenants', ['tenant_id']);
  return {
    async up(db: Kysely<unknown>) {
      for (const column of ['user_agent', 'address']) {
        await db.schema.alterTable('sessions').addColumn(column, textType(dialect)).execute();
      }
      await table(
        db,
        'tickets',
        ['tenant_id', 'ticket_hash'],
        {
          text: 'tenant_id ticket_hash purpose sub? email email_key data',
          time: 'created_at expires_at used_at?',
        },
        ofTenant,
      );
      await index(db, 'tickets', ['tenant_id', 'purpose', 'email_key']).execute();
      await index(db, 'tickets', ['tenant_id', 'sub']).execute();
      await index(db, 'tickets', ['expires_at']).execute();
      await table(
        db,
        'mails',
        ['tenant_id', 'mail_id'],
        {
          text: 'tenant_id mail_id sealed_message last_error?',
          time: 'created_at next_attempt_at? sent_at? expires_at',
          integer: 'attempts',
        },
        ofTenant,
      );
      await index(db, 'mails', ['next_attempt_at']).execute();
      await index(db, 'mails', ['expires_at']).execute();
      await index(db, 'mails', ['tenant_id', 'created_at']).execute();
      await table(
        db,
        'passkeys',
        ['tenant_id', 'credential_id'],
        {
          text: 'tenant_id credential_id sub public_key transports name',
          time: 'counter created_at last_used_at?',
          integer: 'backed_up',
        },
        ofUser,
      );
      await index(db, 'passkeys', ['tenant_id', 'sub']).execute();
      await table(
        db,
        'totps',
        ['tenant_id', 'sub'],
        { text: 'tenant_id sub sealed_secret', time: 'created_at confirmed_at? last_step' },
        ofUser,
      );
      await table(
        db,
        'recovery_codes',
        ['tenant_id', 'sub', 'code_hash'],
        { text: 'tenant_id sub code_hash', time: 'created_at used_at?' },
        ofUser,
      );
    },
  };
}
