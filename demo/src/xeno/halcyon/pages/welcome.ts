import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import { DEMO_USER } from '../../../products/demo-user.ts';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { castList } from '../../../sample/pages/parts.ts';

/** Two long waves. */
const SEA = html`<svg class="sea" viewBox="0 0 352 34" focusable="false"><path d="M2 10c22-10 44-10 66 0s44 10 66 0 44-10 66 0 44 10 66 0 44-10 66 0"/><path d="M46 26c22-9 44-9 66 0s44 9 66 0 44-9 66 0 44 9 66 0"/></svg>`;

/** For somebody on whose account it is not installed. */
export function welcome({ api, app, issuer }: SampleAppOptions): HtmlPage {
  const cast = [
    { icon: 'person', name: 'You', about: 'The conversations are yours. You decide who may read them.', origin: null },
    {
      icon: 'window',
      name: 'Halcyon',
      about: 'This app, made by strangers. It would like to help you answer.',
      origin: app,
    },
    {
      icon: 'door',
      name: 'Xeno',
      about: 'Your chat product. Your password is typed there and nowhere else.',
      origin: issuer,
    },
    {
      icon: 'code',
      name: 'Xeno API',
      about: 'Keeps the conversations. It asks Xeno about every token.',
      origin: api,
    },
  ] as const;
  return html`<section class="hero">
<div class="small-talk" aria-hidden="true"><p class="said theirs">Do you ship to Ithaca?</p><p class="said ours">To every island on the chart.</p>${SEA}</div>
<h1>Calm seas at your help desk.</h1>
<p class="lead">Halcyon keeps your customers’ questions in one quiet place. Install it once, and it stays until you uninstall it.</p>
<a class="button primary big" href="/sign-in">Install on your account${icon('arrow')}</a>
<p class="small muted">As <strong>${DEMO_USER.email}</strong> with the password <strong>${DEMO_USER.password}</strong>.</p>
</section>
<section class="sheet"><h2>What it will ask you for</h2>
<ul class="asks">
<li>${icon('check')}<span>Your <strong>widgets</strong>, for your name and your greeting.</span></li>
<li>${icon('check')}<span>Your <strong>FAQs</strong>, to have answers at hand.</span></li>
<li>${icon('check')}<span>Your <strong>conversations</strong>, to read and to answer them.</span></li>
<li class="no">${icon('undo')}<span>Never your contacts. You can watch it try.</span></li>
</ul>
</section>
<section class="sheet"><h2>Who is who</h2>
${castList(cast)}
</section>
<section class="sheet"><h2>See an attack fail</h2>
<p>Somebody sends you a link with an answer that belongs to <em>their</em> installation. If Halcyon took it, you would answer their customers.</p>
<a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open such a link</a>
</section>`;
}
