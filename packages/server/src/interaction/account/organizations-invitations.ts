import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { canMail } from '../../mail/can-mail.ts';
import { type Invited, inviteMember } from '../../organizations/invitations.ts';
import { isPowerful, rolesToInvite } from '../../organizations/permissions.ts';
import { accountView } from '../account-view.ts';
import { pageContext } from '../advance.ts';
import { invitePage as page } from '../pages/organizations-invite.ts';
import { requireRecent } from '../recent-proof.ts';
import {
  keyOf,
  type OrganizationPage,
  organizationView,
  recordDone,
  type Seat,
  seatPath,
} from './organizations-seat.ts';
import { accountResponse, done } from './respond.ts';

/** `action` tells the forms apart: `withdraw` takes an invitation back, otherwise one is sent. */
export const invitationsPage: OrganizationPage = {
  for: 'admin',
  show: async (exchange, seat) => show(exchange, seat),
  answer: (exchange, seat, form) =>
    form.get('action') === 'withdraw' ? withdraw(exchange, seat, form) : invite(exchange, seat, form),
};

interface Refused {
  readonly problem: Exclude<Invited, 'invited' | 'unknown'>;
  readonly email: string;
  readonly role: string;
}

function show(exchange: Exchange, seat: Seat, refused?: Refused): Response {
  const view = {
    ...organizationView(exchange, seat),
    roles: rolesToInvite(seat.role),
    email: refused?.email ?? '',
    chosen: refused?.role ?? 'member',
    problem: refused?.problem,
    can_mail: canMail(exchange.deps.config),
  };
  return accountResponse(exchange, seat.signedIn, page(view), { status: refused === undefined ? 200 : 422 });
}

/** The role is one of those that the inviter may give, whatever the form says. */
async function invite(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const { deps, tenant, request } = exchange;
  const { signedIn, organization } = seat;
  if (!canMail(deps.config)) return show(exchange, seat);
  const email = form.get('email') ?? '';
  const role = rolesToInvite(seat.role).find((one) => one === form.get('role'));
  if (role === undefined) return show(exchange, seat);
  const detour = isPowerful(role) ? await requireRecent(exchange, signedIn, seatPath(seat, 'invitations')) : null;
  if (detour !== null) return detour;
  const { name, email: own } = accountView(signedIn.user);
  const outcome = await inviteMember(deps, tenant, {
    organization,
    inviter: signedIn.user,
    invited_by: name ?? own,
    email,
    role,
    network: request.address,
    locale: pageContext(exchange).locale,
  });
  if (outcome === 'invited' || outcome === 'unknown')
    return done(exchange, signedIn, seatPath(seat, 'members'), outcome);
  return show(exchange, seat, { problem: outcome, email, role });
}

async function withdraw(exchange: Exchange, seat: Seat, form: Parameters): Promise<Response> {
  const invitation = form.get('invitation') ?? '';
  if (await exchange.deps.storage.organizations.withdrawInvitation(keyOf(seat), invitation)) {
    await recordDone(exchange, seat, 'organization.invitation_withdrawn');
  }
  return done(exchange, seat.signedIn, seatPath(seat, 'members'), 'withdrawn');
}
