import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { isWellFormedToken, TOKEN_PREFIXES } from '@xenia/protocol/token-format';
import { findTicket, LINK_PATH } from '../../accounts/tickets.ts';
import type { Exchange } from '../../exchange.ts';
import { readForm } from '../../http/form.ts';
import { HttpError } from '../../http/http-error.ts';
import { seeOther } from '../../http/responses.ts';
import type { TicketPurpose } from '../../storage/account-records.ts';
import { browserOf, verifyForm } from '../browser.ts';
import { changeEmailLink } from './change-email.ts';
import { respondToInvitation } from './join-organization.ts';
import { LINK_FORM, linkPageUrl, openForBrowser } from './link-state.ts';
import { showOver } from './notices.ts';
import type { Link, OpenedLink } from './open-link.ts';
import { resetPasswordLink } from './reset-password.ts';
import { signInLink } from './sign-in.ts';
import { newAccountLink } from './sign-up.ts';
import { verifyEmailLink } from './verify-email.ts';

/** Adding one is a file and a line. */
const LINKS: Readonly<Record<TicketPurpose, Link>> = {
  sign_up: newAccountLink,
  invitation: newAccountLink,
  verify_email: verifyEmailLink,
  reset_password: resetPasswordLink,
  change_email: changeEmailLink,
  sign_in: signInLink,
};

/**
 * `{issuer}/link/{secret}`, as it stands in a mail, and `{issuer}/link/{state}`, where it leads. Opening a link uses nothing up: mail
 * servers and programs open them, too. Only the form of its page does.
 */
export async function respondToLink(exchange: Exchange): Promise<Response> {
  const { method } = exchange.request;
  const value = exchange.path.slice(LINK_PATH.length + 1);
  if (value.startsWith(TOKEN_PREFIXES.ticket)) {
    if (method === 'POST') throw new HttpError(405, 'Only GET', { allow: 'GET, HEAD' });
    const browser = browserOf(exchange);
    // What was cut off on its way is no link; nothing of it goes on.
    const secret = isWellFormedToken('ticket', value) ? value : '';
    return seeOther(linkPageUrl(exchange, browser, secret), browser.cookies);
  }
  const form = method === 'POST' ? await readLinkForm(exchange) : null;
  const secret = openForBrowser(exchange, 'link', value);
  if (secret === null) return showOver(exchange, 'browser');
  const found = await findTicket(exchange.deps, exchange.tenant, secret);
  if (found.outcome === 'unknown') return respondToInvitation(exchange, secret, form);
  if (found.outcome !== 'ready') return showOver(exchange, found.outcome);
  const opened: OpenedLink = { ...found, secret, url: `${exchange.tenant.issuer}${exchange.path}` };
  const { show, answer } = LINKS[found.ticket.purpose];
  return form === null ? show(exchange, opened) : answer(exchange, opened, form);
}

async function readLinkForm(exchange: Exchange): Promise<Parameters> {
  const form = await readForm(exchange.request);
  assertWellFormed(form);
  verifyForm(exchange, LINK_FORM, form.get('csrf'));
  return form;
}
