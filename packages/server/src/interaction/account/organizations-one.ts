import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { needsAdmin } from '../../organizations/app-approval.ts';
import { organizationListKey, organizationName } from '../../organizations/new-organization.ts';
import { mayManage, mayOwn } from '../../organizations/permissions.ts';
import { accountView } from '../account-view.ts';
import { listInstalled } from '../apps-installed.ts';
import { organizationPage as page } from '../pages/organizations-one.ts';
import { approvalsOn } from './organizations-installed.ts';
import {
  keyOf,
  type OrganizationPage,
  organizationView,
  recordDone,
  type Seat,
  seatPath,
} from './organizations-seat.ts';
import { APPS_PATH, pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';

/** So many of those who decide are named. */
const MOST_LEADERS = 20;

export const onePage: OrganizationPage = { for: 'member', show: (exchange, seat) => show(exchange, seat) };
export const renamePage: OrganizationPage = { for: 'owner', answer: rename };

async function show(exchange: Exchange, seat: Seat, wrong?: { readonly name: string }): Promise<Response> {
  const { organizations } = exchange.deps.storage;
  const { signedIn, organization, role } = seat;
  const key = keyOf(seat);
  const [leaders, installed, last_owner, waiting] = await Promise.all([
    organizations.members(key, ['owner', 'admin'], { after: null, limit: MOST_LEADERS }),
    listInstalled(exchange, signedIn.user.sub),
    isLastOwner(exchange, seat),
    mayManage(role) && needsAdmin(exchange.tenant) ? approvalsOn(exchange, organization.org_id) : [],
  ]);
  const view = {
    ...organizationView(exchange, seat),
    leaders: leaders.map((leader) => ({ ...accountView(leader), role: leader.role })),
    apps: installed
      .filter(({ grant }) => grant.org_id === organization.org_id)
      .map(({ client, grant }) => ({
        client: client.metadata,
        url: pageUrl(exchange, `${APPS_PATH}/${grant.grant_id}`),
      })),
    last_owner,
    waiting: waiting.filter(({ requested_scope }) => requested_scope !== null).length,
    may: { manage: mayManage(role), own: mayOwn(role) },
    typed: wrong?.name,
  };
  return accountResponse(exchange, signedIn, page(view), { status: wrong === undefined ? 200 : 422 });
}

/** Whether nobody would own the organization without whoever is signed in. */
export async function isLastOwner({ deps }: Exchange, seat: Seat): Promise<boolean> {
  if (!mayOwn(seat.role)) return false;
  return (await deps.storage.organizations.members(keyOf(seat), ['owner'], { after: null, limit: 2 })).length < 2;
}

async function rename(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const { deps } = exchange;
  const typed = form.get('name') ?? '';
  const name = organizationName(typed);
  if (name === null) return show(exchange, seat, { name: typed });
  if (name !== seat.organization.name) {
    const names = { name, list_key: organizationListKey(seat.organization.org_id, name) };
    const renamed = await deps.storage.organizations.rename(keyOf(seat), names, deps.clock());
    if (renamed === null) throw new HttpError(404, 'There is no such page');
    await recordDone(exchange, seat, 'organization.renamed', { details: { name } });
  }
  return done(exchange, seat.signedIn, seatPath(seat), 'renamed');
}
