import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { tokensSection } from '../../../sample/openid/tokens-section.ts';
import { attempt, wishList } from '../../../sample/pages/parts.ts';
import { booksSection } from '../../pages/books.ts';
import { lifetimeBar } from '../../pages/lifetime.ts';
import { PARTIES } from '../parties.ts';
import type { Session } from '../session.ts';
import { forgedAnswer } from './forged-answer.ts';

/** What was asked for, in the visitor's words. */
const WISHES = [
  ['profile', 'See your profile'],
  ['email', 'See your e-mail address'],
  ['testapi', 'Use all of your Xena data'],
  ['offline_access', 'Keep access while you are away'],
] as const;

/** For somebody who is signed in: the books, the tokens' life, what is refused, and the tokens themselves. */
export function signedIn({ person, tokens, books }: Session, now: number): HtmlPage {
  const renews = tokens.refresh_token !== null;
  const atHalf = renews
    ? 'At half of its life Kontor renews it, when you next open the books.'
    : 'You did not allow Kontor to keep access, so it will have to ask you again.';
  return html`<section class="hero signed-in">
<h1>Good day${person.name === null ? '' : `, ${person.name.split(' ', 1)[0]}`}.</h1>
<p class="muted">${person.email === null ? 'Xena vouches for you without telling Kontor your address.' : html`Signed in as ${person.email}. Xena vouches for you; Kontor never saw your password.`}</p>
${wishList(WISHES, tokens.scope)}
<a class="to-timeline" href="#timeline">See what happened behind the scenes</a>
</section>
<section class="sheet"><h2>Your books</h2>
${books === null ? undefined : booksSection(books, PARTIES.app)}
${attempt('read', books === null ? 'Open the books' : 'Open them again', 'Kontor shows its access token to the Xena API.')}
</section>
<section class="sheet"><h2>The hour</h2>
${lifetimeBar({ ...tokens, now, atHalf })}
${attempt('renew', 'Renew now', 'Without asking you again, with the refresh token.')}
</section>
<section class="sheet"><h2>See what is refused</h2>
<div class="tries">
${attempt('damaged', 'Use a damaged token', 'One letter of it is changed on the way.')}
${forgedAnswer('Post a forged answer', 'It belongs to somebody else’s sign-in.')}
</div>
</section>
${tokensSection(tokens, now, PARTIES)}`;
}
