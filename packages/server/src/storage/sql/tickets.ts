import type { TicketEffect, TicketOutcome, TicketStore } from '../account-port.ts';
import type { TicketRecord } from '../account-records.ts';
import type { UserRecord } from '../records.ts';
import type { Executor, Operations } from './executor.ts';
import { enqueueMails } from './mails.ts';
import { endSessionsOfUser } from './sessions.ts';
import { insertInto, insertUnlessExists, statement } from './statement.ts';

type TicketKey = Pick<TicketRecord, 'tenant_id' | 'ticket_hash'>;

const insert = insertInto('tickets');
const insertUser = insertUnlessExists('users');

const takeBack = statement((db, given: Pick<TicketRecord, 'tenant_id' | 'purpose' | 'email_key'>) =>
  db
    .deleteFrom('tickets')
    .where('tenant_id', '=', given.tenant_id)
    .where('purpose', '=', given.purpose)
    .where('email_key', '=', given.email_key)
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
const use = statement((db, { tenant_id, ticket_hash, now }: TicketKey & { now: number }) =>
  db
    .updateTable('tickets')
    .set({ used_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('ticket_hash', '=', ticket_hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll(),
);
const userOf = statement((db, { tenant_id, sub }: { tenant_id: string; sub: string }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('disabled_at', 'is', null),
);
const holderOf = statement((db, { tenant_id, email_key }: { tenant_id: string; email_key: string }) =>
  db.selectFrom('users').select('sub').where('tenant_id', '=', tenant_id).where('email_key', '=', email_key),
);
type UserChange = Pick<UserRecord, 'tenant_id' | 'sub' | 'email' | 'email_key' | 'password_hash'> & { now: number };
const change = statement((db, given: UserChange) =>
  db
    .updateTable('users')
    .set({
      email: given.email,
      email_key: given.email_key,
      email_verified: 1,
      password_hash: given.password_hash,
      updated_at: given.now,
    })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .returningAll(),
);

export const reads: Operations<TicketStore, 'find'> = {
  find: async (tx, tenant_id, ticket_hash, now) => (await tx.first(current, { tenant_id, ticket_hash, now })) ?? null,
};

export const writes: Operations<TicketStore, 'issue' | 'redeem'> = {
  async issue(tx, ticket, mail) {
    const { tenant_id, purpose, email_key } = ticket;
    await tx.run(takeBack, { tenant_id, purpose, email_key });
    await tx.run(insert, ticket);
    await enqueueMails(tx, [mail]);
  },
  async redeem(tx, { tenant_id, ticket_hash, purpose }, effect, mails, now) {
    const found = await tx.first(current, { tenant_id, ticket_hash, now });
    if (!found || found.purpose !== purpose) return { outcome: 'unknown' };
    if (found.used_at !== null) return { outcome: 'used' };
    // Every refusal comes before the first write, so that a refused use leaves nothing behind.
    const user = await affected(tx, found, effect);
    if (user === 'unknown' || user === 'email_taken') return { outcome: user };
    if (!(await tx.first(use, { tenant_id, ticket_hash, now }))) return { outcome: 'used' };
    const changed = await apply(tx, found, effect, { user, now });
    if (changed === null) return { outcome: 'unknown' };
    await enqueueMails(tx, mails);
    return { outcome: 'done', user: changed } satisfies TicketOutcome;
  },
};

/** The account as it is, if the ticket still fits it; null where the effect makes one. */
async function affected(
  tx: Executor,
  { tenant_id, sub, email_key }: TicketRecord,
  { kind }: TicketEffect,
): Promise<UserRecord | null | 'unknown' | 'email_taken'> {
  const holder = await tx.first(holderOf, { tenant_id, email_key });
  if (kind === 'create_user') return holder ? 'email_taken' : null;
  if (sub === null) return 'unknown';
  const user = await tx.first(userOf, { tenant_id, sub });
  if (!user) return 'unknown';
  if (kind === 'change_email') return holder && holder.sub !== sub ? 'email_taken' : user;
  return user.email_key === email_key ? user : 'unknown';
}

async function apply(
  tx: Executor,
  { tenant_id, email, email_key }: TicketRecord,
  effect: TicketEffect,
  { user, now }: { user: UserRecord | null; now: number },
): Promise<UserRecord | null> {
  if (effect.kind === 'create_user') {
    return (await tx.run(insertUser, effect.user)) > 0 ? effect.user : null;
  }
  if (user === null) return null;
  const { sub } = user;
  if (effect.kind === 'set_password') await endSessionsOfUser(tx, { tenant_id, sub }, effect.event_id, now);
  const password_hash = effect.kind === 'set_password' ? effect.password_hash : user.password_hash;
  const address =
    effect.kind === 'change_email' ? { email, email_key } : { email: user.email, email_key: user.email_key };
  return (await tx.first(change, { tenant_id, sub, ...address, password_hash, now })) ?? null;
}
