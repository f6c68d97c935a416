import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { accessWords, type InstalledAppView, lastUse, moment, verifiedTag } from './apps-parts.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { badge, mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { success } from './notice.ts';
import { emphasis, type ScopeItem } from './scope-row.ts';
import { linkHref, plainName } from './untrusted.ts';

export interface AppsView extends AccountFrame {
  readonly apps: readonly InstalledAppView[];
  /** The name of the app that was just uninstalled. */
  readonly uninstalled?: string | undefined;
}

/** Everything that the user has allowed. */
export function appsPage(view: AppsView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { apps } = messages;
  const { title, body: after } = apps.uninstalled;
  const notice = view.uninstalled === undefined ? undefined : success(title(plainName(view.uninstalled)), after);
  const isEmpty = view.apps.length === 0;
  return accountPage(view, {
    current: 'apps',
    title: apps.heading,
    lead: isEmpty ? undefined : apps.lead(plainName(view.tenant.display_name)),
    notice,
    body: isEmpty ? empty(view, messages) : lists(view, messages),
  });
}

function empty(view: AppsView, { apps }: Messages): HtmlPage {
  const { title, body, next } = apps.empty;
  return html`<section class="panel"><div class="stack">${badge('shield', 'good')}<div class="tight"><h2>${title}</h2>
<p>${body(plainName(view.tenant.display_name))}</p><p class="muted">${next}</p></div></div></section>`;
}

function lists(view: AppsView, messages: Messages): HtmlPage {
  const { apps } = messages;
  const all = [...view.apps].sort(
    (a, b) => b.allowed_at - a.allowed_at || a.client.client_name.localeCompare(b.client.client_name),
  );
  const dormant = (app: InstalledAppView) => !app.managed && (app.access_end === null || app.disabled || app.closed);
  const group = (heading: string, of: readonly InstalledAppView[], hint?: string) =>
    of.length === 0
      ? undefined
      : html`<section class="panel"><div class="tight"><h2>${heading}</h2>${hint === undefined ? undefined : html`<p class="small muted">${hint}</p>`}</div>
<ul class="installed">${of.map((app) => row(app, view, messages))}</ul></section>`;
  return html`${group(
    apps.active,
    all.filter((app) => !app.managed && !dormant(app)),
  )}
${group(
  apps.managed,
  all.filter(({ managed }) => managed),
  apps.managedHint(plainName(view.tenant.display_name)),
)}
${group(apps.dormant, all.filter(dormant), apps.dormantHint)}`;
}

/** The name's link covers the row; the app's own site keeps a link of its own. */
function row(app: InstalledAppView, view: AppsView, messages: Messages): HtmlPage {
  const { apps } = messages;
  const name = plainName(app.client.client_name);
  const { about_you, may_do } = app.groups;
  const nothing = about_you.length + may_do.length === 0;
  return html`<li>${mark(name, app.client.logo_uri)}
<div class="app">
<h3><a href="${app.url}">${name}</a>${verifiedTag(app.client.verified, messages)}</h3>
${app.organization === null ? undefined : html`<p class="small">${apps.on(plainName(app.organization))}</p>`}
<p class="small">${accessWords(app, view)}</p>
${app.managed ? html`<p class="small muted">${apps.managedBy(plainName(view.tenant.display_name))}</p>` : undefined}
<p class="small muted meta"><span>${app.managed ? apps.setUp : apps.allowed} ${moment(app.allowed_at, apps.ago(app.allowed_at, view.now), messages)}</span>${app.managed ? html`<span>${lastUse(app, view, messages)}</span>` : undefined}${website(app)}</p>
</div>
<dl class="small">${nothing ? html`<div><dd>${apps.nothing}</dd></div>` : html`${inWords(apps.sees, about_you, messages)}${inWords(apps.does, may_do, messages)}`}</dl>
${icon('chevron')}</li>`;
}

function website({ client }: InstalledAppView): HtmlPage | undefined {
  const href = linkHref(client.client_uri);
  return href === undefined
    ? undefined
    : html`<a href="${href}" target="_blank" rel="noopener noreferrer">${plainName(new URL(href).host)}</a>`;
}

function inWords(label: string, items: readonly ScopeItem[], messages: Messages): HtmlPage | undefined {
  if (items.length === 0) return undefined;
  return html`<div><dt>${label}</dt><dd><ul class="words">${items.map(
    (item) =>
      html`<li>${plainName(item.display_name)}${item.emphasised ? html` ${emphasis(messages)}` : undefined}</li>`,
  )}</ul></dd></div>`;
}
