import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, showApp, updateApp } from '../../src/management/apps.ts';
import { approveApp, returnApp, submitApp } from '../../src/management/apps-review.ts';
import { refuseServiceAccount } from '../../src/management/service-account-requests.ts';
import { aUserWith, consoleServer, openConsole } from '../console/console-server.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';

let browser: Browser;
let server: TestServer;
let developer: TestUser;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  developer = await aUserWith(server, 'developer', 'Grace Hopper');
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const see = async (page: Page, name: string) => {
  await page.screenshot({ path: join(screenshots, `console-dev-j-${name}.png`), fullPage: true });
  await expectAccessible(page);
};

const anApp = async (name: string) => createApp(server.deps, await server.tenant(), { name, owner: developer.sub });

describe('the way of an app to its users', () => {
  test('what is missing is named, what was submitted waits, and what was sent back says why', async () => {
    const { app_id } = await anApp('On its way');
    await server.aClient({ client_name: 'On its way', app_id });
    const { page } = await openConsole(browser, server, developer, { path: `/apps/${app_id}` });
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByText('Say in a sentence what the app does.').waitFor();
    await see(page, 'missing');
    await page.getByLabel('Short description').fill('Goes its way');
    await page.getByLabel('Homepage').fill('https://way.example');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByText('Waiting for a reviewer').waitFor();
    expect(await page.getByRole('button', { name: 'Submit for review' }).count()).toBe(0);
    await returnApp(server.deps, await server.tenant(), { app_id, revision: null }, { note: 'Who are you?' });
    await page.reload();
    await page.getByText('Who are you?').waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).waitFor();
    await page.context().close();
  });

  test('what was submitted is withdrawn, and a change of an approved app likewise', async () => {
    const { app_id } = await anApp('Too early');
    await server.aClient({ client_name: 'Too early', app_id });
    const tenant = await server.tenant();
    const texts = { short_description: 'Not yet', homepage_uri: 'https://early.example' };
    await updateApp(server.deps, tenant, app_id, { change: texts, revision: null });
    await submitApp(server.deps, tenant, { app_id, revision: null });
    const { page } = await openConsole(browser, server, developer, { path: `/apps/${app_id}` });
    const withdraw = async () => {
      await page.getByRole('button', { name: 'Withdraw' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    };
    await page.getByText('Waiting for a reviewer').waitFor();
    await see(page, 'submitted');
    await withdraw();
    await page.getByText('Only you and your test users can use it').waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByText('Waiting for a reviewer').waitFor();
    await approveApp(server.deps, tenant, { app_id, revision: null }, {});
    await page.reload();
    await page.getByLabel('Name', { exact: true }).fill('In time');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('A change waits for a reviewer').waitFor();
    await withdraw();
    await page.getByText('A change waits for a reviewer').waitFor({ state: 'detached' });
    const { name, state } = await showApp(server.deps, tenant, app_id);
    expect({ name, state }).toEqual({ name: 'Too early', state: 'approved' });
    await page.context().close();
  });

  test('on the pages of a client of an app the way back names the app, and the navigation stands at Apps', async () => {
    const { app_id } = await anApp('Signpost');
    const { client_id } = await server.aClient({ client_name: 'Signpost for the web', app_id });
    const admin = await aUserWith(server, 'admin', 'Olive Operator');
    for (const user of [developer, admin]) {
      const { page } = await openConsole(browser, server, user, { path: `/clients/${client_id}` });
      for (const path of ['', '/usage', '/trace']) {
        await page.goto(`${server.issuer}/console/clients/${client_id}${path}`);
        await page
          .getByRole('navigation', { name: 'Breadcrumb' })
          .getByRole('link', { name: 'Signpost', exact: true })
          .waitFor();
        const current = page.getByRole('navigation', { name: 'Console' }).locator('[aria-current=page]');
        expect(await current.allInnerTexts()).toEqual(['Apps']);
      }
      await page.context().close();
    }
  });

  test('developers and test users come and go; whoever is unknown is named at the field', async () => {
    const { app_id } = await anApp('Together');
    const [friend, tester] = [await server.aUser({ claims: { name: 'Ada Lovelace' } }), await server.aUser()];
    const { page } = await openConsole(browser, server, developer, { path: `/apps/${app_id}/people` });
    await page.getByRole('button', { name: 'Add a developer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('User').fill('nobody@example.com');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.locator('[aria-invalid=true]:focus').waitFor();
    await see(page, 'add-developer');
    await dialog.getByLabel('User').fill(friend.email);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('table', { name: 'Developers' }).getByText('Ada Lovelace').waitFor();
    await page.getByRole('button', { name: 'Add a test user' }).click();
    await dialog.getByLabel('User').fill(tester.email);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: `Remove ${tester.email}` }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No test users yet').waitFor();
    const tenant = await server.tenant();
    const people = await server.deps.storage.apps.people(
      { tenant_id: tenant.tenant_id, app_id },
      ['owner', 'developer', 'tester'],
      { after: null, limit: 10 },
    );
    expect(people.map(({ sub, role }) => [sub, role]).sort()).toEqual(
      [
        [developer.sub, 'owner'],
        [friend.sub, 'developer'],
      ].sort(),
    );
    await page.context().close();
  });

  test('terms: a version is published, and the one before stays to be read', async () => {
    const { app_id } = await anApp('By the book');
    const { page, heard } = await openConsole(browser, server, developer, { path: `/apps/${app_id}/terms` });
    await page.getByText('nobody is asked to agree to anything').waitFor();
    await page.getByLabel('Text').fill('Be kind.');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1, in force').waitFor();
    await page.getByLabel('Where they are').selectOption('uri');
    await page.getByLabel('Address').fill('https://book.example/terms');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 2, in force').waitFor();
    await page.getByRole('link', { name: 'https://book.example/terms' }).waitFor();
    await page.getByText('Version 1', { exact: true }).click();
    await page.getByText('Be kind.').waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('a service account is requested once, and again once it was refused', async () => {
    const { app_id } = await anApp('At night');
    const client = await server.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
      app_id,
    });
    const { page } = await openConsole(browser, server, developer, { path: `/clients/${client.client_id}` });
    await page.getByLabel('What it is for').fill('Exports every night');
    await page.getByRole('button', { name: 'Request a service account' }).click();
    await page.getByText('Requested: an administrator decides').waitFor();
    expect(await page.getByRole('button', { name: 'Request a service account' }).count()).toBe(0);
    const tenant = await server.tenant();
    const filter = { client_id: client.client_id };
    const [asked] = await server.deps.storage.serviceAccounts.list(tenant.tenant_id, filter, { after: null, limit: 1 });
    await refuseServiceAccount(server.deps, tenant, asked?.request_id ?? '', { note: 'For whom?' });
    await page.reload();
    await page.getByText('For whom?').waitFor();
    await page.getByRole('button', { name: 'Request a service account' }).waitFor();
    await page.context().close();
  });

  test('an app is deleted only after its name was typed', async () => {
    const { app_id } = await anApp('Doomed app');
    const { page } = await openConsole(browser, server, developer, { path: `/apps/${app_id}` });
    await page.getByRole('button', { name: 'Delete the app' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('Doomed app');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor();
    const { tenant_id } = await server.tenant();
    expect(await server.deps.storage.apps.find(tenant_id, app_id)).toBeNull();
    await page.context().close();
  });
});
