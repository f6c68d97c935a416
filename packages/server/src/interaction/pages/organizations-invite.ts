import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import { field, selectField } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, notice } from './notice.ts';
import type { OrganizationView, RoleName } from './organizations.ts';
import { organizationSubpage } from './organizations-frame.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, `email` and `role` to the page itself. */
export interface InviteView extends OrganizationView {
  /** Those that the user may give, the usual one first. */
  readonly roles: readonly RoleName[];
  readonly email: string;
  readonly chosen: string;
  readonly problem: 'already_member' | 'not_an_address' | 'too_many' | undefined;
  readonly can_mail: boolean;
}

export const invitePage =
  (view: InviteView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { invite, doors } = messages.organizations;
    return organizationSubpage(frame, view, {
      title: invite.title,
      lead: invite.lead(plainName(view.name)),
      parent: { url: `${view.url}/members`, label: doors.members.title },
      notice: problemNotice(view, messages),
      failed: view.problem !== undefined,
      body: view.can_mail ? form(view, frame, messages) : mailOff(frame, messages),
    });
  };

function problemNotice({ problem }: InviteView, { organizations }: Messages): HtmlPage | undefined {
  if (problem === undefined) return undefined;
  const { check, problems } = organizations.invite;
  return errorSummary({ ...problems[problem], fields: [{ id: 'email', label: check }] });
}

function form(view: InviteView, { csrf }: AccountFrame, messages: Messages): HtmlPage {
  const { organizations, links } = messages;
  const { invite, roles } = organizations;
  const options = view.roles.map((role) => [role, roles[role]] as const);
  const role =
    options.length === 1
      ? hiddenFields([['role', view.roles[0] ?? '']])
      : selectField({ name: 'role', label: invite.role, hint: invite.roleHint, value: view.chosen, options });
  return html`<section class="panel"><form class="stack" method="post" action="${view.url}/invitations">${hiddenFields([['csrf', csrf]])}
${field({
  name: 'email',
  label: links.email,
  hint: invite.hint,
  type: 'email',
  value: view.email,
  autocomplete: 'off',
  required: true,
  error: view.problem === undefined ? undefined : invite.problems[view.problem].title,
})}
${role}
<div class="save"><button class="button primary" type="submit">${invite.submit}</button></div></form></section>`;
}

function mailOff({ tenant }: AccountFrame, { links }: Messages): HtmlPage {
  return notice('warning', links.mailOff.heading, links.mailOff.body(plainName(tenant.display_name)));
}
