import { sql } from 'kysely';
import type { AppKey, AppStore } from '../app-port.ts';
import { holdApp, noteChange } from './app-rows.ts';
import type { Operations } from './executor.ts';
import { insertInto, insertUnlessExists, statement } from './statement.ts';

const insert = insertInto('app_terms');
const accept = insertUnlessExists('terms_acceptances');

const one = statement((db, { tenant_id, app_id, version }: AppKey & { version: number }) =>
  db
    .selectFrom('app_terms')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id)
    .where('version', '=', version),
);
const page = statement((db, given: AppKey & { before: number; limit: number }) =>
  db
    .selectFrom('app_terms')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('app_id', '=', given.app_id)
    .where('version', '<', given.before)
    .orderBy('version', 'desc')
    .limit(given.limit),
);
const setVersion = statement((db, { tenant_id, app_id, version, now }: AppKey & { version: number; now: number }) =>
  db
    .updateTable('apps')
    .set((eb) => ({ terms_version: version, updated_at: now, revision: eb('revision', '+', 1) }))
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id),
);
const newestAccepted = statement((db, { tenant_id, app_id, sub }: AppKey & { sub: string }) =>
  db
    .selectFrom('terms_acceptances')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id)
    .where('sub', '=', sub)
    .orderBy('version', 'desc')
    .limit(sql.lit(1)),
);

/** More than any version. */
const BEYOND = 2 ** 31 - 1;

export const reads: Operations<AppStore, 'findTerms' | 'listTerms' | 'acceptedTerms'> = {
  findTerms: async (tx, tenant_id, app_id, version) => (await tx.first(one, { tenant_id, app_id, version })) ?? null,
  listTerms: async (tx, { tenant_id, app_id }, { after, limit }) =>
    tx.all(page, { tenant_id, app_id, before: after === null ? BEYOND : Number(after), limit }),
  acceptedTerms: async (tx, tenant_id, app_id, sub) =>
    (await tx.first(newestAccepted, { tenant_id, app_id, sub })) ?? null,
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<AppStore, 'acceptTerms'> = {
  acceptTerms: async (tx, acceptance) => (await tx.run(accept, acceptance)) > 0,
};

export const writes: Operations<AppStore, 'publishTerms'> = {
  async publishTerms(tx, terms) {
    const { tenant_id, app_id, created_at } = terms;
    const app = await holdApp(tx, terms);
    if (app === undefined) return null;
    const version = app.terms_version + 1;
    await tx.run(insert, { ...terms, version });
    await tx.run(setVersion, { tenant_id, app_id, version, now: created_at });
    await noteChange(tx, terms);
    return version;
  },
};
