import { assertWellFormed } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { seeOther } from '../http/responses.ts';
import { pageContext } from './advance.ts';
import { browserOf, csrfToken, verifyForm } from './browser.ts';
import { type LoginProblem, logIn, renderLogin } from './login.ts';
import { pageView } from './pages/page-response.ts';
import { currentSession } from './session.ts';

/** Where a user signs in who came by themselves; an authorization request has a login page of its own. */
export const SIGN_IN_PATH = '/sign-in';

const PURPOSE = 'sign-in';

/** The pages of ours that may be gone on to, relative to the issuer: a closed list, so that nothing leads elsewhere. */
const DESTINATION = /^\/(?:apps(?:\/[\w-]{1,64}(?:\/uninstall)?)?)?$/;

/** `path` is relative to the issuer. */
export function signInUrl({ tenant }: Exchange, path: string): string {
  return `${tenant.issuer}${SIGN_IN_PATH}?${new URLSearchParams({ continue: path })}`;
}

export async function respondToSignIn(exchange: Exchange): Promise<Response> {
  const path = destination(exchange);
  const url = `${exchange.tenant.issuer}${path}`;
  if (exchange.request.method !== 'POST') {
    return (await currentSession(exchange)) === null ? show(exchange, path) : seeOther(url);
  }
  const form = await readForm(exchange.request);
  assertWellFormed(form);
  verifyForm(exchange, PURPOSE, form.get('csrf'));
  const result = await logIn(exchange, form);
  return 'problem' in result ? show(exchange, path, result.problem) : seeOther(url, result.cookies);
}

function destination({ request }: Exchange): string {
  const asked = request.url.searchParams.get('continue') ?? '/';
  return DESTINATION.test(asked) ? asked : '/';
}

function show(exchange: Exchange, path: string, problem?: LoginProblem): Response {
  const browser = browserOf(exchange);
  const view = {
    ...pageView(pageContext(exchange)),
    action: signInUrl(exchange, path),
    csrf: csrfToken(exchange, browser, PURPOSE),
    cancel: null,
  };
  return renderLogin({ view, headers: { cookies: browser.cookies } }, problem);
}
