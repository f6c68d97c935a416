import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import { DEMO_USER } from '../../products/demo-user.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { castList } from '../../sample/pages/parts.ts';

/** For somebody who is not signed in. */
export function welcome({ api, app, server }: SampleAppOptions): HtmlPage {
  const cast = [
    { icon: 'person', name: 'You', about: 'The notes are yours. You decide who may use them.', origin: null },
    {
      icon: 'window',
      name: 'Papyrus',
      about: 'This app, made by strangers. It would like to use your notes.',
      origin: app,
    },
    {
      icon: 'door',
      name: 'Xenia',
      about: 'Knows you and keeps the door. Your password is typed there and nowhere else.',
      origin: server,
    },
    {
      icon: 'code',
      name: 'Notes API',
      about: 'Keeps the notes. It opens only to a token that Xenia made.',
      origin: api,
    },
  ] as const;
  return html`<section class="hero">
<h1>Your notes, set in ink.</h1>
<p class="lead">Papyrus makes something beautiful of the notes you keep elsewhere. For that it needs your permission, but never your password.</p>
<a class="button primary big" href="/sign-in">Sign in with Xenia${icon('arrow')}</a>
<p class="small muted">As <strong>${DEMO_USER.email}</strong> with the password <strong>${DEMO_USER.password}</strong>.</p>
</section>
<section class="sheet"><h2>Who is who</h2>
${castList(cast)}
</section>
<section class="sheet"><h2>See an attack fail</h2>
<p>Somebody sends you a link with an answer that belongs to <em>their</em> sign-in. If Papyrus took it, you would write into their account.</p>
<a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open such a link</a>
</section>`;
}
