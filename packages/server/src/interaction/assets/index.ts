import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that the pages link to. Its path carries a hash of its content, so it may be cached for ever. */
export interface Asset {
  readonly body: string;
  readonly contentType: string;
  /** Quoted, as it goes into the header. */
  readonly etag: string;
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

const contents = new Map<string, Asset>();

function publish(name: string, extension: string, contentType: string, body: string): string {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  const path = `/assets/${name}.${hash}.${extension}`;
  contents.set(path, { body, contentType, etag: `"${hash}"` });
  return path;
}

/** Path of the one stylesheet of all server-rendered pages. */
export const stylesheetPath = publish(
  'xenia',
  'css',
  'text/css; charset=utf-8',
  ['tokens.css', 'elements.css', 'base.css', 'pages.css', 'apps.css', 'account.css', 'start.css', 'mail.css']
    .map(read)
    .join('\n'),
);

/** Path of the icon that browsers show in a tab. */
export const iconPath = publish('icon', 'svg', 'image/svg+xml', read('icon.svg'));

/** Path of the script that makes and uses passkeys. */
export const passkeyScriptPath = publish('passkey', 'js', 'text/javascript; charset=utf-8', read('passkey.js'));

/** Everything that is served below `/assets/`, by path: the allow-list of static files, read once at start. */
export const assets: ReadonlyMap<string, Asset> = contents;
