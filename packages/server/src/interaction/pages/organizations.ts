import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { moment } from './apps-parts.ts';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { badge, mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { caution, errorSummary, notice, success } from './notice.ts';
import { plainName } from './untrusted.ts';

export type RoleName = 'owner' | 'admin' | 'member';

/** An organization as its own pages know it. */
export interface OrganizationView {
  readonly name: string;
  /** What the user is there. */
  readonly role: RoleName;
  /** Of its first page, absolute; the others stand below it. */
  readonly url: string;
}

export interface OrganizationRow {
  readonly name: string;
  readonly role: RoleName;
  /** null: it is switched off. */
  readonly url: string | null;
  /** How many the user has installed there. */
  readonly apps: number;
  readonly last_used_at: number | null;
}

/** Somebody has invited the user. */
export interface PendingInvitationView {
  readonly id: string;
  /** Of the organization. */
  readonly name: string;
  readonly role: RoleName;
  readonly expires_at: number;
}

/** Posts `csrf`, `invitation` and `action` (accept, decline) to `{account_url}/organizations/invitations`. */
export interface OrganizationsView {
  readonly organizations: readonly OrganizationRow[];
  readonly invitations: readonly PendingInvitationView[];
  /** The user may make one. */
  readonly may_found: boolean;
}

/** Those that the user belongs to. */
export const organizationsPage =
  (view: OrganizationsView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { organizations, account } = messages;
    const found = view.may_found
      ? html`<div class="answers"><a class="button" href="${frame.account_url}/organizations/new">${organizations.make.title}</a></div>`
      : undefined;
    const sorted = [...view.organizations].sort((a, b) => a.name.localeCompare(b.name));
    const list =
      sorted.length === 0
        ? empty(view, messages, found)
        : html`<ul class="panel doors">${sorted.map((one) => row(one, frame, messages))}</ul>${found}`;
    return accountPage(frame, {
      current: 'organizations',
      title: account.sections.organizations.title,
      lead: sorted.length === 0 ? undefined : organizations.lead,
      notice: noticeOf(frame, messages),
      body: html`${invitations(view, frame, messages)}${list}`,
    });
  };

function noticeOf({ done }: AccountFrame, { organizations }: Messages): HtmlPage | undefined {
  if (done !== 'left' && done !== 'deleted' && done !== 'declined' && done !== 'invitation_over') return undefined;
  const { title, body } = organizations.done[done];
  return done === 'invitation_over' ? caution(title, body) : success(title, body);
}

function invitations(view: OrganizationsView, frame: AccountFrame, messages: Messages): HtmlPage | undefined {
  const { organizations } = messages;
  const { heading, lead, accept, decline } = organizations.pending;
  const { until } = organizations.invitations;
  if (view.invitations.length === 0) return undefined;
  const one = (invitation: PendingInvitationView) => {
    const name = plainName(invitation.name);
    const { expires_at } = invitation;
    const answer = (action: 'accept' | 'decline', label: string, look: string) =>
      html`<button class="${look}" type="submit" name="action" value="${action}">${label}<span class="spoken"> ${name}</span></button>`;
    return html`<li>${mark(name, undefined)}<div class="what"><h3>${name}</h3><p class="small">${organizations.join.roles[invitation.role](name)}</p>
<p class="small muted">${moment(expires_at, until(expires_at, frame.now), messages)}</p><p class="small muted">${organizations.join.sees(name)}</p></div>
<form class="pair" method="post" action="${frame.account_url}/organizations/invitations">${hiddenFields([
      ['csrf', frame.csrf],
      ['invitation', invitation.id],
    ])}${answer('accept', accept, 'button primary')}${answer('decline', decline, 'button')}</form></li>`;
  };
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2><p class="small muted">${lead(plainName(frame.account.email))}</p></div>
<ul class="rows">${view.invitations.map(one)}</ul></section>`;
}

function empty({ may_found }: OrganizationsView, { organizations }: Messages, found: HtmlPage | undefined): HtmlPage {
  const { title, body, make, ask } = organizations.empty;
  return html`<section class="panel"><div class="stack">${badge('people', 'good')}<div class="tight"><h2>${title}</h2>
<p>${body}</p><p class="muted">${may_found ? make : ask}</p></div></div>${found}</section>`;
}

function row(one: OrganizationRow, frame: AccountFrame, messages: Messages): HtmlPage {
  const { organizations } = messages;
  const { apps } = messages;
  const name = plainName(one.name);
  const used =
    one.last_used_at === null
      ? undefined
      : html`<span>${apps.lastUsed} ${moment(one.last_used_at, apps.ago(one.last_used_at, frame.now), messages)}</span>`;
  if (one.url === null) {
    return html`<li>${mark(name, undefined)}<div class="what"><h2>${name}<span class="tag caution">${icon('pause')}${organizations.switchedOff}</span></h2>
<p class="small muted">${organizations.switchedOffBy(plainName(frame.tenant.display_name))}</p></div></li>`;
  }
  return html`<li>${mark(name, undefined)}<div class="what"><h2><a href="${one.url}">${name}</a></h2>
<p class="small muted meta"><span>${organizations.roles[one.role]}</span><span>${organizations.yourApps(one.apps)}</span>${used}</p></div>${icon('chevron')}</li>`;
}

/** Posts `csrf` and `name` to the page itself. */
export interface NewOrganizationView {
  readonly name: string;
  readonly wrong: boolean;
  /** So many may one person own, and the user does; null: they may make another one. */
  readonly too_many: number | null;
}

/** Characters, as organizations/new-organization.ts has it. */
export const LONGEST_NAME = 80;

export const newOrganizationPage =
  ({ name, wrong, too_many }: NewOrganizationView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { make } = messages.organizations;
    const url = `${frame.account_url}/organizations`;
    const form = html`<section class="panel"><form class="stack" method="post" action="${url}/new">${hiddenFields([['csrf', frame.csrf]])}
${nameField({ label: make.label, hint: make.hint, value: name, wrong }, messages)}
<div class="save"><button class="button primary" type="submit">${make.submit}</button></div></form></section>`;
    return accountPage(frame, {
      current: 'organizations',
      title: make.title,
      lead: too_many === null ? make.lead : undefined,
      parent: { url, label: messages.account.sections.organizations.title },
      notice: wrong ? nameProblem(messages) : undefined,
      failed: wrong,
      body: too_many === null ? form : tooMany(too_many, url, messages),
    });
  };

function tooMany(most: number, url: string, { organizations }: Messages): HtmlPage {
  const { title, body, back } = organizations.make.tooMany;
  return html`${notice('people', title, body(most))}<div class="answers"><a class="button" href="${url}">${back}</a></div>`;
}

export function nameField(
  view: { readonly label: string; readonly hint?: string; readonly value: string; readonly wrong: boolean },
  { organizations }: Messages,
): HtmlPage {
  const { wrong, ...shown } = view;
  return field({
    name: 'name',
    ...shown,
    autocomplete: 'organization',
    required: true,
    maxlength: LONGEST_NAME,
    error: wrong ? organizations.nameWrong.body : undefined,
  });
}

export function nameProblem({ organizations }: Messages): HtmlPage {
  const { check, ...said } = organizations.nameWrong;
  return errorSummary({ ...said, fields: [{ id: 'name', label: check }] });
}
