import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { attempt, wishList } from '../../../sample/pages/parts.ts';
import type { Session } from '../session.ts';
import { invoiceList, totals } from './invoices.ts';
import { tokensSection } from './tokens.ts';

/** What was asked for, in the visitor's words. */
const WISHES = [
  ['INVOICE.READ', 'See your invoices'],
  ['INVOICE.WRITE', 'Create invoices'],
  ['offline_access', 'Keep access while you are away'],
] as const;

/** For somebody who is signed in: their invoices, what they may do with them, what is refused, and the tokens behind it. */
export function signedIn(options: SampleAppOptions, session: Session, now: number): HtmlPage {
  const { person, tokens, invoices } = session;
  return html`<section class="hero signed-in">
<h1>Good to see you${person.name === null ? '' : `, ${person.name.split(' ', 1)[0]}`}.</h1>
<p class="muted">Xendit vouches for you. Obol never saw your password.</p>
${wishList(WISHES, tokens.scope)}
<a class="to-timeline" href="#timeline">See what happened behind the scenes</a>
</section>
<section class="sheet"><h2>Your invoices</h2>
${
  invoices === null
    ? html`<p class="muted">Obol has not seen them.</p>`
    : html`${totals(invoices)}${invoiceList(invoices, options.client_id)}`
}
<div class="tries">
${attempt('list', 'List my invoices', 'Obol shows its access token to the API.')}
${attempt('refresh', 'Get fresh tokens', 'Without asking you again, with the refresh token.')}
</div>
</section>
<section class="sheet"><h2>Create an invoice</h2>
<form method="post" action="/create" class="compose">
<div class="field"><label for="description">What for</label><input id="description" name="description" maxlength="140" required autocomplete="off" placeholder="Two jars of honey"></div>
<div class="field"><label for="amount">Amount in rupiah</label><input id="amount" name="amount" type="number" inputmode="numeric" min="1" step="1" required autocomplete="off" placeholder="45000"></div>
<button class="button primary">Create invoice</button>
</form>
</section>
<section class="sheet"><h2>See what is refused</h2>
<div class="tries">
${attempt('balance', 'See my balance', 'Obol never asked you for that.')}
${attempt('damaged', 'Use a damaged token', 'One letter of it is changed on the way.')}
${attempt('program', 'Ask as a program', 'Obol’s server asks for a code, without your browser.')}
<div class="attempt"><a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open a forged link</a><span class="small muted">An answer that belongs to somebody else’s sign-in.</span></div>
</div>
</section>
${tokensSection(session, now)}`;
}
