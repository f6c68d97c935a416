import { finishVerification } from '../../accounts/email-change.ts';
import type { Exchange } from '../../exchange.ts';
import { confirmLinkPage } from '../pages/links.ts';
import { pageResponse } from '../pages/page-response.ts';
import { onwardOf } from './link-state.ts';
import { showDone, showOver } from './notices.ts';
import { type Link, linkForm, linkHeaders, type OpenedLink } from './open-link.ts';

/** Showing that the account's address is its user's. */
export const verifyEmailLink: Link = { show, answer };

function show(exchange: Exchange, opened: OpenedLink): Response {
  const form = linkForm(exchange, opened);
  const page = confirmLinkPage({ ...form, purpose: 'verify_email', current_email: form.email });
  return pageResponse(page, linkHeaders(opened));
}

async function answer(exchange: Exchange, opened: OpenedLink): Promise<Response> {
  const result = await finishVerification(exchange.deps, exchange.tenant, opened);
  if (result.outcome !== 'done') return showOver(exchange, result.outcome);
  exchange.log.info({ event: 'email_verified', sub: result.user.sub }, 'email verified');
  return showDone(exchange, 'verify_email', await onwardOf(exchange, opened.data));
}
