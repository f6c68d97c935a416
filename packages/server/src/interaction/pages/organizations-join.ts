import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { notice } from './notice.ts';
import type { RoleName } from './organizations.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` and `action` (accept, sign_up, switch). */
export interface JoinView extends PageView {
  readonly action: string;
  readonly csrf: string;
  /** Of the organization. */
  readonly name: string;
  readonly role: RoleName;
  /** Whom the invitation is for. */
  readonly email: string;
  /** What is to be done next. `no_account`: nobody can make one here. */
  readonly step: 'accept' | 'switch' | 'sign_in' | 'sign_up' | 'no_account';
  /** Empty if nobody is. */
  readonly signed_in_as: string;
  /** Leads back to this page. */
  readonly sign_in_url: string;
}

/** An invitation that was mailed. Its form, not its link, makes a member. */
export function joinOrganizationPage(view: JoinView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { join } = messages.organizations;
  const name = plainName(view.name);
  const heading = join.heading(name);
  const body = html`<main class="card">
<div class="stack">${mark(name, undefined, 'large')}<div class="tight"><h1>${heading}</h1><p>${join.roles[view.role](name)}</p><p class="muted">${join.email(plainName(view.email))}</p></div></div>
${next(view, messages)}
<p class="bar small">${join.sees(name)}</p>
</main>`;
  return layout(view, { title: heading, body });
}

function next(view: JoinView, { organizations }: Messages): HtmlPage {
  const { join } = organizations;
  const tenant = plainName(view.tenant.display_name);
  const form = (action: string, label: string) =>
    html`<form class="stack" method="post" action="${view.action}">${hiddenFields([
      ['csrf', view.csrf],
      ['action', action],
    ])}<button class="button primary" type="submit">${label}</button></form>`;
  switch (view.step) {
    case 'accept':
      return form('accept', join.accept);
    case 'switch':
      return html`<div class="stack">${notice('person', join.other.title, join.other.body(plainName(view.signed_in_as), plainName(view.email)))}${form('switch', join.switch)}</div>`;
    case 'sign_in':
      return html`<div class="stack"><p class="muted">${join.signInFirst}</p><a class="button primary" href="${view.sign_in_url}">${join.signIn}</a></div>`;
    case 'sign_up':
      return html`<div class="stack"><p class="muted">${join.signUpFirst(tenant)}</p>${form('sign_up', join.signUp)}</div>`;
    case 'no_account':
      return notice('person', join.noAccount.title, join.noAccount.body(tenant));
  }
}
