import { describe, expect, test } from 'vitest';
import { aPerson, type Person } from '../account/account.ts';
import { describeServer } from '../support/databases.ts';
import { linkIn, mailsTo, mailTo } from '../support/mails.ts';
import { startServer, type TestServer, type TestServerOptions } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  aCompany,
  accept,
  act,
  actionsIn,
  aMember,
  BY_ANYONE,
  type Company,
  invite,
  look,
  rolesIn,
} from './company.ts';

const DAY = 86_400;
const NEW_ACCOUNT = {
  name: 'Mary Somerville',
  password: 'seven quiet lanterns',
  password_again: 'seven quiet lanterns',
};

const joinedAs = async (company: Company, { user }: Person) => (await rolesIn(company))[user.sub];

describeServer('invitations to an organization', { settings: { ...BY_ANYONE, signUp: 'open' } }, (the) => {
  test('mailed in the words of the inviter, accepted once, by the one whom it is for', async () => {
    const company = await aCompany(the(), 'Analytical Engines');
    const invited = await aPerson(the());
    const link = await invite(company, company.owner, invited.user.email);
    const mail = await mailTo(the(), invited.user.email, 'organization_invitation');
    expect(mail.subject).toBe('Ada Lovelace invites you to Analytical Engines on Demo');
    expect(mail.text).toContain('for 7 days');
    const page = await (await invited.agent.visit(link)).text();
    expect(page).toContain('Join Analytical Engines');
    expect(page).toContain(`The invitation is for ${invited.user.email}.`);
    const joined = await invited.agent.submit(page, { action: 'accept' });
    expect(await joined.text()).toContain('You belong to it now.');
    expect(await joinedAs(company, invited)).toBe('member');
    expect((await actionsIn(company)).sort()).toEqual([
      `organization.created user:${company.owner.user.sub}`,
      `organization.invited user:${company.owner.user.sub}`,
      `organization.joined user:${invited.user.sub}`,
    ]);
    const second = await invited.agent.visit(link);
    expect(second.status).toBe(410);
    expect(await second.text()).toContain('you belong to Analytical Engines already');
  });

  test('opening the link changes nothing, however often a mail server does', async () => {
    const company = await aCompany(the());
    const invited = await aPerson(the());
    const link = await invite(company, company.owner, invited.user.email);
    for (const agent of [invited.agent, new UserAgent(the()), company.owner.agent]) {
      for (let times = 0; times < 3; times += 1) expect((await agent.visit(link)).status).toBe(200);
    }
    expect((await invited.agent.send(link, { method: 'POST' })).status).toBe(405);
    expect(await joinedAs(company, invited)).toBeUndefined();
    await accept(invited.agent, link);
    expect(await joinedAs(company, invited)).toBe('member');
  });

  test('catalogue 70: somebody else who is signed in cannot accept it, is told whom it is for, and can switch', async () => {
    const company = await aCompany(the());
    const [invited, other] = [await aPerson(the()), await aPerson(the())];
    const link = await invite(company, company.owner, invited.user.email);
    const page = await (await other.agent.visit(link)).text();
    expect(page).toContain('This is for another account.');
    expect(page).toContain(other.user.email);
    expect(page).not.toContain('value="accept"');
    const forced = await other.agent.submit(page, { action: 'accept' });
    expect(await forced.text()).toContain('This is for another account.');
    expect(await joinedAs(company, other)).toBeUndefined();
    const out = await (await other.agent.submit(page, { action: 'switch' })).text();
    const signIn = (/href="([^"]*\/sign-in\?[^"]*)"/.exec(out)?.[1] ?? '').replaceAll('&amp;', '&');
    const back = await other.agent.signIn(await (await other.agent.visit(signIn)).text(), invited.user);
    const joined = await other.agent.submit(await back.text(), { action: 'accept' });
    expect(await joined.text()).toContain('You belong to it now.');
    expect(await joinedAs(company, invited)).toBe('member');
  });

  test('nobody signed in: sign in, and come back to it', async () => {
    const company = await aCompany(the());
    const user = await the().aUser();
    const agent = new UserAgent(the());
    const page = await (await agent.visit(await invite(company, company.owner, user.email))).text();
    expect(page).toContain('Sign in to accept it.');
    expect(page).not.toContain('value="accept"');
    const signIn = (/href="([^"]*\/sign-in\?[^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    const back = await (await agent.signIn(await (await agent.visit(signIn)).text(), user)).text();
    expect(await (await agent.submit(back, { action: 'accept' })).text()).toContain('You belong to it now.');
    expect(await joinedAs(company, { user, agent })).toBe('member');
  });

  test('no account with that address: make one, whose address is verified, and come back to it', async () => {
    const company = await aCompany(the());
    const email = 'mary@post.example';
    const agent = new UserAgent(the());
    const link = await invite(company, company.owner, email);
    const form = await (await accept(agent, link, 'sign_up')).text();
    expect(form).toContain(`value="${email}"`);
    const back = await (await agent.submit(form, NEW_ACCOUNT)).text();
    expect(back).toContain('value="accept"');
    await agent.submit(back, { action: 'accept' });
    const user = await the().deps.storage.users.findByEmailKey(company.tenant_id, email);
    expect(user?.email_verified).toBe(1);
    expect((await rolesIn(company))[user?.sub ?? '']).toBe('member');
    // The one mail was the invitation.
    expect(await mailsTo(the(), email)).toHaveLength(1);
  });

  test('catalogue 76: inviting tells nobody whether an address has an account', async () => {
    const company = await aCompany(the());
    const { user } = await aPerson(the());
    const answers = [];
    for (const email of [user.email, 'nobody-has-this@post.example']) {
      const sent = await act(company, company.owner, 'invitations', { email, role: 'member' });
      const to = (sent.headers.get('location') ?? '').replace(/\.[\w-]+$/, '');
      const page = await (await company.owner.agent.visit(sent.headers.get('location') ?? '')).text();
      answers.push([sent.status, to, /role="status"[\s\S]*?<\/div><\/div>/.exec(page)?.[0]]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  test('after 7 days, withdrawn, or replaced by a newer one, a link opens nothing', async () => {
    const company = await aCompany(the());
    const invited = await aPerson(the());
    const { email } = invited.user;
    const first = await invite(company, company.owner, email);
    the().clock.advance(60);
    const second = await invite(company, company.owner, email);
    expect((await invited.agent.visit(first)).status).toBe(410);
    const page = (await look(company, company.owner, 'members')).text;
    expect(page.match(/name="invitation"/g)).toHaveLength(1);
    const withdrawn = await company.owner.agent.submit(page, { invitation: idIn(page) });
    expect(await withdrawn.text()).toContain('Its link does not work any more.');
    expect((await invited.agent.visit(second)).status).toBe(410);
    expect(await actionsIn(company)).toContain(`organization.invitation_withdrawn user:${company.owner.user.sub}`);
    the().clock.advance(60);
    const third = await invite(company, company.owner, email);
    const open = await (await invited.agent.visit(third)).text();
    the().clock.advance(7 * DAY);
    expect((await invited.agent.submit(open, { action: 'accept' })).status).toBe(410);
    expect(await joinedAs(company, invited)).toBeUndefined();
  });

  test('catalogue 80: one organization’s admin withdraws nothing of another', async () => {
    const [mine, theirs] = [await aCompany(the()), await aCompany(the())];
    const invited = await aPerson(the());
    const link = await invite(theirs, theirs.owner, invited.user.email);
    const id = idIn((await look(theirs, theirs.owner, 'members')).text);
    await act(mine, mine.owner, 'invitations', { action: 'withdraw', invitation: id });
    await accept(invited.agent, link);
    expect(await joinedAs(theirs, invited)).toBe('member');
  });

  test('what is no address, belongs to a member, or is too much is refused, and nothing is sent', async () => {
    const company = await aCompany(the());
    const member = await aMember(company);
    const before = await mailsTo(the(), member.user.email);
    for (const [email, words] of [
      ['nobody', 'That is no email address.'],
      ['a@b@c.example', 'That is no email address.'],
      [member.user.email.toUpperCase(), 'They belong to it already.'],
    ]) {
      const refused = await act(company, company.owner, 'invitations', { email: email ?? '', role: 'member' });
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain(words);
    }
    expect(await mailsTo(the(), member.user.email)).toEqual(before);
    const email = 'flooded@post.example';
    for (let sent = 0; sent < 12; sent += 1)
      await act(company, company.owner, 'invitations', { email, role: 'member' });
    expect((await mailsTo(the(), email)).length).toBeLessThanOrEqual(6);
    const last = await act(company, company.owner, 'invitations', { email, role: 'member' });
    expect(await last.text()).toContain('Too many mails.');
  });

  test('it never raises what a member may do already, and says that they belonged to it', async () => {
    const company = await aCompany(the());
    const invited = await aPerson(the());
    const link = await invite(company, company.owner, invited.user.email, 'admin');
    const { tenant_id, org_id } = company;
    const now = the().clock();
    await the().deps.storage.organizations.addMember({
      ...{ tenant_id, org_id, sub: invited.user.sub, role: 'member' },
      ...{ created_at: now, updated_at: now },
    });
    expect(await (await accept(invited.agent, link)).text()).toContain('You belonged to it already.');
    expect(await joinedAs(company, invited)).toBe('member');
  });

  test('catalogue 82: neither the list nor the audit says what stands in the link', async () => {
    const company = await aCompany(the());
    const link = await invite(company, company.owner, 'secret@post.example');
    const secret = link.slice(link.lastIndexOf('/') + 1);
    const events = await the().deps.storage.audit.list(company.tenant_id, {}, { after: null, limit: 500 });
    expect(JSON.stringify(events)).not.toContain(secret);
    expect((await look(company, company.owner, 'members')).text).not.toContain(secret);
    expect(JSON.stringify(the().log)).not.toContain(secret);
  });

  test('in German, to somebody who has said so', async () => {
    const company = await aCompany(the());
    const { user } = await aPerson(the(), { claims: { locale: 'de' } });
    await invite(company, company.owner, user.email);
    const mail = await mailTo(the(), user.email, 'organization_invitation');
    expect(mail.subject).toContain('lädt Sie bei Demo zu Analytical Engines ein');
  });
});

function idIn(page: string): string {
  return /name="invitation" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

describe('who may make an account by an invitation', () => {
  async function opened(options: TestServerOptions): Promise<{ server: TestServer; page: string; agent: UserAgent }> {
    const server = await startServer(options);
    const company = await aCompany(server);
    const agent = new UserAgent(server);
    const link = await invite(company, company.owner, 'new@post.example');
    return { server, agent, page: await (await agent.visit(link)).text() };
  }

  test('signUp invitation: the invited', async () => {
    const { server, agent, page } = await opened({ settings: { ...BY_ANYONE, signUp: 'invitation' } });
    const form = await (await agent.submit(page, { action: 'sign_up' })).text();
    expect(await (await agent.submit(form, NEW_ACCOUNT)).text()).toContain('value="accept"');
    await server.close();
  });

  test('signUp closed: nobody, and the page says whom to ask', async () => {
    const { server, page } = await opened({ settings: { ...BY_ANYONE, signUp: 'closed' } });
    expect(page).toContain('Ask Demo for one');
    expect(page).not.toContain('value="sign_up"');
    // Nor does it help to send a form that another page gave.
    const other = await aPerson(server);
    const link = linkIn(await mailTo(server, 'new@post.example', 'organization_invitation'));
    const switching = await (await other.agent.visit(link)).text();
    for (const name of other.agent.cookies.keys()) if (name.includes('session')) other.agent.cookies.delete(name);
    expect(await (await other.agent.submit(switching, { action: 'sign_up' })).text()).toContain('Ask Demo for one');
    await server.close();
  });

  test('organizations switched off since: the link opens nothing', async () => {
    const server = await startServer({ settings: BY_ANYONE });
    const company = await aCompany(server);
    const invited = await aPerson(server);
    const link = await invite(company, company.owner, invited.user.email);
    const { tenant_id } = company;
    const stored = await server.deps.storage.tenants.find(tenant_id);
    const settings = JSON.stringify({ ...JSON.parse(stored?.settings ?? '{}'), organizations: 'off' });
    expect(await server.deps.storage.tenants.update(tenant_id, { settings })).toMatchObject({ settings });
    expect((await invited.agent.visit(link)).status).toBe(410);
    await server.close();
  });
});
