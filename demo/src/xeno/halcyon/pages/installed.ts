import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { attempt, wishList } from '../../../sample/pages/parts.ts';
import { tokenCard } from '../../../sample/pages/tokens.ts';
import { PARTIES } from '../parties.ts';
import type { Installed } from '../session.ts';
import { helpDesk } from './help-desk.ts';
import { moment } from './moment.ts';

/** What was asked for, in the owner's words. */
const WISHES = [
  ['widgets', 'Your widgets'],
  ['faqs', 'Your FAQs'],
  ['conversations', 'Your conversations'],
] as const;

/** For the owner of an account on which it is installed: the help desk, what it may not do, its token, and the way out. */
export function installed(options: SampleAppOptions, session: Installed, now: number): HtmlPage {
  const { desk, scope, since } = session;
  return html`<section class="hero signed-in">
<h1>Halcyon is installed.</h1>
<p class="muted">Since ${moment(since)}. It never saw your password, and does not even know your name.</p>
${wishList(WISHES, scope)}
<a class="to-timeline" href="#timeline">See what happened behind the scenes</a>
</section>
<section class="sheet"><h2>Your help desk</h2>
${
  desk === null
    ? html`<p>Halcyon has a token and has not used it yet.</p><form method="post" action="/desk" class="attempt"><button class="button primary">Set up the help desk</button><span class="small muted">Reads what you allowed from the Xeno API.</span></form>`
    : html`${helpDesk(desk, options.client_id)}${attempt('desk', 'Read it again', 'While the token is good, so is every request.')}`
}
</section>
<section class="sheet"><h2>See what is refused</h2>
<div class="tries">
${attempt('overreach', 'Read my contacts', 'It never asked you for that.')}
${attempt('damaged', 'Use a damaged token', 'One letter of it is changed on the way.')}
<div class="attempt"><a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open a forged link</a><span class="small muted">An answer that belongs to somebody else’s installation.</span></div>
</div>
</section>
${tokenSection(session, now)}
<section class="sheet" id="take-back"><div class="tight"><h2>Take it back</h2><p class="small muted">At Xeno, without asking Halcyon: it is told, and its token is dead at once. Or here, and Halcyon gives the token back itself.</p></div>
<div class="tries ways">
<div class="attempt"><a class="button primary" href="${options.issuer}/apps">See it in your list of apps${icon('arrow')}</a><span class="small muted">Uninstall it there, then come back to this page.</span></div>
${attempt('uninstall', 'Uninstall from here', 'Halcyon asks Xeno to revoke the token.')}
</div>
</section>`;
}

function tokenSection({ access_token, scope, sub }: Installed, now: number): HtmlPage {
  const about = 'The key card: Halcyon shows it to the API with every request.';
  return html`<section class="sheet"><div class="tight"><h2>The token</h2><p class="small muted">A real app keeps it on its server and shows it to nobody.</p></div>
${tokenCard({ kind: 'access', name: 'Access token', about, token: access_token, now, parties: PARTIES })}
<dl class="claims terms">
<div><dt>Expires</dt><dd><strong>Never.</strong><p class="small muted">It works until you uninstall Halcyon or it is revoked.</p></dd></div>
<div><dt>Allows</dt><dd>${scope.map((name) => html`<code class="permit">${name}</code> `)}<p class="small muted">What you allowed, and nothing else.</p></dd></div>
<div><dt>Account</dt><dd><code>${sub}</code><p class="small muted">All that Halcyon knows of you: a number that Xeno gave it.</p></dd></div>
</dl>
</section>`;
}
