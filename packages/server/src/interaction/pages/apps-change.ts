import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { scopeFields } from './scope-fields.ts';
import type { ScopeGroups } from './scope-row.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` and one `scope` for each that stays to `{url}/change`. */
export interface ChangeScopeView extends PageView {
  readonly client: AppView;
  /** What is allowed now. */
  readonly groups: ScopeGroups;
  /** The app's own page, absolute. */
  readonly url: string;
  readonly csrf: string;
}

/** Takes single things back. More than is allowed now only the app itself can ask for. */
export function changeScopePage(view: ChangeScopeView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { change, seesAboutYou, mayDo } = messages.apps;
  const name = plainName(view.client.client_name);
  const title = change.heading(name);
  const body = html`<main class="card">
<div class="stack">${mark(name, view.client.logo_uri, 'large')}<div class="tight"><h1>${title}</h1><p class="muted">${change.lead(name)}</p></div></div>
<form class="stack roomy" method="post" action="${view.url}/change">
${hiddenFields([['csrf', view.csrf]])}
${scopeFields(seesAboutYou, view.groups.about_you, messages)}
${scopeFields(mayDo, view.groups.may_do, messages)}
<div class="answers"><a class="button" href="${view.url}">${change.keep}</a>
<button class="button primary" type="submit">${change.save}</button></div>
</form>
</main>`;
  return layout(view, { title, body });
}
