import { html } from 'hono/html';
import { type HtmlPage, stylesheetPath as serverStylesheetPath } from 'xenia';
import type { OwnAsset } from '../stylesheet.ts';

/** How a sample app presents itself. */
export interface Brand {
  readonly name: string;
  /** Beside the name, about 28 px; with a class of its own. */
  readonly mark: HtmlPage;
  /** A whole SVG document, for the browser's tab. */
  readonly icon: string;
  /** Whose this app is, in one sentence at the foot of the page. */
  readonly colophon: string;
  readonly stylesheet: OwnAsset;
}

interface LayoutContent {
  readonly brand: Brand;
  readonly title: string;
  readonly signedIn: boolean;
  /** The page's script shows the way out once somebody is signed in. */
  readonly signOutHidden?: boolean;
  /** The start page's origin. */
  readonly server: string;
  /** Begins with `<main class="desk">`. */
  readonly body: HtmlPage;
  readonly head?: HtmlPage;
}

/** An app's own frame: it shares nothing with Xenia's pages but the craft. */
export function layout({ brand, title, signedIn, signOutHidden = false, server, body, head }: LayoutContent): HtmlPage {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${brand.name}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(brand.icon)}">
<link rel="stylesheet" href="${serverStylesheetPath}">
<link rel="stylesheet" href="${brand.stylesheet.path}">
${head}
</head>
<body class="sample">
<a class="skip" href="#timeline">Skip to what happened behind the scenes</a>
<header class="masthead">
<a class="wordmark" href="/">${brand.mark}${brand.name}</a>
${signedIn ? html`<form method="post" action="/sign-out"${signOutHidden ? html` hidden` : undefined}><button class="button quiet">Sign out</button></form>` : undefined}
</header>
${body}
<footer class="colophon"><p>${brand.colophon}</p><a href="${server}/">Back to the start page</a></footer>
</body>
</html>
`;
}
