import type { Parameters } from '@xenia/protocol/parameters';
import { formatScope } from '@xenia/protocol/scope';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { needsAdmin } from '../../organizations/app-approval.ts';
import { decideApp } from '../../organizations/app-decision.ts';
import { accountView } from '../account-view.ts';
import { pageContext } from '../advance.ts';
import { approvalPage as page } from '../pages/organizations-approval.ts';
import { withdrawApprovalPage as withdrawPage } from '../pages/organizations-ending.ts';
import { groupScopes } from '../scope-groups.ts';
import { appAt, appPath, appView } from './organizations-apps.ts';
import { type OrganizationApp, storedScope } from './organizations-installed.ts';
import { type OrganizationPage, organizationView, type Seat, seatPath } from './organizations-seat.ts';
import { accountResponse, done } from './respond.ts';

/** What members asked for, or what was refused once; `answer` is `approve` or `refuse`. */
export const approvalPage: OrganizationPage = { for: 'admin', show: (exchange, seat) => show(exchange, seat), answer };

/** Members may not use the app any more. */
export const withdrawApprovalPage: OrganizationPage = { for: 'admin', show: showWithdraw, answer: withdraw };

/** An app about which there is something to say; only where admins have to. */
async function decidable(exchange: Exchange, seat: Seat): Promise<OrganizationApp> {
  if (!needsAdmin(exchange.tenant)) throw new HttpError(404, 'There is no such page');
  return appAt(exchange, seat);
}

/**
 * What an approval would cover: what members may allow already and what they ask for. Where nobody asks, as for an app that was
 * refused, what they have installed, or all that the app is registered for.
 */
function scopeToApprove({ approval, grants, client }: OrganizationApp): string {
  const asked = approval?.requested_scope ?? null;
  const named = [approval?.scope ?? '', asked ?? '', ...grants.map(({ scope }) => scope)];
  const scope = formatScope([...new Set(named.flatMap(storedScope))].sort());
  return scope === '' ? (client.metadata.scope ?? '') : scope;
}

async function show(exchange: Exchange, seat: Seat, changed = false): Promise<Response> {
  const { deps, tenant } = exchange;
  const app = await decidable(exchange, seat);
  const { approval } = app;
  const asker =
    approval === null || approval.requested_scope === null || approval.requested_by === null
      ? null
      : await deps.storage.users.find(tenant.tenant_id, approval.requested_by);
  const scope = scopeToApprove(app);
  const view = {
    ...organizationView(exchange, seat),
    app: appView(exchange, seat, app),
    scope,
    groups: groupScopes(pageContext(exchange), storedScope(scope), storedScope(approval?.scope ?? '')),
    asker: asker === null ? null : accountView(asker),
    message: approval !== null && approval.requested_scope !== null ? approval.reason : '',
    changed,
  };
  return accountResponse(exchange, seat.signedIn, page(view), { status: changed ? 409 : 200 });
}

async function answer(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  const app = await decidable(exchange, seat);
  const scope = scopeToApprove(app);
  const chosen = form.get('answer');
  if (chosen !== 'approve' && chosen !== 'refuse') return show(exchange, seat);
  // Somebody may have asked for more since the page was shown: only what was seen is approved.
  if (chosen === 'approve' && form.get('scope') !== scope) return show(exchange, seat, true);
  const { client, approval } = app;
  const decided = await decideApp(deps, tenant, {
    organization: seat.organization,
    client,
    approval,
    answer: chosen,
    scope,
    decided_by: seat.signedIn.user.sub,
    reason: form.get('reason') ?? '',
  });
  if (!decided) throw new HttpError(404, 'There is no such page');
  return done(exchange, seat.signedIn, seatPath(seat, 'apps'), chosen === 'approve' ? 'approved' : 'refused');
}

async function showWithdraw(exchange: Exchange, seat: Seat): Promise<Response> {
  const app = await decidable(exchange, seat);
  const view = { ...organizationView(exchange, seat), app: appView(exchange, seat, app) };
  return accountResponse(exchange, seat.signedIn, withdrawPage(view));
}

async function withdraw(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  const { client, approval } = await decidable(exchange, seat);
  const { signedIn, organization } = seat;
  const by = { decided_by: signedIn.user.sub, reason: form.get('reason') ?? '' };
  const input = { organization, client, approval, answer: 'withdraw', scope: '', ...by } as const;
  if (!(await decideApp(deps, tenant, input))) throw new HttpError(404, 'There is no such page');
  return done(exchange, signedIn, appPath(seat, client.client_id), 'approval_withdrawn');
}
