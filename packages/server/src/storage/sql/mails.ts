import { sql } from 'kysely';
import type { MailStore } from '../account-port.ts';
import type { MailRecord } from '../account-records.ts';
import type { Executor, Operations } from './executor.ts';
import { insertInto, statement } from './statement.ts';

const insert = insertInto('mails');

/**
 * The condition is stated again for rows that two processes have both found due: the second finds them taken. Its plus sign keeps
 * it from being what the rows are looked up by, which is their key.
 */
const take = statement((db, given: { retry_at: number; now: number; limit: number }) =>
  db
    .updateTable('mails')
    .set((eb) => ({ next_attempt_at: given.retry_at, attempts: eb('attempts', '+', 1) }))
    .where(
      sql<boolean>`(tenant_id, mail_id) in (select tenant_id, mail_id from mails
        where next_attempt_at <= ${given.now} order by next_attempt_at limit ${given.limit})`,
    )
    .where(sql<boolean>`+next_attempt_at <= ${given.now}`)
    .returningAll(),
);
/** One that was sent stays sent, whatever a process finds that was suspended for longer than its lease. */
const settled = statement(
  (db, given: Pick<MailRecord, 'tenant_id' | 'mail_id' | 'next_attempt_at' | 'sent_at' | 'last_error'>) =>
    db
      .updateTable('mails')
      .set({ next_attempt_at: given.next_attempt_at, sent_at: given.sent_at, last_error: given.last_error })
      .where('tenant_id', '=', given.tenant_id)
      .where('mail_id', '=', given.mail_id)
      .where('sent_at', 'is', null),
);
const newestOf = statement((db, { tenant_id, limit }: { tenant_id: string; limit: number }) =>
  db.selectFrom('mails').selectAll().where('tenant_id', '=', tenant_id).orderBy('created_at', 'desc').limit(limit),
);

export async function enqueueMails(tx: Executor, mails: readonly MailRecord[]): Promise<void> {
  for (const mail of mails) await tx.run(insert, mail);
}

export const reads: Operations<MailStore, 'newest'> = {
  newest: async (tx, tenant_id, limit) => tx.all(newestOf, { tenant_id, limit }),
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<MailStore, 'enqueue' | 'claim' | 'settle'> = {
  enqueue: (tx, mail) => enqueueMails(tx, [mail]),
  claim: async (tx, retry_at, limit, now) => tx.all(take, { retry_at, limit, now }),
  async settle(tx, { tenant_id, mail_id }, { next_attempt_at, sent_at, last_error }) {
    await tx.run(settled, { tenant_id, mail_id, next_attempt_at, sent_at, last_error });
  },
};
