import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that an app serves itself. Its path carries a hash of its content, so it may be cached for ever. */
export interface OwnAsset {
  readonly path: string;
  response(): Response;
}

const read = (url: URL): string => readFileSync(url, 'utf8');

/** An app's look: what all sample apps share, over the server's tokens and elements, and then its own. */
export function createStylesheet(name: string, ...own: readonly URL[]): OwnAsset {
  return ownAsset(
    `${name}.css`,
    'text/css; charset=utf-8',
    [new URL('sample.css', import.meta.url), ...own].map(read).join('\n'),
  );
}

/** `name`: with its extension. */
export function ownAsset(name: string, contentType: string, body: string): OwnAsset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return {
    path: `/assets/${name.replace(/\.(\w+)$/, `.${hash}.$1`)}`,
    response: () =>
      new Response(body, {
        headers: {
          'content-type': contentType,
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        },
      }),
  };
}
