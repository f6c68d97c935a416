import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import type { Uninstalled } from '../session.ts';
import { moment } from './moment.ts';

const WHAT: Readonly<Record<Uninstalled['by'], readonly [title: string, how: string]>> = {
  user: ['Uninstalled by its user', 'You uninstalled it at Xeno, and Xeno told Halcyon with a signed message.'],
  admin: ['Uninstalled by Xeno', 'An operator of Xeno uninstalled it, and Xeno told Halcyon with a signed message.'],
  app: ['Uninstalled from here', 'Halcyon asked Xeno to revoke its token, and Xeno did.'],
  unknown: ['Uninstalled', 'The token does not work any more. It does not expire, so there is no other reason.'],
};

/** For the owner of an account on which it was installed. */
export function uninstalled({ by, at, step }: Uninstalled): HtmlPage {
  const [what, how] = WHAT[by];
  return html`<section class="hero">
<span class="mark large farewell" aria-hidden="true">${icon('undo')}</span>
<h1>Halcyon has left.</h1>
<p class="lead">${what} at ${moment(at)}.</p>
<p>${how} It has thrown away its token and everything it had read.${step === undefined ? undefined : html` <a href="#step-${step}">See step ${step}</a>`}</p>
<a class="button primary big" href="/sign-in">Install it again${icon('arrow')}</a>
</section>`;
}
