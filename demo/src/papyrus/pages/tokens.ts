import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { claimNote, decodeToken } from '../claim-notes.ts';
import { shortened } from '../secrets.ts';
import type { Tokens } from '../visits.ts';

const TIMES = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at']);

/** What Papyrus got, taken apart. */
export function tokensSection({ access_token, id_token, refresh_token }: Tokens, now: number): HtmlPage {
  return html`<section class="sheet"><div class="tight"><h2>The tokens</h2><p class="small muted">A real app keeps these on its server and shows them to nobody.</p></div>
${tokenCard({ kind: 'access', name: 'Access token', about: 'The key card: Papyrus shows it to the API. Only the API reads what stands in it.', token: access_token, now })}
${tokenCard({ kind: 'id', name: 'ID token', about: 'A signed letter from Xenia to Papyrus: who signed in, when, and how.', token: id_token, now })}
<div class="token"><h3>Refresh token</h3>${
    refresh_token === null
      ? html`<p class="small">There is none: you did not allow Papyrus to keep access while you are away.</p>`
      : html`<p class="small">Gets the next access token. Nothing stands in it: only Xenia knows what it means.</p><code class="raw">${shortened(refresh_token)}</code>`
  }</div>
</section>`;
}

interface TokenView {
  readonly kind: 'id' | 'access';
  readonly name: string;
  readonly about: string;
  readonly token: string;
  readonly now: number;
}

function tokenCard({ kind, name, about, token, now }: TokenView): HtmlPage {
  const decoded = decodeToken(token);
  return html`<div class="token"><h3>${name}</h3><p class="small">${about}</p><code class="raw">${shortened(token)}</code>
${
  decoded === null
    ? html`<p class="small muted">Nothing stands in it: the API asks Xenia what it means.</p>`
    : html`<details${kind === 'access' ? html` open` : undefined}><summary>What the ${name.replace('A', 'a')} says</summary><div class="inside">
<h4>Header</h4>${claimList(decoded.header, kind, now)}<h4>Claims</h4>${claimList(decoded.claims, kind, now)}</div></details>`
}</div>`;
}

function claimList(claims: Readonly<Record<string, unknown>>, kind: 'id' | 'access', now: number): HtmlPage {
  return html`<dl class="claims">${Object.entries(claims).map(
    ([name, value]) =>
      html`<div><dt><code>${name}</code></dt><dd><code class="value">${claimValue(name, value, now)}</code><p class="small muted">${claimNote(name, kind)}</p></dd></div>`,
  )}</dl>`;
}

function claimValue(name: string, value: unknown, now: number): string {
  if (TIMES.has(name) && typeof value === 'number') return `${value} (${relativeTime(value - now)})`;
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
}

function relativeTime(seconds: number): string {
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (Math.abs(seconds) < 5) return 'just now';
  if (Math.abs(seconds) < 90) return format.format(Math.round(seconds), 'second');
  return Math.abs(seconds) < 5400
    ? format.format(Math.round(seconds / 60), 'minute')
    : format.format(Math.round(seconds / 3600), 'hour');
}
