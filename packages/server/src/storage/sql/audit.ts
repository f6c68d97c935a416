import type { AuditStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { dynamicStatement, insertInto } from './statement.ts';

const insert = insertInto('audit_events');

export const reads: Operations<AuditStore, 'list'> = {
  async list(tx, tenant_id, { client_id, sub }, { after, limit }) {
    const list = dynamicStatement((db) => {
      let query = db.selectFrom('audit_events').selectAll().where('tenant_id', '=', tenant_id);
      if (client_id !== undefined) query = query.where('client_id', '=', client_id);
      if (sub !== undefined) query = query.where('sub', '=', sub);
      return query
        .where('audit_id', '>', after ?? '')
        .orderBy('audit_id')
        .limit(limit);
    });
    return tx.all(list, {});
  },
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<AuditStore, 'append'> = {
  async append(tx, event) {
    await tx.run(insert, event);
  },
};
