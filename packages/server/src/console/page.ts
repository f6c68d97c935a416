import { html } from 'hono/html';
import { iconPath, stylesheetPath } from '../interaction/assets/index.ts';
import { pageHeaders } from '../interaction/pages/headers.ts';
import type { HtmlPage } from '../interaction/pages/html-page.ts';
import { plainName } from '../interaction/pages/untrusted.ts';
import { playgroundEndpoints } from '../management/metadata.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { BuiltConsole } from './built.ts';

/** What both kinds of page stand in. */
interface Frame {
  readonly tenant: Tenant;
  /** Of the console at this tenant, without a slash at the end. */
  readonly root: string;
}

/** The page around the console: what it needs to know of where it is, and its files. Texts are in English, as the console is. */
export function consolePage({ tenant, root }: Frame, built: BuiltConsole, nonce: string): HtmlPage {
  const name = plainName(tenant.displayName);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta property="csp-nonce" nonce="${nonce}">
<meta name="xenia-issuer" content="${tenant.issuer}">
<meta name="xenia-tenant" content="${tenant.name}">
<meta name="xenia-display-name" content="${name}">
<title>Console · ${name}</title>
<link rel="icon" href="${iconPath}" type="image/svg+xml">
${built.stylesheets.map((file) => html`<link rel="stylesheet" href="${root}/${file}">`)}
<link rel="stylesheet" href="${tenant.issuer}/theme.css">
${built.preloads.map((file) => html`<link rel="modulepreload" href="${root}/${file}">`)}
<script type="module" src="${root}/${built.script}"></script>
</head>
<body>
<div id="console"></div>
<noscript>The console needs JavaScript. Allow it for this page, then reload.</noscript>
</body>
</html>
`;
}

/** For whoever runs the server from its sources. */
export function notBuiltPage({ tenant }: Pick<Frame, 'tenant'>): HtmlPage {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Console · ${plainName(tenant.displayName)}</title>
<link rel="icon" href="${iconPath}" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<main class="card">
<h1>The console has not been built</h1>
<p>The server runs; only the files of its console are missing. In the folder of Xenia run:</p>
<pre>npm run build:console</pre>
<p>Then reload this page. Nothing has to be restarted.</p>
</main>
</body>
</html>
`;
}

/**
 * Scripts from the console's own folder alone, so that nothing else that this origin ever serves becomes one. Style elements need the
 * nonce; the attributes that React sets through the object model need no permission. Besides its own API the page reaches what its
 * playground calls in the place of an app.
 */
export function consoleHeaders({ tenant, root }: Frame, nonce: string): Record<string, string> {
  const reached = [`${tenant.issuer}/api/`, `${root}/oauth/`, ...playgroundEndpoints(tenant)];
  return { ...pageHeaders(), 'Content-Security-Policy': policyOf({ tenant, root }, nonce, reached) };
}

/** Of the page that a code or a token comes to in its address: it reaches nothing, and says to nobody where it is. */
export function playgroundCallbackHeaders(frame: Frame, nonce: string): Record<string, string> {
  return {
    ...pageHeaders(),
    'Content-Security-Policy': policyOf(frame, nonce, ["'none'"]),
    'Referrer-Policy': 'no-referrer',
  };
}

function policyOf({ tenant, root }: Frame, nonce: string, reached: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${root}/assets/`,
    `style-src ${root}/assets/ ${tenant.issuer}/theme.css 'nonce-${nonce}'`,
    "img-src 'self' https: data:",
    `connect-src ${reached.join(' ')}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
