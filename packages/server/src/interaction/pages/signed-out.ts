import { html } from 'hono/html';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref, plainName } from './untrusted.ts';

export interface SignedOutView extends PageView {
  /** The app to go back to, and where. */
  readonly client?: (AppView & { readonly return_uri: string }) | undefined;
  /** Absolute URL to sign in again at. */
  readonly sign_in_uri?: string | undefined;
}

export function signedOutPage(view: SignedOutView): HtmlPage {
  const { signedOut } = messagesFor(view.locale);
  const back = linkHref(view.client?.return_uri);
  const again = linkHref(view.sign_in_uri);
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${signedOut.heading}</h1>
<p class="muted">${signedOut.explanation(plainName(view.tenant.display_name))}</p></div></div>
${
  back !== undefined || again !== undefined
    ? html`<div class="stack">${
        back !== undefined && view.client !== undefined
          ? html`<a class="button primary" href="${back}">${signedOut.back(plainName(view.client.client_name))}</a>`
          : undefined
      }${again === undefined ? undefined : html`<a class="button" href="${again}">${signedOut.signIn}</a>`}</div>`
    : undefined
}
</main>`;
  return layout(view, { title: signedOut.heading, body });
}
