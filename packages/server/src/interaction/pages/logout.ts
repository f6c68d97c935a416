import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, the hidden fields, and `decision`: `sign_out` or `stay`. */
export interface LogoutView extends PageView {
  readonly action: string;
  readonly csrf: string;
  /** The app that asks to sign the user out. */
  readonly client?: AppView | undefined;
  readonly account?: AccountView | undefined;
  /** What the answer must carry along, such as `state` (OIDC RP-Initiated Logout §2). */
  readonly hidden?: Readonly<Record<string, string>> | undefined;
}

/** Asks before a logout that nobody vouched for (OIDC RP-Initiated Logout §2, SHOULD ask the End-User). */
export function logoutPage(view: LogoutView): HtmlPage {
  const { logout } = messagesFor(view.locale);
  const tenant = plainName(view.tenant.display_name);
  const title = logout.heading(tenant);
  const body = html`<main class="card">
<div class="tight"><h1>${title}</h1>
<p class="muted">${view.client === undefined ? logout.explanation(tenant) : logout.askedBy(plainName(view.client.client_name), tenant)}</p></div>
${view.account === undefined ? undefined : html`<div class="account">${accountIdentity(view.account)}</div>`}
<form class="answers" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf], ...Object.entries(view.hidden ?? {})])}
<button class="button" type="submit" name="decision" value="stay">${logout.stay}</button>
<button class="button primary" type="submit" name="decision" value="sign_out">${logout.signOut}</button>
</form>
</main>`;
  return layout(view, { title, body });
}
