import { type SqlBool, sql } from 'kysely';
import type { AppFilter, AppKey, AppStore } from '../app-port.ts';
import type { AppRecord } from '../app-records.ts';
import type { ClientRecord } from '../records.ts';
import * as people from './app-people.ts';
import { findApp, holdApp, noteChange } from './app-rows.ts';
import * as subscribers from './app-subscribers.ts';
import * as terms from './app-terms.ts';
import { changedColumns } from './changed-columns.ts';
import { writes as clientWrites } from './clients.ts';
import type { Executor, Operations } from './executor.ts';
import { holdUser } from './held-rows.ts';
import { enqueueMails } from './mails.ts';
import { isRetired, retire } from './retired-ids.ts';
import { dynamicStatement, insertUnlessExists, statement } from './statement.ts';

const insert = insertUnlessExists('apps');
/** People, terms and what was accepted go with it (ON DELETE CASCADE). */
const remove = statement((db, { tenant_id, app_id }: AppKey) =>
  db.deleteFrom('apps').where('tenant_id', '=', tenant_id).where('app_id', '=', app_id),
);
const clientPage = statement((db, given: AppKey & { after: string; limit: number }) =>
  db
    .selectFrom('clients')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('app_id', '=', given.app_id)
    .where('client_id', '>', given.after)
    .orderBy('client_id')
    .limit(given.limit),
);
const place = statement((db, given: Pick<ClientRecord, 'tenant_id' | 'client_id' | 'app_id'> & { now: number }) =>
  db
    .updateTable('clients')
    .set((eb) => ({ app_id: given.app_id, updated_at: given.now, revision: eb('revision', '+', 1) }))
    .where('tenant_id', '=', given.tenant_id)
    .where('client_id', '=', given.client_id),
);

/** What lists are ordered by and searched in. */
function keysOf({ app_id, name, short_description }: Pick<AppRecord, 'app_id' | 'name' | 'short_description'>) {
  return {
    sort_key: `${name.toLowerCase()}\n${app_id}`,
    search_text: `${name}\n${short_description}`.toLowerCase(),
  };
}

/** Stands for itself in a LIKE pattern. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function listing(tenant_id: string, filter: AppFilter, after: string, limit: number) {
  const { search = '', state, visibility, waiting, developer } = filter;
  return dynamicStatement((db) => {
    let query = db.selectFrom('apps as a').selectAll('a').where('a.tenant_id', '=', tenant_id);
    if (developer !== undefined) {
      query = query
        .innerJoin('app_people as p', (join) =>
          join.onRef('p.tenant_id', '=', 'a.tenant_id').onRef('p.app_id', '=', 'a.app_id'),
        )
        .where('p.sub', '=', developer)
        // The concatenation keeps the role from being what the rows are looked up by, which is the user.
        .where((eb) => eb(sql`p.role || ''`, 'in', ['owner', 'developer']));
    }
    if (state !== undefined) query = query.where('a.state', '=', state);
    if (visibility !== undefined) query = query.where('a.visibility', '=', visibility);
    if (waiting === true) query = query.where('a.review_since', 'is not', null);
    if (search !== '') {
      query = query.where(sql<SqlBool>`a.search_text like ${`%${escapeLike(search.toLowerCase())}%`} escape '\\'`);
    }
    // A developer's own are few: they are found by who develops them, not by going through all in order.
    const key = developer === undefined ? sql.ref<string>('a.sort_key') : sql<string>`a.sort_key || ''`;
    return query.where(key, '>', after).orderBy(key).limit(limit);
  });
}

type OwnReads = 'find' | 'list' | 'clients';

const ownReads: Operations<AppStore, OwnReads> = {
  find: (tx, tenant_id, app_id) => findApp(tx, { tenant_id, app_id }),
  list: async (tx, tenant_id, filter, { after, limit }) => tx.all(listing(tenant_id, filter, after ?? '', limit), {}),
  clients: async (tx, { tenant_id, app_id }, { after, limit }) =>
    tx.all(clientPage, { tenant_id, app_id, after: after ?? '', limit }),
};

const CHANGEABLE: (keyof AppRecord)[] = [
  ...(['name', 'short_description', 'details', 'homepage_uri', 'category', 'icon_uri', 'visibility'] as const),
  ...(['state', 'note', 'reviewed_scope', 'proposed', 'review_since'] as const),
];

type OwnWrites = 'create' | 'update' | 'delete' | 'placeClient';

const ownWrites: Operations<AppStore, OwnWrites> = {
  async create(tx, app, owner) {
    const { tenant_id, app_id, created_at } = app;
    if (owner !== null && !(await holdUser(tx, { tenant_id, sub: owner }))) return 'unknown_user';
    if (await isRetired(tx, { tenant_id, kind: 'app', id: app_id })) return 'exists';
    if ((await tx.run(insert, { ...app, ...keysOf(app) })) === 0) return 'exists';
    if (owner !== null) await people.insertPerson(tx, { tenant_id, app_id, sub: owner, role: 'owner', created_at });
    return 'created';
  },
  async update(tx, { tenant_id, app_id }, seen, change, mails, now) {
    const before = await holdApp(tx, { tenant_id, app_id });
    if (before === undefined) return null;
    if (before.revision !== seen) return 'changed';
    const changed = changedColumns(change, CHANGEABLE);
    const keys = keysOf({ ...before, ...changed });
    const update = dynamicStatement((db) =>
      db
        .updateTable('apps')
        .set({ ...changed, ...keys, updated_at: now, revision: seen + 1 })
        .where('tenant_id', '=', tenant_id)
        .where('app_id', '=', app_id)
        .returningAll(),
    );
    const app = await tx.first(update, {});
    await noteChange(tx, { tenant_id, app_id });
    await enqueueMails(tx, mails);
    return app ?? null;
  },
  async delete(tx, { tenant_id, app_id }, now) {
    if (!(await holdApp(tx, { tenant_id, app_id }))) return false;
    await deleteClients(tx, { tenant_id, app_id }, now);
    await tx.run(remove, { tenant_id, app_id });
    await retire(tx, { tenant_id, kind: 'app', id: app_id }, now);
    return true;
  },
  async placeClient(tx, { tenant_id, client_id }, app_id, now) {
    if (app_id !== null && !(await holdApp(tx, { tenant_id, app_id }))) return 'unknown_app';
    return (await tx.run(place, { tenant_id, client_id, app_id, now })) > 0 ? 'placed' : 'unknown_client';
  },
};

/** Of an app that is held, so that none is added at the same time. */
async function deleteClients(tx: Executor, key: AppKey, now: number): Promise<void> {
  for (;;) {
    const clients = await tx.all(clientPage, { ...key, after: '', limit: 200 });
    if (clients.length === 0) return;
    for (const { client_id } of clients) await clientWrites.delete(tx, key.tenant_id, client_id, now);
  }
}

export const reads = { ...ownReads, ...people.reads, ...subscribers.reads, ...terms.reads };
export const singleWrites = terms.singleWrites;
export const writes = { ...ownWrites, ...people.writes, ...terms.writes };
