import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { updateTenant } from '../../src/management/tenants.ts';
import { requestUrl } from '../support/authorization.ts';
import { expectFits, launchBrowser } from '../support/browser.ts';
import { listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { aCompany, join, SCOPE } from './company.ts';

describe('organizations in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    const settings = { organizations: 'by_anyone', appApproval: 'admin' } as const;
    [browser, server] = await Promise.all([launchBrowser(), listeningServer({ settings })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const verified = (page: Page, name: string) => expectFits(page, `organizations-${name}`);

  /** Signs the user in on a new browser, on the way to a new app. */
  async function arrive(user: TestUser, locale = 'en-GB'): Promise<Page> {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    const client = await server.aClient({ client_name: 'Engine Notes', verified: true });
    await page.goto(`${server.issuer}${requestUrl(client, { scope: SCOPE })}`);
    await page.locator('input[name="email"]').fill(user.email);
    await page.locator('input[name="password"]').fill(user.password);
    await page.locator('button[value="sign_in"]').click();
    return page;
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  test('consent: one organization, several, and the first one', async () => {
    const [user, owner] = [await server.aUser(), await server.aUser()];
    const first = await arrive(user);
    await first.getByLabel('Name of your organization').waitFor();
    await verified(first, 'found');
    await first.getByLabel('Name of your organization').fill('   ');
    await press(first, 'Allow');
    await first.getByRole('alert').waitFor();
    await verified(first, 'found-wrong');
    await aCompany(server, user, 'Analytical Engines Ltd');
    const one = await arrive(user);
    await one.getByText('You decide for everybody').waitFor();
    await verified(one, 'one');
    await join(server, await aCompany(server, owner, 'Difference & Daughters'), user);
    const several = await arrive(user);
    await several.getByRole('radio', { name: /Analytical Engines Ltd/ }).waitFor();
    await verified(several, 'several');
    await several.getByRole('radio', { name: /Difference & Daughters/ }).check();
    await press(several, 'Allow');
    await several.getByRole('heading', { name: 'Ask an admin to approve Engine Notes' }).waitFor();
    await press(several, 'Choose another organization');
    await several.getByRole('heading', { name: 'Choose an organization' }).waitFor();
    await verified(several, 'select');
    await several.getByRole('button', { name: /Analytical Engines Ltd/ }).click();
    await several.getByRole('radio', { name: /Analytical Engines Ltd/, checked: true }).waitFor();
  });

  test('asking an admin, and their no', async () => {
    const [owner, user] = [await server.aUser(), await server.aUser()];
    const org_id = await aCompany(server, owner, 'Analytical Engines Ltd');
    await join(server, org_id, user);
    const page = await arrive(user);
    await page.getByLabel('Message (optional)').waitFor();
    await verified(page, 'ask');
    await page.getByLabel('Message (optional)').fill('For the weekly report.');
    await press(page, 'Ask an admin');
    await page.getByText('The admins have been told.').waitFor();
    await verified(page, 'waiting');
    const { tenant_id } = await server.tenant();
    const { organizations } = server.deps.storage;
    const [asked] = await organizations.listApprovals({ tenant_id, org_id }, { after: null, limit: 9 });
    const decision = { status: 'refused', decided_by: owner.sub, reason: 'We use Difference Notes.' } as const;
    const notice = { event_id: 'no', initiating_entity: 'admin' } as const;
    const app = { tenant_id, org_id, client_id: asked?.client_id ?? '' };
    await organizations.decideApp(app, decision, notice, server.clock());
    await press(page, 'Look again');
    await page.getByText('An admin has said no.').waitFor();
    await verified(page, 'refused');
    const german = await arrive(user, 'de-DE');
    await german.getByLabel('Nachricht (freiwillig)').waitFor();
    await verified(german, 'ask-de');
  });

  test('who belongs to none, where only the operator makes one', async () => {
    await updateTenant(server.deps, 'demo', { settings: { organizations: 'by_operator' } });
    const page = await arrive(await server.aUser());
    await page.getByRole('heading', { name: 'You need an organization first' }).waitFor();
    await verified(page, 'none');
  });
});
