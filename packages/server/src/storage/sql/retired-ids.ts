import type { Executor } from './executor.ts';
import type { Database } from './schema.ts';
import { statement } from './statement.ts';

type RetiredId = Database['retired_ids'];
type Key = Pick<RetiredId, 'tenant_id' | 'kind' | 'id'>;

const find = statement((db, { tenant_id, kind, id }: Key) =>
  db
    .selectFrom('retired_ids')
    .select('id')
    .where('tenant_id', '=', tenant_id)
    .where('kind', '=', kind)
    .where('id', '=', id),
);
const insert = statement((db, { tenant_id, kind, id, retired_at }: RetiredId) =>
  db.insertInto('retired_ids').values({ tenant_id, kind, id, retired_at }),
);

/** Whether it belonged to something that was deleted. */
export async function isRetired(tx: Executor, { tenant_id, kind, id }: Key): Promise<boolean> {
  return (await tx.first(find, { tenant_id, kind, id })) !== undefined;
}

/** It is never given out again. */
export async function retire(tx: Executor, { tenant_id, kind, id }: Key, now: number): Promise<void> {
  await tx.run(insert, { tenant_id, kind, id, retired_at: now });
}
