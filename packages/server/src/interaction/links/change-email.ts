import { finishEmailChange } from '../../accounts/email-change.ts';
import type { Exchange } from '../../exchange.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { EMAIL_PATH } from '../account/paths.ts';
import { done } from '../account/respond.ts';
import { pageContext } from '../advance.ts';
import { mailOccasion } from '../mail-occasion.ts';
import { confirmLinkPage } from '../pages/links.ts';
import { messagesFor } from '../pages/messages/index.ts';
import { pageResponse } from '../pages/page-response.ts';
import { currentSession, type SignedIn } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import { showNotice, showOver } from './notices.ts';
import { type Link, linkForm, type OpenedLink } from './open-link.ts';

/**
 * Giving an account its new address. Only for its user, signed in: whoever reads the mail of an address that was mistyped must not
 * get the account with it.
 */
export const changeEmailLink: Link = { show, answer };

async function show(exchange: Exchange, opened: OpenedLink): Promise<Response> {
  const signedIn = await ownSession(exchange, opened);
  if (signedIn instanceof Response) return signedIn;
  const current_email = signedIn.user.email;
  return pageResponse(confirmLinkPage({ ...linkForm(exchange, opened), purpose: 'change_email', current_email }));
}

/** Of the account that the link is for; otherwise a page that says what to do. */
async function ownSession(exchange: Exchange, { ticket }: OpenedLink): Promise<SignedIn | Response> {
  const signedIn = await currentSession(exchange);
  if (signedIn !== null && signedIn.user.sub === ticket.sub) return signedIn;
  const { signInFirst } = messagesFor(pageContext(exchange).locale).links;
  const { heading, body, other, signIn } = signInFirst;
  const tone = 'caution';
  if (signedIn !== null)
    return showNotice(exchange, { tone, heading, body: other(signedIn.user.email) }, { status: 403 });
  const onward = { url: signInUrl(exchange, exchange.path), label: signIn };
  return showNotice(exchange, { tone, heading, body, onward }, { status: 403 });
}

async function answer(exchange: Exchange, opened: OpenedLink): Promise<Response> {
  const signedIn = await ownSession(exchange, opened);
  if (signedIn instanceof Response) return signedIn;
  const { deps, tenant, log } = exchange;
  const { ticket } = opened;
  const { user } = signedIn;
  const told = { locale: pageContext(exchange).locale, occasion: mailOccasion(exchange) };
  const result = await finishEmailChange(deps, tenant, { ticket, user }, told);
  if (result.outcome !== 'done') return showOver(exchange, result.outcome);
  log.info({ event: 'email_changed', sub: user.sub }, 'email changed');
  await recordEvent(deps, tenant, { actor: `user:${user.sub}`, action: 'user.email_changed', sub: user.sub });
  return done(exchange, signedIn, EMAIL_PATH, 'email_changed');
}
