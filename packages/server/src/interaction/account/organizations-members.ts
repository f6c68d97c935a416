import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { seeOther } from '../../http/responses.ts';
import { withdrawInvitationsOf } from '../../organizations/invitations.ts';
import { isPowerful, mayManage, mayOwn, mayRemove } from '../../organizations/permissions.ts';
import type { Member } from '../../storage/organization-port.ts';
import { ORGANIZATION_ROLES } from '../../storage/organization-records.ts';
import { accountView } from '../account-view.ts';
import { removeMemberPage as removePage } from '../pages/organizations-ending.ts';
import { memberPage as onePage, membersPage as page } from '../pages/organizations-members.ts';
import { requireRecent } from '../recent-proof.ts';
import { grantsOn } from './organizations-installed.ts';
import {
  keyOf,
  noticeBy,
  type OrganizationPage,
  organizationView,
  recordDone,
  type Seat,
  seatPath,
} from './organizations-seat.ts';
import { pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';

const PAGE_SIZE = 50;
/** More open invitations than these are not shown at once. */
const MOST_INVITATIONS = 100;

export const membersPage: OrganizationPage = { for: 'admin', show: showAll };
export const memberPage: OrganizationPage = { for: 'admin', show: showOne };
export const rolePage: OrganizationPage = { for: 'owner', answer: changeRole };
export const removeMemberPage: OrganizationPage = { for: 'admin', show: showRemove, answer: remove };

async function showAll(exchange: Exchange, seat: Seat): Promise<Response> {
  const { deps, request } = exchange;
  const { organizations } = deps.storage;
  const after = readCursor(request.url.searchParams.get('after'));
  const [members, invitations] = await Promise.all([
    organizations.members(keyOf(seat), null, { after, limit: PAGE_SIZE + 1 }),
    after === null
      ? organizations.listInvitations(keyOf(seat), deps.clock(), { after: null, limit: MOST_INVITATIONS })
      : [],
  ]);
  const shown = members.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  const url = pageUrl(exchange, seatPath(seat, 'members'));
  const view = {
    ...organizationView(exchange, seat),
    members: shown.map((member) => ({ ...memberView(exchange, seat, member), since: member.created_at })),
    next_url: last === undefined || members.length <= PAGE_SIZE ? null : `${url}?after=${encodeURIComponent(last.sub)}`,
    first_url: after === null ? null : url,
    invitations: invitations
      .map(({ invitation_hash, email, role, expires_at }) => ({ id: invitation_hash, email, role, expires_at }))
      .sort((a, b) => a.email.localeCompare(b.email)),
  };
  return accountResponse(exchange, seat.signedIn, page(view));
}

/** As it stands in a link of ours. */
function readCursor(after: string | null): string | null {
  if (after !== null && !/^[\w.-]{1,128}$/.test(after)) throw new HttpError(400, 'There is no such page of members');
  return after;
}

type Person = Pick<Member, 'sub' | 'email' | 'claims' | 'disabled_at' | 'role'>;

function memberView(exchange: Exchange, seat: Seat, member: Person) {
  const { sub, role, disabled_at } = member;
  return {
    ...accountView(member),
    role,
    disabled: disabled_at !== null,
    self: sub === seat.signedIn.user.sub,
    url: pageUrl(exchange, memberPath(seat, sub)),
  };
}

function memberPath(seat: Seat, sub: string): string {
  return seatPath(seat, `members/${encodeURIComponent(sub)}`);
}

/** The member whom the path names; anybody else is as unknown as nobody. */
async function memberOf({ deps, tenant }: Exchange, seat: Seat): Promise<Person> {
  const [membership, user] = await Promise.all([
    deps.storage.organizations.findMembership({ ...keyOf(seat), sub: seat.id }),
    deps.storage.users.find(tenant.tenant_id, seat.id),
  ]);
  if (membership === null || user === null) throw new HttpError(404, 'There is no such page');
  return { ...user, role: membership.role };
}

async function showOne(exchange: Exchange, seat: Seat): Promise<Response> {
  const { storage } = exchange.deps;
  const member = await memberOf(exchange, seat);
  const [grants, owners] = await Promise.all([
    grantsOn(exchange, { org_id: seat.organization.org_id, sub: member.sub }),
    storage.organizations.members(keyOf(seat), ['owner'], { after: null, limit: 2 }),
  ]);
  const view = {
    ...organizationView(exchange, seat),
    member: memberView(exchange, seat, member),
    apps: grants.length,
    last_owner: member.role === 'owner' && owners.length < 2,
    may: { change: mayOwn(seat.role), remove: mayRemove(seat.role, member.role) },
  };
  return accountResponse(exchange, seat.signedIn, onePage(view));
}

/** A role of the list, given or taken by an owner who has just shown that it is they: it always touches an admin or an owner. */
async function changeRole(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const { deps } = exchange;
  const { signedIn } = seat;
  const { sub, role: before } = await memberOf(exchange, seat);
  const path = memberPath(seat, sub);
  const role = ORGANIZATION_ROLES.find((one) => one === form.get('role'));
  if (role === undefined || role === before) return seeOther(pageUrl(exchange, path));
  const detour = await requireRecent(exchange, signedIn, path);
  if (detour !== null) return detour;
  const outcome = await deps.storage.organizations.setRole({ ...keyOf(seat), sub }, role, deps.clock());
  if (outcome === 'last_owner') return done(exchange, signedIn, path, 'last_owner');
  if (outcome === 'unknown') throw new HttpError(404, 'There is no such page');
  if (!mayManage(role)) await withdrawInvitationsOf(deps, keyOf(seat), sub);
  await recordDone(exchange, seat, 'organization.role_changed', { sub, details: { role, before } });
  // Who has just given up their own role may not see that page any more.
  const self = sub === signedIn.user.sub;
  return done(exchange, signedIn, self ? seatPath(seat) : path, 'role_changed');
}

/** Of the member whom the path names, by somebody who may; oneself one leaves. */
async function removable(exchange: Exchange, seat: Seat): Promise<Person | Response> {
  const member = await memberOf(exchange, seat);
  if (member.sub === seat.signedIn.user.sub) return seeOther(pageUrl(exchange, seatPath(seat, 'leave')));
  if (!mayRemove(seat.role, member.role)) throw new HttpError(403, 'Only for who is owner of the organization');
  if (!isPowerful(member.role)) return member;
  const path = `${memberPath(seat, member.sub)}/remove`;
  return (await requireRecent(exchange, seat.signedIn, path)) ?? member;
}

async function showRemove(exchange: Exchange, seat: Seat): Promise<Response> {
  const member = await removable(exchange, seat);
  if (member instanceof Response) return member;
  const grants = await grantsOn(exchange, { org_id: seat.organization.org_id, sub: member.sub });
  const view = {
    ...organizationView(exchange, seat),
    member: memberView(exchange, seat, member),
    apps: grants.length,
  };
  return accountResponse(exchange, seat.signedIn, removePage(view));
}

async function remove(exchange: Exchange, seat: Seat): Promise<Response> {
  const { deps } = exchange;
  const member = await removable(exchange, seat);
  if (member instanceof Response) return member;
  const { sub } = member;
  const membership = { ...keyOf(seat), sub };
  const outcome = await deps.storage.organizations.removeMember(membership, noticeBy(exchange, 'admin'), deps.clock());
  if (outcome === 'last_owner') return done(exchange, seat.signedIn, memberPath(seat, sub), 'last_owner');
  if (outcome === 'removed') {
    if (mayManage(member.role)) await withdrawInvitationsOf(deps, keyOf(seat), sub);
    await recordDone(exchange, seat, 'organization.member_removed', { sub });
  }
  return done(exchange, seat.signedIn, seatPath(seat, 'members'), 'removed');
}
