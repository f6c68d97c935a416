import { expect, test } from 'vitest';
import { aPerson, type Person, send } from '../account/account.ts';
import { describeServer } from '../support/databases.ts';
import { aCompany, actionsIn, aMember, BY_ANYONE, type Company, invite, look, rolesIn } from './company.ts';

const LIST = '/account/organizations';

describeServer('invitations that wait for who is signed in', { settings: BY_ANYONE }, (the) => {
  /** Somebody who has shown that they read the mail of their address. */
  async function aVerifiedPerson(): Promise<Person> {
    const person = await aPerson(the());
    const { tenant_id } = await the().tenant();
    await the().deps.storage.users.update(tenant_id, person.user.sub, { email_verified: 1 }, the().clock());
    return person;
  }
  const listOf = async ({ agent }: Person, path = LIST) => (await agent.visit(path)).text();
  const answer = (person: Person, invitation: string, action: string) =>
    send(the(), person, `${LIST}/invitations`, { invitation, action });
  const idIn = (page: string) => /name="invitation" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const joinedAs = async (company: Company, { user }: Person) => (await rolesIn(company))[user.sub];

  test('it stands on the page of their organizations, and is accepted there without the mail', async () => {
    const company = await aCompany(the(), 'Analytical Engines');
    const invited = await aVerifiedPerson();
    expect(await listOf(invited)).not.toContain('You are invited');
    const link = await invite(company, company.owner, invited.user.email, 'admin');
    const page = await listOf(invited);
    expect(page).toContain('You are invited');
    expect(page).toContain('You are invited to Analytical Engines as an admin');
    const joined = await invited.agent.submit(page, { invitation: idIn(page), action: 'accept' });
    expect(await joined.text()).toContain('You belong to it now.');
    expect(await joinedAs(company, invited)).toBe('admin');
    expect(await actionsIn(company)).toContain(`organization.joined user:${invited.user.sub}`);
    expect(await listOf(invited)).not.toContain('You are invited');
    // The mailed link was the same invitation.
    expect((await invited.agent.visit(link)).status).toBe(410);
  });

  test('declined, it is gone for both sides, and its link with it', async () => {
    const company = await aCompany(the());
    const invited = await aVerifiedPerson();
    const link = await invite(company, company.owner, invited.user.email);
    const page = await listOf(invited);
    const declined = await invited.agent.submit(page, { invitation: idIn(page), action: 'decline' });
    expect(await declined.text()).toContain('You have declined.');
    expect(await joinedAs(company, invited)).toBeUndefined();
    expect(await listOf(invited)).not.toContain('You are invited');
    expect((await look(company, company.owner, 'members')).text).not.toContain(invited.user.email);
    expect((await invited.agent.visit(link)).status).toBe(410);
    expect(await actionsIn(company)).toContain(`organization.invitation_declined user:${invited.user.sub}`);
    const again = await answer(invited, idIn(page), 'accept');
    expect(await (await invited.agent.visit(again.headers.get('location') ?? '')).text()).toContain(
      'That invitation is over.',
    );
  });

  test('catalogue 70: who has not verified the address, or has another one, neither sees nor answers it', async () => {
    const company = await aCompany(the());
    const [unverified, other] = [await aPerson(the()), await aVerifiedPerson()];
    await invite(company, company.owner, unverified.user.email);
    const { tenant_id } = company;
    const [waiting] = await the().deps.storage.organizations.listInvitations(company, the().clock(), {
      after: null,
      limit: 9,
    });
    for (const person of [unverified, other]) {
      expect(await listOf(person)).not.toContain('You are invited');
      for (const action of ['accept', 'decline']) await answer(person, waiting?.invitation_hash ?? '', action);
      expect(await joinedAs(company, person)).toBeUndefined();
    }
    await the().deps.storage.users.update(tenant_id, unverified.user.sub, { email_verified: 1 }, the().clock());
    expect(await listOf(unverified)).toContain('You are invited');
  });

  test('none that is over: its sender may not invite any more, its organization is switched off, its time has passed', async () => {
    const invited = await aVerifiedPerson();
    const [left, off, late] = [await aCompany(the()), await aCompany(the()), await aCompany(the())];
    const admin = await aMember(left, 'admin');
    await invite(left, admin, invited.user.email);
    for (const company of [off, late]) await invite(company, company.owner, invited.user.email);
    expect((await listOf(invited)).match(/value="decline"/g)).toHaveLength(3);
    const { organizations } = the().deps.storage;
    await organizations.setRole(
      { tenant_id: left.tenant_id, org_id: left.org_id, sub: admin.user.sub },
      'member',
      the().clock(),
    );
    const notice = { event_id: off.org_id, initiating_entity: 'admin' } as const;
    await organizations.setDisabled(
      { tenant_id: off.tenant_id, org_id: off.org_id },
      the().clock(),
      notice,
      the().clock(),
    );
    expect((await listOf(invited)).match(/value="decline"/g)).toHaveLength(1);
    the().clock.advance(7 * 86_400 + 1);
    await invited.agent.signIn(await listOf(invited), invited.user);
    expect(await listOf(invited)).not.toContain('value="decline"');
  });

  test('catalogue 80: an invitation of another tenant is no part of it, whatever its address', async () => {
    const invited = await aVerifiedPerson();
    const company = await aCompany(the());
    await invite(company, company.owner, invited.user.email);
    const waiting = await the().deps.storage.organizations.listInvitationsFor(
      'another',
      invited.user.email,
      the().clock(),
      { after: null, limit: 9 },
    );
    expect(waiting).toEqual([]);
  });

  test('the form is for its own user: one that was left open by somebody else is worth nothing', async () => {
    const company = await aCompany(the());
    const invited = await aVerifiedPerson();
    await invite(company, company.owner, invited.user.email);
    const page = await listOf(invited);
    const stranger = await aPerson(the());
    const sent = await stranger.agent.submit(page, { invitation: idIn(page), action: 'accept' });
    expect(sent.status).toBe(403);
    expect(await joinedAs(company, invited)).toBeUndefined();
  });
});
