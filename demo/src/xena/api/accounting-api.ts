import { createGuard, tokenOf } from '@xenia/resource-server';
import { metadataRoute, protect } from '@xenia/resource-server/hono';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Ledger } from './books.ts';

const SCOPE = 'testapi';

interface AccountingApiOptions {
  readonly issuer: string;
  readonly api: string;
  readonly ledger: Ledger;
  /** Whose pages may call it with the tokens that they hold. */
  readonly browser_origin: string;
}

/** An accounting product's API. Its answers say for whom and for which app they are: the access token names both. */
export function createAccountingApi({ issuer, api, ledger, browser_origin }: AccountingApiOptions): Hono {
  const guard = createGuard({ issuer, resource: api, scopes_supported: [SCOPE] });
  const app = new Hono();
  // Before the guard: a preflight request (Fetch §4.8) has no token, and a refusal must be readable too.
  app.use(
    cors({
      origin: browser_origin,
      allowMethods: ['GET'],
      allowHeaders: ['authorization'],
      exposeHeaders: ['WWW-Authenticate'],
      maxAge: 600,
    }),
  );
  app.use(metadataRoute(guard));
  app.get('/', (c) =>
    c.json({
      name: 'Xena API',
      about: 'A sample accounting API. Every request needs an access token of the issuer, as Authorization: Bearer.',
      issuer,
      scope: SCOPE,
      routes: {
        'GET /Api/User/XenaUserMembership': 'the companies whose books the user may open',
        'GET /Api/User/FiscalSetup': 'their accounts in this fiscal year',
      },
    }),
  );
  app.use('/Api/*', protect(guard, { scope: SCOPE }));
  app.get('/Api/User/XenaUserMembership', (c) => {
    const { who, sub } = caller(c, ledger);
    return c.json({ ...who, Memberships: sub === null ? [] : ledger.membershipsOf(sub) });
  });
  app.get('/Api/User/FiscalSetup', (c) => {
    const { who, sub } = caller(c, ledger);
    return c.json({ ...who, FiscalSetups: sub === null ? [] : ledger.fiscalSetupsOf(sub) });
  });
  app.notFound((c) => c.json({ error: 'not_found', error_description: `See ${api}/` }, 404));
  return app;
}

function caller(c: Context, ledger: Ledger) {
  const { sub, client_id } = tokenOf(c);
  const Name = sub === null ? null : ledger.nameOf(sub);
  return { sub, who: { User: { Sub: sub, Name }, App: client_id } };
}
