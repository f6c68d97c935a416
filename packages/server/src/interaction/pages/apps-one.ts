import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { type AuthorizationRow, accessWords, type InstalledAppView, lastUse, moment } from './apps-parts.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { success } from './notice.ts';
import { type ScopeGroups, type ScopeItem, scopeClass, scopeWords } from './scope-row.ts';
import { linkHref, plainName } from './untrusted.ts';

/** Posts `csrf` and `family_id` to `{app.url}/end`; uninstalling begins at `{app.url}/uninstall`. */
export interface OneAppView extends AccountFrame {
  readonly app: InstalledAppView;
  readonly authorizations: readonly AuthorizationRow[];
  readonly csrf: string;
  /** One of them was just ended. */
  readonly ended: boolean;
  /** The newest version of the app's terms that the user agreed to; null: none. */
  readonly accepted_terms: { readonly version: number; readonly accepted_at: number } | null;
  /** Scopes were just taken back. */
  readonly changed: boolean;
}

export function appPage(view: OneAppView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { apps } = messages;
  const { app } = view;
  const name = plainName(app.client.client_name);
  const nothing = app.groups.about_you.length + app.groups.may_do.length === 0;
  const body = html`<section class="panel"><div class="named">${mark(name, app.client.logo_uri, 'large')}<h1>${name}</h1></div>
${facts(view, messages)}
${scopes(apps.seesAboutYou, app.groups.about_you, messages)}
${scopes(apps.mayDo, app.groups.may_do, messages)}
${nothing ? html`<p>${apps.nothing}</p>` : undefined}
${nothing || app.managed ? undefined : html`<div class="answers"><a class="button" href="${app.url}/change">${apps.change.button}</a></div>`}</section>
${app.managed ? undefined : authorizations(view, messages)}
${leave(view, messages)}`;
  return accountPage(view, {
    current: 'apps',
    title: name,
    titled: true,
    parent: { url: view.apps_url, label: apps.back },
    notice: noticeOf(view, messages),
    body,
  });
}

function noticeOf({ ended, changed }: OneAppView, { apps }: Messages): HtmlPage | undefined {
  if (ended) return success(apps.ended.title, apps.ended.body);
  return changed ? success(apps.changed.title, apps.changed.body) : undefined;
}

function facts(view: OneAppView, messages: Messages): HtmlPage {
  const { apps, consent } = messages;
  const { client, organization, allowed_at, access_end, managed, disabled, closed } = view.app;
  const isPaused = disabled || closed;
  const tenant = plainName(view.tenant.display_name);
  const href = linkHref(client.client_uri);
  const latest = access_end?.until_ended && !managed && !isPaused ? access_end.expires_at : null;
  return html`<ul class="facts">
<li class="${client.verified ? 'good' : 'caution'}">${icon(client.verified ? 'shield' : 'unknown')}<span>${client.verified ? consent.verified(tenant) : html`<strong>${consent.unverified(tenant)}</strong>`}</span></li>
${organization === null ? undefined : html`<li>${icon('people')}<span>${apps.on(plainName(organization))}</span></li>`}
<li class="${isPaused ? 'caution' : ''}">${icon(access_end === null || isPaused ? 'pause' : 'clock')}<span>${accessWords(view.app, view)}${latest === null ? undefined : html`, ${moment(latest, apps.atTheLatest(latest), messages)}`}</span></li>
${managed ? html`<li>${icon('briefcase')}<span>${apps.managedBy(tenant)}</span></li>` : undefined}
<li>${icon('calendar')}<span>${managed ? apps.setUp : apps.allowed} ${moment(allowed_at, apps.ago(allowed_at, view.now), messages)}</span></li>
<li>${icon('clock')}<span>${lastUse(view.app, view, messages)}</span></li>
${view.accepted_terms === null ? undefined : html`<li>${icon('check')}<span>${messages.appTerms.accepted(view.accepted_terms.version, view.accepted_terms.accepted_at)}</span></li>`}
${href === undefined ? undefined : html`<li>${icon('globe')}<a href="${href}" target="_blank" rel="noopener noreferrer">${plainName(new URL(href).host)}</a></li>`}
</ul>`;
}

function scopes(heading: string, items: readonly ScopeItem[], messages: Messages): HtmlPage | undefined {
  if (items.length === 0) return undefined;
  return html`<section class="tight"><h2>${heading}</h2><ul class="scopes">${items.map(
    (item) => html`<li class="${scopeClass(item)}">${icon('check')}${scopeWords(item, messages)}</li>`,
  )}</ul></section>`;
}

function authorizations(view: OneAppView, messages: Messages): HtmlPage {
  const { each } = messages.apps;
  const { length } = view.authorizations;
  const hint = length === 0 ? each.none : length === 1 ? each.one : each.many;
  return html`<section class="panel"><div class="tight"><h2>${each.heading}</h2>
<p class="small muted">${hint}</p></div>
${length === 0 ? undefined : html`<ul class="given">${view.authorizations.map((one) => authorization(one, view, messages))}</ul>`}</section>`;
}

function authorization(one: AuthorizationRow, view: OneAppView, messages: Messages): HtmlPage {
  const { apps } = messages;
  const when = apps.ago(one.given_at, view.now);
  const names = namesOf(one.groups);
  const what = names === namesOf(view.app.groups) ? apps.each.forAll : apps.each.forScopes(names);
  return html`<li><div>
<div class="given-when">${apps.each.given} ${moment(one.given_at, when, messages)}</div>
<div class="small">${accessWords({ ...one, managed: false, disabled: false, closed: false }, view)}</div>
${names === '' ? undefined : html`<div class="small muted">${what}</div>`}
</div>
<form method="post" action="${view.app.url}/end">${hiddenFields([
    ['csrf', view.csrf],
    ['family_id', one.family_id],
  ])}<button class="button" type="submit">${apps.each.end}<span class="spoken">: ${apps.each.endOf(when)}</span></button></form></li>`;
}

function namesOf({ about_you, may_do }: ScopeGroups): string {
  const names = [...about_you, ...may_do].map(({ display_name }) => plainName(display_name));
  return names.sort().join(', ');
}

function leave(view: OneAppView, { apps }: Messages): HtmlPage {
  const { leave } = apps;
  const inForce = view.app.access_end !== null;
  const name = plainName(view.app.client.client_name);
  if (view.app.managed) {
    return html`<section class="panel tight"><h2>${leave.managedHeading}</h2><p>${leave.managedBody(plainName(view.tenant.display_name))}</p></section>`;
  }
  return html`<section class="panel"><div class="tight"><h2>${leave.heading}</h2><p class="muted">${inForce ? leave.body(name) : leave.forget(name)}</p></div>
<div class="answers"><a class="button danger" href="${view.app.url}/uninstall">${leave.uninstall(name)}</a></div></section>`;
}
