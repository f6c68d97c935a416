import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { usesOrganizations } from '../../organizations/installation.ts';
import { newOrganization, organizationName } from '../../organizations/new-organization.ts';
import { organizationPath } from '../../organizations/paths.ts';
import { wholeList } from '../../storage/every-page.ts';
import { newOrganizationPage as newPage, organizationsPage as page } from '../pages/organizations.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { recordDone } from './organizations-seat.ts';
import { pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';

export const organizationsPage: AccountPage = { show };

/** Only where anyone may make one. */
export const newOrganizationPage: AccountPage = {
  show: async (exchange, signedIn) => showNew(exchange, signedIn),
  answer: make,
};

async function show(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const { deps, tenant } = exchange;
  if (!usesOrganizations(tenant)) throw new HttpError(404, 'There is no such page');
  const { sub } = signedIn.user;
  const { organizations, grants } = deps.storage;
  const [mine, installed] = await Promise.all([
    wholeList(
      (at) => organizations.listOfUser(tenant.tenant_id, sub, at),
      ({ organization }) => organization.org_id,
    ),
    wholeList(
      (at) => grants.list(tenant.tenant_id, { sub }, at),
      ({ grant_id }) => grant_id,
    ),
  ]);
  const rows = mine.map(({ organization, role, last_used_at }) => ({
    name: organization.name,
    role,
    url: organization.disabled_at === null ? pageUrl(exchange, organizationPath(organization.org_id)) : null,
    apps: installed.filter(({ org_id }) => org_id === organization.org_id).length,
    last_used_at,
  }));
  const view = { organizations: rows, may_found: tenant.settings.organizations === 'by_anyone' };
  return accountResponse(exchange, signedIn, page(view));
}

function showNew(exchange: Exchange, signedIn: SignedIn, wrong?: { readonly name: string }): Response {
  if (exchange.tenant.settings.organizations !== 'by_anyone') throw new HttpError(404, 'There is no such page');
  const status = wrong === undefined ? 200 : 422;
  return accountResponse(exchange, signedIn, newPage({ name: wrong?.name ?? '', wrong: wrong !== undefined }), {
    status,
  });
}

async function make(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  if (tenant.settings.organizations !== 'by_anyone') throw new HttpError(404, 'There is no such page');
  const typed = form.get('name') ?? '';
  const name = organizationName(typed);
  if (name === null) return showNew(exchange, signedIn, { name: typed });
  const organization = newOrganization(deps, tenant, name);
  const outcome = await deps.storage.organizations.create(organization, signedIn.user.sub);
  if (outcome !== 'created') throw new HttpError(404, 'There is no such page');
  await recordDone(exchange, { signedIn, organization }, 'organization.created', { details: { name } });
  return done(exchange, signedIn, organizationPath(organization.org_id), 'created');
}
