import { expect, test } from 'vitest';
import { organizationListKey } from '../../src/organizations/new-organization.ts';
import type { ApprovalOrganization } from '../../src/storage/grant-port.ts';
import type {
  OrganizationInvitationRecord,
  OrganizationRecord,
  OrganizationRole,
} from '../../src/storage/organization-records.ts';
import type { Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import { aClient, aMail, aNotice, anApproval, aPlace, aUser, NOW, type Place, unique } from './records.ts';

const everything = { after: null, limit: 99 };
const CALLERS = 200;

const anOrganization = (
  tenant_id: string,
  { name = 'Analytical Engines Ltd' }: Partial<OrganizationRecord> = {},
): OrganizationRecord => {
  const org_id = unique('org');
  const list_key = organizationListKey(org_id, name);
  return { tenant_id, org_id, name, list_key, disabled_at: null, created_at: NOW, updated_at: NOW };
};

/** A tenant with a client and an organization that its user owns. */
async function aCompany(storage: Storage) {
  const place = await aPlace(storage);
  const organization = anOrganization(place.tenant_id);
  expect(await storage.organizations.create(organization, place.user.sub, null)).toBe('created');
  return { ...place, organization, org: { tenant_id: place.tenant_id, org_id: organization.org_id } };
}
type Company = Awaited<ReturnType<typeof aCompany>>;

async function aMember(storage: Storage, { tenant_id, org }: Company, role: OrganizationRole = 'member', at = NOW) {
  const user = aUser(tenant_id);
  await storage.users.create(user);
  const membership = { ...org, sub: user.sub, role, created_at: at, updated_at: at };
  expect(await storage.organizations.addMember(membership)).toBe('added');
  return user;
}

const on = (org_id: string, change: Partial<ApprovalOrganization> = {}): { organization: ApprovalOrganization } => ({
  organization: { org_id, create: null, most: null, app: 'free', ...change },
});

/** Installs the place's client for its user on the organization. */
async function install(storage: Storage, place: Place, org_id: string) {
  const approval = anApproval(place, on(org_id));
  const answer = await storage.grants.approve(approval, NOW);
  if (answer.outcome !== 'approved') throw new Error(answer.outcome);
  const { family_id } = approval.family;
  const ended = async () => (await storage.grants.familyStatus(place.tenant_id, family_id, NOW))?.ended;
  return { grant_id: answer.grant_id, ended };
}

const anInvitation = (
  company: Company,
  to: { email: string; email_key: string },
  change: Partial<OrganizationInvitationRecord> = {},
): OrganizationInvitationRecord => ({
  ...company.org,
  invitation_hash: unique('invitation'),
  email: to.email,
  email_key: to.email_key,
  role: 'member',
  invited_by: company.user.sub,
  created_at: NOW,
  expires_at: NOW + 3_600,
  used_at: null,
  ...change,
});

const rolesIn = async (storage: Storage, { org }: Pick<Company, 'org'>) =>
  Object.fromEntries(
    (await storage.organizations.members(org, null, everything)).map(({ sub, role }) => [sub, role] as const),
  );

describeStorage('organizations', (storages) => {
  test('are made with their first owner, found, listed and renamed', async () => {
    const [storage, other] = storages();
    const { tenant_id, user, organization, org } = await aCompany(storage);
    expect(await other.organizations.find(tenant_id, org.org_id)).toEqual(organization);
    expect(await other.organizations.create(organization, user.sub, null)).toBe('exists');
    expect(await other.organizations.create(anOrganization(tenant_id), unique('sub'), null)).toBe('unknown_user');
    const second = anOrganization(tenant_id, { name: 'Second' });
    await storage.organizations.create(second, user.sub, null);
    const page = async (after: string | null, limit: number, search = '') =>
      (await other.organizations.list(tenant_id, { search }, { after, limit })).map(({ name }) => name);
    expect(await page(null, 9)).toEqual([organization.name, 'Second']);
    expect(await page(organization.list_key, 9)).toEqual(['Second']);
    expect(await page(null, 1)).toEqual([organization.name]);
    expect(await page(null, 9, 'sec')).toEqual(['Second']);
    expect(await page(null, 9, 'econd')).toEqual([]);
    const renamed = { ...organization, name: 'New', list_key: 'new', updated_at: NOW + 1 };
    expect(await storage.organizations.rename(org, { name: 'New', list_key: 'new' }, NOW + 1)).toEqual(renamed);
    const role = 'owner';
    expect(await other.organizations.findMembership({ ...org, sub: user.sub })).toEqual({
      organization: renamed,
      role,
    });
    expect(await other.organizations.listOfUser(tenant_id, user.sub, everything)).toEqual(
      [renamed, second]
        .sort((a, b) => (a.org_id < b.org_id ? -1 : 1))
        .map((organization) => ({ organization, role, last_used_at: null })),
    );
  });

  test('catalogue 80: another tenant knows nothing of one, and changes nothing', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const foreign = await aPlace(storage);
    const org = { tenant_id: foreign.tenant_id, org_id: company.org.org_id };
    const { organizations } = storage;
    const [theirs, mine] = [foreign.user.sub, company.user.sub];
    const invitation = anInvitation(company, company.user, { tenant_id: foreign.tenant_id });
    const app = { ...org, client_id: foreign.client.client_id };
    const request = { ...app, scope: 'a', requested_by: theirs, reason: '' };
    const decision = { status: 'approved', scope: 'a', decided_by: theirs, reason: '' } as const;
    expect(await organizations.find(org.tenant_id, org.org_id)).toBeNull();
    expect(await organizations.findMembership({ ...org, sub: mine })).toBeNull();
    expect(await organizations.members(org, null, everything)).toEqual([]);
    expect(await organizations.rename(org, { name: 'Stolen', list_key: 'stolen' }, NOW)).toBeNull();
    expect(await organizations.setDisabled(org, NOW, aNotice(), NOW)).toBe(false);
    expect(await organizations.delete(org, aNotice(), NOW)).toBe(false);
    const membership = { ...org, sub: theirs, role: 'owner', created_at: NOW, updated_at: NOW } as const;
    expect(await organizations.addMember(membership)).toBe('unknown');
    expect(await organizations.setRole({ ...org, sub: mine }, 'member', NOW)).toBe('unknown');
    expect(await organizations.removeMember({ ...org, sub: mine }, aNotice(), NOW)).toBe('unknown');
    expect(await organizations.invite(invitation, aMail(org.tenant_id))).toBe('unknown');
    expect(await organizations.requestApp(request, [], NOW)).toBe('unknown');
    expect(await organizations.decideApp(app, decision, aNotice(), NOW)).toBe(false);
    expect(await storage.grants.approve(anApproval(foreign, on(org.org_id)), NOW)).toEqual({ outcome: 'not_member' });
    expect(await rolesIn(storage, company)).toEqual({ [mine]: 'owner' });
    expect(await organizations.find(company.tenant_id, org.org_id)).toEqual(company.organization);
  });

  test('members are listed with their address, page by page, and by role', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const admin = await aMember(storage, company, 'admin');
    const member = await aMember(storage, company);
    const subs = [company.user.sub, admin.sub, member.sub].sort();
    const list = async (roles: OrganizationRole[] | null, after: string | null = null, limit = 9) =>
      (await storage.organizations.members(company.org, roles, { after, limit })).map(({ sub }) => sub);
    expect(await list(null)).toEqual(subs);
    expect(await list(null, subs[0], 1)).toEqual([subs[1]]);
    expect(await list(['owner', 'admin'])).toEqual([company.user.sub, admin.sub].sort());
    const [one] = await storage.organizations.members(company.org, ['member'], everything);
    expect(one).toMatchObject({ sub: member.sub, email: member.email, claims: '{}', disabled_at: null });
  });

  test('somebody is a member once; an unknown user or organization is told', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const again = { ...company.org, sub: company.user.sub, role: 'member', created_at: NOW, updated_at: NOW } as const;
    expect(await storage.organizations.addMember(again)).toBe('already_member');
    expect(await storage.organizations.addMember({ ...again, sub: unique('sub') })).toBe('unknown');
    expect(await storage.organizations.addMember({ ...again, org_id: unique('org') })).toBe('unknown');
    expect(await rolesIn(storage, company)).toEqual({ [company.user.sub]: 'owner' });
  });

  test('the last owner can neither leave nor be demoted; of two, one can', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { org, user } = company;
    const admin = await aMember(storage, company, 'admin');
    const membership = { ...org, sub: user.sub };
    expect(await storage.organizations.setRole(membership, 'admin', NOW)).toBe('last_owner');
    expect(await storage.organizations.setRole(membership, 'owner', NOW)).toBe('changed');
    expect(await storage.organizations.removeMember(membership, aNotice(), NOW)).toBe('last_owner');
    expect(await storage.organizations.setRole({ ...org, sub: admin.sub }, 'owner', NOW)).toBe('changed');
    expect(await storage.organizations.setRole(membership, 'member', NOW)).toBe('changed');
    expect(await storage.organizations.removeMember(membership, aNotice(), NOW)).toBe('removed');
    expect(await storage.organizations.removeMember(membership, aNotice(), NOW)).toBe('unknown');
    expect(await rolesIn(storage, company)).toEqual({ [admin.sub]: 'owner' });
  });

  test('two hundred times, two owners that leave or step down at once leave one', async () => {
    const [a, b] = storages();
    const company = await aCompany(a);
    const { tenant_id, user: first } = company;
    const second = await aUserOf(a, company);
    const round = async (_: unknown, i: number) => {
      const organization = anOrganization(tenant_id);
      const org = { tenant_id, org_id: organization.org_id };
      await a.organizations.create(organization, first.sub, null);
      const role = 'owner';
      await a.organizations.addMember({ ...org, sub: second.sub, role, created_at: NOW, updated_at: NOW });
      const answers = await Promise.all([
        a.organizations.removeMember({ ...org, sub: first.sub }, aNotice(), NOW),
        i % 2
          ? b.organizations.removeMember({ ...org, sub: second.sub }, aNotice(), NOW)
          : b.organizations.setRole({ ...org, sub: second.sub }, 'member', NOW),
      ]);
      return { answers, owners: await a.organizations.members(org, ['owner'], everything) };
    };
    // No more at once than there are connections for.
    for (let done = 0; done < CALLERS; done += 10) {
      for (const { answers, owners } of await Promise.all(Array.from({ length: 10 }, round))) {
        expect(answers.filter((answer) => answer === 'last_owner')).toHaveLength(1);
        expect(owners).toHaveLength(1);
      }
    }
  });

  test('catalogue 88: a deleted one is never made again; its grants end, its rows are gone', async () => {
    const [storage, other] = storages();
    const company = await aCompany(storage);
    const { tenant_id, user, organization, org } = company;
    const installed = await install(storage, company, org.org_id);
    const invitation = anInvitation(company, { email: 'x@a.example', email_key: 'x@a.example' });
    await storage.organizations.invite(invitation, aMail(tenant_id));
    expect(await storage.organizations.delete(org, aNotice(), NOW)).toBe(true);
    expect(await storage.organizations.delete(org, aNotice(), NOW)).toBe(false);
    expect(await other.organizations.create(organization, user.sub, null)).toBe('exists');
    expect(await installed.ended()).toBe('grant_revoked');
    expect(await other.organizations.listOfUser(tenant_id, user.sub, everything)).toEqual([]);
    expect(await other.organizations.findInvitation(tenant_id, invitation.invitation_hash, NOW)).toBeNull();
  });
});

describeStorage('installations on organizations', (storages) => {
  test('a user has one grant for each organization and one without; each is found and listed by its own', async () => {
    const [storage, other] = storages();
    const company = await aCompany(storage);
    const { tenant_id, client, user, org } = company;
    const second = anOrganization(tenant_id);
    await storage.organizations.create(second, user.sub, null);
    const alone = anApproval(company);
    await storage.grants.approve(alone, NOW);
    const first = anApproval(company, on(org.org_id));
    await storage.grants.approve(first, NOW + 5);
    const third = anApproval(company, { ...on(second.org_id), allow_scope: 'openid read' });
    await storage.grants.approve(third, NOW + 9);
    const idOf = async (org_id: string) =>
      (await other.grants.find(tenant_id, client.client_id, user.sub, org_id))?.grant_id;
    expect(await idOf('')).toBe(alone.grant_id);
    expect(await idOf(org.org_id)).toBe(first.grant_id);
    expect(await idOf(second.org_id)).toBe(third.grant_id);
    const listed = await other.grants.list(tenant_id, { org_id: second.org_id }, everything);
    expect(listed.map(({ grant_id, scope }) => [grant_id, scope])).toEqual([[third.grant_id, 'openid read']]);
    expect(await other.grants.list(tenant_id, { org_id: '' }, everything)).toHaveLength(1);
    const status = await other.grants.familyStatus(tenant_id, first.family.family_id, NOW);
    expect(status).toMatchObject({ org_id: org.org_id, ended: null });
    const code = await other.authorizationCodes.find(tenant_id, third.code.code_hash, NOW);
    expect(code).toMatchObject({ org_id: second.org_id });
    const mine = await other.organizations.listOfUser(tenant_id, user.sub, everything);
    expect(new Map(mine.map(({ organization, last_used_at }) => [organization.org_id, last_used_at]))).toEqual(
      new Map([
        [org.org_id, NOW + 5],
        [second.org_id, NOW + 9],
      ]),
    );
  });

  test('an organization is made in the commit of the approval, or not at all', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const create = anOrganization(place.tenant_id);
    const { org_id } = create;
    const late = anApproval(place, { ...on(org_id, { create }), interaction_id: unique('interaction') });
    expect(await storage.grants.approve(late, NOW)).toEqual({ outcome: 'interaction_finished' });
    expect(await storage.organizations.find(place.tenant_id, org_id)).toBeNull();
    expect(await storage.grants.approve(anApproval(place, on(org_id, { create })), NOW)).toMatchObject({
      outcome: 'approved',
    });
    const [mine] = await storage.organizations.listOfUser(place.tenant_id, place.user.sub, everything);
    expect(mine).toMatchObject({ organization: create, role: 'owner' });
  });

  test('who is no member, of none, or of a disabled one, approves nothing; nothing is written', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { tenant_id, client, org } = company;
    const stranger = aUser(tenant_id);
    await storage.users.create(stranger);
    const outsider = anApproval({ ...company, user: stranger }, on(org.org_id));
    expect(await storage.grants.approve(outsider, NOW)).toEqual({ outcome: 'not_member' });
    expect(await storage.grants.approve(anApproval(company, on(unique('org'))), NOW)).toEqual({
      outcome: 'not_member',
    });
    await storage.organizations.setDisabled(org, NOW, aNotice(), NOW);
    expect(await storage.grants.approve(anApproval(company, on(org.org_id)), NOW)).toEqual({ outcome: 'not_member' });
    expect(await storage.grants.list(tenant_id, { client_id: client.client_id }, everything)).toEqual([]);
    expect(await storage.authorizationCodes.find(tenant_id, outsider.code.code_hash, NOW)).toBeNull();
  });

  test('each way a membership or organization ends revokes its grants, and no other, and tells the clients', async () => {
    const [storage, other] = storages();
    const ways: ((company: Company, sub: string) => Promise<unknown>)[] = [
      ({ org }, sub) => storage.organizations.removeMember({ ...org, sub }, aNotice(), NOW),
      ({ org }) => storage.organizations.setDisabled(org, NOW, aNotice(), NOW),
      ({ org }) => storage.organizations.delete(org, aNotice(), NOW),
      ({ org, client }, sub) =>
        storage.organizations.decideApp(
          { ...org, client_id: client.client_id },
          { status: 'refused', decided_by: sub, reason: '' },
          aNotice(),
          NOW,
        ),
    ];
    for (const [i, end] of ways.entries()) {
      const company = await aCompany(storage);
      const { tenant_id, client, org } = company;
      await storage.clients.update(tenant_id, client.client_id, { webhook: 1 }, NOW);
      const otherClient = aClient(tenant_id);
      await storage.clients.create(otherClient, [], []);
      const member = await aMember(storage, company);
      const theirs = await install(storage, { ...company, user: member }, org.org_id);
      const owners = await install(storage, company, org.org_id);
      const elsewhere = await install(storage, { ...company, client: otherClient }, org.org_id);
      const alone = anApproval(company);
      await storage.grants.approve(alone, NOW);
      await end(company, member.sub);
      const ended = [await theirs.ended(), await owners.ended(), await elsewhere.ended()];
      const gone = 'grant_revoked';
      expect(ended).toEqual([gone, i === 0 ? null : gone, i === 0 || i === 3 ? null : gone]);
      expect((await other.grants.familyStatus(tenant_id, alone.family.family_id, NOW))?.ended).toBeNull();
      const told = await other.deliveries.list(tenant_id, client.client_id, everything);
      const events = told.map(({ event }) => JSON.parse(event) as { grant_id: string; org_id: string });
      expect(new Set(events.map(({ org_id }) => org_id))).toEqual(new Set([org.org_id]));
      const grants = events.map(({ grant_id }) => grant_id);
      expect(grants.sort()).toEqual((i === 0 ? [theirs] : [theirs, owners]).map(({ grant_id }) => grant_id).sort());
    }
  });

  test('a membership that ends while its member approves leaves no live grant', async () => {
    const [a, b] = storages();
    const company = await aCompany(a);
    const { tenant_id, org } = company;
    const members = await Promise.all(Array.from({ length: 50 }, () => aMember(a, company)));
    await Promise.all(
      members.flatMap((user, i) => [
        (i % 2 ? a : b).grants.approve(anApproval({ ...company, user }, on(org.org_id)), NOW),
        (i % 2 ? b : a).organizations.removeMember({ ...org, sub: user.sub }, aNotice(), NOW),
      ]),
    );
    expect(await a.grants.list(tenant_id, { org_id: org.org_id }, everything)).toEqual([]);
  });
});

describeStorage('organizations of a user who is deleted', (storages) => {
  test('pass to the oldest admin, else to the oldest member; one with another owner stays as it is', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    await aMember(storage, company, 'member', NOW - 9);
    const later = await aMember(storage, company, 'admin', NOW + 2);
    const admin = await aMember(storage, company, 'admin', NOW + 1);
    const remove = (sub: string) => storage.users.delete(company.tenant_id, sub, aNotice(), NOW);
    await remove(company.user.sub);
    expect(await rolesIn(storage, company)).toMatchObject({ [admin.sub]: 'owner', [later.sub]: 'admin' });
    await storage.organizations.setRole({ ...company.org, sub: later.sub }, 'owner', NOW);
    await remove(admin.sub);
    await storage.organizations.addMember({
      ...company.org,
      ...{ sub: (await aUserOf(storage, company)).sub, role: 'member', created_at: NOW, updated_at: NOW },
    });
    await remove(later.sub);
    const roles = Object.values(await rolesIn(storage, company));
    expect(roles.sort()).toEqual(['member', 'owner']);
  });

  test('where nobody is left, it is deleted and its org_id never given out again', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { tenant_id, org, organization, client, user } = company;
    await storage.clients.update(tenant_id, client.client_id, { webhook: 1 }, NOW);
    await install(storage, company, org.org_id);
    await storage.grants.approve(anApproval(company), NOW);
    expect(await storage.users.delete(tenant_id, user.sub, aNotice(), NOW)).toEqual([]);
    expect(await storage.organizations.find(tenant_id, org.org_id)).toBeNull();
    const next = await aUserOf(storage, company);
    expect(await storage.organizations.create(organization, next.sub, null)).toBe('exists');
    expect(await storage.deliveries.list(tenant_id, client.client_id, everything)).toHaveLength(2);
  });

  test('none is left without an owner, however users are deleted and added at once', async () => {
    const [a, b] = storages();
    const company = await aCompany(a);
    const { tenant_id } = company;
    const rounds = Array.from({ length: 40 }, async () => {
      const [owner, joiner] = [await aUserOf(a, company), await aUserOf(a, company)];
      const organization = anOrganization(tenant_id);
      const org = { tenant_id, org_id: organization.org_id };
      await a.organizations.create(organization, owner.sub, null);
      await Promise.all([
        a.users.delete(tenant_id, owner.sub, aNotice(), NOW),
        b.organizations.addMember({ ...org, sub: joiner.sub, role: 'member', created_at: NOW, updated_at: NOW }),
      ]);
      const members = await a.organizations.members(org, null, everything);
      return { exists: (await a.organizations.find(tenant_id, org.org_id)) !== null, members };
    });
    for (const { exists, members } of await Promise.all(rounds)) {
      expect(members.map(({ role }) => role)).toEqual(exists ? ['owner'] : []);
    }
  });
});

async function aUserOf(storage: Storage, { tenant_id }: Pick<Company, 'tenant_id'>) {
  const user = aUser(tenant_id);
  await storage.users.create(user);
  return user;
}

describeStorage('invitations to organizations', (storages) => {
  test('an invitation makes the invited a member once, and queues its mail', async () => {
    const [storage, other] = storages();
    const company = await aCompany(storage);
    const { tenant_id, org, organization } = company;
    const user = await aUserOf(storage, company);
    const invitation = anInvitation(company, user, { role: 'admin' });
    const { invitation_hash } = invitation;
    const mail = aMail(tenant_id);
    expect(await storage.organizations.invite(invitation, mail)).toBe('invited');
    expect(await other.mails.newest(tenant_id, 9)).toEqual([mail]);
    expect(await other.organizations.listInvitations(org, NOW, everything)).toEqual([invitation]);
    const found = { invitation, organization };
    expect(await other.organizations.findInvitation(tenant_id, invitation_hash, NOW)).toEqual(found);
    const accept = (sub: string) => storage.organizations.acceptInvitation({ tenant_id, invitation_hash }, sub, NOW);
    const stranger = await aUserOf(storage, company);
    expect(await accept(stranger.sub)).toEqual({ outcome: 'other_address' });
    expect(await accept(user.sub)).toEqual({ outcome: 'joined', organization, role: 'admin' });
    expect(await accept(user.sub)).toEqual({ outcome: 'used' });
    expect(await other.organizations.listInvitations(org, NOW, everything)).toEqual([]);
    expect(await rolesIn(storage, company)).toEqual({ [company.user.sub]: 'owner', [user.sub]: 'admin' });
  });

  test('catalogue 71: an invitation never raises what a member may do', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { tenant_id, org, organization } = company;
    const user = await aUserOf(storage, company);
    const invitation = anInvitation(company, user, { role: 'owner' });
    await storage.organizations.invite(invitation, aMail(tenant_id));
    await storage.organizations.addMember({ ...org, sub: user.sub, role: 'member', created_at: NOW, updated_at: NOW });
    const outcome = 'already_member';
    expect(await storage.organizations.acceptInvitation(invitation, user.sub, NOW)).toEqual({ outcome, organization });
    expect((await rolesIn(storage, company))[user.sub]).toBe('member');
    expect(await storage.organizations.invite(anInvitation(company, user), aMail(tenant_id))).toBe(outcome);
  });

  test('expired, withdrawn, replaced or of a disabled organization: unknown; two organizations may invite one address', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { tenant_id, org } = company;
    const user = await aUserOf(storage, company);
    const { organizations } = storage;
    const outcome = async ({ invitation_hash }: OrganizationInvitationRecord, now = NOW) =>
      (await organizations.acceptInvitation({ tenant_id, invitation_hash }, user.sub, now)).outcome;
    const [first, second, third] = [1, 2, 3].map(() => anInvitation(company, user));
    if (!first || !second || !third) throw new Error('three were made');
    await organizations.invite(first, aMail(tenant_id));
    expect(await outcome(first, first.expires_at)).toBe('unknown');
    await organizations.invite(second, aMail(tenant_id));
    expect(await outcome(first)).toBe('unknown');
    const elsewhere = await aCompany(storage);
    expect(await organizations.withdrawInvitation(elsewhere.org, second.invitation_hash)).toBe(false);
    expect(await organizations.withdrawInvitation(org, second.invitation_hash)).toBe(true);
    expect(await organizations.withdrawInvitation(org, second.invitation_hash)).toBe(false);
    expect(await outcome(second)).toBe('unknown');
    await organizations.invite(third, aMail(tenant_id));
    const other = anOrganization(tenant_id);
    await organizations.create(other, company.user.sub, null);
    const fourth = anInvitation(company, user, { org_id: other.org_id });
    await organizations.invite(fourth, aMail(tenant_id));
    await organizations.setDisabled(org, NOW, aNotice(), NOW);
    expect(await organizations.findInvitation(tenant_id, third.invitation_hash, NOW)).toBeNull();
    expect(await outcome(third)).toBe('unknown');
    expect(await outcome(fourth)).toBe('joined');
    expect(await organizations.invite(anInvitation(company, user), aMail(tenant_id))).toBe('unknown');
  });

  test('of many that use one invitation at once, exactly one joins', async () => {
    const [a, b] = storages();
    const company = await aCompany(a);
    const user = await aUserOf(a, company);
    const invitation = anInvitation(company, user);
    const { tenant_id, invitation_hash } = invitation;
    await a.organizations.invite(invitation, aMail(tenant_id));
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, (_, i) =>
        (i % 2 ? a : b).organizations.acceptInvitation({ tenant_id, invitation_hash }, user.sub, NOW),
      ),
    );
    const count = (outcome: string) => answers.filter((answer) => answer.outcome === outcome).length;
    expect([count('joined'), count('used')]).toEqual([1, CALLERS - 1]);
  });

  test('are removed some time after their end', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const invitation = anInvitation(company, await aUserOf(storage, company));
    await storage.organizations.invite(invitation, aMail(company.tenant_id));
    await storage.maintenance.removeExpired(invitation.expires_at + 3_600, 1_000);
    expect(await storage.organizations.findInvitation(company.tenant_id, invitation.invitation_hash, NOW)).toBeNull();
  });
});

describeStorage('apps that an admin must approve', (storages) => {
  const ask = (company: Company, requested_by: string, scope: string) => ({
    ...{ ...company.org, client_id: company.client.client_id },
    ...{ scope, requested_by, reason: 'please' },
  });
  const approvalOf = (storage: Storage, { org, client }: Company) =>
    storage.organizations.findApproval({ ...org, client_id: client.client_id });
  const decide = (storage: Storage, { org, client, user }: Company, scope: string | null) =>
    storage.organizations.decideApp(
      { ...org, client_id: client.client_id },
      {
        ...(scope === null ? { status: 'refused' as const } : { status: 'approved' as const, scope }),
        ...{ decided_by: user.sub, reason: 'because' },
      },
      aNotice(),
      NOW + 1,
    );

  test('a request is remembered and told once; more scope is told again', async () => {
    const [storage, other] = storages();
    const company = await aCompany(storage);
    const { tenant_id, org } = company;
    const member = await aMember(storage, company);
    const request = (scope: string) =>
      storage.organizations.requestApp(ask(company, member.sub, scope), [aMail(tenant_id)], NOW);
    expect(await request('a b')).toBe('requested');
    expect(await request('a')).toBe('waiting');
    const record = await approvalOf(other, company);
    const nothing = { scope: '', decided_by: null, decided_at: null };
    expect(record).toMatchObject({ status: 'requested', requested_scope: 'a b', requested_by: member.sub, ...nothing });
    expect(await other.organizations.listApprovals(org, everything)).toEqual([record]);
    expect(await request('c')).toBe('requested');
    expect(await approvalOf(other, company)).toMatchObject({ requested_scope: 'a b c' });
    expect(await other.mails.newest(tenant_id, 9)).toHaveLength(2);
    const stranger = await aUserOf(storage, company);
    expect(await storage.organizations.requestApp(ask(company, stranger.sub, 'a'), [], NOW)).toBe('unknown');
  });

  test('of many that ask at once, one is told of', async () => {
    const [a, b] = storages();
    const company = await aCompany(a);
    const member = await aMember(a, company);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? a : b).organizations.requestApp(ask(company, member.sub, 'a'), [aMail(company.tenant_id)], NOW),
      ),
    );
    expect(answers.filter((answer) => answer === 'requested')).toHaveLength(1);
    expect(await a.mails.newest(company.tenant_id, 99)).toHaveLength(1);
  });

  test('members install what was approved, with no more scope than that', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { tenant_id, org } = company;
    const user = await aMember(storage, company);
    const approve = async (scope: string) => {
      const approval = anApproval({ ...company, user }, on(org.org_id, { app: 'needed' }));
      approval.family.scope = scope;
      return (await storage.grants.approve(approval, NOW)).outcome;
    };
    expect(await approve('a')).toBe('app_not_approved');
    await storage.organizations.requestApp(ask(company, user.sub, 'a'), [], NOW);
    expect(await approve('a')).toBe('app_not_approved');
    expect(await decide(storage, company, 'a b')).toBe(true);
    expect(await approvalOf(storage, company)).toMatchObject({
      ...{ status: 'approved', scope: 'a b', requested_scope: null, reason: 'because', decided_at: NOW + 1 },
      decided_by: company.user.sub,
    });
    expect(await approve('b a')).toBe('approved');
    expect(await approve('a c')).toBe('app_not_approved');
    expect(await storage.organizations.requestApp(ask(company, user.sub, 'b'), [], NOW)).toBe('approved');
    expect(await storage.organizations.requestApp(ask(company, user.sub, 'a c'), [], NOW)).toBe('requested');
    expect(await approvalOf(storage, company)).toMatchObject({
      status: 'approved',
      scope: 'a b',
      requested_scope: 'a c',
    });
    expect(await approve('b')).toBe('approved');
    await decide(storage, company, null);
    expect(await approve('a')).toBe('app_not_approved');
    expect(await storage.organizations.requestApp(ask(company, user.sub, 'a'), [], NOW)).toBe('refused');
    expect(await storage.grants.list(tenant_id, { org_id: org.org_id }, everything)).toEqual([]);
    const unknown = { ...company, client: aClient(tenant_id) };
    expect(await decide(storage, unknown, 'a')).toBe(false);
  });

  test('an approval by an admin approves the app for all; who has become a member meanwhile approves nothing', async () => {
    const [storage] = storages();
    const company = await aCompany(storage);
    const { org } = company;
    const admin = await aMember(storage, company, 'admin');
    const given = (scope: string) => {
      const approval = anApproval({ ...company, user: admin }, on(org.org_id, { app: 'given' }));
      approval.family.scope = scope;
      return storage.grants.approve(approval, NOW);
    };
    await storage.organizations.requestApp(ask(company, admin.sub, 'a b'), [], NOW);
    expect(await given('a')).toMatchObject({ outcome: 'approved' });
    expect(await approvalOf(storage, company)).toMatchObject({
      status: 'approved',
      scope: 'a',
      requested_scope: 'a b',
    });
    await given('b');
    expect(await approvalOf(storage, company)).toMatchObject({ scope: 'a b', requested_scope: null });
    await storage.organizations.setRole({ ...org, sub: admin.sub }, 'member', NOW);
    expect(await given('c')).toEqual({ outcome: 'app_not_approved' });
    expect(await approvalOf(storage, company)).toMatchObject({ scope: 'a b' });
  });
});
