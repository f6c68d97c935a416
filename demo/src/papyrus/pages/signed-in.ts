import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import { tokensSection } from '../../sample/openid/tokens-section.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { attempt, wishList } from '../../sample/pages/parts.ts';
import { PARTIES } from '../parties.ts';
import type { Note, Session } from '../session.ts';

/** What was asked for, in the visitor's words. */
const WISHES = [
  ['profile', 'See your profile'],
  ['email', 'See your e-mail address'],
  ['notes.read', 'Read your notes'],
  ['notes.write', 'Add notes'],
  ['offline_access', 'Keep access while you are away'],
] as const;

/** For somebody who is signed in: what they may do here, what came of it, and the tokens behind it. */
export function signedIn(options: SampleAppOptions, session: Session, now: number): HtmlPage {
  const { person, tokens, notes } = session;
  return html`<section class="hero signed-in">
<h1>Welcome${person.name === null ? '' : `, ${person.name.split(' ', 1)[0]}`}.</h1>
<p class="muted">${person.email === null ? 'Xenia vouches for you without telling Papyrus your address.' : html`Signed in as ${person.email}. Xenia vouches for you; Papyrus never saw your password.`}</p>
${wishList(WISHES, tokens.scope)}
<a class="to-timeline" href="#timeline">See what happened behind the scenes</a>
</section>
<section class="sheet"><h2>Use the Notes API</h2>
${notes === null ? undefined : notesList(notes, options.client_id)}
<div class="tries">
${attempt('read', 'Read my notes', 'Papyrus shows its access token to the API.')}
<form method="post" action="/write" class="write"><div class="field"><label for="text">A new note</label><input id="text" name="text" maxlength="280" placeholder="Thank the host" autocomplete="off"></div><button class="button">Add note</button></form>
${attempt('refresh', 'Get fresh tokens', 'Without asking you again, with the refresh token.')}
</div>
</section>
<section class="sheet"><h2>See what is refused</h2>
<div class="tries">
${attempt('overreach', 'Delete all my notes', 'You never allowed that.')}
${attempt('damaged', 'Use a damaged token', 'One letter of it is changed on the way.')}
<div class="attempt"><a class="button" href="/callback?code=somebody-elses-code&amp;state=somebody-elses-state">Open a forged link</a><span class="small muted">An answer that belongs to somebody else’s sign-in.</span></div>
</div>
</section>
${tokensSection(tokens, now, PARTIES)}`;
}

function notesList(notes: readonly Note[], client_id: string): HtmlPage {
  if (notes.length === 0) return html`<p class="muted">The API answered: there are no notes yet.</p>`;
  return html`<div class="tight"><h3 class="label">What the API answered</h3><ul class="notes">${notes.map(
    ({ text, written_by }) =>
      html`<li><p>${text}</p><span class="small muted">${author(written_by, client_id)}</span></li>`,
  )}</ul></div>`;
}

function author(written_by: string | null, client_id: string): string {
  if (written_by === null) return 'written by you';
  return written_by === client_id ? 'written by Papyrus, for you' : 'written by another app, for you';
}
