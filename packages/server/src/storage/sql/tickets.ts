import type { UpdateQueryBuilder, UpdateResult } from 'kysely';
import type { TicketEffect, TicketOutcome, TicketStore } from '../account-port.ts';
import type { TicketPurpose, TicketRecord } from '../account-records.ts';
import type { UserRecord } from '../records.ts';
import type { Executor, Operations } from './executor.ts';
import { enqueueMails } from './mails.ts';
import type { Database } from './schema.ts';
import { endSessionsOfUser } from './sessions.ts';
import { insertInto, insertUnlessExists, statement } from './statement.ts';

type TicketKey = Pick<TicketRecord, 'tenant_id' | 'ticket_hash'>;

const insert = insertInto('tickets');
const insertUser = insertUnlessExists('users');

const takeBackOfAddress = statement((db, given: Pick<TicketRecord, 'tenant_id' | 'purpose' | 'email_key'>) =>
  db
    .deleteFrom('tickets')
    .where('tenant_id', '=', given.tenant_id)
    .where('purpose', '=', given.purpose)
    .where('email_key', '=', given.email_key)
    .where('used_at', 'is', null),
);
const takeBackOfUser = statement((db, given: { tenant_id: string; purpose: TicketPurpose; sub: string }) =>
  db
    .deleteFrom('tickets')
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .where('purpose', '=', given.purpose)
    .where('used_at', 'is', null),
);
const current = statement((db, { tenant_id, ticket_hash, now }: TicketKey & { now: number }) =>
  db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('ticket_hash', '=', ticket_hash)
    .where('expires_at', '>', now),
);
/** Holds an unused ticket until the commit, without using it up: others that redeem it at the same time wait. */
const hold = statement((db, given: TicketKey & { purpose: TicketPurpose; now: number }) =>
  db
    .updateTable('tickets')
    .set((eb) => ({ purpose: eb.ref('purpose') }))
    .where('tenant_id', '=', given.tenant_id)
    .where('ticket_hash', '=', given.ticket_hash)
    .where('purpose', '=', given.purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now)
    .returningAll(),
);
const use = statement((db, { tenant_id, ticket_hash, now }: TicketKey & { now: number }) =>
  db
    .updateTable('tickets')
    .set({ used_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('ticket_hash', '=', ticket_hash),
);
const holderOf = statement((db, { tenant_id, email_key }: { tenant_id: string; email_key: string }) =>
  db.selectFrom('users').select('sub').where('tenant_id', '=', tenant_id).where('email_key', '=', email_key),
);
const verify = statement((db, given: UserOfTicket) => ofTicket(db.updateTable('users').set(verified(given)), given));
const setPassword = statement((db, given: UserOfTicket & { password_hash: string }) =>
  ofTicket(db.updateTable('users').set({ ...verified(given), password_hash: given.password_hash }), given),
);
const changeAddress = statement((db, { tenant_id, sub, email, email_key, now }: UserOfTicket & { email: string }) =>
  db
    .updateTable('users')
    .set({ email, email_key, ...verified({ now }) })
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('disabled_at', 'is', null)
    .returningAll(),
);

interface UserOfTicket {
  tenant_id: string;
  sub: string;
  email_key: string;
  now: number;
}

const verified = ({ now }: { now: number }) => ({ email_verified: 1, updated_at: now });

/** Only while the account has the address that the ticket was sent to. */
function ofTicket(
  update: UpdateQueryBuilder<Database, 'users', 'users', UpdateResult>,
  { tenant_id, sub, email_key }: UserOfTicket,
) {
  return update
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('email_key', '=', email_key)
    .where('disabled_at', 'is', null)
    .returningAll();
}

export const reads: Operations<TicketStore, 'find'> = {
  find: async (tx, tenant_id, ticket_hash, now) => (await tx.first(current, { tenant_id, ticket_hash, now })) ?? null,
};

export const writes: Operations<TicketStore, 'issue' | 'redeem'> = {
  async issue(tx, ticket, mail) {
    const { tenant_id, purpose, email_key, sub } = ticket;
    await tx.run(takeBackOfAddress, { tenant_id, purpose, email_key });
    // A link that went to a mistyped address must not outlive the one that went to the right address.
    if (sub !== null) await tx.run(takeBackOfUser, { tenant_id, purpose, sub });
    await tx.run(insert, ticket);
    await enqueueMails(tx, [mail]);
  },
  async redeem(tx, { tenant_id, ticket_hash, purpose }, effect, mails, now) {
    const ticket = await tx.first(hold, { tenant_id, ticket_hash, purpose, now });
    if (!ticket) {
      const found = await tx.first(current, { tenant_id, ticket_hash, now });
      return { outcome: found?.purpose === purpose && found.used_at !== null ? 'used' : 'unknown' };
    }
    // A refusal comes before anything is changed, so that it leaves nothing behind.
    const user = await apply(tx, ticket, effect, now);
    if (user === 'unknown' || user === 'email_taken') return { outcome: user };
    await tx.run(use, { tenant_id, ticket_hash, now });
    await tx.run(takeBackOfUser, { tenant_id, purpose, sub: user.sub });
    await enqueueMails(tx, mails);
    return { outcome: 'done', user } satisfies TicketOutcome;
  },
};

async function apply(
  tx: Executor,
  { tenant_id, sub, email, email_key }: TicketRecord,
  effect: TicketEffect,
  now: number,
): Promise<UserRecord | 'unknown' | 'email_taken'> {
  if (effect.kind === 'create_user') {
    const user = { ...effect.user, tenant_id, email, email_key, email_verified: 1 };
    return (await tx.run(insertUser, user)) > 0 ? user : 'email_taken';
  }
  if (sub === null) return 'unknown';
  const of = { tenant_id, sub, email_key, now };
  switch (effect.kind) {
    case 'verify_email':
    case 'sign_in':
      return (await tx.first(verify, of)) ?? 'unknown';
    case 'set_password': {
      const user = await tx.first(setPassword, { ...of, password_hash: effect.password_hash });
      if (!user) return 'unknown';
      await endSessionsOfUser(tx, { tenant_id, sub }, effect.event_id, now);
      return user;
    }
    case 'change_email': {
      const holder = await tx.first(holderOf, { tenant_id, email_key });
      if (holder && holder.sub !== sub) return 'email_taken';
      return (await tx.first(changeAddress, { ...of, email })) ?? 'unknown';
    }
  }
}
