import type { Exchange } from '../exchange.ts';
import { accountView } from './account-view.ts';
import { pageContext } from './advance.ts';
import { appsUrl } from './apps.ts';
import { browserOf, csrfToken } from './browser.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { signedInPage } from './pages/signed-in.ts';
import { signedOutPage } from './pages/signed-out.ts';
import { currentSession } from './session.ts';
import { signInUrl } from './sign-in.ts';

/** Where our own page signs out, whether or not the dialect offers that to apps. */
export const SIGN_OUT_PATH = '/sign-out';

/** `{issuer}/`: who is signed in on this browser, and the way out. */
export async function showHome(exchange: Exchange): Promise<Response> {
  const view = pageView(pageContext(exchange));
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return pageResponse(signedOutPage({ ...view, sign_in_uri: signInUrl(exchange, '/') }));
  const browser = browserOf(exchange);
  const page = signedInPage({
    ...view,
    account: accountView(signedIn.user),
    sign_out_action: `${exchange.tenant.issuer}${exchange.dialect.paths.end_session_endpoint ?? SIGN_OUT_PATH}`,
    csrf: csrfToken(exchange, browser, 'logout'),
    apps_uri: appsUrl(exchange),
  });
  return pageResponse(page, { cookies: browser.cookies });
}
