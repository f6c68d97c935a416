import { OAuthError } from '@xenia/protocol/errors';
import type { IdTokenHint } from '@xenia/protocol/id-token';
import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { LocalError } from '../http/local-error.ts';
import { seeOther } from '../http/responses.ts';
import { accountView } from '../interaction/account-view.ts';
import { pageContext, uiLocales } from '../interaction/advance.ts';
import { browserOf, csrfToken, verifyForm } from '../interaction/browser.ts';
import { frontchannelLogoutUris } from '../interaction/frontchannel-logout.ts';
import { logoutPage } from '../interaction/pages/logout.ts';
import { pageResponse, pageView } from '../interaction/pages/page-response.ts';
import { signedOutPage, signedOutPolicy } from '../interaction/pages/signed-out.ts';
import { currentSession, endSession, type SignedIn } from '../interaction/session.ts';
import { type Client, findClient } from '../tenants/client.ts';
import { readIdTokenHint } from '../tokens/id-token-hint.ts';
import type { Endpoint } from './endpoint.ts';

/** OIDC RP-Initiated Logout 1.0. A hint that names the session signs out at once; anything else asks the user first. */
export const endSessionEndpoint: Endpoint = {
  methods: ['GET', 'POST'],
  reader: 'person',
  cors: 'none',
  trace: 'end_session',
  async respond(exchange) {
    const parameters = await exchange.dialect.readAuthorizationRequest(exchange.request);
    exchange.trace.parameters = parameters;
    assertWellFormed(parameters);
    // A form of the client's page may come without the cookies, which are SameSite=Lax; the redirect that follows brings them.
    // Answering here would let any site remove the session cookie.
    if (exchange.request.method === 'POST' && !parameters.has('csrf')) {
      return seeOther(`${endpointUrl(exchange)}?${new URLSearchParams(carriedOn(parameters))}`);
    }
    const logout = await readLogout(exchange, parameters);
    const signedIn = await currentSession(exchange);
    const decision = exchange.request.method === 'POST' ? (parameters.get('decision') ?? 'sign_out') : undefined;
    if (decision !== undefined) {
      verifyForm(exchange, 'logout', parameters.get('csrf'));
      if (decision !== 'sign_out') return seeOther(`${exchange.tenant.issuer}/`);
    } else if (signedIn !== null && !names(logout.hint, signedIn)) {
      return confirm(exchange, logout, signedIn);
    }
    return signOut(exchange, logout);
  },
};

/** Ends the session and tells its clients; goes on to the client that asked, by way of a page where the browser has to tell some. */
async function signOut(exchange: Exchange, { client, parameters, return_uri }: Logout): Promise<Response> {
  const { ended, cookies } = await endSession(exchange);
  const frontchannel_logout_uris = ended === null ? [] : await frontchannelLogoutUris(exchange, ended);
  exchange.log.info(
    {
      event: 'signed_out',
      sub: ended?.sub ?? null,
      client_id: client?.client_id ?? null,
      frontchannel_client_ids: ended?.frontchannel_client_ids ?? [],
    },
    'signed out',
  );
  if (return_uri !== null && frontchannel_logout_uris.length === 0) return seeOther(return_uri, cookies);
  const view = {
    ...pageView(pageContext(exchange, uiLocales(parameters))),
    client: client === null || return_uri === null ? undefined : { ...client.metadata, return_uri },
    frontchannel_logout_uris,
  };
  return pageResponse(signedOutPage(view), { ...signedOutPolicy(view), cookies });
}

interface Logout {
  readonly hint: IdTokenHint | null;
  readonly client: Client | null;
  /** post_logout_redirect_uri with state, verified. */
  readonly return_uri: string | null;
  readonly parameters: Parameters;
}

async function readLogout(exchange: Exchange, parameters: Parameters): Promise<Logout> {
  const token = parameters.get('id_token_hint');
  const named = parameters.get('client_id');
  const hint = token === undefined ? null : usableHint(exchange, token, named);
  const client_id = hint?.aud ?? named;
  const client = client_id === undefined ? null : await findClient(exchange.deps, exchange.tenant, client_id);
  exchange.trace.client = client;
  return { hint, client, parameters, return_uri: returnUri(client, parameters) };
}

/** A hint that cannot be verified (its key may be gone by now) counts as none: then the user is asked. */
function usableHint({ tenant, log }: Exchange, token: string, client_id: string | undefined): IdTokenHint | null {
  try {
    return readIdTokenHint(tenant, token, client_id);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    log.info({ event: 'logout_hint_ignored', refusal: error.refusal }, 'logout hint ignored');
    return null;
  }
}

/** OIDC RP-Initiated Logout §2: exactly one of those registered, of a client that is known. */
function returnUri(client: Client | null, parameters: Parameters): string | null {
  const sent = parameters.get('post_logout_redirect_uri');
  if (sent === undefined) return null;
  const registered = client === null || client.disabled ? [] : client.metadata.post_logout_redirect_uris;
  if (!registered.includes(sent)) {
    throw new LocalError('redirect_uri', 'post_logout_redirect_uri is not registered for this client', {
      reason: client === null ? 'logout_client_unknown' : 'post_logout_redirect_uri_mismatch',
      received: sent.slice(0, 500),
      registered,
    });
  }
  const state = parameters.get('state');
  if (state === undefined) return sent;
  return `${sent}${sent.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;
}

function names(hint: IdTokenHint | null, { session }: SignedIn): boolean {
  return hint !== null && hint.sub === session.sub && (hint.sid === undefined || hint.sid === session.sid);
}

function confirm(exchange: Exchange, { client, parameters, return_uri }: Logout, signedIn: SignedIn): Response {
  const browser = browserOf(exchange);
  const page = logoutPage({
    ...pageView(pageContext(exchange, uiLocales(parameters))),
    action: endpointUrl(exchange),
    csrf: csrfToken(exchange, browser, 'logout'),
    client: client?.metadata,
    account: accountView(signedIn.user),
    hidden: carriedOn(parameters),
  });
  return pageResponse(page, { cookies: browser.cookies, formAction: return_uri === null ? 'self' : 'anywhere' });
}

/** The endpoint as this request found it. */
function endpointUrl({ tenant, path }: Exchange): string {
  return `${tenant.issuer}${path}`;
}

/** What the next request of the same logout needs. */
function carriedOn(parameters: Parameters): Record<string, string> {
  const names = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales'];
  return Object.fromEntries(
    names.map((name) => [name, parameters.get(name) ?? '']).filter(([, value]) => value !== ''),
  );
}
