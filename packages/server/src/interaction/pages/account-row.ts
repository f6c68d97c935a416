import { html } from 'hono/html';
import type { AccountView, HtmlPage } from './html-page.ts';
import { mark } from './marks.ts';
import { plainName } from './untrusted.ts';

/** The inside of an `.account` row: initial, name and address. */
export function accountIdentity(account: AccountView): HtmlPage {
  const name = plainName(account.name ?? '');
  const email = plainName(account.email);
  // An address may break before its @ rather than anywhere.
  const [local, domain] = email.split(/(?=@)/);
  const address = html`${local}<wbr>${domain}`;
  const lines =
    name === ''
      ? html`<span class="name">${address}</span>`
      : html`<span class="name">${name}</span><span class="muted small">${address}</span>`;
  return html`${mark(name || email, undefined, 'round')}<span class="who">${lines}</span>`;
}
