import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';

interface Lifetime {
  /** Seconds since the epoch. */
  readonly obtained_at: number;
  readonly expires_at: number;
  readonly now: number;
  /** What happens at half of it: "Kontor renews it then, when you next open the books." */
  readonly atHalf: string;
}

/** How much of an access token's life is left, and when the next one is due. */
export function lifetimeBar({ obtained_at, expires_at, now, atHalf }: Lifetime): HtmlPage {
  const whole = expires_at - obtained_at;
  const left = Math.min(Math.max(expires_at - now, 0), whole);
  const minutes = Math.round(left / 60);
  return html`<div class="lifetime"><label for="lifetime">The access token is good for ${minutes === 1 ? 'another minute' : `another ${minutes} minutes`}.</label>
<div class="track"><progress id="lifetime" max="${whole}" value="${left}">${left} of ${whole} seconds are left</progress></div>
<p class="small muted">${atHalf}</p></div>`;
}
