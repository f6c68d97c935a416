import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import { DEMO_USER } from '../../seed.ts';
import type { PapyrusOptions } from '../options.ts';

/** For somebody who is not signed in. */
export function welcome({ api, app, server }: PapyrusOptions): HtmlPage {
  const cast = [
    ['person', 'You', 'The notes are yours. You decide who may use them.', null],
    ['window', 'Papyrus', 'This app, made by strangers. It would like to use your notes.', app],
    ['door', 'Xenia', 'Knows you and keeps the door. Your password is typed there and nowhere else.', server],
    ['code', 'Notes API', 'Keeps the notes. It opens only to a token that Xenia made.', api],
  ] as const;
  return html`<section class="hero">
<h1>Your notes, set in ink.</h1>
<p class="lead">Papyrus makes something beautiful of the notes you keep elsewhere. For that it needs your permission, but never your password.</p>
<a class="button primary big" href="/sign-in">Sign in with Xenia${icon('arrow')}</a>
<p class="small muted">As <strong>${DEMO_USER.email}</strong> with the password <strong>${DEMO_USER.password}</strong>.</p>
</section>
<section class="sheet"><h2>Who is who</h2>
<ul class="cast">${cast.map(([name, title, text, url]) => html`<li><span class="mark">${icon(name)}</span><div><strong>${title}</strong>${url === null ? undefined : html` <span class="origin">${url.replace('http://', '')}</span>`}<span class="about">${text}</span></div></li>`)}</ul>
</section>
<section class="sheet"><h2>See an attack fail</h2>
<p>Somebody sends you a link with an answer that belongs to <em>their</em> sign-in. If Papyrus took it, you would write into their account.</p>
<a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open such a link</a>
</section>`;
}
