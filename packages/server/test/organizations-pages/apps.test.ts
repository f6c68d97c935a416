import { expect, test } from 'vitest';
import { aPerson, type Person } from '../account/account.ts';
import { errorPage } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aResourceServerClient, introspect, userinfo } from '../support/installed-app.ts';
import { mailsTo, mailTo } from '../support/mails.ts';
import { API, type TestServer } from '../support/start-server.ts';
import { aCompany, act, actionsIn, aMember, BY_ANYONE, type Company, look } from './company.ts';

type Client = Awaited<ReturnType<TestServer['aClient']>>;

/** A member who asks for the app on its page. */
async function ask({ agent }: Person, client: Client, scope = 'openid invoices.read', message = '') {
  const page = await (await agent.visit(requestUrl({ client_id: client.client_id }, { scope }))).text();
  expect(page).toContain('Ask an admin to approve');
  await agent.submit(page, { action: 'send', message });
}

const approvalOf = ({ server, tenant_id, org_id }: Company, { client_id }: Client) =>
  server.deps.storage.organizations.findApproval({ tenant_id, org_id, client_id });

/** What the page of the decision has its form send. */
async function shownScope(company: Company, admin: Person, client: Client): Promise<string> {
  const { text } = await look(company, admin, `apps/${client.client_id}/decide`);
  return /name="scope" value="([^"]*)"/.exec(text)?.[1] ?? '';
}

describeServer('what members have installed', { settings: BY_ANYONE }, (the) => {
  test('admins see it, with who has it and what it may do', async () => {
    const company = await aCompany(the());
    const [admin, member] = [await aMember(company, 'admin'), await aMember(company)];
    const client = await the().aClient({ client_name: 'Paper <Mill>', client_uri: 'https://mill.example/' });
    for (const { user } of [member, company.owner]) await anInstalledApp(the(), { user, client });
    const list = (await look(company, admin, 'apps')).text;
    expect(list).toContain('Paper &lt;Mill&gt;');
    expect(list).toContain('Installed by 2 members');
    expect(list).toContain('mill.example');
    expect(list).toContain('Read your invoices');
    const { text } = await look(company, admin, `apps/${client.client_id}`);
    expect(text).toContain(member.user.email);
    expect(text).toContain(company.owner.user.email);
    for (const below of ['apps', `apps/${client.client_id}`, `apps/${client.client_id}/uninstall`]) {
      await errorPage(await member.agent.send(`${company.path}/${below}`), 403);
    }
  });

  test('catalogue 90: uninstalling for all ends every token at once, on this organization and no other', async () => {
    const company = await aCompany(the());
    const [admin, member, other] = [await aMember(company, 'admin'), await aMember(company), await aMember(company)];
    const elsewhere = await aCompany(the());
    const client = await the().aClient();
    const api = await aResourceServerClient(the(), API);
    const apps = [];
    for (const { user } of [member, other]) {
      apps.push(await anInstalledApp(the(), { user, client, parameters: { resource: API } }));
    }
    const foreign = await anInstalledApp(the(), { user: elsewhere.owner.user, client, parameters: { resource: API } });
    expect((await look(company, admin, `apps/${client.client_id}/uninstall`)).text).toContain('2 members lose it.');
    const done = await act(company, admin, `apps/${client.client_id}/uninstall`);
    expect(await (await admin.agent.visit(done.headers.get('location') ?? '')).text()).toContain('for everybody.');
    for (const { access_token } of apps) expect((await introspect(the(), api, access_token)).active).toBe(false);
    expect((await introspect(the(), api, foreign.access_token)).active).toBe(true);
    await errorPage(await admin.agent.send(`${company.path}/apps/${client.client_id}`), 404);
    const revoked = (await actionsIn(company)).filter((one) => one === `grant.revoked user:${admin.user.sub}`);
    expect(revoked).toHaveLength(2);
  });

  test('one member’s installation is ended, and only one that is on this organization', async () => {
    const company = await aCompany(the());
    const [member, other] = [await aMember(company), await aMember(company)];
    const client = await the().aClient();
    const first = await anInstalledApp(the(), { user: member.user, client });
    const second = await anInstalledApp(the(), { user: other.user, client });
    const elsewhere = await aCompany(the());
    const third = await anInstalledApp(the(), { user: elsewhere.owner.user, client });
    const grantOf = async ({ user }: typeof first, { org_id, tenant_id }: Company) =>
      (await the().deps.storage.grants.find(tenant_id, client.client_id, user.sub, org_id))?.grant_id ?? '';
    await act(company, company.owner, `apps/${client.client_id}/end`, { grant_id: await grantOf(first, company) });
    await act(company, company.owner, `apps/${client.client_id}/end`, { grant_id: await grantOf(third, elsewhere) });
    const alive = await Promise.all(
      [first, second, third].map(async (app) => (await userinfo(the(), app.access_token)).status),
    );
    expect(alive).toEqual([401, 200, 200]);
  });

  test('without approvals there is nothing to decide', async () => {
    const company = await aCompany(the());
    const { client } = await anInstalledApp(the(), { user: company.owner.user });
    for (const below of ['decide', 'withdraw']) {
      await errorPage(await company.owner.agent.send(`${company.path}/apps/${client.client_id}/${below}`), 404);
      const fields = { answer: 'approve', scope: 'openid' };
      await errorPage(await act(company, company.owner, `apps/${client.client_id}/${below}`, fields), 404);
    }
    expect((await look(company, company.owner, `apps/${client.client_id}`)).text).not.toContain('<h2>Approval</h2>');
  });
});

describeServer('apps that an admin must approve', { settings: { ...BY_ANYONE, appApproval: 'admin' } }, (the) => {
  test('what waits is shown with who asks and why; approving tells them, and they can install it', async () => {
    const company = await aCompany(the());
    const [admin, member] = [await aMember(company, 'admin'), await aMember(company)];
    const client = await the().aClient({ client_name: 'Papyrus' });
    await ask(member, client, 'openid invoices.read', 'For the yearly report');
    expect((await look(company, admin)).text).toContain('1 waiting');
    expect((await look(company, admin, 'apps')).text).toMatch(/Waiting for an admin[\s\S]*Papyrus/);
    const { text } = await look(company, admin, `apps/${client.client_id}/decide`);
    for (const words of [member.user.email, 'For the yearly report', 'Read your invoices'])
      expect(text).toContain(words);
    expect(text).not.toContain('Change your invoices');
    const approved = await admin.agent.submit(text, { answer: 'approve', reason: 'Go ahead' });
    expect(await approved.text()).toContain('Members can install it now.');
    expect(await approvalOf(company, client)).toMatchObject({
      ...{ status: 'approved', requested_scope: null, decided_by: admin.user.sub, reason: 'Go ahead' },
    });
    const mail = await mailTo(the(), member.user.email, 'app_approved');
    expect(mail.text).toContain('Message: Go ahead');
    expect(mail.text).toContain('Papyrus');
    await anInstalledApp(the(), { client, user: member.user, parameters: { scope: 'openid invoices.read' } });
    expect(await actionsIn(company)).toContain(`organization.app_approved user:${admin.user.sub}`);
    await errorPage(await member.agent.send(`${company.path}/apps/${client.client_id}/decide`), 403);
  });

  test('refusing tells who asked, with the reason, and nobody else', async () => {
    const company = await aCompany(the());
    const [member, other] = [await aMember(company), await aMember(company)];
    const client = await the().aClient();
    await ask(member, client);
    const { text } = await look(company, company.owner, `apps/${client.client_id}/decide`);
    await company.owner.agent.submit(text, { answer: 'refuse', reason: 'We have another one\r\nBcc: all' });
    expect(await approvalOf(company, client)).toMatchObject({ status: 'refused', scope: '' });
    const mail = await mailTo(the(), member.user.email, 'app_refused');
    expect(mail.text).toContain('Message: We have another one Bcc: all');
    expect((await mailsTo(the(), other.user.email)).map(({ template }) => template)).not.toContain('app_refused');
    expect((await look(company, company.owner, `apps/${client.client_id}`)).text).toContain('We have another one');
    // Approved after all, unasked.
    const again = await look(company, company.owner, `apps/${client.client_id}/decide`);
    await company.owner.agent.submit(again.text, { answer: 'approve' });
    expect((await approvalOf(company, client))?.status).toBe('approved');
    expect((await mailsTo(the(), member.user.email)).filter(({ template }) => template === 'app_approved')).toEqual([]);
  });

  test('a no to more leaves what was approved', async () => {
    const company = await aCompany(the());
    const member = await aMember(company);
    const client = await the().aClient();
    await ask(member, client, 'openid');
    const scope = await shownScope(company, company.owner, client);
    await act(company, company.owner, `apps/${client.client_id}/decide`, { answer: 'approve', scope });
    const app = await anInstalledApp(the(), { client, user: member.user, parameters: { scope: 'openid' } });
    await ask(member, client, 'openid invoices.write');
    await act(company, company.owner, `apps/${client.client_id}/decide`, { answer: 'refuse' });
    expect(await approvalOf(company, client)).toMatchObject({
      status: 'approved',
      scope: 'openid',
      requested_scope: null,
    });
    expect((await userinfo(the(), app.access_token)).status).toBe(200);
    expect(await mailTo(the(), member.user.email, 'app_refused')).toBeDefined();
  });

  test('only what was shown is approved: more that is asked for meanwhile is shown first', async () => {
    const company = await aCompany(the());
    const [member, other] = [await aMember(company), await aMember(company)];
    const client = await the().aClient();
    await ask(member, client, 'openid');
    const scope = await shownScope(company, company.owner, client);
    await ask(other, client, 'openid invoices.write');
    for (const sent of [scope, '', 'openid invoices.read invoices.write', 'everything']) {
      const late = await act(company, company.owner, `apps/${client.client_id}/decide`, {
        answer: 'approve',
        scope: sent,
      });
      expect(late.status).toBe(409);
      expect(await late.text()).toContain('Change your invoices');
    }
    expect((await approvalOf(company, client))?.status).toBe('requested');
  });

  test('withdrawing an approval ends every installation, and members cannot come back', async () => {
    const company = await aCompany(the());
    const member = await aMember(company);
    const client = await the().aClient();
    await ask(member, client, 'openid');
    const scope = await shownScope(company, company.owner, client);
    await act(company, company.owner, `apps/${client.client_id}/decide`, { answer: 'approve', scope });
    const app = await anInstalledApp(the(), { client, user: member.user, parameters: { scope: 'openid' } });
    expect((await look(company, company.owner, `apps/${client.client_id}/withdraw`)).text).toContain(
      '1 member loses it.',
    );
    await act(company, company.owner, `apps/${client.client_id}/withdraw`);
    expect((await userinfo(the(), app.access_token)).status).toBe(401);
    const page = await (await member.agent.visit(requestUrl(client, { scope: 'openid' }))).text();
    expect(page).toContain('An admin has said no.');
  });

  test('catalogue 71: members decide nothing, nor does somebody of another organization', async () => {
    const company = await aCompany(the());
    const [member, stranger] = [await aMember(company), await aPerson(the())];
    const client = await the().aClient();
    await ask(member, client, 'openid');
    const scope = await shownScope(company, company.owner, client);
    const fields = { answer: 'approve', scope, decided_by: company.owner.user.sub, role: 'owner' };
    await errorPage(await act(company, member, `apps/${client.client_id}/decide`, fields), 403);
    await errorPage(await act(company, stranger, `apps/${client.client_id}/decide`, fields), 404);
    const theirs = await aCompany(the());
    await errorPage(await act(theirs, theirs.owner, `apps/${client.client_id}/decide`, fields), 404);
    expect((await approvalOf(company, client))?.status).toBe('requested');
    expect(await approvalOf(theirs, client)).toBeNull();
  });
});
