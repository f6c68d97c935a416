import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import { moment } from './apps-parts.ts';
import { selectField } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import type { OrganizationView, RoleName } from './organizations.ts';
import { doneNotice, organizationSubpage } from './organizations-frame.ts';
import { personName, personRow } from './organizations-people.ts';
import { plainName } from './untrusted.ts';

export interface MemberView extends AccountView {
  readonly role: RoleName;
  /** The person's account is switched off. */
  readonly disabled: boolean;
  /** The user. */
  readonly self: boolean;
  /** Of the member's own page. */
  readonly url: string;
}

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: RoleName;
  readonly expires_at: number;
}

/** Posts `csrf`, `action` (withdraw) and `invitation` to `{url}/invitations`. */
export interface MembersView extends OrganizationView {
  readonly members: readonly (MemberView & { readonly since: number })[];
  /** Of the page with those that follow; null on the last. */
  readonly next_url: string | null;
  /** null on the first. */
  readonly first_url: string | null;
  /** Those that can still be accepted; only on the first page. */
  readonly invitations: readonly InvitationView[];
}

export const membersPage =
  (view: MembersView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { doors, members } = messages.organizations;
    const body = html`<div class="answers"><a class="button primary" href="${view.url}/invitations">${members.invite}</a></div>
<section class="panel"><h2>${members.heading}</h2><ul class="rows">${view.members.map((member) => row(member, frame, messages))}</ul>
${pages(view, messages)}</section>
${view.invitations.length === 0 ? undefined : invitations(view, frame, messages)}`;
    return organizationSubpage(frame, view, {
      title: doors.members.title,
      lead: members.lead(plainName(view.name)),
      notice: doneNotice(frame),
      body,
    });
  };

function row(member: MembersView['members'][number], { now }: AccountFrame, messages: Messages): HtmlPage {
  const { members } = messages.organizations;
  const since = html`<p class="small muted">${members.since} ${moment(member.since, messages.account.ago(member.since, now), messages)}</p>`;
  return personRow(member, messages, { url: member.url, tag: tags(member, messages), more: since });
}

function tags({ self, disabled }: MemberView, { organizations }: Messages): HtmlPage | undefined {
  const { you, switchedOff } = organizations.members;
  if (disabled) return html`<span class="tag caution">${icon('pause')}${switchedOff}</span>`;
  return self ? html`<span class="tag good">${icon('check')}${you}</span>` : undefined;
}

function pages({ next_url, first_url }: MembersView, { organizations }: Messages): HtmlPage | undefined {
  if (next_url === null && first_url === null) return undefined;
  const { first, next } = organizations.members;
  const link = (url: string | null, label: string) =>
    url === null ? undefined : html`<a class="button" href="${url}">${label}</a>`;
  return html`<nav class="answers" aria-label="${organizations.members.pages}">${link(first_url, first)}${link(next_url, next)}</nav>`;
}

function invitations(view: MembersView, frame: AccountFrame, messages: Messages): HtmlPage {
  const { organizations } = messages;
  const { heading, lead, until, withdraw } = organizations.invitations;
  const one = ({ id, email, role, expires_at }: InvitationView) =>
    html`<li><span class="sign" aria-hidden="true">${icon('clock')}</span><div class="what"><h3>${plainName(email)}</h3>
<p class="small muted meta"><span>${organizations.roles[role]}</span><span>${moment(expires_at, until(expires_at, frame.now), messages)}</span></p></div>
<form method="post" action="${view.url}/invitations">${hiddenFields([
      ['csrf', frame.csrf],
      ['action', 'withdraw'],
      ['invitation', id],
    ])}<button class="button" type="submit">${withdraw}<span class="spoken"> ${plainName(email)}</span></button></form></li>`;
  return html`<section class="panel"><div class="tight"><h2>${heading}</h2><p class="small muted">${lead}</p></div>
<ul class="rows">${view.invitations.map(one)}</ul></section>`;
}

/** Posts `csrf` and `role` to `{member.url}/role`. */
export interface OneMemberView extends OrganizationView {
  readonly member: MemberView;
  /** How many they have installed there. */
  readonly apps: number;
  /** Nobody would own it without them. */
  readonly last_owner: boolean;
  readonly may: { readonly change: boolean; readonly remove: boolean };
}

const ROLES: readonly RoleName[] = ['member', 'admin', 'owner'];

export const memberPage =
  (view: OneMemberView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { member } = view;
    const { roles, yourApps, theirApps, doors } = messages.organizations;
    const name = personName(member);
    const facts = html`<ul class="facts"><li>${icon('people')}<span>${roles[member.role]}</span></li><li>${icon('window')}<span>${member.self ? yourApps(view.apps) : theirApps(view.apps)}</span></li></ul>`;
    const body = html`<section class="panel"><div class="named">${mark(name, undefined, 'round')}<div><h1>${name}</h1><p class="muted">${plainName(member.email)}</p></div></div>${tags(member, messages)}${facts}</section>
${view.may.change ? roleForm(view, frame, messages) : undefined}
${removal(view, messages)}`;
    return organizationSubpage(frame, view, {
      title: name,
      titled: true,
      parent: { url: `${view.url}/members`, label: doors.members.title },
      notice: doneNotice(frame),
      body,
    });
  };

function roleForm(
  { member, last_owner }: OneMemberView,
  { csrf }: AccountFrame,
  { organizations }: Messages,
): HtmlPage {
  const { heading, label, submit, lastOwner } = organizations.role;
  const abilities = html`<dl class="small released">${ROLES.map((role) => html`<dt><strong>${organizations.roles[role]}</strong></dt><dd>${organizations.abilities[role]}</dd>`)}</dl>`;
  if (last_owner)
    return html`<section class="panel tight"><h2>${heading}</h2><p class="muted">${lastOwner}</p></section>`;
  const options = ROLES.map((role) => [role, organizations.roles[role]] as const);
  return html`<section class="panel"><h2>${heading}</h2>${abilities}
<form class="stack" method="post" action="${member.url}/role">${hiddenFields([['csrf', csrf]])}
${selectField({ name: 'role', label, value: member.role, options })}
<div class="save"><button class="button" type="submit">${submit}</button></div></form></section>`;
}

function removal({ member, may, url }: OneMemberView, { organizations }: Messages): HtmlPage | undefined {
  const { remove, leave } = organizations;
  if (member.self) {
    return html`<div class="answers"><a class="button" href="${url}">${leave.where}</a></div>`;
  }
  if (!may.remove)
    return html`<section class="panel tight"><h2>${remove.heading}</h2><p class="muted">${remove.byOwner}</p></section>`;
  return html`<section class="panel"><div class="tight"><h2>${remove.heading}</h2><p class="muted">${remove.body}</p></div>
<div class="answers"><a class="button danger" href="${member.url}/remove">${remove.button}</a></div></section>`;
}
