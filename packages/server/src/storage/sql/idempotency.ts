import type { IdempotencyRecord, IdempotencyStore } from '../idempotency-port.ts';
import type { Operations } from './executor.ts';
import { insertUnlessExists, statement } from './statement.ts';

interface Key {
  tenant_id: string;
  key_hash: string;
}

const insert = insertUnlessExists('idempotency_keys');
const removeExpired = statement((db, { tenant_id, key_hash, now }: Key & { now: number }) =>
  db
    .deleteFrom('idempotency_keys')
    .where('tenant_id', '=', tenant_id)
    .where('key_hash', '=', key_hash)
    .where('expires_at', '<=', now),
);
const find = statement((db, { tenant_id, key_hash }: Key) =>
  db.selectFrom('idempotency_keys').selectAll().where('tenant_id', '=', tenant_id).where('key_hash', '=', key_hash),
);
const keepAnswer = statement((db, { tenant_id, key_hash, sealed_answer }: Key & { sealed_answer: string }) =>
  db
    .updateTable('idempotency_keys')
    .set({ sealed_answer })
    .where('tenant_id', '=', tenant_id)
    .where('key_hash', '=', key_hash),
);
const removeWaiting = statement((db, { tenant_id, key_hash }: Key) =>
  db
    .deleteFrom('idempotency_keys')
    .where('tenant_id', '=', tenant_id)
    .where('key_hash', '=', key_hash)
    .where('sealed_answer', 'is', null),
);

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<IdempotencyStore, 'settle' | 'release'> = {
  async settle(tx, tenant_id, key_hash, sealed_answer) {
    await tx.run(keepAnswer, { tenant_id, key_hash, sealed_answer });
  },
  async release(tx, tenant_id, key_hash) {
    await tx.run(removeWaiting, { tenant_id, key_hash });
  },
};

export const writes: Operations<IdempotencyStore, 'claim'> = {
  async claim(tx, record: IdempotencyRecord, now) {
    const { tenant_id, key_hash } = record;
    await tx.run(removeExpired, { tenant_id, key_hash, now });
    if ((await tx.run(insert, record)) > 0) return null;
    const found = await tx.first(find, { tenant_id, key_hash });
    if (!found) throw new Error('a row that was in the way is gone');
    return found;
  },
};
