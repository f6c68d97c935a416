import { type ClientStore, OwnerGoneError } from '../port.ts';
import type { ClientRecord } from '../records.ts';
import { findApp, holdApp } from './app-rows.ts';
import { changedColumns } from './changed-columns.ts';
import type { Executor, Operations } from './executor.ts';
import { prefixRange } from './prefix-range.ts';
import { isRetired, retire } from './retired-ids.ts';
import { dynamicStatement, insertInto, insertUnlessExists, statement } from './statement.ts';

interface ClientKey {
  tenant_id: string;
  client_id: string;
}

const insertClient = insertUnlessExists('clients');
const insertSecret = insertInto('client_secrets');
const insertOrigin = statement((db, { tenant_id, client_id, origin }: ClientKey & { origin: string }) =>
  db
    .insertInto('client_origins')
    .values({ tenant_id, client_id, origin })
    .onConflict((conflict) => conflict.doNothing()),
);

const byId = statement((db, { tenant_id, client_id }: ClientKey) =>
  db.selectFrom('clients').selectAll().where('tenant_id', '=', tenant_id).where('client_id', '=', client_id),
);
const revisionOf = statement((db, { tenant_id, client_id }: ClientKey) =>
  db.selectFrom('clients').select('revision').where('tenant_id', '=', tenant_id).where('client_id', '=', client_id),
);
const secretsOf = statement((db, { tenant_id, client_id }: ClientKey) =>
  db
    .selectFrom('client_secrets')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('client_id', '=', client_id)
    .orderBy('secret_id'),
);
const page = statement((db, given: { tenant_id: string; from: string; end: string; after: string; limit: number }) =>
  db
    .selectFrom('clients')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('list_key', '>=', given.from)
    .where('list_key', '<', given.end)
    .where('list_key', '>', given.after)
    .orderBy('list_key')
    .limit(given.limit),
);
const enabledWithOrigin = statement((db, { tenant_id, origin }: { tenant_id: string; origin: string }) =>
  db
    .selectFrom('client_origins as o')
    .innerJoin('clients as c', (join) =>
      join.onRef('c.tenant_id', '=', 'o.tenant_id').onRef('c.client_id', '=', 'o.client_id'),
    )
    .select('c.client_id')
    .where('o.tenant_id', '=', tenant_id)
    .where('o.origin', '=', origin)
    .where('c.disabled_at', 'is', null)
    .limit(1),
);
const nextRevision = statement((db, { tenant_id, client_id }: ClientKey) =>
  db
    .updateTable('clients')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('tenant_id', '=', tenant_id)
    .where('client_id', '=', client_id),
);
const deleteOrigins = statement((db, { tenant_id, client_id }: ClientKey) =>
  db.deleteFrom('client_origins').where('tenant_id', '=', tenant_id).where('client_id', '=', client_id),
);
const deleteSecret = statement((db, { tenant_id, client_id, secret_id }: ClientKey & { secret_id: string }) =>
  db
    .deleteFrom('client_secrets')
    .where('tenant_id', '=', tenant_id)
    .where('client_id', '=', client_id)
    .where('secret_id', '=', secret_id),
);
/** Secrets, origins, grants, families and tokens go with it (ON DELETE CASCADE). */
const deleteClient = statement((db, { tenant_id, client_id }: ClientKey) =>
  db.deleteFrom('clients').where('tenant_id', '=', tenant_id).where('client_id', '=', client_id),
);

export const reads: Operations<ClientStore, 'revision' | 'find' | 'list' | 'allowsOrigin'> = {
  revision: async (tx, tenant_id, client_id) =>
    (await tx.first(revisionOf, { tenant_id, client_id }))?.revision ?? null,
  async find(tx, tenant_id, client_id) {
    const client = await tx.first(byId, { tenant_id, client_id });
    if (!client) return null;
    // Secrets and app after it: those read are then never older than the revision they are cached under.
    const secrets = await tx.all(secretsOf, { tenant_id, client_id });
    const app = client.app_id === null ? null : await findApp(tx, { tenant_id, app_id: client.app_id });
    return { client, secrets, app };
  },
  async list(tx, tenant_id, { search = '' }, { after, limit }) {
    const key = search.toLowerCase();
    // A client_id is searched as a whole: who has one wants that one.
    const named = search === '' || after !== null ? undefined : await tx.first(byId, { tenant_id, client_id: search });
    const rows = await tx.all(page, { tenant_id, ...prefixRange(key), after: after ?? '', limit });
    return named === undefined ? rows : [named, ...rows.filter(({ client_id }) => client_id !== named.client_id)];
  },
  allowsOrigin: async (tx, tenant_id, origin) =>
    (await tx.first(enabledWithOrigin, { tenant_id, origin })) !== undefined,
};

const changeable: (keyof ClientRecord)[] = [
  'metadata',
  'list_key',
  'disabled_at',
  'disabled_by',
  'backchannel_logout',
  'frontchannel_logout',
  'webhook',
];

async function insertOrigins(tx: Executor, key: ClientKey, origins: string[]) {
  for (const origin of origins) await tx.run(insertOrigin, { ...key, origin });
}

export const writes: Operations<ClientStore, 'create' | 'update' | 'delete' | 'addSecret' | 'removeSecret'> = {
  async create(tx, client, secrets, origins) {
    const { tenant_id, client_id } = client;
    if (await isRetired(tx, { tenant_id, kind: 'client', id: client_id })) return 'exists';
    const { app_id } = client;
    if (app_id !== null && !(await holdApp(tx, { tenant_id, app_id }))) throw new OwnerGoneError('the app is gone');
    if ((await tx.run(insertClient, client)) === 0) return 'exists';
    for (const secret of secrets) await tx.run(insertSecret, secret);
    await insertOrigins(tx, { tenant_id, client_id }, origins);
    return 'created';
  },
  async update(tx, tenant_id, client_id, change, now, expected = null) {
    const update = dynamicStatement((db) => {
      const query = db
        .updateTable('clients')
        .set((eb) => ({ ...changedColumns(change, changeable), updated_at: now, revision: eb('revision', '+', 1) }))
        .where('tenant_id', '=', tenant_id)
        .where('client_id', '=', client_id)
        .returningAll();
      return expected === null ? query : query.where('revision', '=', expected);
    });
    const client = await tx.first(update, {});
    if (!client) return (await tx.first(revisionOf, { tenant_id, client_id })) ? 'changed' : null;
    if (change.origins) {
      await tx.run(deleteOrigins, { tenant_id, client_id });
      await insertOrigins(tx, { tenant_id, client_id }, change.origins);
    }
    return client;
  },
  async delete(tx, tenant_id, client_id, now) {
    if ((await tx.run(deleteClient, { tenant_id, client_id })) === 0) return false;
    await retire(tx, { tenant_id, kind: 'client', id: client_id }, now);
    return true;
  },
  async addSecret(tx, secret) {
    const { tenant_id, client_id } = secret;
    if ((await tx.run(nextRevision, { tenant_id, client_id })) === 0) return 'unknown_client';
    await tx.run(insertSecret, secret);
    return 'created';
  },
  async removeSecret(tx, tenant_id, client_id, secret_id) {
    if ((await tx.run(deleteSecret, { tenant_id, client_id, secret_id })) === 0) return false;
    await tx.run(nextRevision, { tenant_id, client_id });
    return true;
  },
};
