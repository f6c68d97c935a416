import { sql } from 'kysely';
import type { AppKey, AppStore, Subscriber } from '../app-port.ts';
import type { Operations } from './executor.ts';
import { statement } from './statement.ts';

const clientsFrom = statement((db, given: AppKey & { client_id: string }) =>
  db
    .selectFrom('clients')
    .select('client_id')
    .where('tenant_id', '=', given.tenant_id)
    .where('app_id', '=', given.app_id)
    .where('client_id', '>=', given.client_id)
    .orderBy('client_id'),
);
/** Of one client: in the order of the index of live grants. */
const ofClient = statement(
  (db, given: { tenant_id: string; client_id: string; sub: string; org_id: string; limit: number }) =>
    db
      .selectFrom('grants as g')
      .innerJoin('users as u', (join) => join.onRef('u.tenant_id', '=', 'g.tenant_id').onRef('u.sub', '=', 'g.sub'))
      .leftJoin('organizations as o', (join) =>
        join.onRef('o.tenant_id', '=', 'g.tenant_id').onRef('o.org_id', '=', 'g.org_id'),
      )
      .select(['g.client_id', 'g.sub', 'g.org_id', 'g.scope', 'g.created_at', 'u.claims'])
      .select('o.name as organization_name')
      .where('g.tenant_id', '=', given.tenant_id)
      .where('g.client_id', '=', given.client_id)
      .where('g.revoked_at', 'is', null)
      .where(sql<boolean>`(g.sub, g.org_id) > (${given.sub}, ${given.org_id})`)
      .orderBy('g.sub')
      .orderBy('g.org_id')
      .limit(given.limit),
);

export const reads: Operations<AppStore, 'subscribers'> = {
  /** Client by client, each from where the page before ended: however many there are, a page reads no more than it gives. */
  async subscribers(tx, { tenant_id, app_id }, after, limit) {
    const from = after ?? { client_id: '', sub: '', org_id: '' };
    const found: Subscriber[] = [];
    for (const { client_id } of await tx.all(clientsFrom, { tenant_id, app_id, client_id: from.client_id })) {
      const { sub, org_id } = client_id === from.client_id ? from : { sub: '', org_id: '' };
      found.push(...(await tx.all(ofClient, { tenant_id, client_id, sub, org_id, limit: limit - found.length })));
      if (found.length === limit) break;
    }
    return found;
  },
};
