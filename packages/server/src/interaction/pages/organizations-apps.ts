import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import { moment, verifiedTag } from './apps-parts.ts';
import type { AppView, HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { badge, mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import type { OrganizationView } from './organizations.ts';
import { doneNotice, organizationSubpage } from './organizations-frame.ts';
import { emphasis, type ScopeGroups } from './scope-row.ts';
import { linkHref, plainName } from './untrusted.ts';

/** An app as the admins of an organization see it. */
export interface OrganizationAppView {
  /** Of its page there. */
  readonly url: string;
  readonly client: AppView & { readonly client_uri?: string | undefined; readonly verified: boolean };
  /** The product has switched it off. */
  readonly disabled: boolean;
  /** How many have it installed. */
  readonly members: number;
  /** What any of them allowed it. */
  readonly groups: ScopeGroups;
  readonly last_used_at: number | null;
  /** What the admins have said; null: nothing, or they do not have to. */
  readonly standing: 'waiting' | 'approved' | 'refused' | null;
}

export interface OrganizationAppsView extends OrganizationView {
  readonly apps: readonly OrganizationAppView[];
  /** Members use only what an admin has approved. */
  readonly approval: boolean;
}

export const organizationAppsPage =
  (view: OrganizationAppsView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { doors, apps } = messages.organizations;
    const sorted = [...view.apps].sort((a, b) => a.client.client_name.localeCompare(b.client.client_name));
    const waiting = sorted.filter(({ standing }) => standing === 'waiting');
    const installed = sorted.filter(({ standing, members }) => standing !== 'waiting' && members > 0);
    const others = sorted.filter(({ standing, members }) => standing !== 'waiting' && members === 0);
    const groups = [
      group(apps.waiting, waiting, frame, apps.waitingLead),
      group(apps.installed, installed, frame),
      group(
        apps.approved,
        others.filter(({ standing }) => standing === 'approved'),
        frame,
      ),
      group(
        apps.refused,
        others.filter(({ standing }) => standing === 'refused'),
        frame,
      ),
    ];
    return organizationSubpage(frame, view, {
      title: doors.apps.title,
      lead: view.approval ? apps.leadApproval(plainName(view.name)) : apps.lead(plainName(view.name)),
      notice: doneNotice(frame),
      body: sorted.length === 0 ? empty(messages) : html`${groups}`,
    });
  };

function empty({ organizations }: Messages): HtmlPage {
  const { title, body } = organizations.apps.empty;
  return html`<section class="panel"><div class="stack">${badge('shield', 'good')}<div class="tight"><h2>${title}</h2><p class="muted">${body}</p></div></div></section>`;
}

function group(
  heading: string,
  apps: readonly OrganizationAppView[],
  frame: AccountFrame,
  lead?: string,
): HtmlPage | undefined {
  if (apps.length === 0) return undefined;
  const messages = messagesFor(frame.locale);
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2>${lead === undefined ? undefined : html`<p class="small muted">${lead}</p>`}</div>
<ul class="installed">${apps.map((app) => row(app, frame, messages))}</ul></section>`;
}

function row(app: OrganizationAppView, { now }: AccountFrame, messages: Messages): HtmlPage {
  const { organizations, apps } = messages;
  const name = plainName(app.client.client_name);
  const items = [...app.groups.about_you, ...app.groups.may_do];
  const words = items.map(
    (item) =>
      html`<li>${plainName(item.display_name)}${item.emphasised ? html` ${emphasis(messages)}` : undefined}</li>`,
  );
  const used =
    app.last_used_at === null
      ? apps.neverUsed
      : html`${apps.lastUsed} ${moment(app.last_used_at, apps.ago(app.last_used_at, now), messages)}`;
  return html`<li>${mark(name, app.client.logo_uri)}
<div class="app"><h3><a href="${app.url}">${name}</a>${verifiedTag(app.client.verified, messages)}</h3>
<p class="small">${organizations.installedBy(app.members)}</p>
<p class="small muted meta">${app.members === 0 ? undefined : html`<span>${used}</span>`}${website(app)}</p></div>
${items.length === 0 ? undefined : html`<dl class="small"><div><dt>${organizations.apps.may}</dt><dd><ul class="words">${words}</ul></dd></div></dl>`}
${icon('chevron')}</li>`;
}

/** The app's own site, by its host. */
export function website({ client }: Pick<OrganizationAppView, 'client'>): HtmlPage | undefined {
  const href = linkHref(client.client_uri);
  return href === undefined
    ? undefined
    : html`<a href="${href}" target="_blank" rel="noopener noreferrer">${plainName(new URL(href).host)}</a>`;
}
