import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { withdrawInvitationsOf } from '../../organizations/invitations.ts';
import { organizationName } from '../../organizations/new-organization.ts';
import { mayManage } from '../../organizations/permissions.ts';
import { wholeList } from '../../storage/every-page.ts';
import { deleteOrganizationPage, leaveOrganizationPage } from '../pages/organizations-ending.ts';
import { requireRecent } from '../recent-proof.ts';
import { grantsOn } from './organizations-installed.ts';
import { isLastOwner } from './organizations-one.ts';
import {
  keyOf,
  noticeBy,
  type OrganizationPage,
  organizationView,
  recordDone,
  type Seat,
  seatPath,
} from './organizations-seat.ts';
import { ORGANIZATIONS_PATH, pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';

/** Going by oneself. Whoever is the last to own it finds on the organization's page what they can do instead. */
export const leavePage: OrganizationPage = { for: 'member', show: showLeave, answer: leave };

/** The end of the organization. */
export const deletePage: OrganizationPage = {
  for: 'owner',
  show: async (exchange, seat) =>
    (await requireRecent(exchange, seat.signedIn, seatPath(seat, 'delete'))) ?? showDelete(exchange, seat),
  answer: remove,
};

async function showLeave(exchange: Exchange, seat: Seat): Promise<Response> {
  if (await isLastOwner(exchange, seat)) return seeOther(pageUrl(exchange, seatPath(seat)));
  const { signedIn, organization } = seat;
  const grants = await grantsOn(exchange, { org_id: organization.org_id, sub: signedIn.user.sub });
  const view = { ...organizationView(exchange, seat), apps: grants.length };
  return accountResponse(exchange, signedIn, leaveOrganizationPage(view));
}

async function leave(exchange: Exchange, seat: Seat): Promise<Response> {
  const { deps } = exchange;
  const { signedIn, role } = seat;
  const membership = { ...keyOf(seat), sub: signedIn.user.sub };
  const notice = noticeBy(exchange, 'user');
  const outcome = await deps.storage.organizations.removeMember(membership, notice, deps.clock());
  if (outcome === 'last_owner') return done(exchange, signedIn, seatPath(seat), 'last_owner');
  if (outcome === 'removed') {
    if (mayManage(role)) await withdrawInvitationsOf(deps, keyOf(seat), signedIn.user.sub);
    await recordDone(exchange, seat, 'organization.member_left', { sub: signedIn.user.sub });
  }
  return done(exchange, signedIn, ORGANIZATIONS_PATH, 'left');
}

async function showDelete(exchange: Exchange, seat: Seat, wrong?: { readonly typed: string }): Promise<Response> {
  const { organizations } = exchange.deps.storage;
  const [grants, members] = await Promise.all([
    grantsOn(exchange, { org_id: seat.organization.org_id }),
    wholeList(
      (page) => organizations.members(keyOf(seat), null, page),
      ({ sub }) => sub,
    ),
  ]);
  const view = {
    ...organizationView(exchange, seat),
    apps: new Set(grants.map(({ client_id }) => client_id)).size,
    members: members.length,
    typed: wrong?.typed,
  };
  const options = { status: wrong === undefined ? 200 : 422 };
  return accountResponse(exchange, seat.signedIn, deleteOrganizationPage(view), options);
}

async function remove(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const { deps } = exchange;
  const { signedIn, organization } = seat;
  const detour = await requireRecent(exchange, signedIn, seatPath(seat, 'delete'));
  if (detour !== null) return detour;
  const typed = form.get('name') ?? '';
  if (organizationName(typed) !== organization.name) return showDelete(exchange, seat, { typed });
  const notice = noticeBy(exchange, 'admin');
  if (await deps.storage.organizations.delete(keyOf(seat), notice, deps.clock())) {
    await recordDone(exchange, seat, 'organization.deleted', { details: { name: organization.name } });
  }
  return done(exchange, signedIn, ORGANIZATIONS_PATH, 'deleted');
}
