import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { tokenCard } from '../../../sample/pages/tokens.ts';
import { shortened } from '../../../sample/secrets.ts';
import { PARTIES } from '../parties.ts';
import type { Session } from '../session.ts';

/** What Obol got, taken apart. */
export function tokensSection({ code, tokens }: Session, now: number): HtmlPage {
  const { access_token, refresh_token } = tokens;
  return html`<section class="sheet"><div class="tight"><h2>The code and the tokens</h2><p class="small muted">A real app keeps these on its server and shows them to nobody.</p></div>
${tokenCard({ kind: 'id', name: 'Authorization code', about: 'What came back through your browser. At Xendit it is a signed token too. It was good for one exchange, and that is over.', token: code, now, parties: PARTIES })}
${tokenCard({ kind: 'access', name: 'Access token', about: 'The key card: Obol shows it to the API. Only the API reads what stands in it.', token: access_token, now, parties: PARTIES })}
<div class="token"><h3>Refresh token</h3>${
    refresh_token === null
      ? html`<p class="small">There is none: you did not allow Obol to keep access while you are away.</p>`
      : html`<p class="small">Gets the next access token. Nothing stands in it: only Xendit knows what it means.</p><code class="raw">${shortened(refresh_token)}</code>`
  }</div>
</section>`;
}
