import { html } from 'hono/html';
import type { AccountView, HtmlPage } from './html-page.ts';
import { mark } from './marks.ts';
import type { Messages } from './messages/index.ts';
import type { RoleName } from './organizations.ts';
import { plainName } from './untrusted.ts';

/** What somebody is called: their name, or their address. */
export function personName({ name, email }: AccountView): string {
  return plainName(name ?? '') || plainName(email);
}

/** A row of `.rows`. `more` stands below, `action` beside. */
export function personRow(
  person: AccountView & { readonly role?: RoleName },
  { organizations }: Messages,
  shown: {
    readonly url?: string;
    readonly tag?: HtmlPage | undefined;
    readonly more?: HtmlPage | undefined;
    readonly action?: HtmlPage | undefined;
  } = {},
): HtmlPage {
  const { url, tag, more, action } = shown;
  const name = personName(person);
  const email = plainName(person.email);
  const heading = url === undefined ? name : html`<a href="${url}">${name}</a>`;
  return html`<li>${mark(name, undefined, 'round')}<div class="what"><h3 class="pair">${heading}${tag}</h3>
<p class="small muted meta">${name === email ? undefined : html`<span>${email}</span>`}${person.role === undefined ? undefined : html`<span>${organizations.roles[person.role]}</span>`}</p>${more}</div>${action}</li>`;
}
