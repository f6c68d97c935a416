import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import { DEMO_USER } from '../../../products/demo-user.ts';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { castList } from '../../../sample/pages/parts.ts';
import { money, statusPill } from './invoices.ts';

/** For somebody who is not signed in. */
export function welcome({ api, app, issuer }: SampleAppOptions): HtmlPage {
  const cast = [
    { icon: 'person', name: 'You', about: 'A merchant. The invoices are yours.', origin: null },
    {
      icon: 'window',
      name: 'Obol',
      about: 'This app, made by strangers. It would like to write and watch your invoices.',
      origin: app,
    },
    {
      icon: 'door',
      name: 'Xendit',
      about: 'Handles your payments and keeps the door. Your password is typed there and nowhere else.',
      origin: issuer,
    },
    {
      icon: 'code',
      name: 'Payments API',
      about: 'Keeps the invoices. It opens only to a token that Xendit made.',
      origin: api,
    },
  ] as const;
  return html`<section class="hero">
<h1>Get paid, and get on with it.</h1>
<p class="lead">Obol writes your invoices and watches over them at Xendit. For that it needs your permission, but never your password.</p>
<a class="button primary big" href="/sign-in">Login with Xendit${icon('arrow')}</a>
<p class="small muted">As <strong>${DEMO_USER.email}</strong> with the password <strong>${DEMO_USER.password}</strong>.</p>
${specimen}
</section>
<section class="sheet"><h2>Who is who</h2>
${castList(cast)}
</section>
<section class="sheet"><h2>See an attack fail</h2>
<p>Somebody sends you a link with an answer that belongs to <em>their</em> sign-in. If Obol took it, your customers would pay into their account.</p>
<a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open such a link</a>
</section>`;
}

/** A picture of what Obol makes; there is nothing in it to read or press. */
const specimen = html`<div class="specimen" aria-hidden="true"><div class="paper"><span class="small muted">Invoice</span><strong>${money(1_860_000)}</strong><span>Twelve oars of pine</span>${statusPill('PAID')}</div></div>`;
