import { html } from 'hono/html';
import { iconPath, stylesheetPath } from '../assets/index.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { mark } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref, plainName } from './untrusted.ts';

export interface LayoutContent {
  /** Stands in the browser's tab, before the tenant's name. */
  readonly title: string;
  readonly body: HtmlPage;
  /** A page to read rather than a card to answer: a wider column. */
  readonly wide?: boolean;
  /** A page of the account, with its navigation. */
  readonly account?: boolean;
  /** More for the head. */
  readonly head?: HtmlPage | undefined;
}

/** The frame of every page: language and direction, the tenant's name and look, the landmarks. */
export function layout(view: PageView, content: LayoutContent): HtmlPage {
  const messages = messagesFor(view.locale);
  const tenant = plainName(view.tenant.display_name);
  const { theme_uri } = view.tenant;
  return html`<!doctype html>
<html lang="${messages.lang}" dir="${messages.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${content.title} · ${tenant}</title>
<link rel="icon" href="${iconPath}" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetPath}">
${theme_uri === undefined ? undefined : html`<link rel="stylesheet" href="${theme_uri}">`}
${content.head}
</head>
<body${bodyClass(content)}>
<header class="brand">${mark(tenant, view.tenant.logo_uri)}<span>${tenant}</span></header>
${content.body}
${footer(view)}
</body>
</html>
`;
}

function bodyClass({ wide, account }: LayoutContent): HtmlPage | undefined {
  if (account) return html` class="account-page"`;
  return wide ? html` class="wide-page"` : undefined;
}

function footer(view: PageView): HtmlPage | undefined {
  const { frame } = messagesFor(view.locale);
  const { help_uri, privacy_uri, terms_uri } = view.tenant;
  const links = linkList([
    [help_uri, frame.help],
    [privacy_uri, frame.privacy],
    [terms_uri, frame.terms],
  ]);
  return links.length === 0 ? undefined : html`<footer class="foot">${links}</footer>`;
}

/** Links that open beside the page, for those URIs that may be linked to. */
export function linkList(entries: readonly (readonly [uri: string | undefined, label: string])[]): HtmlPage[] {
  return entries.flatMap(([uri, label]) => {
    const href = linkHref(uri);
    return href === undefined ? [] : [html`<a href="${href}" target="_blank" rel="noopener noreferrer">${label}</a>`];
  });
}
