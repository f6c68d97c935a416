import { signInByLink } from '../../accounts/sign-in-by-mail.ts';
import type { Exchange } from '../../exchange.ts';
import { continueSignIn } from '../login.ts';
import { confirmLinkPage } from '../pages/links.ts';
import { pageResponse } from '../pages/page-response.ts';
import { onwardOf } from './link-state.ts';
import { showDone, showOver } from './notices.ts';
import { type Link, linkForm, linkHeaders, type OpenedLink } from './open-link.ts';
import { placeAt } from './place-at.ts';

/** Signing in without a password. In any browser: the person who opens it decides where they want to be signed in. */
export const signInLink: Link = { show, answer };

function show(exchange: Exchange, opened: OpenedLink): Response {
  const form = linkForm(exchange, opened);
  const page = confirmLinkPage({ ...form, purpose: 'sign_in', current_email: form.email });
  return pageResponse(page, linkHeaders(opened));
}

async function answer(exchange: Exchange, opened: OpenedLink): Promise<Response> {
  const result = await signInByLink(exchange.deps, exchange.tenant, opened.secret);
  if (result.outcome !== 'done') return showOver(exchange, result.outcome);
  const onward = await onwardOf(exchange, opened.data);
  const place = await placeAt(exchange, onward);
  const here = {
    ...place,
    finish: async (cookies: readonly string[]) => showDone(exchange, 'signed_in', onward, { cookies }),
  };
  return continueSignIn(exchange, onward.kind === 'elsewhere' ? here : place, result.user, 'mail');
}
