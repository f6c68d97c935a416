import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** What nobody is signed in after, and where to go on. */
export interface UpstreamNoticeView extends PageView {
  readonly why: 'over' | 'sign_in_first' | 'closed' | 'no_email';
  /** The provider's name. */
  readonly provider: string;
  /** Where to sign in; absolute. */
  readonly sign_in_url: string;
}

export function upstreamNoticePage(view: UpstreamNoticeView): HtmlPage {
  const { heading, body, onward } = words(view);
  const sign = view.why === 'over' ? 'clock' : 'person';
  return layout(view, {
    title: heading,
    body: html`<main class="card">
<div class="stack">${badge(sign, 'caution')}<div class="tight"><h1>${heading}</h1><p>${body}</p></div></div>
<a class="button primary" href="${view.sign_in_url}">${onward}</a>
</main>`,
  });
}

function words({ why, provider, tenant, locale }: UpstreamNoticeView) {
  const { over, signInFirst, noAccount } = messagesFor(locale).upstream;
  const name = plainName(provider);
  const here = plainName(tenant.display_name);
  if (why === 'over') return { heading: over.heading, body: over.body, onward: over.again };
  if (why === 'sign_in_first') {
    return { heading: signInFirst.heading(name), body: signInFirst.body(name, here), onward: signInFirst.onward };
  }
  const body = why === 'closed' ? noAccount.closed(name, here) : noAccount.noEmail(name, here);
  return { heading: noAccount.heading(here), body, onward: noAccount.onward };
}

/** Posts `csrf` and `action`: `connect` or `skip`. */
export interface ConnectOfferView extends PageView {
  readonly action: string;
  readonly csrf: string;
  /** The provider's name. */
  readonly provider: string;
  /** What the provider calls the address of the account there. */
  readonly there: string | null;
  /** Who is signed in here. */
  readonly account: AccountView;
}

export function connectOfferPage(view: ConnectOfferView): HtmlPage {
  const { offer } = messagesFor(view.locale).upstream;
  const name = plainName(view.provider);
  const here = plainName(view.tenant.display_name);
  const there =
    view.there === null
      ? undefined
      : html`<div class="tight"><h2 class="small muted">${offer.there(name)}</h2><p class="account"><strong>${plainName(view.there)}</strong></p></div>`;
  return layout(view, {
    title: offer.heading(name),
    body: html`<main class="card">
<div class="stack"><span class="mark large" aria-hidden="true">${icon('key')}</span><div class="tight"><h1>${offer.heading(name)}</h1><p>${offer.body(name, here)}</p></div></div>
${there}
<div class="tight"><h2 class="small muted">${offer.here(here)}</h2><div class="account">${accountIdentity(view.account)}</div></div>
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<button class="button primary" type="submit" name="action" value="connect">${offer.connect}</button>
<button class="button" type="submit" name="action" value="skip">${offer.skip}</button>
</form>
</main>`,
  });
}
