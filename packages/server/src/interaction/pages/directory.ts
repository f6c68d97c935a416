import { html } from 'hono/html';
import { field } from './fields.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { badge, mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { linkHref, plainName } from './untrusted.ts';

export interface DirectoryEntry {
  readonly name: string;
  readonly short_description: string;
  /** Plain text; may be empty. */
  readonly details: string;
  readonly category: string;
  readonly icon_uri: string | null;
  readonly homepage_uri: string | null;
}

/** Searches by GET with `q`. */
export interface DirectoryView extends PageView {
  /** The page's own address. */
  readonly url: string;
  /** What was searched for; empty: nothing. */
  readonly q: string;
  readonly entries: readonly DirectoryEntry[];
  /** The address of the page that follows; null: this is the last one. */
  readonly more_url: string | null;
}

/** The apps that the product has reviewed and shows to everybody. */
export function directoryPage(view: DirectoryView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { directory } = messages;
  const { q, entries, more_url } = view;
  const list =
    entries.length === 0
      ? none(view, messages)
      : html`<ul class="installed listed">${entries.map((entry) => row(entry, messages))}</ul>`;
  const body = html`<main class="card">
<div class="tight"><h1>${directory.heading}</h1><p class="muted">${directory.lead(plainName(view.tenant.display_name))}</p></div>
<search><form class="search" method="get" action="${view.url}">
${field({ name: 'q', label: directory.search, value: q, maxlength: 100 })}
<button class="button" type="submit">${directory.submit}</button>
</form></search>
${list}
${more_url === null ? undefined : html`<div class="answers"><a class="button" href="${more_url}">${directory.more}</a></div>`}
${q === '' ? undefined : html`<p><a href="${view.url}">${directory.all}</a></p>`}
</main>`;
  return layout(view, { title: directory.heading, body, wide: true });
}

function none({ q }: DirectoryView, { directory }: Messages): HtmlPage {
  const { empty, nothing } = directory;
  const [title, body] = q === '' ? [empty.title, empty.body] : [nothing.title(plainName(q)), nothing.body];
  return html`<div class="stack">${badge('window', 'good')}<div class="tight" role="status"><h2>${title}</h2><p class="muted">${body}</p></div></div>`;
}

function row(entry: DirectoryEntry, { directory }: Messages): HtmlPage {
  const name = plainName(entry.name);
  const href = linkHref(entry.homepage_uri ?? undefined);
  return html`<li>${mark(name, entry.icon_uri ?? undefined)}
<div class="app">
<h2>${name}</h2>
<p>${plainName(entry.short_description, 120)}</p>
<p class="small muted meta"><span class="tag">${categoryName(entry.category, directory.categories)}</span>${
    href === undefined
      ? undefined
      : html`<a href="${href}" target="_blank" rel="noopener noreferrer">${icon('globe')}${plainName(new URL(href).host)}</a>`
  }</p>
${entry.details === '' ? undefined : html`<details><summary>${directory.about(name)}</summary><p class="prose" dir="auto">${entry.details}</p></details>`}
</div></li>`;
}

function categoryName(category: string, names: Messages['directory']['categories']): string {
  return Object.hasOwn(names, category) ? names[category as keyof typeof names] : names.other;
}
