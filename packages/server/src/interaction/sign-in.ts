import { assertWellFormed } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { seeOther } from '../http/responses.ts';
import { pageContext } from './advance.ts';
import { browserOf, verifyForm } from './browser.ts';
import { answerLoginAt, showLoginAt } from './login.ts';
import type { SignInPlace } from './login-place.ts';
import { pageView } from './pages/page-response.ts';
import { isProvedFor } from './recent-proof.ts';
import { showSecondFactor } from './second-factor.ts';
import { readHalfSignedIn } from './second-factor-state.ts';
import { currentSession } from './session.ts';
import { waysByMail } from './ways-by-mail.ts';

/** Where a user signs in who came by themselves; an authorization request has a login page of its own. */
export const SIGN_IN_PATH = '/sign-in';

const PURPOSE = 'sign-in';

/** The pages of ours that may be gone on to, relative to the issuer: a closed list, so that nothing leads elsewhere. */
const DESTINATION = /^\/(?:(?:account|apps|console)(?:\/[\w-]{1,128}){0,6}|link\/[\w-]{1,512})?$/;

/**
 * `path` is relative to the issuer. `again`: also who is signed in must show that it is they, unless they did so just now
 * (recent-proof.ts).
 */
export function signInUrl({ tenant }: Exchange, path: string, again = false): string {
  const query = new URLSearchParams({ continue: path, ...(again ? { again: '1' } : {}) });
  return `${tenant.issuer}${SIGN_IN_PATH}?${query}`;
}

export async function respondToSignIn(exchange: Exchange): Promise<Response> {
  const place = await ownPlace(exchange);
  if (exchange.request.method !== 'POST') return show(exchange, place);
  const form = await readForm(exchange.request);
  assertWellFormed(form);
  verifyForm(exchange, PURPOSE, form.get('csrf'));
  return answerLoginAt(exchange, place, form);
}

async function show(exchange: Exchange, place: SignInPlace): Promise<Response> {
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return showLoginAt(exchange, place);
  const proved = place.login.again ? await isProvedFor(exchange, signedIn) : 'proved';
  if (proved === 'proved') return place.finish([], signedIn.user);
  const half = proved === 'too_weak' ? await readHalfSignedIn(exchange, place, undefined) : null;
  return half === null ? showLoginAt(exchange, place) : showSecondFactor(exchange, place, half);
}

/** One of our own pages, relative to the issuer; the first of them where anything else was asked for. */
export function ownPath(asked: string | null): string {
  return asked !== null && DESTINATION.test(asked) ? asked : '/';
}

/** The place of who came by themselves. */
export async function ownPlace(
  exchange: Exchange,
  asked = exchange.request.url.searchParams.get('continue'),
  again = exchange.request.url.searchParams.get('again') === '1',
): Promise<SignInPlace> {
  const { tenant } = exchange;
  const path = ownPath(asked);
  const browser = browserOf(exchange);
  const action = signInUrl(exchange, path, again);
  const signedIn = again ? await currentSession(exchange) : null;
  return {
    browser,
    purpose: PURPOSE,
    action,
    path,
    page: pageView(pageContext(exchange)),
    headers: { cookies: browser.cookies },
    client: async () => undefined,
    login: signedIn === null ? waysByMail(exchange, path) : { again, email: signedIn.user.email },
    cancel: null,
    restart_uri: action,
    finish: async (cookies) => seeOther(`${tenant.issuer}${path}`, cookies),
  };
}
