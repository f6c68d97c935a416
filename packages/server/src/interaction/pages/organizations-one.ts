import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, AppView, HtmlPage } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { nameField, nameProblem, type OrganizationView, type RoleName } from './organizations.ts';
import { doneNotice } from './organizations-frame.ts';
import { personRow } from './organizations-people.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` and `name` to `{url}/rename`. */
export interface OneOrganizationView extends OrganizationView {
  /** Owners and admins. */
  readonly leaders: readonly (AccountView & { readonly role: RoleName })[];
  /** What the user has installed there. */
  readonly apps: readonly { readonly client: AppView; readonly url: string }[];
  /** Nobody would own it without the user. */
  readonly last_owner: boolean;
  /** How many apps wait for an admin's word. */
  readonly waiting: number;
  readonly may: { readonly manage: boolean; readonly own: boolean };
  /** A name that was not taken. */
  readonly typed: string | undefined;
}

export const organizationPage =
  (view: OneOrganizationView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const name = plainName(view.name);
    const body = html`<header class="named">${mark(name, undefined, 'large')}<div><h1>${name}</h1><p class="muted">${messages.organizations.youAre[view.role]}</p></div></header>
${view.may.manage ? doors(view, messages) : undefined}
${yourApps(view, messages)}
${leaders(view, messages)}
${view.may.own ? rename(view, frame, messages) : undefined}
${leaving(view, messages)}
${view.may.own ? deleting(view, messages) : undefined}`;
    return accountPage(frame, {
      current: 'organizations',
      title: name,
      titled: true,
      parent: { url: `${frame.account_url}/organizations`, label: messages.account.sections.organizations.title },
      notice: view.typed === undefined ? doneNotice(frame) : nameProblem(messages),
      failed: view.typed !== undefined,
      body,
    });
  };

function doors({ url, waiting }: OneOrganizationView, { organizations }: Messages): HtmlPage {
  const { members, apps } = organizations.doors;
  const door = (to: string, sign: IconName, words: { title: string; about: string }, tag?: HtmlPage) =>
    html`<li><span class="sign" aria-hidden="true">${icon(sign)}</span><div class="what"><h2><a href="${url}/${to}">${words.title}</a>${tag}</h2><p class="small muted">${words.about}</p></div>${icon('chevron')}</li>`;
  const tag =
    waiting === 0
      ? undefined
      : html`<span class="tag caution">${icon('clock')}${organizations.waiting(waiting)}</span>`;
  return html`<ul class="panel doors">${door('members', 'people', members)}${door('apps', 'window', apps, tag)}</ul>`;
}

function yourApps({ apps }: OneOrganizationView, { organizations }: Messages): HtmlPage {
  const { heading, none } = organizations.mine;
  const list = apps.map(({ client, url }) => {
    const name = plainName(client.client_name);
    return html`<li>${mark(name, client.logo_uri)}<div class="what"><h3><a href="${url}">${name}</a></h3></div></li>`;
  });
  return html`<section class="panel"><h2>${heading}</h2>${apps.length === 0 ? html`<p class="muted">${none}</p>` : html`<ul class="rows">${list}</ul>`}</section>`;
}

function leaders({ leaders: people }: OneOrganizationView, messages: Messages): HtmlPage {
  const { heading, lead } = messages.organizations.leaders;
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2><p class="small muted">${lead}</p></div>
<ul class="rows">${people.map((person) => personRow(person, messages))}</ul></section>`;
}

function rename({ url, name, typed }: OneOrganizationView, { csrf }: AccountFrame, messages: Messages): HtmlPage {
  const { label, submit } = messages.organizations.rename;
  const wrong = typed !== undefined;
  return html`<section class="panel"><form class="stack" method="post" action="${url}/rename">${hiddenFields([['csrf', csrf]])}
${nameField({ label, value: typed ?? name, wrong }, messages)}
<div class="save"><button class="button" type="submit">${submit}</button></div></form></section>`;
}

function leaving({ url, last_owner }: OneOrganizationView, { organizations }: Messages): HtmlPage {
  const { heading, body, lastOwner, button } = organizations.leave;
  const way = last_owner
    ? undefined
    : html`<div class="answers"><a class="button" href="${url}/leave">${button}</a></div>`;
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2><p class="muted">${last_owner ? lastOwner : body}</p></div>${way}</section>`;
}

function deleting({ url }: OneOrganizationView, { organizations }: Messages): HtmlPage {
  const { heading, body, button } = organizations.delete;
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2><p class="muted">${body}</p></div>
<div class="answers"><a class="button danger" href="${url}/delete">${button}</a></div></section>`;
}
