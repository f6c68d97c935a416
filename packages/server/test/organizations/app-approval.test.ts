import { expect, test } from 'vitest';
import { setMemberRole } from '../../src/management/organizations.ts';
import { pageKind, redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { mailsTo, mailTo } from '../support/mails.ts';
import type { TestServer } from '../support/start-server.ts';
import { aCompany, allow, ask, aVisitor, type Client, grantsOf, join, organizationOf, SCOPE } from './company.ts';

/** An organization with an owner, an admin and a member, and an app that none of them has. */
async function aCompanyWithPeople(server: TestServer) {
  const [owner, admin, member] = [await server.aUser(), await server.aUser(), await server.aUser()];
  const org_id = await aCompany(server, owner);
  await join(server, org_id, admin, 'admin');
  await join(server, org_id, member);
  const client = await server.aClient();
  const { tenant_id } = await server.tenant();
  const app = { tenant_id, org_id, client_id: client.client_id };
  return { owner, admin, member, org_id, client, app, agent: await aVisitor(server, member) };
}

const approval = (server: TestServer, app: Awaited<ReturnType<typeof aCompanyWithPeople>>['app']) =>
  server.deps.storage.organizations.findApproval(app);
const silently = (client: Client, scope = SCOPE) => requestUrl(client, { scope, prompt: 'none' });
const notice = (event_id: string) => ({ event_id, initiating_entity: 'admin' as const });

const settings = { organizations: 'by_anyone', appApproval: 'admin' } as const;

describeServer('apps that an admin must approve', { settings }, (the) => {
  test('a member asks the admins, who are told by mail, once; the app gets access_denied', async () => {
    const { owner, admin, member, client, app, agent } = await aCompanyWithPeople(the());
    expect(redirected(await agent.visit(silently(client))).parameters.error).toBe('interaction_required');
    const page = await ask(agent, client);
    expect(page).toContain('Ask an admin to approve Test app');
    const asked = await agent.submit(page, { action: 'send', message: 'For  the\u202e report' });
    const waiting = await asked.text();
    expect(waiting).toContain('The admins have been told.');
    expect(await approval(the(), app)).toMatchObject({
      ...{ status: 'requested', scope: '', requested_by: member.sub, reason: 'For the report' },
      requested_scope: SCOPE,
    });
    for (const { email } of [owner, admin]) {
      const mail = await mailTo(the(), email, 'app_requested');
      expect(mail.text).toContain('Test app');
      expect(mail.text).toContain(member.email);
      expect(mail.text).toContain('Message: For the report');
      expect(mail.text).toContain(`${the().issuer}/account/organizations/${app.org_id}/apps`);
    }
    expect(await mailsTo(the(), member.email)).toEqual([]);
    await agent.submit(page, { action: 'send' });
    expect(await mailsTo(the(), owner.email)).toHaveLength(1);
    const looked = await (await agent.submit(waiting, { action: 'go_on' })).text();
    expect(looked).toContain('No admin has approved it so far.');
    const back = redirected(await agent.submit(looked, { action: 'cancel' }));
    expect(back.parameters.error).toBe('access_denied');
    expect(await grantsOf(the(), client)).toEqual([]);
  });

  test('once it is approved, members install it, with no more scope than that', async () => {
    const { admin, client, app, agent, org_id } = await aCompanyWithPeople(the());
    const waiting = await (await agent.submit(await ask(agent, client), { action: 'send' })).text();
    const decision = { status: 'approved', scope: SCOPE, decided_by: admin.sub, reason: '' } as const;
    await the().deps.storage.organizations.decideApp(app, decision, notice('1'), the().clock());
    const page = await (await agent.submit(waiting, { action: 'go_on' })).text();
    expect(pageKind(page)).toBe('consent');
    expect(page).not.toContain('You decide for everybody');
    expect(await organizationOf(the(), client, await allow(agent, page))).toBe(org_id);
    expect(await organizationOf(the(), client, await agent.visit(silently(client)))).toBe(org_id);
    const more = await ask(agent, client, { scope: `${SCOPE} email` });
    expect(more).toContain('Ask an admin to approve Test app');
    await agent.submit(more, { action: 'send' });
    const requested_scope = `${SCOPE} email`;
    expect(await approval(the(), app)).toMatchObject({ status: 'approved', scope: SCOPE, requested_scope });
    expect(await organizationOf(the(), client, await agent.visit(silently(client)))).toBe(org_id);
  });

  test('an admin’s own consent approves the app for all, and the page says so before', async () => {
    const { admin, client, app, agent, org_id } = await aCompanyWithPeople(the());
    const theirs = await aVisitor(the(), admin);
    const page = await ask(theirs, client);
    expect(page).toContain('You decide for everybody: if you allow it, all members of Analytical Engines may install');
    const unticked = await theirs.submit(page, { decision: 'allow', scope: ['openid', 'invoices.read'] });
    expect(await organizationOf(the(), client, unticked)).toBe(org_id);
    const scope = 'openid invoices.read';
    expect(await approval(the(), app)).toMatchObject({ status: 'approved', scope, decided_by: admin.sub });
    const events = await the().deps.storage.audit.list(app.tenant_id, { sub: admin.sub }, { after: null, limit: 99 });
    expect(events).toContainEqual(
      expect.objectContaining({ action: 'organization.app_approved', client_id: client.client_id }),
    );
    const consent = await ask(agent, client, { scope });
    expect(pageKind(consent)).toBe('consent');
    const allowed = await agent.submit(consent, { decision: 'allow', scope: scope.split(' ') });
    expect(await organizationOf(the(), client, allowed)).toBe(org_id);
    expect(await ask(theirs, client)).toContain('You decide for everybody');
  });

  test('a refusal is told with its reason, cannot be asked away, and ends what was installed', async () => {
    const { admin, client, app, agent } = await aCompanyWithPeople(the());
    const approve = { status: 'approved', scope: SCOPE, decided_by: admin.sub, reason: '' } as const;
    const { organizations } = the().deps.storage;
    await organizations.decideApp(app, approve, notice('1'), the().clock());
    await allow(agent, await ask(agent, client));
    expect(await grantsOf(the(), client)).toHaveLength(1);
    const refuse = { status: 'refused', decided_by: admin.sub, reason: 'Use the <b>other</b> one' } as const;
    await organizations.decideApp(app, refuse, notice('2'), the().clock());
    expect(await grantsOf(the(), client)).toEqual([]);
    const page = await ask(agent, client);
    expect(page).toContain('An admin has said no.');
    expect(page).toContain('Use the &lt;b&gt;other&lt;/b&gt; one');
    expect(page).not.toContain('value="send"');
    await agent.submit(page, { action: 'send' });
    expect(await approval(the(), app)).toMatchObject({ status: 'refused', requested_scope: null });
    expect(redirected(await agent.submit(page, { action: 'cancel' })).parameters.error).toBe('access_denied');
  });

  test('of several organizations each has its own answer; from the one that waits the user turns to another', async () => {
    const { client, member, agent, org_id } = await aCompanyWithPeople(the());
    const own = await aCompany(the(), member, 'My own');
    const page = await ask(agent, client);
    expect(page).toContain('An admin has to approve it first.');
    expect(page).toContain('If you allow it here, all its members may install it, too.');
    const asking = await (await allow(agent, page, { organization: org_id })).text();
    expect(asking).toContain('Ask an admin to approve Test app');
    expect(await grantsOf(the(), client)).toEqual([]);
    const choosing = await (await agent.submit(asking, { action: 'other' })).text();
    const consent = await (await agent.submit(choosing, { organization: own })).text();
    expect(await organizationOf(the(), client, await allow(agent, consent, { organization: own }))).toBe(own);
  });

  test('catalogue 71: who is no admin any more when they answer approves nothing', async () => {
    const { admin, client, app, org_id } = await aCompanyWithPeople(the());
    const theirs = await aVisitor(the(), admin);
    const page = await ask(theirs, client);
    const input = { user: admin.sub, role: 'member' } as const;
    await setMemberRole(the().deps, await the().tenant(), org_id, input);
    const answer = await (await allow(theirs, page, { role: 'owner', app: 'given', status: 'approved' })).text();
    expect(answer).toContain('Ask an admin to approve Test app');
    expect(await approval(the(), app)).toBeNull();
    expect(await grantsOf(the(), client)).toEqual([]);
  });

  test('who makes their first organization with the consent approves the app for it', async () => {
    const user = await the().aUser();
    const [client, agent] = [await the().aClient(), await aVisitor(the(), user)];
    const answer = await allow(agent, await ask(agent, client), { organization_name: 'Mine' });
    const org_id = String(await organizationOf(the(), client, answer));
    const { tenant_id } = await the().tenant();
    expect(await approval(the(), { tenant_id, org_id, client_id: client.client_id })).toMatchObject({
      ...{ status: 'approved', scope: SCOPE },
    });
  });
});
