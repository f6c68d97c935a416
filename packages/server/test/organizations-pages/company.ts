import { expect } from 'vitest';
import type { OrganizationRole } from '../../src/storage/organization-records.ts';
import type { TenantSettingsInput } from '../../src/tenants/settings.ts';
import { aPerson, type Person, send } from '../account/account.ts';
import { linkIn, mailTo } from '../support/mails.ts';
import type { TestServer } from '../support/start-server.ts';
import type { UserAgent } from '../support/user-agent.ts';

export const BY_ANYONE: TenantSettingsInput = { organizations: 'by_anyone' };

export interface Company {
  readonly server: TestServer;
  readonly tenant_id: string;
  readonly org_id: string;
  /** Of its pages, relative to the issuer. */
  readonly path: string;
  readonly owner: Person;
}

/** An organization that its owner has made on the pages, by a browser that is still signed in. */
export async function aCompany(server: TestServer, name = 'Analytical Engines'): Promise<Company> {
  const owner = await aPerson(server);
  const made = await send(server, owner, '/account/organizations/new', { name });
  const org_id = /\/organizations\/(org_[0-9a-f]{32})\?/.exec(made.headers.get('location') ?? '')?.[1] ?? '';
  expect(org_id).not.toBe('');
  const { tenant_id } = await server.tenant();
  return { server, tenant_id, org_id, path: `/account/organizations/${org_id}`, owner };
}

/** One more person, who belongs to it. */
export async function aMember(
  { server, tenant_id, org_id }: Company,
  role: OrganizationRole = 'member',
  input: Parameters<TestServer['aUser']>[0] = {},
): Promise<Person> {
  const person = await aPerson(server, input);
  const now = server.clock();
  const membership = { tenant_id, org_id, sub: person.user.sub, role, created_at: now, updated_at: now };
  expect(await server.deps.storage.organizations.addMember(membership)).toBe('added');
  return person;
}

/** What each member is, by their `sub`. */
export async function rolesIn({ server, tenant_id, org_id }: Company): Promise<Record<string, OrganizationRole>> {
  const all = { after: null, limit: 500 };
  const members = await server.deps.storage.organizations.members({ tenant_id, org_id }, null, all);
  return Object.fromEntries(members.map(({ sub, role }) => [sub, role]));
}

/** Sends a form of the organization as its page would; the answer, not followed. */
export function act(
  { server, path }: Company,
  person: Pick<Person, 'agent'>,
  below: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  return send(server, person, below === '' ? path : `${path}/${below}`, fields);
}

/** The status of the organization's page, and what it says. */
export async function look({ path }: Company, { agent }: Pick<Person, 'agent'>, below = '') {
  const response = await agent.send(below === '' ? path : `${path}/${below}`);
  return { status: response.status, text: await response.text(), location: response.headers.get('location') };
}

export async function invite(company: Company, by: Person, email: string, role = 'member'): Promise<string> {
  const sent = await act(company, by, 'invitations', { email, role });
  expect(sent.headers.get('location')).toContain('/members?done=invited');
  return linkIn(await mailTo(company.server, email, 'organization_invitation'));
}

/** Opens the link and presses the button for what it leads to. */
export async function accept(agent: UserAgent, link: string, action = 'accept'): Promise<Response> {
  const page = await (await agent.visit(link)).text();
  return agent.submit(page, { action });
}

/** What the audit says was done in it, and by whom. */
export async function actionsIn({ server, tenant_id, org_id }: Company): Promise<string[]> {
  const events = await server.deps.storage.audit.list(tenant_id, {}, { after: null, limit: 500 });
  return events
    .filter(({ details }) => (JSON.parse(details) as { org_id?: string }).org_id === org_id)
    .map(({ action, actor }) => `${action} ${actor}`);
}
