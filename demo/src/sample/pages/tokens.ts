import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { claimNote, decodeToken } from '../claim-notes.ts';
import type { Parties } from '../parties.ts';
import { shortened } from '../secrets.ts';

const TIMES = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at']);

export interface TokenView {
  readonly kind: 'id' | 'access';
  readonly name: string;
  readonly about: string;
  readonly token: string;
  /** Seconds. */
  readonly now: number;
  readonly parties: Parties;
}

/** One token, shortened, and what stands in it. */
export function tokenCard(view: TokenView): HtmlPage {
  const { kind, name, about, token } = view;
  const decoded = decodeToken(token);
  return html`<div class="token"><h3>${name}</h3><p class="small">${about}</p><code class="raw">${shortened(token)}</code>
${
  decoded === null
    ? html`<p class="small muted">Nothing stands in it: the API asks ${view.parties.issuer} what it means.</p>`
    : html`<details${kind === 'access' ? html` open` : undefined}><summary>What the ${name.replace('A', 'a')} says</summary><div class="inside">
<h4>Header</h4>${claimList(decoded.header, view)}<h4>Claims</h4>${claimList(decoded.claims, view)}</div></details>`
}</div>`;
}

function claimList(claims: Readonly<Record<string, unknown>>, { kind, now, parties }: TokenView): HtmlPage {
  return html`<dl class="claims">${Object.entries(claims).map(
    ([name, value]) =>
      html`<div><dt><code>${name}</code></dt><dd><code class="value">${claimValue(name, value, now)}</code><p class="small muted">${claimNote(name, kind, parties)}</p></dd></div>`,
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
