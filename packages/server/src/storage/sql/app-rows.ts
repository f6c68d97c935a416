import type { AppKey } from '../app-port.ts';
import type { AppRecord } from '../app-records.ts';
import type { Executor } from './executor.ts';
import { statement } from './statement.ts';

/** Rows of apps that operations on other tables need as well. */

const byId = statement((db, { tenant_id, app_id }: AppKey) =>
  db.selectFrom('apps').selectAll().where('tenant_id', '=', tenant_id).where('app_id', '=', app_id),
);
/** Nothing changes; the row stays locked on PostgreSQL until the commit. */
const hold = statement((db, { tenant_id, app_id }: AppKey) =>
  db
    .updateTable('apps')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id)
    .returningAll(),
);
const clientsChanged = statement((db, { tenant_id, app_id }: AppKey) =>
  db
    .updateTable('clients')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id),
);

export async function findApp(tx: Executor, { tenant_id, app_id }: AppKey): Promise<AppRecord | null> {
  return (await tx.first(byId, { tenant_id, app_id })) ?? null;
}

/** The app, which nobody else changes or deletes until the commit; undefined if there is none. */
export async function holdApp(tx: Executor, { tenant_id, app_id }: AppKey): Promise<AppRecord | undefined> {
  return tx.first(hold, { tenant_id, app_id });
}

/** What is cached of the app's clients carries what is known of the app. */
export async function noteChange(tx: Executor, { tenant_id, app_id }: AppKey): Promise<void> {
  await tx.run(clientsChanged, { tenant_id, app_id });
}
