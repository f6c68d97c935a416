import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref } from './untrusted.ts';

/** Posts `csrf` to `sign_out_action`. */
export interface SignedInView extends PageView {
  readonly account: AccountView;
  readonly sign_out_action: string;
  readonly csrf: string;
  /** Absolute URL of the page where the user sees and uninstalls apps. */
  readonly apps_uri?: string | undefined;
}

/** What `{issuer}/` shows a user who is signed in and was not sent by an app. */
export function signedInPage(view: SignedInView): HtmlPage {
  const { signedIn, logout } = messagesFor(view.locale);
  const apps = linkHref(view.apps_uri);
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${signedIn.heading}</h1><p class="muted">${signedIn.explanation}</p></div></div>
<div class="account">${accountIdentity(view.account)}</div>
<div class="tight">${apps === undefined ? undefined : html`<a class="button primary" href="${apps}">${signedIn.apps}</a>`}
<form class="answers" method="post" action="${view.sign_out_action}">
${hiddenFields([['csrf', view.csrf]])}
<button class="button" type="submit">${logout.signOut}</button>
</form></div>
</main>`;
  return layout(view, { title: signedIn.heading, body });
}
