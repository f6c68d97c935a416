import { isPublicClient } from '@xenia/protocol/client-metadata';
import { OAuthError, type OAuthErrorCode } from '@xenia/protocol/errors';
import { isSecureUrl } from '@xenia/protocol/loopback';
import type { Parameters } from '@xenia/protocol/parameters';
import { parseScope } from '@xenia/protocol/scope';
import { type Acr, strongestAcr } from '../accounts/factors.ts';
import { mayUseDialect } from '../dialects/dialect.ts';
import type { Exchange } from '../exchange.ts';
import { LocalError } from '../http/local-error.ts';
import { withCookies } from '../http/responses.ts';
import { respondTo } from '../response-modes/index.ts';
import type { ResponseTarget } from '../response-modes/response-mode.ts';
import { type Client, findClient } from '../tenants/client.ts';
import { isFirstParty } from '../tenants/first-party.ts';
import { appClosed, appStandingOf } from './app-standing.ts';
import { demandedAcr, meets } from './demanded-acr.ts';
import { mustVerify } from './must-verify.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { grantedOn, type OrganizationStanding, organizationStandingOf } from './organization-standing.ts';
import { negotiateLocale, type PageContext } from './pages/page-response.ts';
import type { PendingAuthorization } from './pending.ts';
import { currentSession, type SignedIn } from './session.ts';
import { NO_SESSION_STATE, type SessionState } from './session-state.ts';

/** Where a pending request stands now. */
export interface Standing {
  readonly client: Client;
  readonly signedIn: SignedIn | null;
  /** Scopes that the user allowed this client before, on the organization that is settled. */
  readonly granted: readonly string[];
  /** null where apps are installed on users alone. */
  readonly organization: OrganizationStanding | null;
  readonly next: NextStep;
}

export async function standingOf(exchange: Exchange, pending: PendingAuthorization): Promise<Standing> {
  const { deps } = exchange;
  const client = await enabledClient(exchange, pending.request.client_id);
  const signedIn = await currentSession(exchange);
  const installed = signedIn !== null && !isFirstParty(client.client_id);
  const organization = !installed ? null : await organizationStandingOf(exchange, pending, signedIn.user.sub);
  const granted = signedIn === null ? null : await grantedBy(exchange, { client, signedIn, organization });
  const app = await appStandingOf(exchange, { client, user: signedIn?.user ?? null, scope: pending.request.scope });
  const next = nextStep({
    pending,
    ...app,
    session: signedIn?.session ?? null,
    reachable: await reachableAcr(exchange, pending, signedIn),
    organization,
    granted,
    assured: isAssured(exchange, client, pending.target.redirect_uri),
    unverified: mustVerify(exchange, signedIn?.user ?? null),
    now: deps.clock(),
  });
  return { client, signedIn, granted: granted ?? [], organization, next };
}

async function grantedBy(
  { deps, tenant }: Exchange,
  of: { client: Client; signedIn: SignedIn; organization: OrganizationStanding | null },
): Promise<readonly string[] | null> {
  const { client, signedIn, organization } = of;
  if (isFirstParty(client.client_id)) return parseScope(client.metadata.scope);
  if (organization !== null) {
    return organization.place.kind === 'settled' ? grantedOn(organization, organization.place.org_id) : null;
  }
  const grant = await deps.storage.grants.find(tenant.tenant_id, client.client_id, signedIn.user.sub, '');
  return grant === null ? null : parseScope(grant.scope);
}

/** What who is signed in could prove; null where nobody asks for more than they have, so that it need not be looked up. */
async function reachableAcr(
  { deps, tenant }: Exchange,
  { request }: PendingAuthorization,
  signedIn: SignedIn | null,
): Promise<Acr | null> {
  const demand = demandedAcr(request);
  if (demand === null || signedIn === null || meets(signedIn.session.acr, demand)) return null;
  return strongestAcr(await deps.storage.credentials.factors(tenant.tenant_id, signedIn.user.sub));
}

/** Throws LocalError: a client that is unknown or disabled has no verified place to be answered at. */
export async function enabledClient(exchange: Exchange, client_id: string | undefined): Promise<Client> {
  const unknown = (reason: string) =>
    new LocalError('client_unknown', 'The client_id is missing, unknown or disabled', {
      reason,
      client_id: client_id?.slice(0, 100),
    });
  if (client_id === undefined) throw unknown('client_id_missing');
  const client = await findClient(exchange.deps, exchange.tenant, client_id);
  if (client === null) throw unknown('client_unknown');
  exchange.trace.client = client;
  if (client.disabled_because === 'app_suspended') throw appClosed(client, 'app_suspended');
  if (client.disabled) throw unknown('client_disabled');
  if (!mayUseDialect(exchange, client_id)) throw unknown('client_of_another_dialect');
  return client;
}

/**
 * RFC 6749 §10.2: a client that cannot be authenticated must not be answered without the user. Its redirect URI assures who it
 * is only where nobody else on the user's device can claim it. While a web app is developed, the one loopback port that it is
 * registered with stands for its future https origin.
 */
function isAssured({ deps }: Exchange, { metadata }: Client, redirect_uri: string): boolean {
  if (!isPublicClient(metadata)) return true;
  if (metadata.application_type !== 'web') return false;
  return redirect_uri.startsWith('https:') || (deps.config.mode === 'development' && isSecureUrl(redirect_uri));
}

/** The language of this request's pages. */
export function pageContext({ tenant, request }: Exchange, ui_locales: readonly string[] = []): PageContext {
  const accepted = request.headers.get('accept-language');
  return { tenant, locale: negotiateLocale(ui_locales, accepted, tenant.settings.defaultLocale) };
}

/** OIDC Core §3.1.2.1, RP-Initiated Logout §2: the languages that the app asks for. */
export function uiLocales(parameters: Parameters): readonly string[] {
  return parameters.get('ui_locales')?.split(' ') ?? [];
}

/** The authorization response: by redirection, or to the program that asked for it. */
export function answerTo(
  exchange: Exchange,
  target: ResponseTarget,
  parameters: Readonly<Record<string, string>>,
  ui_locales: readonly string[] = [],
): Response {
  return target.reader === 'client'
    ? exchange.dialect.renderAuthorization(parameters)
    : respondTo(pageContext(exchange, ui_locales), target, parameters);
}

/** Where a request is answered, and in which language: as much of a PendingAuthorization as is known before it was understood. */
interface Asker {
  readonly target: ResponseTarget;
  readonly request: Pick<PendingAuthorization['request'], 'ui_locales'>;
}

/**
 * Tells the client why it gets nothing (RFC 6749 §4.1.2.1), and in which session; the full reason goes to the log. Throws the error on for a program, to be
 * rendered where its every other refusal is.
 */
export function refuseTo(
  exchange: Exchange,
  { target, request }: Asker,
  error: OAuthError,
  { parameters, cookies }: SessionState = NO_SESSION_STATE,
): Response {
  exchange.trace.failure = { error };
  if (target.reader === 'client') throw error;
  exchange.log.info(
    {
      event: 'refused',
      endpoint: 'authorization',
      client_id: target.client_id,
      error: error.code,
      refusal: error.refusal,
    },
    'authorization refused',
  );
  const refusal = { error: error.code, error_description: error.description, ...parameters };
  return withCookies(respondTo(pageContext(exchange, request.ui_locales), target, refusal), cookies);
}

const CANNOT_ASK: Readonly<Partial<Record<OAuthErrorCode, string>>> = {
  unmet_authentication_requirements: 'The user cannot sign in as the request demands',
  access_denied: 'The app is not open to this user',
  invalid_scope: 'A requested scope has to be reviewed before the app may have it',
};

/** OIDC Core §3.1.2.6: a page is needed that the client forbade, or its user is not who or cannot do what it expects. */
export function cannotAsk(next: Exclude<NextStep, { step: 'approve' }>): OAuthError {
  return new OAuthError(next.error, CANNOT_ASK[next.error] ?? 'The request cannot be completed without the user', {
    reason: next.why,
    needed: next.step,
  });
}
