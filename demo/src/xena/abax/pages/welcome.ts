import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import { DEMO_USER } from '../../../products/demo-user.ts';
import { castList } from '../../../sample/pages/parts.ts';
import type { AbaxOptions } from '../browser/state.ts';
import { FORGED } from './forged.ts';

/** For somebody who is not signed in. */
export function welcome({ api, app, issuer }: AbaxOptions): HtmlPage {
  return html`<section class="hero">
<h1>A look at the sums.</h1>
<p class="lead">Abax adds up the companies that you keep in Xena, all in this page. No server of ours ever sees your books.</p>
<form method="post" action="/sign-in"><button class="button primary big">Sign in with Xena${icon('arrow')}</button></form>
<p class="small muted">As <strong>${DEMO_USER.email}</strong> with the password <strong>${DEMO_USER.password}</strong>.</p>
</section>
<section class="sheet"><h2>Who is who</h2>
${castList([
  {
    icon: 'person',
    name: 'You',
    about: 'The companies are in your care. You decide which app may see the books.',
    origin: null,
  },
  {
    icon: 'window',
    name: 'Abax',
    about: 'This page. It runs in your browser, so it can keep no secret, and its tokens only while this tab is open.',
    origin: app,
  },
  {
    icon: 'door',
    name: 'Xena',
    about: 'The accounting product. It knows you, and asks you before it gives anything away.',
    origin: new URL(issuer).origin,
  },
  {
    icon: 'code',
    name: 'Xena API',
    about: 'Holds the books. It lets this page’s script ask, and no other page’s.',
    origin: api,
  },
])}
</section>
<section class="sheet"><h2>See an attack fail</h2>
<p>Somebody sends you a link with <em>their</em> tokens in it. If Abax took them, you would keep their books.</p>
<a class="button" href="${FORGED}">Open such a link</a>
</section>`;
}
