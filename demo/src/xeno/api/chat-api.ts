import { createGuard, tokenOf } from '@xenia/resource-server';
import { metadataRoute, protect } from '@xenia/resource-server/hono';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from 'xenia';
import type { AppCredentials } from '../../sample/register-sample-app.ts';
import { openChat } from './chat.ts';

interface XenoApiOptions {
  readonly issuer: string;
  /** The API's own origin. */
  readonly api: string;
  /** Who the API is at the issuer, where it asks what a token means. */
  readonly introspection: AppCredentials;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

const LONGEST_MESSAGE = 280;
/** Each is a collection, and the scope that opens it. */
const SCOPES = ['widgets', 'faqs', 'contacts', 'conversations'] as const;

/** A chat product's API. Its tokens say nothing by themselves and never expire, so it asks the issuer about them. */
export function createXenoApi({ issuer, api, introspection, clock, fetch }: XenoApiOptions): Hono {
  const guard = createGuard({
    issuer,
    resource: api,
    scopes_supported: SCOPES,
    introspection,
    // An app that was uninstalled is out within a second; the price is that the issuer is asked that often.
    cache: { introspectionMaxAge: 1 },
    clock,
    fetch,
  });
  const chat = openChat();
  const app = new Hono();
  app.use(metadataRoute(guard));
  app.get('/', (c) => c.json(index(issuer)));
  for (const name of SCOPES) {
    app.get(`/v1/${name}`, protect(guard, { scope: name }), (c) => {
      const { sub, client_id } = tokenOf(c);
      if (sub === null) return noAccount(c);
      return c.json({ account: sub, app: client_id, [name]: chat.of(sub)[name] });
    });
  }
  app.post(
    '/v1/conversations',
    protect(guard, { scope: 'conversations' }),
    bodyLimit({ maxSize: 16 * 1024 }),
    async (c) => {
      const { sub, client_id } = tokenOf(c);
      if (sub === null) return noAccount(c);
      const message = readMessage(await c.req.json().catch(() => null));
      if (message === null) {
        const error_description = `Send {"conversation_id": "...", "text": "..."}, the text 1 to ${LONGEST_MESSAGE} characters`;
        return c.json({ error: 'invalid_message', error_description }, 400);
      }
      const { conversation_id, text } = message;
      const conversation = chat.answer(sub, conversation_id, { text, written_by: client_id });
      if (conversation === null) {
        return c.json({ error: 'not_found', error_description: 'There is no such conversation' }, 404);
      }
      return c.json({ account: sub, app: client_id, conversation }, 201);
    },
  );
  app.notFound((c) => c.json({ error: 'not_found', error_description: `See ${api}/` }, 404));
  return app;
}

function index(issuer: string) {
  return {
    name: 'Xeno API',
    about:
      'A sample API. Every request needs an access token of the issuer, in the header Authorization: Bearer. It lasts until the app is uninstalled.',
    issuer,
    routes: {
      ...Object.fromEntries(SCOPES.map((name) => [`GET /v1/${name}`, `needs the scope ${name}`])),
      'POST /v1/conversations': 'needs the scope conversations; body: {"conversation_id": "...", "text": "..."}',
    },
  };
}

/** A token that an app has for itself: there is nobody whose conversations these could be. */
function noAccount(c: Context): Response {
  return c.json({ error: 'no_account', error_description: 'This token belongs to no account' }, 403);
}

function readMessage(body: unknown): { conversation_id: string; text: string } | null {
  if (typeof body !== 'object' || body === null) return null;
  const { conversation_id, text } = body as Partial<Record<string, unknown>>;
  if (typeof conversation_id !== 'string' || typeof text !== 'string') return null;
  const trimmed = text.trim();
  return trimmed === '' || trimmed.length > LONGEST_MESSAGE ? null : { conversation_id, text: trimmed };
}
