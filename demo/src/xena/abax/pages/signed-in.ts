import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { attempt, wishList } from '../../../sample/pages/parts.ts';
import { tokenCard } from '../../../sample/pages/tokens.ts';
import { booksSection } from '../../pages/books.ts';
import { lifetimeBar } from '../../pages/lifetime.ts';
import type { Session } from '../browser/state.ts';
import { PARTIES } from '../parties.ts';
import { FORGED } from './forged.ts';

/** What was asked for, in the visitor's words. */
const WISHES = [
  ['profile', 'See your profile'],
  ['testapi', 'Use all of your Xena data'],
] as const;

/** For somebody who is signed in: the books, the tokens' life, what is refused, and the tokens themselves. */
export function signedIn(session: Session, now: number): HtmlPage {
  const { name, scope, books, access_token, id_token, session_state } = session;
  const atHalf = 'At half of its life Abax renews it by itself, as long as this tab is open.';
  return html`<section class="hero signed-in">
<h1>Good day${name === null ? '' : `, ${name.split(' ', 1)[0]}`}.</h1>
<p class="muted">Xena vouches for you; Abax never saw your password.${session_state === null ? '' : ' If you sign out of Xena elsewhere, it notices within seconds.'}</p>
${wishList(WISHES, scope)}
<a class="to-timeline" href="#timeline">See what happened behind the scenes</a>
</section>
<section class="sheet"><h2>Your books</h2>
${books === null ? undefined : booksSection(books, PARTIES.app)}
${attempt('read', books === null ? 'Open the books' : 'Open them again', 'This page shows its access token to the Xena API.')}
</section>
<section class="sheet"><h2>The hour</h2>
${lifetimeBar({ ...session, now, atHalf })}
${attempt('renew', 'Renew now', 'Without asking you, in a frame that nobody sees.')}
</section>
<section class="sheet"><h2>See what is refused</h2>
<div class="tries">
${attempt('damaged', 'Use a damaged token', 'One letter of it is changed on the way.')}
<div class="attempt"><a class="button" href="${FORGED}">Open a forged link</a><span class="small muted">Tokens that belong to somebody else’s sign-in.</span></div>
</div>
</section>
<section class="sheet"><div class="tight"><h2>The tokens</h2><p class="small muted">They live in this tab. Any script that got into this page could read them, which is why newer apps keep them elsewhere.</p></div>
${tokenCard({ kind: 'access', name: 'Access token', about: 'The key card: Abax shows it to the API. Only the API reads what stands in it.', token: access_token, now, parties: PARTIES })}
${tokenCard({ kind: 'id', name: 'ID token', about: 'A signed letter from Xena to Abax: who signed in, when, and how.', token: id_token, now, parties: PARTIES })}
</section>`;
}
