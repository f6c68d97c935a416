import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const body = readFileSync(new URL('papyrus.css', import.meta.url), 'utf8');

/** Papyrus’s own look, over the server's tokens and elements. */
export const stylesheetPath = `/assets/papyrus.${createHash('sha256').update(body).digest('base64url').slice(0, 16)}.css`;

export function papyrusStylesheet(): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  });
}
