import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { badge, mark } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` to `{url}/uninstall`. */
export interface UninstallView extends PageView {
  readonly client: AppView;
  /** It has access now, and so loses it. */
  readonly in_force: boolean;
  /** The app's own page, absolute. */
  readonly url: string;
  readonly csrf: string;
}

/** Says what will break before it does. */
export function uninstallPage(view: UninstallView): HtmlPage {
  const { confirm, leave } = messagesFor(view.locale).apps;
  const name = plainName(view.client.client_name);
  const title = confirm.heading(name);
  const body = html`<main class="card">
<div class="stack">${mark(name, view.client.logo_uri, 'large')}<h1>${title}</h1>
<ul class="facts">
<li>${icon('pause')}<span>${view.in_force ? confirm.atOnce(name, plainName(view.tenant.display_name)) : leave.forget(name)}</span></li>
<li>${icon('window')}<span>${confirm.keeps}</span></li>
<li>${icon('undo')}<span>${confirm.again}</span></li>
</ul></div>
<form class="answers" method="post" action="${view.url}/uninstall">
${hiddenFields([['csrf', view.csrf]])}
<a class="button" href="${view.url}">${confirm.keep}</a>
<button class="button danger filled" type="submit">${confirm.uninstall}</button>
</form>
</main>`;
  return layout(view, { title, body });
}

/** For a grant that is gone, was never there, or is somebody else's: one page, so that they cannot be told apart. */
export function noAppPage(view: PageView & { readonly apps_url: string }): HtmlPage {
  const { gone } = messagesFor(view.locale).apps;
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${gone.heading}</h1><p class="muted">${gone.body}</p></div></div>
<a class="button primary" href="${view.apps_url}">${gone.back}</a>
</main>`;
  return layout(view, { title: gone.heading, body });
}
