import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import { moment } from './apps-parts.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import type { OrganizationView } from './organizations.ts';
import { type OrganizationAppView, website } from './organizations-apps.ts';
import { doneNotice, organizationSubpage } from './organizations-frame.ts';
import { personName, personRow } from './organizations-people.ts';
import { type ScopeGroups, type ScopeItem, scopeClass, scopeWords } from './scope-row.ts';
import { plainName } from './untrusted.ts';

/** What one member has installed. */
export interface InstallationView extends AccountView {
  readonly grant_id: string;
  readonly groups: ScopeGroups;
  readonly allowed_at: number;
  readonly last_used_at: number | null;
}

/** Posts `csrf` and `grant_id` to `{app.url}/end`. */
export interface OneOrganizationAppView extends OrganizationView {
  readonly app: OrganizationAppView;
  readonly installations: readonly InstallationView[];
  /** So many are not shown. */
  readonly more: number;
  /** What members may allow it; null: it is not approved, or does not have to be. */
  readonly approved: ScopeGroups | null;
  /** What the admin said who decided. */
  readonly reason: string;
  /** Members use only what an admin has approved. */
  readonly approval: boolean;
}

export const organizationAppPage =
  (view: OneOrganizationAppView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { app } = view;
    const name = plainName(app.client.client_name);
    const body = html`<section class="panel"><div class="named">${mark(name, app.client.logo_uri, 'large')}<h1>${name}</h1></div>
${facts(app, frame, messages)}${view.approved === null ? scopeLists(app.groups, messages) : undefined}</section>
${view.approval ? standing(view, messages) : undefined}
${app.members === 0 ? undefined : installations(view, frame, messages)}`;
    return organizationSubpage(frame, view, {
      title: name,
      titled: true,
      parent: { url: `${view.url}/apps`, label: messages.organizations.doors.apps.title },
      notice: doneNotice(frame),
      body,
    });
  };

/** Whose the app is, how many have it, and when it was used. */
export function facts(app: OrganizationAppView, { tenant, now }: AccountFrame, messages: Messages): HtmlPage {
  const { organizations, apps, consent } = messages;
  const { client, members, last_used_at, disabled } = app;
  const whose = plainName(tenant.display_name);
  const used =
    last_used_at === null
      ? apps.neverUsed
      : html`${apps.lastUsed} ${moment(last_used_at, apps.ago(last_used_at, now), messages)}`;
  const site = website(app);
  return html`<ul class="facts">
<li class="${client.verified ? 'good' : 'caution'}">${icon(client.verified ? 'shield' : 'unknown')}<span>${client.verified ? consent.verified(whose) : html`<strong>${consent.unverified(whose)}</strong>`}</span></li>
${disabled ? html`<li class="caution">${icon('pause')}<span>${apps.disabled(whose)}</span></li>` : undefined}
<li>${icon('people')}<span>${organizations.installedBy(members)}</span></li>
${members === 0 ? undefined : html`<li>${icon('clock')}<span>${used}</span></li>`}
${site === undefined ? undefined : html`<li>${icon('globe')}${site}</li>`}</ul>`;
}

/** What it sees and does, in the words of whoever allows it. */
export function scopeLists({ about_you, may_do }: ScopeGroups, messages: Messages): HtmlPage {
  const { sees, does } = messages.organizations.apps;
  return html`${scopes(sees, about_you, messages)}${scopes(does, may_do, messages)}`;
}

function scopes(heading: string, items: readonly ScopeItem[], messages: Messages): HtmlPage | undefined {
  if (items.length === 0) return undefined;
  return html`<section class="tight"><h2>${heading}</h2><ul class="scopes">${items.map(
    (item) => html`<li class="${scopeClass(item)}">${icon('check')}${scopeWords(item, messages)}</li>`,
  )}</ul></section>`;
}

function standing({ app, approved, reason }: OneOrganizationAppView, messages: Messages): HtmlPage {
  const { heading, bodies, quote, look, withdraw, change } = messages.organizations.standing;
  const state = app.standing ?? 'undecided';
  const said = reason === '' ? undefined : html`<p class="small muted">${quote(plainName(reason, 300))}</p>`;
  const buttons = {
    waiting: html`<a class="button primary" href="${app.url}/decide">${look}</a>`,
    undecided: html`<a class="button" href="${app.url}/decide">${change}</a>`,
    refused: html`<a class="button" href="${app.url}/decide">${change}</a>`,
    approved: html`<a class="button danger" href="${app.url}/withdraw">${withdraw}</a>`,
  };
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2><p>${bodies[state]}</p>${said}</div>
${approved === null ? undefined : scopeLists(approved, messages)}
<div class="answers">${buttons[state]}</div></section>`;
}

function installations(view: OneOrganizationAppView, frame: AccountFrame, messages: Messages): HtmlPage {
  const { app, more } = view;
  const { people, uninstall } = messages.organizations;
  const { apps } = messages;
  const rows = view.installations.map((one) => {
    const used =
      one.last_used_at === null
        ? apps.neverUsed
        : html`${apps.lastUsed} ${moment(one.last_used_at, apps.ago(one.last_used_at, frame.now), messages)}`;
    const words = html`<p class="small muted meta"><span>${apps.allowed} ${moment(one.allowed_at, apps.ago(one.allowed_at, frame.now), messages)}</span><span>${used}</span></p>
<p class="small">${namesOf(one.groups)}</p>`;
    const end = html`<form method="post" action="${app.url}/end">${hiddenFields([
      ['csrf', frame.csrf],
      ['grant_id', one.grant_id],
    ])}<button class="button" type="submit">${people.end}<span class="spoken"> ${people.endOf(personName(one))}</span></button></form>`;
    return personRow(one, messages, { more: words, action: end });
  });
  return html`<section class="panel"><div class="tight"><h2>${people.heading}</h2><p class="small muted">${people.lead}</p></div>
<ul class="rows">${rows}</ul>${more === 0 ? undefined : html`<p class="small muted">${people.more(more)}</p>`}
<div class="answers"><a class="button danger" href="${app.url}/uninstall">${uninstall.button}</a></div></section>`;
}

function namesOf({ about_you, may_do }: ScopeGroups): string {
  return [...about_you, ...may_do].map(({ display_name }) => plainName(display_name)).join(', ');
}
