import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { caution } from './notice.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` and `action`: `go_on`, or the value of `cancel`. */
export interface NoOrganizationView extends PageView {
  readonly action: string;
  readonly csrf: string;
  readonly client: AppView;
  /** Value of `action` that goes back to the app. */
  readonly cancel: string;
  /** The user has just had us look again. */
  readonly looked: boolean;
}

export function noOrganizationPage(view: NoOrganizationView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { none, lookAgain } = messages.organizationChoice;
  const app = plainName(view.client.client_name);
  const body = html`<main class="card">
<div class="stack">
${mark(app, view.client.logo_uri, 'large')}
<h1>${none.heading}</h1>
${none.body(app, plainName(view.tenant.display_name)).map((paragraph) => html`<p>${paragraph}</p>`)}
</div>
${view.looked ? caution(none.notYet.title, none.notYet.body) : undefined}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<button class="button primary" type="submit" name="action" value="go_on">${lookAgain}</button>
<button class="button quiet" type="submit" name="action" value="${view.cancel}">${messages.login.cancel(app)}</button>
</form>
</main>`;
  return layout(view, { title: none.heading, body });
}
