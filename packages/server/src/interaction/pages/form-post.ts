import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref, plainName } from './untrusted.ts';

/** OAuth 2.0 Form Post Response Mode §2: the authorization response as a form that the browser posts to the client. */
export interface FormPostView extends PageView {
  /** The redirect URI. */
  readonly action: string;
  /** The response's parameters, in order. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly client?: AppView | undefined;
}

const script = 'document.forms[0].submit()';

/** The `scriptHash` of this page's headers; its `formAction` must be `anywhere`. */
export const formPostScriptHash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** @throws TypeError when the redirect URI is neither https nor http, where no form can be posted to. */
export function formPostPage(view: FormPostView): HtmlPage {
  const { formPost } = messagesFor(view.locale);
  const action = linkHref(view.action);
  if (action === undefined) throw new TypeError('form_post needs an https or http redirect URI');
  const app = view.client === undefined ? undefined : plainName(view.client.client_name);
  const title = formPost.heading(app);
  // Posted to exactly as registered, not as the URL parser would write it.
  const body = html`<main class="card">
<div class="tight"><h1>${title}</h1><p class="muted">${formPost.explanation}</p></div>
<form class="answers" method="post" action="${view.action}">
${hiddenFields(Object.entries(view.parameters))}
<button class="button primary" type="submit">${formPost.submit}</button>
</form>
</main>
<script>${raw(script)}</script>`;
  return layout(view, { title, body });
}
