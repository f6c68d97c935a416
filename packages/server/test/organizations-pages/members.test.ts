import { expect, test } from 'vitest';
import { aPerson } from '../account/account.ts';
import { aUser } from '../storage/records.ts';
import { errorPage } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { mailsTo } from '../support/mails.ts';
import { aCompany, act, actionsIn, aMember, BY_ANYONE, invite, look, rolesIn } from './company.ts';

/** Longer ago than a sign-in counts as recent. */
const A_WHILE = 601;

describeServer('the members of an organization', { settings: BY_ANYONE }, (the) => {
  test('owners make members admins and owners, and take it back', async () => {
    const company = await aCompany(the());
    const { sub } = (await aMember(company)).user;
    for (const role of ['admin', 'owner', 'member'] as const) {
      const changed = await act(company, company.owner, `members/${sub}/role`, { role });
      expect(changed.headers.get('location')).toContain('?done=role_changed');
      expect((await rolesIn(company))[sub]).toBe(role);
    }
    expect((await actionsIn(company)).filter((one) => one.startsWith('organization.role_changed'))).toHaveLength(3);
  });

  test('catalogue 71: nobody raises themselves or others past what they are, whatever the form says', async () => {
    const company = await aCompany(the());
    const [admin, member] = [await aMember(company, 'admin'), await aMember(company)];
    const before = await rolesIn(company);
    for (const { user } of [admin, member, company.owner]) {
      for (const role of ['owner', 'admin', 'member']) {
        await errorPage(await act(company, admin, `members/${user.sub}/role`, { role }), 403);
        await errorPage(await act(company, member, `members/${user.sub}/role`, { role }), 403);
      }
    }
    for (const role of ['', 'root', 'Owner', 'owner,admin', '__proto__']) {
      await act(company, company.owner, `members/${member.user.sub}/role`, { role });
    }
    // What an invitation gives is held against the inviter's own role; nothing else of the form counts.
    for (const role of ['admin', 'owner']) {
      await act(company, admin, 'invitations', { email: `up-${role}@example.com`, role, org_role: role });
      expect(await mailsTo(the(), `up-${role}@example.com`)).toEqual([]);
    }
    await act(company, company.owner, 'invitations', { email: 'heir@example.com', role: 'owner' });
    expect(await mailsTo(the(), 'heir@example.com')).toEqual([]);
    expect(await rolesIn(company)).toEqual(before);
  });

  test('roles are given and admins removed only by who has just shown that it is they; members without', async () => {
    const company = await aCompany(the());
    const [admin, member, other] = [await aMember(company, 'admin'), await aMember(company), await aMember(company)];
    the().clock.advance(A_WHILE);
    const again = (response: Response) => expect(response.headers.get('location')).toMatch(/\/sign-in\?.*again=1/);
    again(await act(company, company.owner, `members/${member.user.sub}/role`, { role: 'admin' }));
    again(await act(company, company.owner, `members/${admin.user.sub}/remove`));
    again(await act(company, company.owner, 'invitations', { email: 'new@example.com', role: 'admin' }));
    expect(await rolesIn(company)).toMatchObject({ [member.user.sub]: 'member', [admin.user.sub]: 'admin' });
    expect(await mailsTo(the(), 'new@example.com')).toEqual([]);
    const removed = await act(company, company.owner, `members/${other.user.sub}/remove`);
    expect(removed.headers.get('location')).toContain('?done=removed');
  });

  test('an admin removes members; admins and owners only an owner does', async () => {
    const company = await aCompany(the());
    const [admin, second, member] = [
      await aMember(company, 'admin'),
      await aMember(company, 'admin'),
      await aMember(company),
    ];
    const app = await anInstalledApp(the(), { user: member.user });
    for (const { user } of [second, company.owner]) {
      expect((await look(company, admin, `members/${user.sub}`)).text).toContain('Only an owner can remove');
      await errorPage(await act(company, admin, `members/${user.sub}/remove`), 403);
    }
    const question = await look(company, admin, `members/${member.user.sub}/remove`);
    expect(question.text).toContain('1 app of theirs loses access at once.');
    await act(company, admin, `members/${member.user.sub}/remove`);
    await errorPage(await member.agent.send(company.path), 404);
    const headers = { authorization: `Bearer ${app.access_token}` };
    expect((await the().fetch('/userinfo', { headers })).status).toBe(401);
    await act(company, company.owner, `members/${admin.user.sub}/remove`);
    expect(Object.values(await rolesIn(company)).sort()).toEqual(['admin', 'owner']);
    expect(await actionsIn(company)).toContain(`organization.member_removed user:${admin.user.sub}`);
    // Oneself one leaves.
    const self = await act(company, company.owner, `members/${company.owner.user.sub}/remove`);
    expect(self.headers.get('location')).toBe(`${the().issuer}${company.path}/leave`);
  });

  test('catalogue 80: somebody who does not belong to it is as unknown there as nobody', async () => {
    const company = await aCompany(the());
    const elsewhere = await aCompany(the());
    for (const sub of [elsewhere.owner.user.sub, 'usr_nobody', '', '%00', '%E0%A4%A']) {
      await errorPage(await company.owner.agent.send(`${company.path}/members/${sub}`), 404);
      await errorPage(await act(company, company.owner, `members/${sub}/role`, { role: 'admin' }), 404);
      await errorPage(await act(company, company.owner, `members/${sub}/remove`), 404);
    }
    expect(await rolesIn(elsewhere)).toEqual({ [elsewhere.owner.user.sub]: 'owner' });
  });

  test('the last owner stays one, and is told so beforehand', async () => {
    const company = await aCompany(the());
    const { sub } = company.owner.user;
    expect((await look(company, company.owner, `members/${sub}`)).text).toContain('The only owner stays one');
    const refused = await act(company, company.owner, `members/${sub}/role`, { role: 'member' });
    expect(refused.headers.get('location')).toContain('?done=last_owner');
    expect((await rolesIn(company))[sub]).toBe('owner');
  });

  test('who gives up their own role sees that from where they still may be', async () => {
    const company = await aCompany(the());
    await aMember(company, 'owner');
    const { sub } = company.owner.user;
    const changed = await act(company, company.owner, `members/${sub}/role`, { role: 'member' });
    const page = await company.owner.agent.visit(changed.headers.get('location') ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Role changed.');
    await errorPage(await company.owner.agent.send(`${company.path}/members`), 403);
  });

  test('what somebody sent out is worth nothing once they may not invite any more', async () => {
    const company = await aCompany(the());
    const admin = await aMember(company, 'admin');
    const invited = await aPerson(the());
    const link = await invite(company, admin, invited.user.email);
    await act(company, company.owner, `members/${admin.user.sub}/role`, { role: 'member' });
    expect((await invited.agent.visit(link)).status).toBe(410);
    expect((await look(company, company.owner, 'members')).text).not.toContain(invited.user.email);
  });

  test('catalogue 83: they are shown page by page, and a cursor that is none of ours is 400', async () => {
    const company = await aCompany(the());
    const { tenant_id, org_id } = company;
    const now = the().clock();
    for (let count = 0; count < 60; count += 1) {
      const user = aUser(tenant_id);
      await the().deps.storage.users.create(user);
      await the().deps.storage.organizations.addMember({
        ...{ tenant_id, org_id, sub: user.sub, role: 'member' },
        ...{ created_at: now, updated_at: now },
      });
    }
    const names = (page: string) => page.match(/\/members\/[\w%-]+"/g) ?? [];
    const first = await look(company, company.owner, 'members');
    const next = /href="([^"]*\/members\?after=[^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await (await company.owner.agent.send(next)).text();
    expect([names(first.text).length, names(second).length]).toEqual([50, 11]);
    expect(new Set([...names(first.text), ...names(second)]).size).toBe(61);
    expect(second).toContain('To the first');
    for (const after of ['%00', "';--", 'x'.repeat(200), '']) {
      await errorPage(await company.owner.agent.send(`${company.path}/members?after=${after}`), 400);
    }
  });
});
