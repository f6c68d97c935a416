import type { ReplayStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { statement } from './statement.ts';

interface Claim {
  tenant_id: string;
  purpose: string;
  id: string;
  expires_at: number;
  now: number;
}

/** An identifier whose time is over may be claimed again: what it belonged to has expired by the same clock. */
const claim = statement((db, { tenant_id, purpose, id, expires_at, now }: Claim) =>
  db
    .insertInto('replay_ids')
    .values({ tenant_id, purpose, id, expires_at })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'purpose', 'id'])
        .doUpdateSet({ expires_at })
        .where('replay_ids.expires_at', '<=', now),
    ),
);

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<ReplayStore, 'claim'> = {
  claim: async (tx, tenant_id, purpose, id, expires_at, now) =>
    (await tx.run(claim, { tenant_id, purpose, id, expires_at, now })) > 0,
};
