import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestUrl } from '../support/authorization.ts';
import { expectFits, launchBrowser, openWindow, screenshots } from '../support/browser.ts';
import { anInstalledApp, aResourceServerClient, introspect } from '../support/installed-app.ts';
import { linkIn, mailTo } from '../support/mails.ts';
import { API, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { aCompany, act, aMember, type Company } from './company.ts';

describe('the pages of organizations in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    const settings = { organizations: 'by_anyone', appApproval: 'admin', signUp: 'open' } as const;
    [browser, server] = await Promise.all([launchBrowser(), listeningServer({ settings })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** A window in which the user has signed in, and everything that its pages complained about. */
  async function signedIn(user: TestUser, options: BrowserContextOptions = {}) {
    const { page, heard } = await openWindow(browser, options);
    await page.goto(`${server.issuer}/account`);
    await signIn(page, user);
    await page.waitForURL('**/account');
    return { page, heard };
  }

  async function signIn(page: Page, user: TestUser): Promise<void> {
    await page.locator('[name=email]').fill(user.email);
    await page.locator('[name=password]').fill(user.password);
    await page.keyboard.press('Enter');
  }

  const verified = (page: Page, name: string) => expectFits(page, `organizations-${name}`);

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).press('Enter');
  const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).press('Enter');

  /** A company of some people and apps: one installed, one that waits. */
  async function aBusyCompany() {
    const company = await aCompany(server, 'Analytical Engines Ltd');
    const admin = await aMember(company, 'admin', { claims: { name: 'Grace Hopper' } });
    const member = await aMember(company, 'member', { claims: { name: 'Mary Somerville' } });
    const registered = { client_uri: 'https://papyrus.example/', scope: 'openid profile invoices.read invoices.write' };
    const papyrus = await server.aClient({ client_name: 'Papyrus', ...registered });
    await approve(company, admin, papyrus.client_id, 'openid profile invoices.read');
    for (const { user } of [member, admin]) {
      await anInstalledApp(server, { user, client: papyrus, parameters: { scope: 'openid profile invoices.read' } });
    }
    const ledger = await server.aClient({ client_name: 'Pocket Ledger' });
    const asking = await member.agent.visit(requestUrl(ledger, { scope: 'openid email invoices.write' }));
    await member.agent.submit(await asking.text(), { action: 'send', message: 'We need it for the yearly report.' });
    await act(company, admin, 'invitations', { email: 'charles@example.com', role: 'member' });
    return { company, admin, member, papyrus, ledger };
  }

  async function approve(
    { server, tenant_id, org_id }: Company,
    admin: { user: TestUser },
    client_id: string,
    scope: string,
  ) {
    const decision = { status: 'approved', scope, decided_by: admin.user.sub, reason: '' } as const;
    const notice = { event_id: `approve-${client_id}`, initiating_entity: 'admin' } as const;
    const app = { tenant_id, org_id, client_id };
    await server.deps.storage.organizations.decideApp(app, decision, notice, server.clock());
  }

  describe.each(['light', 'dark'] as const)('%s: accessible, within their policy', (colorScheme) => {
    test('what an owner sees', async () => {
      const { company, member, papyrus, ledger } = await aBusyCompany();
      const { page, heard } = await signedIn(company.owner.user, { colorScheme });
      const show = async (path: string, name: string) => {
        await page.goto(server.issuer + path);
        await verified(page, `${name}-${colorScheme}`);
      };
      await show('/account/organizations', 'list');
      await show('/account/organizations/new', 'new');
      await show(company.path, 'owner');
      await show(`${company.path}/members`, 'members');
      await show(`${company.path}/members/${member.user.sub}`, 'member');
      await show(`${company.path}/members/${member.user.sub}/remove`, 'remove');
      await show(`${company.path}/invitations`, 'invite');
      await page.getByLabel('Email').fill(member.user.email);
      await press(page, 'Send invitation');
      await page.getByRole('alert').waitFor();
      await verified(page, `invite-wrong-${colorScheme}`);
      await show(`${company.path}/apps`, 'apps');
      await show(`${company.path}/apps/${papyrus.client_id}`, 'app');
      await show(`${company.path}/apps/${papyrus.client_id}/uninstall`, 'uninstall');
      await show(`${company.path}/apps/${ledger.client_id}/decide`, 'decide');
      await show(`${company.path}/delete`, 'delete');
      expect(heard.filter((text) => !text.includes('422'))).toEqual([]);
      await page.context().close();
    });

    test('what a member sees, and an invitation', async () => {
      const { company, member } = await aBusyCompany();
      const { page, heard } = await signedIn(member.user, { colorScheme });
      await page.goto(server.issuer + company.path);
      await verified(page, `member-of-${colorScheme}`);
      await page.goto(`${server.issuer}/account/data/delete`);
      await verified(page, `deletion-${colorScheme}`);
      const invited = await server.aUser();
      await server.deps.storage.users.update(company.tenant_id, invited.sub, { email_verified: 1 }, server.clock());
      await act(company, company.owner, 'invitations', { email: invited.email, role: 'admin' });
      const guest = await signedIn(invited, { colorScheme });
      await guest.page.goto(`${server.issuer}/account/organizations`);
      await verified(guest.page, `invited-${colorScheme}`);
      expect(guest.heard).toEqual([]);
      await guest.page.context().close();
      await page.goto(`${server.issuer}${company.path}/leave`);
      await verified(page, `leave-${colorScheme}`);
      await page.goto(linkIn(await mailTo(server, 'charles@example.com', 'organization_invitation')));
      await verified(page, `join-other-${colorScheme}`);
      await page.context().clearCookies();
      await page.goto(linkIn(await mailTo(server, 'charles@example.com', 'organization_invitation')));
      await verified(page, `join-${colorScheme}`);
      expect(heard).toEqual([]);
      await page.context().close();
    });
  });

  test('who is invited sees it on their page, joins one and declines the other, by keyboard without JavaScript', async () => {
    const [first, second] = [
      await aCompany(server, 'Analytical Engines'),
      await aCompany(server, 'Difference Engines'),
    ];
    const user = await server.aUser();
    await server.deps.storage.users.update(first.tenant_id, user.sub, { email_verified: 1 }, server.clock());
    for (const company of [first, second]) {
      await act(company, company.owner, 'invitations', { email: user.email, role: 'member' });
    }
    const { page, heard } = await signedIn(user, { javaScriptEnabled: false });
    await page.goto(`${server.issuer}/account/organizations`);
    await page.screenshot({ path: join(screenshots, 'organizations-invited-plain.png'), fullPage: true });
    await press(page, 'Join Analytical Engines');
    await page.getByRole('heading', { name: 'Analytical Engines', level: 1 }).waitFor();
    await page.goto(`${server.issuer}/account/organizations`);
    await press(page, 'Decline Difference Engines');
    await page.getByText('You have declined.').waitFor();
    expect(await page.getByRole('link', { name: 'Analytical Engines' }).count()).toBe(1);
    expect(await page.getByText('Difference Engines').count()).toBe(0);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('in German, on a phone', async () => {
    const { company, papyrus, ledger } = await aBusyCompany();
    const { page } = await signedIn(company.owner.user, { locale: 'de' });
    for (const [path, name] of [
      ['', 'owner'],
      ['/members', 'members'],
      ['/invitations', 'invite'],
      ['/apps', 'apps'],
      [`/apps/${papyrus.client_id}`, 'app'],
      [`/apps/${ledger.client_id}/decide`, 'decide'],
    ] as const) {
      await page.goto(server.issuer + company.path + path);
      expect(await page.getAttribute('html', 'lang')).toBe('de');
      await verified(page, `${name}-de`);
    }
    await page.context().close();
  });

  test('without JavaScript, by keyboard, in two browsers: invite, join, and uninstall what was installed', async () => {
    const [boss, hand] = [await server.aUser(), await server.aUser()];
    const plain = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };
    const { page: owner, heard } = await signedIn(boss, plain);
    await follow(owner, 'Organizations');
    await follow(owner, 'Make an organization');
    await owner.getByLabel('Name').fill('Difference Engines');
    await owner.keyboard.press('Enter');
    await owner.getByRole('heading', { name: 'Difference Engines', level: 1 }).waitFor();
    await follow(owner, 'Members');
    await follow(owner, 'Invite somebody');
    await owner.getByLabel('Email').fill(hand.email);
    await press(owner, 'Send invitation');
    await owner.getByText('Invitation sent.').waitFor();

    const context = await browser.newContext(plain);
    const member = await context.newPage();
    await member.goto(linkIn(await mailTo(server, hand.email, 'organization_invitation')));
    await follow(member, 'Sign in');
    await signIn(member, hand);
    await press(member, 'Join');
    await member.getByText('You belong to it now.').waitFor();
    await member.getByText('You are a member.').waitFor();

    const api = await aResourceServerClient(server, API);
    const org_id = /org_[0-9a-f]{32}/.exec(owner.url())?.[0] ?? '';
    const { tenant_id } = await server.tenant();
    const client = await server.aClient({ client_name: 'Papyrus' });
    const company = { server, tenant_id, org_id } as Company;
    const scope = 'openid offline_access invoices.read';
    await approve(company, { user: boss }, client.client_id, scope);
    const parameters = { resource: API, scope };
    const { access_token, refresh_token } = await anInstalledApp(server, { user: hand, client, parameters });
    expect(await introspect(server, api, access_token)).toMatchObject({ active: true, org_id });

    await follow(owner, 'Difference Engines');
    await follow(owner, 'Apps');
    await follow(owner, 'Papyrus');
    await owner.getByText(hand.email).waitFor();
    await follow(owner, 'Uninstall for everybody');
    await press(owner, 'Uninstall');
    await owner.getByText('Uninstalled for everybody.').waitFor();
    expect(await introspect(server, api, access_token)).toEqual({ active: false });
    expect(await introspect(server, client, refresh_token)).toEqual({ active: false });
    expect(heard).toEqual([]);
    await Promise.all([owner.context().close(), context.close()]);
  });
});
