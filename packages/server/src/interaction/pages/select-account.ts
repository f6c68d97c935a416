import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, and either `account` (the chosen one's value) or `action` (`other_account`, or the value of `cancel`). */
export interface SelectAccountView extends PageView {
  readonly action: string;
  readonly csrf: string;
  readonly client?: AppView | undefined;
  readonly accounts: readonly (AccountView & { readonly value: string })[];
  /** Value of `action` that gives up and goes back to the app. */
  readonly cancel: string | null;
}

export function selectAccountPage(view: SelectAccountView): HtmlPage {
  const { selectAccount, login } = messagesFor(view.locale);
  const app = view.client === undefined ? undefined : plainName(view.client.client_name);
  const body = html`<main class="card">
<div class="stack">
${view.client ? mark(view.client.client_name, view.client.logo_uri, 'large') : undefined}
<div class="tight"><h1>${selectAccount.heading}</h1>
<p class="muted">${app === undefined ? login.forTenant(plainName(view.tenant.display_name)) : login.forApp(app)}</p></div>
</div>
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<ul class="tight">${view.accounts.map(
    (account) =>
      html`<li><button class="account" type="submit" name="account" value="${account.value}">${accountIdentity(account)}${icon('chevron')}</button></li>`,
  )}</ul>
<button class="button" type="submit" name="action" value="other_account">${selectAccount.other}</button>
${
  view.cancel !== null && app !== undefined
    ? html`<button class="button quiet" type="submit" name="action" value="${view.cancel}">${login.cancel(app)}</button>`
    : undefined
}
</form>
</main>`;
  return layout(view, { title: selectAccount.heading, body });
}
