import { html } from 'hono/html';
import { type HtmlPage, stylesheetPath as serverStylesheetPath } from 'xenia';
import { stylesheetPath } from '../assets.ts';
import type { PapyrusOptions } from '../options.ts';

interface LayoutContent {
  readonly title: string;
  readonly signedIn: boolean;
  readonly options: PapyrusOptions;
  readonly body: HtmlPage;
}

/** Papyrus’s own frame: it shares nothing with Xenia's pages but the craft. */
export function layout({ title, signedIn, options, body }: LayoutContent): HtmlPage {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Papyrus</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(quillIcon)}">
<link rel="stylesheet" href="${serverStylesheetPath}">
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body class="papyrus">
<a class="skip" href="#timeline">Skip to what happened behind the scenes</a>
<header class="masthead">
<a class="wordmark" href="/">${quill}Papyrus</a>
${signedIn ? html`<form method="post" action="/sign-out"><button class="button quiet">Sign out</button></form>` : undefined}
</header>
${body}
<footer class="colophon"><p>Papyrus is a sample app. It belongs to nobody who runs Xenia, and that is the point.</p><a href="${options.server}/">Back to the start page</a></footer>
</body>
</html>
`;
}

const quill = html`<svg class="quill" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M27 4C15 5 8 12 7 24l-2 4M27 4c1 9-5 17-18 18M8 22 20 11"/></svg>`;
const quillIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M27 4C15 5 8 12 7 24l-2 4M27 4c1 9-5 17-18 18M8 22 20 11" fill="none" stroke="#b4532a" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';
