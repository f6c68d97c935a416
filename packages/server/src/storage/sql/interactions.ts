import type { InteractionStore } from '../port.ts';
import type { Executor, Operations } from './executor.ts';
import { insertInto, statement } from './statement.ts';

interface InteractionKey {
  tenant_id: string;
  interaction_id: string;
}

const insert = insertInto('interactions');

const current = statement((db, { tenant_id, interaction_id, now }: InteractionKey & { now: number }) =>
  db
    .selectFrom('interactions')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('interaction_id', '=', interaction_id)
    .where('expires_at', '>', now),
);
const setRequest = statement((db, { tenant_id, interaction_id, request }: InteractionKey & { request: string }) =>
  db
    .updateTable('interactions')
    .set({ request })
    .where('tenant_id', '=', tenant_id)
    .where('interaction_id', '=', interaction_id),
);
const remove = statement((db, { tenant_id, interaction_id }: InteractionKey) =>
  db.deleteFrom('interactions').where('tenant_id', '=', tenant_id).where('interaction_id', '=', interaction_id),
);

/** True for exactly one of all callers. */
export async function finishInteraction(tx: Executor, tenant_id: string, interaction_id: string): Promise<boolean> {
  return (await tx.run(remove, { tenant_id, interaction_id })) > 0;
}

export const reads: Operations<InteractionStore, 'find'> = {
  find: async (tx, tenant_id, interaction_id, now) =>
    (await tx.first(current, { tenant_id, interaction_id, now })) ?? null,
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<InteractionStore, 'create' | 'update' | 'finish'> = {
  async create(tx, interaction) {
    await tx.run(insert, interaction);
  },
  update: async (tx, tenant_id, interaction_id, request) =>
    (await tx.run(setRequest, { tenant_id, interaction_id, request })) > 0,
  finish: finishInteraction,
};
