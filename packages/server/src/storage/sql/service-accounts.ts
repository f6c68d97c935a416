import type { ServiceAccountStore } from '../service-account-port.ts';
import type { Operations } from './executor.ts';
import { dynamicStatement, insertUnlessExists, statement } from './statement.ts';

interface Key {
  tenant_id: string;
  request_id: string;
}

/** At most one of a client waits: an index sees to it. */
const insert = insertUnlessExists('service_account_requests');
const byId = statement((db, { tenant_id, request_id }: Key) =>
  db
    .selectFrom('service_account_requests')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('request_id', '=', request_id),
);
export const reads: Operations<ServiceAccountStore, 'find' | 'list'> = {
  find: async (tx, tenant_id, request_id) => (await tx.first(byId, { tenant_id, request_id })) ?? null,
  async list(tx, tenant_id, { state, client_id }, { after, limit }) {
    const list = dynamicStatement((db) => {
      let query = db.selectFrom('service_account_requests').selectAll().where('tenant_id', '=', tenant_id);
      if (state !== undefined) query = query.where('state', '=', state);
      if (client_id !== undefined) query = query.where('client_id', '=', client_id);
      return query
        .where('request_id', '>', after ?? '')
        .orderBy('request_id')
        .limit(limit);
    });
    return tx.all(list, {});
  },
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<ServiceAccountStore, 'request' | 'decide'> = {
  request: async (tx, request) => ((await tx.run(insert, request)) > 0 ? 'requested' : 'waiting'),
  async decide(tx, tenant_id, request_id, { state, note, decided_by, decided_at }) {
    const decide = dynamicStatement((db) =>
      db
        .updateTable('service_account_requests')
        .set({ state, note, decided_by, decided_at })
        .where('tenant_id', '=', tenant_id)
        .where('request_id', '=', request_id)
        .where('state', '=', 'waiting'),
    );
    return (await tx.run(decide, {})) > 0;
  },
};
