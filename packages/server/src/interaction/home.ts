import type { Exchange } from '../exchange.ts';
import { showOverview } from './account/overview.ts';
import { pageContext } from './advance.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { signedOutPage } from './pages/signed-out.ts';
import { currentSession } from './session.ts';
import { signInUrl } from './sign-in.ts';

/** `{issuer}/`: the account of whoever is signed in on this browser, otherwise the way in. */
export async function showHome(exchange: Exchange): Promise<Response> {
  const signedIn = await currentSession(exchange);
  if (signedIn !== null) return showOverview(exchange, signedIn);
  const view = pageView(pageContext(exchange));
  return pageResponse(signedOutPage({ ...view, sign_in_uri: signInUrl(exchange, '/') }));
}
