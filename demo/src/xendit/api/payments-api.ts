import { createGuard, tokenOf } from '@xenia/resource-server';
import { metadataRoute, protect } from '@xenia/resource-server/hono';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from 'xenia';
import { envelope, inEnvelope, type Refusal } from './envelope.ts';
import type { Invoices } from './invoices.ts';

const LONGEST_DESCRIPTION = 140;
/** Whole rupiah. */
const HIGHEST_AMOUNT = 1_000_000_000;

interface PaymentsApiOptions {
  readonly issuer: string;
  /** Its own origin, and its identifier at the issuer. */
  readonly api: string;
  readonly invoices: Invoices;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** A payments product's API: it checks access tokens by itself, with the keys that the issuer publishes. */
export function createXenditApi({ issuer, api, invoices, clock, fetch }: PaymentsApiOptions): Hono {
  const scopes_supported = ['INVOICE.READ', 'INVOICE.WRITE', 'BALANCE.READ'];
  const guard = createGuard({ issuer, resource: api, scopes_supported, clock, fetch });
  const needs = (scope: string) => inEnvelope(issuer, protect(guard, { scope }));
  const refuse = (refusal: Refusal) => envelope(issuer, refusal);
  const app = new Hono();
  app.use(metadataRoute(guard));
  app.get('/', (c) => c.json(index(issuer)));
  app.get('/v2/invoices', needs('INVOICE.READ'), (c) => c.json({ invoices: invoices.of(callerOf(c).account) }));
  app.get('/v2/invoices/:id', needs('INVOICE.READ'), (c) => {
    const invoice = invoices.find(callerOf(c).account, c.req.param('id'));
    return invoice === null ? refuse({ status: 404, error_code: 'NOT_FOUND_ERROR' }) : c.json(invoice);
  });
  const onError = () => refuse({ status: 413, error_code: 'REQUEST_TOO_LARGE_ERROR' });
  app.post('/v2/invoices', needs('INVOICE.WRITE'), bodyLimit({ maxSize: 16 * 1024, onError }), async (c) => {
    const draft = readDraft(await c.req.json().catch(() => null));
    if (draft === null) {
      const message = `Send {"amount": 45000, "description": "..."}: a whole number from 1 to ${HIGHEST_AMOUNT}, and 1 to ${LONGEST_DESCRIPTION} characters.`;
      return refuse({ status: 400, error_code: 'INVALID_REQUEST_ERROR', message });
    }
    const { account, client_id } = callerOf(c);
    return c.json(invoices.add(account, { ...draft, created_at: clock(), created_by: client_id }), 201);
  });
  app.get('/v2/balance', needs('BALANCE.READ'), (c) => c.json(invoices.balanceOf(callerOf(c).account)));
  app.notFound(() => refuse({ status: 404, error_code: 'NOT_FOUND_ERROR' }));
  return app;
}

function index(issuer: string): object {
  return {
    name: 'Payments API',
    about: 'A sample API. Every request needs an access token of the issuer, in the header Authorization: Bearer.',
    issuer,
    routes: {
      'GET /v2/invoices': 'needs the scope INVOICE.READ; the latest 50',
      'GET /v2/invoices/{id}': 'needs the scope INVOICE.READ',
      'POST /v2/invoices': 'needs the scope INVOICE.WRITE; body: {"amount": 45000, "description": "..."}, whole rupiah',
      'GET /v2/balance': 'needs the scope BALANCE.READ',
    },
  };
}

/** Whose invoices these are: the merchant's who allowed the app, or those of an app that acts for itself. */
function callerOf(c: Context): { account: string; client_id: string | null } {
  const { sub, client_id } = tokenOf(c);
  return { account: sub ?? client_id ?? '', client_id };
}

function readDraft(body: unknown): { amount: number; description: string } | null {
  if (typeof body !== 'object' || body === null || !('amount' in body) || !('description' in body)) return null;
  const { amount, description } = body;
  if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1 || amount > HIGHEST_AMOUNT) return null;
  if (typeof description !== 'string') return null;
  const text = description.trim();
  return text === '' || text.length > LONGEST_DESCRIPTION ? null : { amount, description: text };
}
