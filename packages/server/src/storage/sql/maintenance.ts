import { sql } from 'kysely';
import type { MaintenanceStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { type Statement, statement } from './statement.ts';

/**
 * Seconds for which rows outlive their end, so that a server whose clock is ahead by less than this removes nothing that
 * counts for another one (a replay identifier above all).
 */
const MARGIN = 3_600;

interface Batch {
  past: number;
  limit: number;
}

const lease = statement((db, given: { name: string; holder: string; expires_at: number; now: number }) =>
  db
    .insertInto('leases')
    .values({ name: given.name, holder: given.holder, expires_at: given.expires_at })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder: given.holder, expires_at: given.expires_at })
        .where((eb) => eb.or([eb('leases.holder', '=', given.holder), eb('leases.expires_at', '<=', given.now)])),
    ),
);

type Expiring =
  | 'interactions'
  | 'sessions'
  | 'session_clients'
  | 'deliveries'
  | 'tickets'
  | 'setup_links'
  | 'mails'
  | 'organization_invitations'
  | 'access_tokens'
  | 'revoked_jtis'
  | 'idempotency_keys'
  | 'replay_ids'
  | 'throttles'
  | 'trace_entries'
  | 'usage_days'
  | 'usage_users';

/** Removes rows of one table by their own expires_at. */
function removal<T extends Expiring>(table: T, key: string[]): Statement<Batch, unknown> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  return statement((db, { past, limit }: Batch) =>
    db
      .deleteFrom<Expiring>(table)
      .where(
        sql<boolean>`(${columns}) in (select ${columns} from ${sql.table(table)} where expires_at <= ${past} limit ${limit})`,
      ),
  );
}

/** Removes rows that belong to families past their end. */
function removalOfFamilyRows(table: 'authorization_codes' | 'refresh_tokens' | 'access_tokens', hash: string) {
  const columns = (alias: string) => sql.join(['tenant_id', hash].map((name) => sql.ref(`${alias}.${name}`)));
  return statement((db, { past, limit }: Batch) =>
    db.deleteFrom(table).where(
      sql<boolean>`(${columns(table)}) in (select ${columns('t')} from token_families f
        join ${sql.table(table)} t on t.tenant_id = f.tenant_id and t.family_id = f.family_id
        where f.expires_at <= ${past} limit ${limit})`,
    ),
  );
}

/** The order keeps each batch within its limit: families go last, when nothing is left that would go with them. */
const removals: readonly Statement<Batch, unknown>[] = [
  removal('replay_ids', ['tenant_id', 'purpose', 'id']),
  removal('idempotency_keys', ['tenant_id', 'key_hash']),
  removal('interactions', ['tenant_id', 'interaction_id']),
  removal('throttles', ['tenant_id', 'bucket']),
  removal('revoked_jtis', ['tenant_id', 'jti']),
  removal('sessions', ['tenant_id', 'session_hash']),
  removal('session_clients', ['tenant_id', 'sid', 'client_id']),
  removal('deliveries', ['tenant_id', 'client_id', 'event_id']),
  removal('tickets', ['tenant_id', 'ticket_hash']),
  removal('setup_links', ['tenant_id', 'link_hash']),
  removal('mails', ['tenant_id', 'mail_id']),
  removal('organization_invitations', ['tenant_id', 'invitation_hash']),
  removal('access_tokens', ['tenant_id', 'token_hash']),
  removalOfFamilyRows('access_tokens', 'token_hash'),
  removalOfFamilyRows('refresh_tokens', 'token_hash'),
  removalOfFamilyRows('authorization_codes', 'code_hash'),
  statement((db, { past, limit }: Batch) =>
    db
      .deleteFrom('token_families')
      .where(
        sql<boolean>`(tenant_id, family_id) in (select tenant_id, family_id from token_families where expires_at <= ${past} limit ${limit})`,
      ),
  ),
  // Last: there may be many, and nothing waits for their end.
  removal('trace_entries', ['tenant_id', 'client_id', 'entry_id']),
  removal('usage_users', ['tenant_id', 'client_id', 'day', 'sub']),
  removal('usage_days', ['tenant_id', 'client_id', 'day', 'kind']),
];

const heldUntil = statement((db, { name }: { name: string }) =>
  db.selectFrom('leases').select('expires_at').where('name', '=', name),
);

export const reads: Operations<MaintenanceStore, 'leaseEnd'> = {
  leaseEnd: async (tx, name) => (await tx.first(heldUntil, { name }))?.expires_at ?? null,
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<MaintenanceStore, 'acquireLease'> = {
  acquireLease: async (tx, name, holder, ttl, now) =>
    (await tx.run(lease, { name, holder, expires_at: now + ttl, now })) > 0,
};

export const writes: Operations<MaintenanceStore, 'removeExpired'> = {
  async removeExpired(tx, now, limit) {
    const past = now - MARGIN;
    let removed = 0;
    for (const removal of removals) {
      if (removed >= limit) break;
      removed += await tx.run(removal, { past, limit: limit - removed });
    }
    return removed;
  },
};
