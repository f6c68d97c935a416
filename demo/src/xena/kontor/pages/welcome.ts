import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import { DEMO_USER } from '../../../products/demo-user.ts';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { castList } from '../../../sample/pages/parts.ts';
import { forgedAnswer } from './forged-answer.ts';

/** For somebody who is not signed in. */
export function welcome({ api, app, server }: SampleAppOptions): HtmlPage {
  return html`<section class="hero">
<h1>The books, balanced.</h1>
<p class="lead">Kontor closes the month for the companies that you keep in Xena. It asks Xena for permission, and you for nothing but that.</p>
<a class="button primary big" href="/sign-in">Sign in with Xena${icon('arrow')}</a>
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
    name: 'Kontor',
    about: 'This app, with a server of its own. It keeps its secret and its tokens there.',
    origin: app,
  },
  {
    icon: 'door',
    name: 'Xena',
    about: 'The accounting product. It knows you, and asks you before it gives anything away.',
    origin: server,
  },
  {
    icon: 'code',
    name: 'Xena API',
    about: 'Holds the books. Every request must say who asks, and with which app.',
    origin: api,
  },
])}
</section>
<section class="sheet"><h2>See an attack fail</h2>
<p>A page somewhere else posts an answer that belongs to <em>somebody else’s</em> sign-in. If Kontor took it, you would keep their books.</p>
${forgedAnswer('Post such an answer')}
</section>`;
}
