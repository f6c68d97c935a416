import { html, raw } from 'hono/html';
import { goOnScript } from '../assets/inline-scripts.ts';
import type { PolicyOptions } from './headers.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref, plainName, returnHref } from './untrusted.ts';

export interface SignedOutView extends PageView {
  /** The app to go back to, and where. */
  readonly client?: (AppView & { readonly return_uri: string }) | undefined;
  /** Absolute URL to sign in again at. */
  readonly sign_in_uri?: string | undefined;
  /**
   * What the browser loads, unseen, so that apps sign out as well (OIDC Front-Channel Logout 1.0 §3). Then it goes back to the app by
   * itself; the page's headers must allow what signedOutPolicy says.
   */
  readonly frontchannel_logout_uris?: readonly string[] | undefined;
}

/** What the page's policy must allow besides. */
export function signedOutPolicy(view: SignedOutView): PolicyOptions {
  const frames = new Set(view.frontchannel_logout_uris?.map((uri) => new URL(uri).origin));
  return { frames: [...frames], scriptHash: onwardTo(view) === undefined ? undefined : goOnScript.hash };
}

/** Where to, by itself. */
function onwardTo({ frontchannel_logout_uris = [], client }: SignedOutView): string | undefined {
  return frontchannel_logout_uris.length > 0 ? returnHref(client?.return_uri) : undefined;
}

export function signedOutPage(view: SignedOutView): HtmlPage {
  const { signedOut } = messagesFor(view.locale);
  const frames = view.frontchannel_logout_uris ?? [];
  const back = returnHref(view.client?.return_uri);
  const again = linkHref(view.sign_in_uri);
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${signedOut.heading}</h1>
<p class="muted">${signedOut.explanation(plainName(view.tenant.display_name))}${frames.length > 0 ? ` ${signedOut.alsoApps}` : undefined}</p></div></div>
${
  back !== undefined || again !== undefined
    ? html`<div class="stack">${
        back !== undefined && view.client !== undefined
          ? html`<a class="button primary" href="${back}">${signedOut.back(plainName(view.client.client_name))}</a>`
          : undefined
      }${again === undefined ? undefined : html`<a class="button" href="${again}">${signedOut.signIn}</a>`}</div>`
    : undefined
}
</main>
${logoutFrames(view)}`;
  return layout(view, { title: signedOut.heading, body, head: onward(onwardTo(view)) });
}

/** What the browser loads, unseen. */
export function logoutFrames({ frontchannel_logout_uris = [] }: SignedOutView): HtmlPage[] {
  return frontchannel_logout_uris.map(logoutFrame);
}

/** It may run scripts and reach its own storage, but neither open windows nor lead this one elsewhere. */
function logoutFrame(uri: string): HtmlPage {
  return html`<iframe hidden src="${uri}" title="${new URL(uri).host}" referrerpolicy="no-referrer" sandbox="allow-scripts allow-same-origin"></iframe>`;
}

/** With scripts as soon as the frames have loaded, otherwise after a while. */
function onward(uri: string | undefined): HtmlPage | undefined {
  if (uri === undefined) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="2;url=${uri}"></noscript>
<script>${raw(goOnScript.text)}</script>`;
}
