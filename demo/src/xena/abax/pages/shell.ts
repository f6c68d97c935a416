import { html, raw } from 'hono/html';
import type { HtmlPage } from 'xenia';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { layout } from '../../../sample/pages/layout.ts';
import { BRAND } from './brand.ts';

/** What the server sends: the frame, and where the script finds what it needs to know. */
export function shell(
  { issuer, api, client_id, server }: SampleAppOptions,
  { importMap, main }: { importMap: string; main: string },
): HtmlPage {
  return layout({
    brand: BRAND,
    title: 'A look at the sums',
    signedIn: true,
    signOutHidden: true,
    server,
    head: html`<script type="importmap">${raw(importMap)}</script>
<script type="module" src="${main}"></script>`,
    body: html`<div id="abax" data-issuer="${issuer}" data-api="${api}" data-client_id="${client_id}">
<noscript><main class="desk"><div class="app"><section class="hero"><h1>Abax is JavaScript.</h1>
<p class="lead">It has no server that could work for it. Allow scripts for this page, or try the other sample app of Xena, which needs none.</p></section></div></main></noscript></div>`,
  });
}

/** Where a silent renewal ends. */
export function silentPage(script: string): HtmlPage {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Abax renews its tokens</title><script type="module" src="${script}"></script></head>
<body></body>
</html>
`;
}
