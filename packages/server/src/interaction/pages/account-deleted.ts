import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { logoutFrames, type SignedOutView } from './signed-out.ts';
import { plainName } from './untrusted.ts';

/** The last page of an account. Its policy is that of the page of somebody who signed out. */
export function deletedPage(view: SignedOutView): HtmlPage {
  const { deleted } = messagesFor(view.locale).account.deletion;
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${deleted.heading}</h1>
<p>${deleted.body(plainName(view.tenant.display_name))} ${deleted.apps}</p><p class="muted">${deleted.next}</p></div></div>
</main>
${logoutFrames(view)}`;
  return layout(view, { title: deleted.heading, body });
}
