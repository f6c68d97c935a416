import { createGuard, tokenOf } from '@xenia/resource-server';
import { metadataRoute, protect } from '@xenia/resource-server/hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Notes } from './notes.ts';

const LONGEST_NOTE = 280;

/** A product's API: everything it knows about a caller stands in the access token that the guard has checked. */
export function createNotesApi({ issuer, api, notes }: { issuer: string; api: string; notes: Notes }): Hono {
  const guard = createGuard({
    issuer,
    resource: api,
    scopes_supported: ['notes.read', 'notes.write', 'notes.delete'],
  });
  const app = new Hono();
  app.use(metadataRoute(guard));
  app.get('/', (c) =>
    c.json({
      name: 'Notes API',
      about: 'A sample API. Every request needs an access token of the issuer, in the header Authorization: Bearer.',
      issuer,
      routes: {
        'GET /notes': 'needs the scope notes.read',
        'POST /notes': 'needs the scope notes.write; body: {"text": "..."}',
        'DELETE /notes': 'needs the scope notes.delete',
      },
    }),
  );
  app.get('/notes', protect(guard, { scope: 'notes.read' }), (c) => {
    const { sub, client_id, scope } = tokenOf(c);
    return c.json({ user: sub, app: client_id, scope, notes: sub === null ? [] : notes.of(sub) });
  });
  app.post('/notes', protect(guard, { scope: 'notes.write' }), bodyLimit({ maxSize: 16 * 1024 }), async (c) => {
    const { sub, client_id } = tokenOf(c);
    const text = noteText(await c.req.json().catch(() => null));
    if (sub === null || text === null) {
      return c.json(
        { error: 'invalid_note', error_description: `Send {"text": "..."}, 1 to ${LONGEST_NOTE} characters` },
        400,
      );
    }
    notes.add(sub, { text, written_by: client_id });
    return c.json({ user: sub, app: client_id, added: text }, 201);
  });
  app.delete('/notes', protect(guard, { scope: 'notes.delete' }), (c) => {
    const { sub } = tokenOf(c);
    if (sub !== null) notes.deleteAll(sub);
    return c.body(null, 204);
  });
  app.notFound((c) => c.json({ error: 'not_found', error_description: `See ${api}/` }, 404));
  return app;
}

function noteText(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') return null;
  const text = body.text.trim();
  return text === '' || text.length > LONGEST_NOTE ? null : text;
}
