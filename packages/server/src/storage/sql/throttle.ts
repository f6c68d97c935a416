import type { ThrottleStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { statement } from './statement.ts';

interface Bucket {
  tenant_id: string;
  bucket: string;
}

const count = statement((db, { tenant_id, bucket, now, expires_at }: Bucket & { now: number; expires_at: number }) =>
  db
    .insertInto('throttles')
    .values({ tenant_id, bucket, failures: 1, last_failed_at: now, expires_at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'bucket']).doUpdateSet((eb) => ({
        failures: eb
          .case()
          .when('throttles.expires_at', '<=', now)
          .then(eb.lit(1))
          .else(eb('throttles.failures', '+', eb.lit(1)))
          .end(),
        last_failed_at: now,
        expires_at,
      })),
    )
    .returning('failures'),
);
const current = statement((db, { tenant_id, bucket, now }: Bucket & { now: number }) =>
  db
    .selectFrom('throttles')
    .select(['failures', 'last_failed_at'])
    .where('tenant_id', '=', tenant_id)
    .where('bucket', '=', bucket)
    .where('expires_at', '>', now),
);
const remove = statement((db, { tenant_id, bucket }: Bucket) =>
  db.deleteFrom('throttles').where('tenant_id', '=', tenant_id).where('bucket', '=', bucket),
);

export const reads: Operations<ThrottleStore, 'read'> = {
  read: async (tx, tenant_id, bucket, now) =>
    (await tx.first(current, { tenant_id, bucket, now })) ?? { failures: 0, last_failed_at: 0 },
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<ThrottleStore, 'fail' | 'clear'> = {
  async fail(tx, tenant_id, bucket, window, now) {
    const counted = await tx.first(count, { tenant_id, bucket, now, expires_at: now + window });
    if (!counted) throw new Error('an upsert returned no row');
    return counted.failures;
  },
  async clear(tx, tenant_id, bucket) {
    await tx.run(remove, { tenant_id, bucket });
  },
};
