import type { SigningKeyStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { insertInto, statement } from './statement.ts';
import { bumpTenant } from './tenants.ts';

const insert = insertInto('signing_keys');

const published = statement((db, { tenant_id, now }: { tenant_id: string; now: number }) =>
  db
    .selectFrom('signing_keys')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where((eb) => eb.or([eb('published_until', 'is', null), eb('published_until', '>', now)]))
    .orderBy('created_at')
    .orderBy('kid'),
);
const waiting = statement((db, { tenant_id, alg, now }: { tenant_id: string; alg: string; now: number }) =>
  db
    .selectFrom('signing_keys')
    .select('kid')
    .where('tenant_id', '=', tenant_id)
    .where('alg', '=', alg)
    .where('signs_from', '>', now)
    .limit(1),
);
const endOthers = statement(
  (db, given: { tenant_id: string; alg: string; signs_until: number; published_until: number }) =>
    db
      .updateTable('signing_keys')
      .set({ signs_until: given.signs_until, published_until: given.published_until })
      .where('tenant_id', '=', given.tenant_id)
      .where('alg', '=', given.alg)
      .where('signs_until', 'is', null),
);

export const reads: Operations<SigningKeyStore, 'listPublished'> = {
  listPublished: async (tx, tenant_id, now) => tx.all(published, { tenant_id, now }),
};

export const writes: Operations<SigningKeyStore, 'rotate'> = {
  async rotate(tx, key, retire_at, now) {
    const { tenant_id, alg, signs_from } = key;
    // The tenant's row is the lock: without it, two processes on PostgreSQL could both find no key waiting.
    await bumpTenant(tx, tenant_id);
    if (await tx.first(waiting, { tenant_id, alg, now })) return 'exists';
    await tx.run(endOthers, { tenant_id, alg, signs_until: signs_from, published_until: retire_at });
    await tx.run(insert, key);
    return 'rotated';
  },
};
