import { createBrowserModules } from '../../sample/browser-modules.ts';

const root = new URL('../../', import.meta.url);
const hono = import.meta.resolve('hono/html');
const [HTML, ICONS] = ['/modules/hono/helper/html/index.js', '/modules/xenia/icons.ts'];

/** What the page's script is made of: its own files, and of the sample apps' common ones those that need no server. */
export const MODULES = createBrowserModules(
  root,
  [
    'products/demo-user.ts',
    'sample/api-call.ts',
    'sample/back-channel.ts',
    'sample/base64url.ts',
    'sample/claim-notes.ts',
    'sample/field-notes.ts',
    'sample/pages/parts.ts',
    'sample/pages/timeline.ts',
    'sample/pages/tokens.ts',
    'sample/parties.ts',
    'sample/problems.ts',
    'sample/recorded-fetch.ts',
    'sample/secrets.ts',
    'sample/timeline.ts',
    'xena/explanations.ts',
    'xena/pages/books.ts',
    'xena/pages/lifetime.ts',
    'xena/read-books.ts',
    'xena/signed-token.ts',
    'xena/abax/explanations.ts',
    'xena/abax/parties.ts',
    'xena/abax/browser/actions.ts',
    'xena/abax/browser/authorization.ts',
    'xena/abax/browser/browser.ts',
    'xena/abax/browser/id-token.ts',
    'xena/abax/browser/issuer.ts',
    'xena/abax/browser/main.ts',
    'xena/abax/browser/renew.ts',
    'xena/abax/browser/session-watch.ts',
    'xena/abax/browser/sign-in.ts',
    'xena/abax/browser/silent.ts',
    'xena/abax/browser/state.ts',
    'xena/abax/pages/content.ts',
    'xena/abax/pages/forged.ts',
    'xena/abax/pages/signed-in.ts',
    'xena/abax/pages/welcome.ts',
  ],
  {
    [HTML]: new URL(hono),
    '/modules/hono/utils/html.js': new URL('../../utils/html.js', hono),
    [ICONS]: new URL('interaction/pages/icons.ts', import.meta.resolve('xenia')),
  },
);

export const MAIN = '/modules/xena/abax/browser/main.ts';
export const SILENT = '/modules/xena/abax/browser/silent.ts';
/** What the modules import by name. Of the server's package the pages use the icons only. */
export const IMPORT_MAP = JSON.stringify({ imports: { 'hono/html': HTML, xenia: ICONS } });
