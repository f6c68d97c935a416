import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { needsAdmin } from '../../organizations/app-approval.ts';
import { recordEvent } from '../../storage/record-event.ts';
import type { GrantRecord } from '../../storage/records.ts';
import { accountView } from '../account-view.ts';
import { pageContext } from '../advance.ts';
import { organizationAppPage } from '../pages/organizations-app.ts';
import { type OrganizationAppView, organizationAppsPage } from '../pages/organizations-apps.ts';
import { uninstallForAllPage } from '../pages/organizations-ending.ts';
import { groupScopes } from '../scope-groups.ts';
import { appOn, appsOn, type OrganizationApp, storedScope } from './organizations-installed.ts';
import { noticeBy, type OrganizationPage, organizationView, type Seat, seatPath } from './organizations-seat.ts';
import { pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';

/** So many of those who have an app are named. */
const MOST_PEOPLE = 100;

export const appsPage: OrganizationPage = { for: 'admin', show: showAll };
export const appPage: OrganizationPage = { for: 'admin', show: showOne };
/** Ends what all members have installed. Unless an approval is needed and taken back, they can install it again. */
export const uninstallPage: OrganizationPage = { for: 'admin', show: showUninstall, answer: uninstall };
/** Ends what one member has installed. */
export const endInstallationPage: OrganizationPage = { for: 'admin', answer: endOne };

async function showAll(exchange: Exchange, seat: Seat): Promise<Response> {
  const apps = await appsOn(exchange, seat.organization.org_id);
  const view = {
    ...organizationView(exchange, seat),
    apps: apps.map((app) => appView(exchange, seat, app)),
    approval: needsAdmin(exchange.tenant),
  };
  return accountResponse(exchange, seat.signedIn, organizationAppsPage(view));
}

/** What the organization's pages say of an app. */
export function appView(
  exchange: Exchange,
  seat: Seat,
  { client, grants, approval }: OrganizationApp,
): OrganizationAppView {
  const used = grants.flatMap(({ last_used_at }) => (last_used_at === null ? [] : [last_used_at]));
  const scopes = new Set(grants.flatMap(({ scope }) => storedScope(scope)));
  return {
    url: pageUrl(exchange, appPath(seat, client.client_id)),
    client: client.metadata,
    disabled: client.disabled,
    members: grants.length,
    groups: groupScopes(pageContext(exchange), [...scopes]),
    last_used_at: used.length === 0 ? null : Math.max(...used),
    standing: approval === null ? null : standingOf(approval),
  };
}

/** What waits comes before what was decided earlier. */
function standingOf({ status, requested_scope }: NonNullable<OrganizationApp['approval']>) {
  return requested_scope !== null || status === 'requested' ? 'waiting' : status;
}

/** Relative to the issuer. */
export function appPath(seat: Pick<Seat, 'organization'>, client_id: string): string {
  return seatPath(seat, `apps/${encodeURIComponent(client_id)}`);
}

/** The app that the path names; one that nobody there has to do with is as unknown as none. */
export async function appAt(exchange: Exchange, { organization, id }: Seat): Promise<OrganizationApp> {
  const app = await appOn(exchange, organization.org_id, id);
  if (app === null) throw new HttpError(404, 'There is no such page');
  return app;
}

async function showOne(exchange: Exchange, seat: Seat): Promise<Response> {
  const app = await appAt(exchange, seat);
  const { approval, grants } = app;
  const people = await Promise.all(grants.slice(0, MOST_PEOPLE).map((grant) => installation(exchange, grant)));
  const context = pageContext(exchange);
  const view = {
    ...organizationView(exchange, seat),
    app: appView(exchange, seat, app),
    approval: needsAdmin(exchange.tenant),
    installations: people.filter((one) => one !== null),
    more: Math.max(0, grants.length - MOST_PEOPLE),
    approved: approval?.status === 'approved' ? groupScopes(context, storedScope(approval.scope)) : null,
    // The words of whoever asked belong to what waits.
    reason: approval === null || approval.requested_scope !== null ? '' : approval.reason,
  };
  return accountResponse(exchange, seat.signedIn, organizationAppPage(view));
}

async function installation(exchange: Exchange, grant: GrantRecord) {
  const user = await exchange.deps.storage.users.find(grant.tenant_id, grant.sub);
  if (user === null) return null;
  const { grant_id, scope, created_at, last_used_at } = grant;
  const groups = groupScopes(pageContext(exchange), storedScope(scope));
  return { ...accountView(user), grant_id, groups, allowed_at: created_at, last_used_at };
}

async function showUninstall(exchange: Exchange, seat: Seat): Promise<Response> {
  const app = await appAt(exchange, seat);
  const view = { ...organizationView(exchange, seat), app: appView(exchange, seat, app) };
  return accountResponse(exchange, seat.signedIn, uninstallForAllPage(view));
}

async function uninstall(exchange: Exchange, seat: Seat): Promise<Response> {
  const { client, grants } = await appAt(exchange, seat);
  for (const grant of grants) await revoke(exchange, seat, grant);
  const { client_id } = client;
  exchange.log.info({ event: 'organization.app_uninstalled', client_id, grants: grants.length }, 'uninstalled for all');
  return done(exchange, seat.signedIn, seatPath(seat, 'apps'), 'uninstalled');
}

/** Only one on this organization, of this app: any other is as unknown as one that never was. */
async function endOne(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const app = await appAt(exchange, seat);
  const grant = app.grants.find(({ grant_id }) => grant_id === form.get('grant_id'));
  if (grant !== undefined) await revoke(exchange, seat, grant);
  const path =
    app.grants.length > 1 || app.approval !== null ? appPath(seat, app.client.client_id) : seatPath(seat, 'apps');
  return done(exchange, seat.signedIn, path, 'ended');
}

async function revoke(exchange: Exchange, { signedIn, organization }: Seat, { grant_id }: GrantRecord): Promise<void> {
  const { deps, tenant } = exchange;
  const notice = noticeBy(exchange, 'admin');
  const revoked = await deps.storage.grants.revoke(tenant.tenant_id, grant_id, notice, deps.clock());
  if (revoked === null) return;
  await recordEvent(deps, tenant, {
    actor: `user:${signedIn.user.sub}`,
    action: 'grant.revoked',
    ...revoked,
    details: { grant_id, org_id: organization.org_id },
  });
}
