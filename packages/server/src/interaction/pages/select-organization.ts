import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import { type OrganizationChoice, organizationIdentity } from './organization-choice.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, and either `organization` (the chosen one's org_id) or `action` (the value of `cancel`). */
export interface SelectOrganizationView extends PageView {
  readonly action: string;
  readonly csrf: string;
  readonly client: AppView;
  readonly choices: readonly OrganizationChoice[];
  /** Value of `action` that gives up and goes back to the app. */
  readonly cancel: string;
  /** The one that was sent is not the user's (any more). */
  readonly problem?: 'organization' | undefined;
}

export function selectOrganizationPage(view: SelectOrganizationView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { select, errors } = messages.organizationChoice;
  const app = plainName(view.client.client_name);
  const body = html`<main class="card">
<div class="stack">
${mark(app, view.client.logo_uri, 'large')}
<div class="tight"><h1>${select.heading}</h1><p class="muted">${select.lead(app)}</p></div>
</div>
${view.problem === undefined ? undefined : errorSummary({ ...errors.organization, fields: [] })}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<ul class="tight">${view.choices.map(
    (choice) =>
      html`<li><button class="account" type="submit" name="organization" value="${choice.org_id}">${organizationIdentity(choice, messages)}${icon('chevron')}</button></li>`,
  )}</ul>
<button class="button quiet" type="submit" name="action" value="${view.cancel}">${messages.login.cancel(app)}</button>
</form>
</main>`;
  return layout(view, { title: select.heading, body });
}
