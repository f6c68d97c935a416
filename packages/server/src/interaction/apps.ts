import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { formatScope, parseScope, without } from '@xenia/protocol/scope';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { HttpError } from '../http/http-error.ts';
import { seeOther } from '../http/responses.ts';
import type { Notice } from '../storage/grant-port.ts';
import { recordEvent } from '../storage/record-event.ts';
import { findClient } from '../tenants/client.ts';
import { APPS_PATH, pageUrl } from './account/paths.ts';
import { accountFrame, accountResponse } from './account/respond.ts';
import { pageContext } from './advance.ts';
import { findInstalled, type InstalledApp, listInstalled } from './apps-installed.ts';
import { authorizationRow, installedAppView } from './apps-view.ts';
import { browserOf, csrfToken, verifyForm } from './browser.ts';
import { appsPage } from './pages/apps.ts';
import { changeScopePage } from './pages/apps-change.ts';
import { appPage } from './pages/apps-one.ts';
import { noAppPage, uninstallPage } from './pages/apps-uninstall.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { groupScopes } from './scope-groups.ts';
import { currentSession, type SignedIn } from './session.ts';
import { signInUrl } from './sign-in.ts';

export function appsUrl(exchange: Exchange): string {
  return pageUrl(exchange, APPS_PATH);
}

/** An app and the user who allowed it, signed in on this browser. */
interface OwnApp {
  readonly app: InstalledApp;
  readonly signedIn: SignedIn;
}

type Answer = (exchange: Exchange, own: OwnApp, form: Parameters) => Promise<Response>;

/** What the forms of an app's page can ask for, by the last segment of their path. */
const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['uninstall', uninstall],
  ['end', endAuthorization],
  ['change', changeScope],
]);

/** The pages that lead to such a form, by the same words. */
const QUESTIONS: ReadonlyMap<string, (own: OwnApp, exchange: Exchange) => Response> = new Map([
  ['uninstall', confirmUninstall],
  ['change', showChange],
]);

/** The page of scopes sends one for each that stays. */
const REPEATABLE = new Set(['scope']);

export async function respondToApps(exchange: Exchange): Promise<Response> {
  const [grant_id = '', answer, ...rest] = exchange.path.slice(APPS_PATH.length + 1).split('/');
  if (rest.length > 0 || (answer !== undefined && !ANSWERS.has(answer)))
    throw new HttpError(404, 'There is no such page');
  if (exchange.request.method === 'POST') return takeAnswer(exchange, grant_id, answer);
  if (grant_id === '') return showApps(exchange);
  const show = answer === undefined ? showApp : QUESTIONS.get(answer);
  if (show === undefined) throw new HttpError(405, 'Only POST', { allow: 'POST' });
  return withOwnApp(exchange, grant_id, show);
}

async function takeAnswer(exchange: Exchange, grant_id: string, answer: string | undefined): Promise<Response> {
  const take = ANSWERS.get(answer ?? '');
  if (take === undefined) throw new HttpError(405, 'Only GET', { allow: 'GET, HEAD' });
  const form = await readForm(exchange.request, REPEATABLE);
  assertWellFormed(form);
  verifyForm(exchange, purposeOf(grant_id), form.get('csrf'));
  return withOwnApp(exchange, grant_id, (own) => take(exchange, own, form));
}

/** For the user's own app only: any other grant_id is as unknown as one that never was. */
async function withOwnApp(
  exchange: Exchange,
  grant_id: string,
  respond: (own: OwnApp, exchange: Exchange) => Response | Promise<Response>,
): Promise<Response> {
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return seeOther(signInUrl(exchange, `${APPS_PATH}/${grant_id}`));
  const app = await findInstalled(exchange, signedIn.user.sub, grant_id);
  return app === null ? noSuchApp(exchange) : respond({ app, signedIn }, exchange);
}

function noSuchApp(exchange: Exchange): Response {
  const page = noAppPage({ ...pageView(pageContext(exchange)), apps_url: appsUrl(exchange) });
  return pageResponse(page, { status: 404 });
}

async function showApps(exchange: Exchange): Promise<Response> {
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return seeOther(signInUrl(exchange, APPS_PATH));
  const { sub } = signedIn.user;
  const apps = await listInstalled(exchange, sub);
  const views = apps.map((app) => installedAppView(exchange, app, appUrl(exchange, app)));
  const uninstalled = await uninstalledApp(exchange, apps);
  return accountResponse(exchange, signedIn, (frame) => appsPage({ ...frame, apps: views, uninstalled }));
}

async function showApp({ app, signedIn }: OwnApp, exchange: Exchange): Promise<Response> {
  const browser = browserOf(exchange);
  const { families, grant } = app;
  const ended = exchange.request.url.searchParams.get('ended');
  const page = appPage({
    ...accountFrame(exchange, signedIn, browser),
    app: installedAppView(exchange, app, appUrl(exchange, app)),
    authorizations: families.map((family) => authorizationRow(exchange, app, family)),
    csrf: csrfToken(exchange, browser, purposeOf(grant.grant_id)),
    ended: ended !== null && families.every(({ family_id }) => family_id !== ended),
    changed: exchange.request.url.searchParams.has('changed'),
    accepted_terms: await acceptedTerms(exchange, app),
  });
  return pageResponse(page, { cookies: browser.cookies });
}

async function acceptedTerms({ deps, tenant }: Exchange, { client, grant }: InstalledApp) {
  const { app } = client;
  return app === null ? null : deps.storage.apps.acceptedTerms(tenant.tenant_id, app.app_id, grant.sub);
}

function showChange({ app }: OwnApp, exchange: Exchange): Response {
  if (app.managed) return seeOther(appUrl(exchange, app));
  const browser = browserOf(exchange);
  const page = changeScopePage({
    ...pageView(pageContext(exchange)),
    client: app.client.metadata,
    groups: groupScopes(pageContext(exchange), parseScope(app.grant.scope)),
    url: appUrl(exchange, app),
    csrf: csrfToken(exchange, browser, purposeOf(app.grant.grant_id)),
  });
  return pageResponse(page, { cookies: browser.cookies });
}

/** What is unticked is taken back from everything that the app holds. Unticking all of it would be to uninstall. */
async function changeScope(exchange: Exchange, { app }: OwnApp, form: Parameters): Promise<Response> {
  const { deps, tenant, log } = exchange;
  if (app.managed) return seeOther(appUrl(exchange, app));
  const { grant_id, client_id, sub } = app.grant;
  const allowed = parseScope(app.grant.scope);
  const ticked = form.getAll('scope');
  const kept = allowed.filter((name) => tenant.scopes.get(name)?.required === 1 || ticked.includes(name));
  if (kept.length === 0) return seeOther(`${appUrl(exchange, app)}/uninstall`);
  const taken = without(allowed, kept);
  if (taken.length === 0) return seeOther(appUrl(exchange, app));
  if (await deps.storage.grants.narrow(tenant.tenant_id, grant_id, formatScope(kept), deps.clock())) {
    const details = { grant_id, scope: formatScope(taken) };
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'grant.narrowed', client_id, sub, details });
  }
  log.info({ event: 'grant_narrowed', grant_id, client_id, sub, scope: formatScope(taken) }, 'grant narrowed');
  return seeOther(`${appUrl(exchange, app)}?changed=`);
}

function confirmUninstall({ app }: OwnApp, exchange: Exchange): Response {
  if (app.managed) return seeOther(appUrl(exchange, app));
  const browser = browserOf(exchange);
  const page = uninstallPage({
    ...pageView(pageContext(exchange)),
    client: app.client.metadata,
    in_force: app.families.length > 0,
    url: appUrl(exchange, app),
    csrf: csrfToken(exchange, browser, purposeOf(app.grant.grant_id)),
  });
  return pageResponse(page, { cookies: browser.cookies });
}

/** A second time, from a page that was open twice, it finds no app any more and says so. */
async function uninstall(exchange: Exchange, { app }: OwnApp): Promise<Response> {
  const { deps, tenant, log } = exchange;
  if (app.managed) return seeOther(appUrl(exchange, app));
  const { grant_id, client_id, sub } = app.grant;
  const revoked = await deps.storage.grants.revoke(tenant.tenant_id, grant_id, byUser(exchange), deps.clock());
  if (revoked !== null) {
    await recordEvent(deps, tenant, {
      actor: `user:${sub}`,
      action: 'grant.revoked',
      ...revoked,
      details: { grant_id },
    });
  }
  log.info({ event: 'uninstalled', grant_id, client_id, sub }, 'uninstalled');
  return seeOther(`${appsUrl(exchange)}?${new URLSearchParams({ uninstalled: client_id })}`);
}

/** What one authorization gave; the app stays allowed. */
async function endAuthorization(exchange: Exchange, { app }: OwnApp, form: Parameters): Promise<Response> {
  const { deps, tenant, log } = exchange;
  if (app.managed) return seeOther(appUrl(exchange, app));
  const { grant_id, client_id, sub } = app.grant;
  const family_id = form.get('family_id') ?? '';
  const now = deps.clock();
  const status = await deps.storage.grants.familyStatus(tenant.tenant_id, family_id, now);
  if (status?.family.grant_id !== grant_id) return noSuchApp(exchange);
  const notice = byUser(exchange);
  if (await deps.storage.grants.revokeFamily(tenant.tenant_id, family_id, 'revoked_by_user', notice, now)) {
    const details = { grant_id, family_id };
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'authorization.revoked', client_id, sub, details });
  }
  log.info({ event: 'authorization_ended', grant_id, family_id, client_id, sub }, 'authorization ended');
  return seeOther(`${appUrl(exchange, app)}?${new URLSearchParams({ ended: family_id })}`);
}

/** The app of the notice that it was uninstalled, which the address asks for and anyone could write: only if it is true. */
async function uninstalledApp(exchange: Exchange, apps: readonly InstalledApp[]): Promise<string | undefined> {
  const client_id = exchange.request.url.searchParams.get('uninstalled');
  if (client_id === null || apps.some(({ client }) => client.client_id === client_id)) return undefined;
  return (await findClient(exchange.deps, exchange.tenant, client_id))?.metadata.client_name;
}

function appUrl(exchange: Exchange, { grant }: InstalledApp): string {
  return `${appsUrl(exchange)}/${grant.grant_id}`;
}

function purposeOf(grant_id: string): string {
  return `apps ${grant_id}`;
}

function byUser({ deps }: Exchange): Notice {
  return { event_id: deps.random(16).toString('base64url'), initiating_entity: 'user' };
}
