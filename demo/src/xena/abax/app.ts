import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { type HtmlPage, pageResponse, serveAsset } from 'xenia';
import type { SampleAppOptions } from '../../sample/options.ts';
import { IMPORT_MAP, MAIN, MODULES, SILENT } from './modules.ts';
import { BRAND } from './pages/brand.ts';
import { shell, silentPage } from './pages/shell.ts';

/** An app without a server: this one only hands out its files. The implicit flow, in the manner of oidc-client. */
export function createAbax(options: SampleAppOptions): Hono {
  const page = shell(options, { importMap: IMPORT_MAP, main: MAIN });
  const app = new Hono();
  app.get('/', () => withPolicy(page, pagePolicy(options)));
  app.get('/silent.html', () => withPolicy(silentPage(SILENT), silentPolicy, 'SAMEORIGIN'));
  app.get('/modules/*', (c) => MODULES.response(c.req.path) ?? c.notFound());
  app.get('/assets/*', (c) => {
    if (c.req.path === BRAND.stylesheet.path) return BRAND.stylesheet.response();
    return serveAsset(c.req.path, c.req.header('if-none-match')) ?? c.notFound();
  });
  app.notFound((c) => c.text('There is nothing here.', 404));
  return app;
}

/** Scripts of our own only; they may ask the issuer and the API, and put the issuer's pages into frames that nobody sees. */
function pagePolicy({ server, api }: SampleAppOptions): string {
  const importMap = createHash('sha256').update(IMPORT_MAP).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${importMap}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${server} ${api}`,
    `frame-src 'self' ${server}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const silentPolicy = "default-src 'none'; script-src 'self'; frame-ancestors 'self'; base-uri 'none'";

function withPolicy(page: HtmlPage, policy: string, framing = 'DENY'): Response {
  const response = pageResponse(page);
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-frame-options', framing);
  return response;
}
