import { type AuthorizationRequest, readAuthorizationRequest } from '@xenia/protocol/authorization-request';
import { OAuthError } from '@xenia/protocol/errors';
import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { ACR_VALUES } from '../../accounts/factors.ts';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { MAX_URL_LENGTH } from '../../http/wire-request.ts';
import { cannotAsk, refuseTo, standingOf, uiLocales } from '../../interaction/advance.ts';
import { approve } from '../../interaction/approve.ts';
import { browserOf, comesFromAnotherOrigin, isEmbedded } from '../../interaction/browser.ts';
import { rememberedPlace } from '../../interaction/organization-standing.ts';
import { type PendingAuthorization, park } from '../../interaction/pending.ts';
import { sessionState } from '../../interaction/session-state.ts';
import { readIdTokenHint } from '../../tokens/id-token-hint.ts';
import type { Endpoint } from '../endpoint.ts';
import { type ResolvedTarget, resolveTarget } from './response-target.ts';

/** RFC 6749 §3.1, OIDC Core §3.1.2. The phase decides where a refusal goes: to a page of our own until the target is resolved. */
export const authorizationEndpoint: Endpoint = {
  methods: ['GET', 'POST'],
  reader: ({ dialect, request }) => dialect.authorizationReader(request),
  cors: 'none',
  trace: 'authorization',
  async respond(exchange) {
    const parameters = await exchange.dialect.readAuthorizationRequest(exchange.request);
    exchange.trace.parameters = parameters;
    const resolved = await resolveTarget(exchange, parameters);
    try {
      const pending = readPending(exchange, parameters, resolved);
      // A form of the client's page may come without the cookies, which are SameSite=Lax; the redirect that follows brings them.
      if (exchange.request.method === 'POST') return seeOther(asQuery(exchange, parameters));
      return await authorize(exchange, pending);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const request = { ui_locales: uiLocales(parameters) };
      return refuseTo(exchange, { target: resolved.target, request }, error);
    }
  },
};

async function authorize(exchange: Exchange, pending: PendingAuthorization): Promise<Response> {
  const forProgram = pending.target.reader === 'client';
  if (forProgram && comesFromAnotherOrigin(exchange)) throw foreignProgram();
  const { next, signedIn, granted, organization } = await standingOf(exchange, pending);
  if (next.step === 'approve' && signedIn !== null) {
    return approve(exchange, {
      pending,
      signedIn,
      interaction_id: null,
      scope: pending.request.scope,
      granted,
      organization: rememberedPlace(exchange, organization),
      consented: false,
    });
  }
  // To a program or in a frame nothing can be shown, whether or not they said so.
  const cannotShow = forProgram || isEmbedded(exchange) || pending.request.prompt.includes('none');
  if (next.step === 'approve' || !cannotShow) return ask(exchange, pending);
  const state = sessionState(exchange, pending, signedIn?.session ?? null);
  return refuseTo(exchange, pending, cannotAsk(next), state);
}

/** The code is for whoever asked: no page of another site may have one made in the background, even if it could not read it. */
function foreignProgram(): OAuthError {
  return new OAuthError('access_denied', 'A page of another origin cannot ask for a code in the background', {
    reason: 'request_from_another_origin',
  });
}

/** The same request by GET. */
function asQuery({ tenant, path }: Exchange, parameters: Parameters): string {
  const pairs = parameters
    .names()
    .flatMap((name) => parameters.getAll(name).map((value): [string, string] => [name, value]));
  const url = `${tenant.issuer}${path}?${new URLSearchParams(pairs)}`;
  if (url.length <= MAX_URL_LENGTH) return url;
  throw new OAuthError('invalid_request', 'The request is too long', {
    reason: 'request_too_long',
    length: url.length,
  });
}

async function ask(exchange: Exchange, pending: PendingAuthorization): Promise<Response> {
  const browser = browserOf(exchange);
  exchange.trace.outcome = 'waiting';
  return seeOther(await park(exchange, browser, pending), browser.cookies);
}

function readPending(exchange: Exchange, parameters: Parameters, resolved: ResolvedTarget): PendingAuthorization {
  assertWellFormed(parameters);
  const { tenant } = exchange;
  const request = readAuthorizationRequest(parameters, {
    client_id: resolved.client.client_id,
    metadata: resolved.client.metadata,
    responseTypes: tenant.settings.responseTypes,
    scopes: new Set(tenant.scopes.keys()),
    defaultScope: exchange.dialect.defaultScope,
    impliedScopes: exchange.dialect.impliedScopes ?? [],
    resources: new Set(tenant.resourceServers.keys()),
  });
  refuseUnmetAcr(request);
  const hint = parameters.get('id_token_hint');
  return {
    dialect: exchange.dialect.name,
    request,
    target: resolved.target,
    redirect_uri: resolved.sent_redirect_uri,
    expected_sub: expectedSub(
      requestedSub(request),
      hint === undefined ? null : readIdTokenHint(tenant, hint, resolved.client.client_id).sub,
    ),
    login: request.prompt.includes('login') ? 'required' : 'as_needed',
    account_selected: false,
    trace_id: exchange.request.id,
    ...organizationHint(parameters),
  };
}

/** Own: the organization to be installed on. Nothing that is wrong with it is told: the user chooses then. */
function organizationHint(parameters: Parameters): Pick<PendingAuthorization, 'organization_hint'> {
  const organization_hint = parameters.get('organization')?.slice(0, 100);
  return organization_hint === undefined ? {} : { organization_hint };
}

/** The one user who may be answered for; null for anybody. Nobody can be two. */
function expectedSub(requested: string | null, hinted: string | null): string | null {
  if (requested === null || hinted === null || requested === hinted) return requested ?? hinted;
  throw new OAuthError('invalid_request', 'id_token_hint and the claims parameter name different users', {
    reason: 'expected_users_differ',
  });
}

/** OIDC Core §5.5.1: `sub` requested with a value names the one user who may be answered for. */
function requestedSub(request: AuthorizationRequest): string | null {
  const value = request.claims?.id_token?.sub?.value ?? request.claims?.userinfo?.sub?.value;
  return typeof value === 'string' ? value : null;
}

/** OIDC Core §5.5.1.1: an essential acr that cannot be met is refused; acr_values alone is only a wish (§3.1.2.1). */
function refuseUnmetAcr(request: AuthorizationRequest): void {
  const wanted = request.claims?.id_token?.acr;
  if (wanted?.essential !== true) return;
  const accepted = wanted.values ?? (wanted.value === undefined ? ACR_VALUES : [wanted.value]);
  if (ACR_VALUES.some((acr) => accepted.includes(acr))) return;
  throw new OAuthError('unmet_authentication_requirements', 'The requested authentication context cannot be met', {
    reason: 'acr_unavailable',
    supported: ACR_VALUES,
  });
}
