import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { assets, passkeyScriptPath } from '../../src/interaction/assets/index.ts';
import { sendOnceScript } from '../../src/interaction/assets/inline-scripts.ts';
import { themeStylesheet } from '../../src/interaction/assets/theme.ts';
import { formPostPage, formPostScriptHash } from '../../src/interaction/pages/form-post.ts';
import { pageHeaders } from '../../src/interaction/pages/headers.ts';
import type { HtmlPage } from '../../src/interaction/pages/html-page.ts';

export interface Posted {
  readonly origin: string | undefined;
  readonly fields: URLSearchParams;
}

export interface PageServer {
  readonly origin: string;
  /** What forms have posted so far. */
  readonly posts: Posted[];
  close(): Promise<void>;
}

/** Shows pages on the loopback as the product does: same headers, same assets, a themed tenant's stylesheet. */
export async function startPageServer(pages: Readonly<Record<string, HtmlPage>>): Promise<PageServer> {
  const posts: Posted[] = [];
  const app = new Hono();
  app.get('/assets/*', (c) => {
    const asset = assets.get(c.req.path);
    return asset === undefined ? c.notFound() : c.body(asset.body, 200, { 'Content-Type': asset.contentType });
  });
  app.get('/theme.css', (c) => c.body(themeStylesheet('#ffd400'), 200, { 'Content-Type': 'text/css' }));
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.post('/posted', async (c) => {
    posts.push({ origin: c.req.header('origin'), fields: new URLSearchParams(await c.req.text()) });
    return c.text('posted');
  });
  // Where a redirect that follows a post leads: to another origin, as an app's is.
  app.post('/redirecting', (c) => c.redirect(c.req.query('to') ?? '/', 303));
  app.get('/arrived', (c) => c.text('arrived'));
  app.get('/form-post', (c) => {
    const action = `${new URL(c.req.url).origin}/posted`;
    const view = {
      tenant: { display_name: 'Northbank' },
      locale: 'en',
      action,
      parameters: { code: 'abc', state: '"><b>&' },
    };
    return c.html(formPostPage(view), 200, pageHeaders({ formAction: 'anywhere', scriptHash: formPostScriptHash }));
  });
  app.get('/redirect-form', (c) => {
    const to = c.req.query('to') ?? '';
    const formAction = c.req.query('allowed') === 'yes' ? 'anywhere' : 'self';
    const form = `<form method="post" action="/redirecting?to=${encodeURIComponent(to)}"><button>Go</button></form>`;
    return c.html(form, 200, pageHeaders({ formAction }));
  });
  app.get('/:page', (c) => {
    const page = pages[c.req.param('page')];
    if (page === undefined) return c.notFound();
    const linksScript = String(page).includes(passkeyScriptPath);
    const scriptUri = linksScript ? `${new URL(c.req.url).origin}${passkeyScriptPath}` : undefined;
    const scriptHash = String(page).includes(sendOnceScript.text) ? sendOnceScript.hash : undefined;
    return c.html(page, 200, pageHeaders({ scriptUri, scriptHash }));
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    posts,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
