import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';

/** A form like the one that Xena's page posts, with what was never asked for. */
export function forgedAnswer(label: string, hint?: string): HtmlPage {
  return html`<form method="post" action="/signin-oidc" class="attempt">
<input type="hidden" name="code" value="somebody-elses-code"><input type="hidden" name="id_token" value="somebody-elses-id-token"><input type="hidden" name="state" value="somebody-elses-state">
<button class="button">${label}</button>${hint === undefined ? undefined : html`<span class="small muted">${hint}</span>`}</form>`;
}
