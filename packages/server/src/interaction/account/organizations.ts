import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { seeOther } from '../../http/responses.ts';
import { usesOrganizations } from '../../organizations/installation.ts';
import { acceptInvitation, declineInvitation, pendingInvitations } from '../../organizations/invitations.ts';
import { mostOwned, newOrganization, organizationName, ownsTooMany } from '../../organizations/new-organization.ts';
import { organizationPath } from '../../organizations/paths.ts';
import { wholeList } from '../../storage/every-page.ts';
import { newOrganizationPage as newPage, organizationsPage as page } from '../pages/organizations.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { recordDone } from './organizations-seat.ts';
import { ORGANIZATIONS_PATH, pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';

export const organizationsPage: AccountPage = { show };

export const newOrganizationPage: AccountPage = {
  show: (exchange, signedIn) => showNew(exchange, signedIn),
  answer: make,
};
export const answerInvitationPage: AccountPage = { answer: answerInvitation };

async function show(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const { deps, tenant } = exchange;
  if (!usesOrganizations(tenant)) throw new HttpError(404, 'There is no such page');
  const { sub } = signedIn.user;
  const { organizations, grants } = deps.storage;
  const [mine, installed, pending, full] = await Promise.all([
    wholeList(
      (at) => organizations.listOfUser(tenant.tenant_id, sub, at),
      ({ organization }) => organization.org_id,
    ),
    wholeList(
      (at) => grants.list(tenant.tenant_id, { sub }, at),
      ({ grant_id }) => grant_id,
    ),
    pendingInvitations(deps, signedIn.user),
    ownsTooMany(deps, tenant, sub),
  ]);
  const rows = mine.map(({ organization, role, last_used_at }) => ({
    name: organization.name,
    role,
    url: organization.disabled_at === null ? pageUrl(exchange, organizationPath(organization.org_id)) : null,
    apps: installed.filter(({ org_id }) => org_id === organization.org_id).length,
    last_used_at,
  }));
  const view = {
    organizations: rows,
    invitations: pending.map(({ invitation, organization }) => ({
      id: invitation.invitation_hash,
      name: organization.name,
      role: invitation.role,
      expires_at: invitation.expires_at,
    })),
    may_found: tenant.settings.organizations === 'by_anyone' && !full,
  };
  return accountResponse(exchange, signedIn, page(view));
}

/** Only where anyone may make one. */
function assertByAnyone({ tenant }: Exchange): void {
  if (tenant.settings.organizations !== 'by_anyone') throw new HttpError(404, 'There is no such page');
}

async function showNew(exchange: Exchange, signedIn: SignedIn, wrong?: { readonly name: string }): Promise<Response> {
  const { deps, tenant } = exchange;
  assertByAnyone(exchange);
  if (await ownsTooMany(deps, tenant, signedIn.user.sub)) return showTooMany(exchange, signedIn, 200);
  const status = wrong === undefined ? 200 : 422;
  const view = { name: wrong?.name ?? '', wrong: wrong !== undefined, too_many: null };
  return accountResponse(exchange, signedIn, newPage(view), { status });
}

function showTooMany(exchange: Exchange, signedIn: SignedIn, status: number): Response {
  const view = { name: '', wrong: false, too_many: mostOwned(exchange.tenant) };
  return accountResponse(exchange, signedIn, newPage(view), { status });
}

async function make(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  assertByAnyone(exchange);
  const typed = form.get('name') ?? '';
  const name = organizationName(typed);
  if (name === null) return showNew(exchange, signedIn, { name: typed });
  const organization = newOrganization(deps, tenant, name);
  const outcome = await deps.storage.organizations.create(organization, signedIn.user.sub, mostOwned(tenant));
  if (outcome === 'too_many') return showTooMany(exchange, signedIn, 409);
  if (outcome !== 'created') throw new HttpError(404, 'There is no such page');
  await recordDone(exchange, { signedIn, organization }, 'organization.created', { details: { name } });
  return done(exchange, signedIn, organizationPath(organization.org_id), 'created');
}

/** `action`: `accept` or `decline`. The answer to an invitation that waits for who is signed in, and for nobody else. */
async function answerInvitation(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  const { user } = signedIn;
  if (!usesOrganizations(tenant)) throw new HttpError(404, 'There is no such page');
  const id = form.get('invitation');
  const found = (await pendingInvitations(deps, user)).find(({ invitation }) => invitation.invitation_hash === id);
  if (found === undefined) return done(exchange, signedIn, ORGANIZATIONS_PATH, 'invitation_over');
  const { invitation } = found;
  if (form.get('action') === 'decline') {
    const declined = await declineInvitation(deps, tenant, invitation, user);
    return done(exchange, signedIn, ORGANIZATIONS_PATH, declined ? 'declined' : 'invitation_over');
  }
  if (form.get('action') !== 'accept') return seeOther(pageUrl(exchange, ORGANIZATIONS_PATH));
  const accepted = await acceptInvitation(deps, tenant, invitation, user);
  exchange.log.info({ event: 'invitation_answered', outcome: accepted.outcome, sub: user.sub }, 'invitation');
  if (accepted.outcome !== 'joined' && accepted.outcome !== 'already_member') {
    return done(exchange, signedIn, ORGANIZATIONS_PATH, 'invitation_over');
  }
  return done(exchange, signedIn, organizationPath(accepted.organization.org_id), accepted.outcome);
}
