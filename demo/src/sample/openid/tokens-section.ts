import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { tokenCard } from '../pages/tokens.ts';
import type { Parties } from '../parties.ts';
import { shortened } from '../secrets.ts';
import type { Tokens } from './session.ts';

/** What the app got, taken apart. `now`: seconds. */
export function tokensSection(
  { access_token, id_token, refresh_token }: Tokens,
  now: number,
  parties: Parties,
): HtmlPage {
  const { app, issuer } = parties;
  return html`<section class="sheet"><div class="tight"><h2>The tokens</h2><p class="small muted">A real app keeps these on its server and shows them to nobody.</p></div>
${tokenCard({ kind: 'access', name: 'Access token', about: `The key card: ${app} shows it to the API. Only the API reads what stands in it.`, token: access_token, now, parties })}
${tokenCard({ kind: 'id', name: 'ID token', about: `A signed letter from ${issuer} to ${app}: who signed in, when, and how.`, token: id_token, now, parties })}
<div class="token"><h3>Refresh token</h3>${
    refresh_token === null
      ? html`<p class="small">There is none: you did not allow ${app} to keep access while you are away.</p>`
      : html`<p class="small">Gets the next access token. Nothing stands in it: only ${issuer} knows what it means.</p><code class="raw">${shortened(refresh_token)}</code>`
  }</div>
</section>`;
}
