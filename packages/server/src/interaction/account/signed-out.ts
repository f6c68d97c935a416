import type { Exchange } from '../../exchange.ts';
import type { EndedSession } from '../../storage/session-port.ts';
import { pageContext } from '../advance.ts';
import { frontchannelLogoutUris } from '../frontchannel-logout.ts';
import type { HtmlPage } from '../pages/html-page.ts';
import { pageResponse, pageView } from '../pages/page-response.ts';
import { type SignedOutView, signedOutPage, signedOutPolicy } from '../pages/signed-out.ts';
import { signInUrl } from '../sign-in.ts';

/** The last page of a session that ended here, which has the browser tell the apps that want to hear it from there. */
export async function signedOutResponse(
  exchange: Exchange,
  ended: EndedSession | null,
  cookies: readonly string[],
  render: (view: SignedOutView) => HtmlPage = signedOutPage,
): Promise<Response> {
  const view = {
    ...pageView(pageContext(exchange)),
    sign_in_uri: signInUrl(exchange, '/'),
    frontchannel_logout_uris: ended === null ? [] : await frontchannelLogoutUris(exchange, ended),
  };
  return pageResponse(render(view), { ...signedOutPolicy(view), cookies });
}
