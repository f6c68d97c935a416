import { mkdir, readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tenant as texts } from '../../../console/src/texts/en/tenant.ts';
import { updateTenant } from '../../src/management/tenants.ts';
import { deleteUser } from '../../src/management/users.ts';
import { tenantSettingsSchema } from '../../src/tenants/settings.ts';
import { aUserWith, consoleServer, openConsole, SIZES } from '../console/console-server.ts';
import { launchBrowser, screenshots } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aManagedTenant } from './a-managed-tenant.ts';
import { dialogOf, heading, see } from './page-parts.ts';

let browser: Browser;
let server: TestServer;
let admin: TestUser;
let operator: TestUser;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  admin = await aUserWith(server, 'admin');
  operator = await aUserWith(server, 'operator', 'Olive Operator');
  await aManagedTenant(server, await aUserWith(server, 'developer', 'Grace Hopper'));
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor();
const settings = async () => (await server.tenant()).settings;

/** Of the previews, read in the page. */
const ACCENTS = "[...document.querySelectorAll('.preview')].map(({ style }) => style.getPropertyValue('--accent'))";

describe('settings', () => {
  test('each has a name that people understand', async () => {
    // Those of the look have a page of their own.
    const asked = Object.entries(tenantSettingsSchema.shape).filter(([, schema]) => schema.meta()?.group !== 'look');
    expect(asked.map(([name]) => name).filter((name) => !(name in texts.setting))).toEqual([]);
  });

  test('a number that is no time is a number', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/tenant/settings/organizations' });
    const field = page.getByLabel('Organizations per person', { exact: true });
    expect(await field.inputValue()).toBe('20');
    expect(await page.locator('main').innerText()).toContain('Default: 20\n');
    await field.fill('7');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await saved(page);
    expect((await settings()).organizationsPerPerson).toBe(7);
    await field.fill('many');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('[name="settings.organizationsPerPerson"][aria-invalid=true]:focus').waitFor();
    expect((await settings()).organizationsPerPerson).toBe(7);
    await page.context().close();
  });

  test('a lifetime is set in days and reset to its default; what is out of bounds stands at its field', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: '/tenant' });
    await page.getByRole('link', { name: 'Tokens' }).click();
    await heading(page, 'Tokens');
    const field = page.getByLabel('Access tokens', { exact: true });
    await page.getByLabel('Unit of Access tokens').selectOption('minutes');
    await field.fill('20');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await saved(page);
    expect((await settings()).accessTokenTtl).toBe(1200);
    await page.getByRole('button', { name: /Use the default of Access tokens/ }).click();
    expect(await field.inputValue()).toBe('60');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await saved(page);
    const record = await server.deps.storage.tenants.findByName('demo');
    expect(JSON.parse(record?.settings ?? '{}')).not.toHaveProperty('accessTokenTtl');
    expect(heard).toEqual([]);
    await page.getByLabel('Authorization codes', { exact: true }).fill('5');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('[name="settings.authorizationCodeTtl"][aria-invalid=true]:focus').waitFor();
    await see(page, 'setting-refused');
    await page.context().close();
  });

  test('a preset says first what it changes, then changes it', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/tenant/settings/protocol' });
    await page.getByRole('button', { name: 'Take over identityserver' }).click();
    await page.getByText('Dialects: standard becomes identityserver.').waitFor();
    await see(page, 'preset');
    await dialogOf(page).getByRole('button', { name: 'Take over' }).click();
    await page.getByText('In force').waitFor();
    await expect.poll(() => page.getByLabel('identityserver', { exact: true }).isChecked()).toBe(true);
    expect((await settings()).dialects).toEqual(['identityserver']);
    await page.getByLabel('standard', { exact: true }).check();
    await page.getByLabel('Advertised by discovery').selectOption('standard');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await saved(page);
    expect((await settings()).dialects).toEqual(['standard', 'identityserver']);
    await page.context().close();
  });

  test('the preview follows the look as it is chosen, in both modes; saved, the pages are served so', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: '/tenant', viewport: SIZES.phone });
    await page.getByLabel('Display name').fill('Demo & Sons');
    await page.getByLabel('Accent colour', { exact: true }).fill('#7a1fa2');
    expect(await page.getByRole('img', { name: 'Preview of the sign-in page' }).count()).toBe(2);
    const colours = (await page.evaluate(ACCENTS)) as string[];
    expect(colours[0]).toBe('#7a1fa2');
    expect(colours[1]).not.toBe(colours[0]);
    await see(page, 'look');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await saved(page);
    const theme = await (await server.fetch('/theme.css')).text();
    for (const colour of colours) expect(theme).toContain(`--accent:${colour}`);
    expect(await (await server.fetch('/console')).text()).toContain('Demo &amp; Sons');
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('a change that somebody else overtook is refused', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/tenant/settings/users' });
    await page.getByLabel('Sign in by mail').check();
    await updateTenant(server.deps, 'demo', { settings: { sessionTtl: 86_400 } });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Somebody else changed this in the meantime').waitFor();
    expect((await settings()).signInByMail).toBe(false);
    await page.context().close();
  });
});

describe('APIs, scopes, keys, providers, deliveries', () => {
  test('a scope is added and deleted; one that clients have stays, and it is said how many', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/apis' });
    await page.getByRole('button', { name: 'Add a scope' }).click();
    await dialogOf(page).getByLabel('Name').fill('invoices send');
    await dialogOf(page).getByLabel('In the words of users').fill('Send your invoices');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.locator('[name=name][aria-invalid=true]:focus').waitFor();
    await see(page, 'scope-refused');
    await dialogOf(page).getByLabel('Name').fill('invoices.send');
    await dialogOf(page).getByLabel('Needs a review').check();
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Delete invoices.send' }).click();
    await page.getByText('No client is registered for it.').waitFor();
    await dialogOf(page).getByRole('textbox').fill('invoices.send');
    await dialogOf(page).getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.getByText('Send your invoices').count()).toBe(0);
    await page.getByRole('button', { name: 'Delete invoices.read' }).click();
    await page.getByText(/^\d+ clients are registered for it/).waitFor();
    await dialogOf(page).getByRole('textbox').fill('invoices.read');
    await dialogOf(page).getByRole('button', { name: 'Delete' }).click();
    await dialogOf(page).getByRole('alert').waitFor();
    expect((await server.tenant()).scopes.has('invoices.read')).toBe(true);
    await page.context().close();
  });

  test('an API is added, changed and deleted', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/apis' });
    await page.getByRole('button', { name: 'Add an API' }).click();
    await dialogOf(page).getByLabel('Identifier').fill('https://books.example');
    await dialogOf(page).getByLabel('Name').fill('Books');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit Books' }).click();
    await dialogOf(page).getByLabel('Lifetime in seconds').fill('300');
    await see(page, 'api');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByText('300 seconds').waitFor();
    await page.getByRole('button', { name: 'Delete Books' }).click();
    await page.getByText('No scope belongs to it.').waitFor();
    await dialogOf(page).getByRole('textbox').fill('Books');
    await dialogOf(page).getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.getByText('https://books.example').count()).toBe(0);
    await page.context().close();
  });

  test('a key is rotated, and it is said from when the next one signs', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: '/keys' });
    await page.getByRole('button', { name: 'Rotate ES256' }).click();
    await page.getByText('signs after 15 minutes').waitFor();
    await see(page, 'rotate');
    await dialogOf(page).getByRole('button', { name: 'Publish the next key' }).click();
    await page.getByText('The next key is published').waitFor();
    await page
      .getByText(/in 1[45] minutes/)
      .first()
      .waitFor();
    // A further one would be refused while that one waits.
    expect(await page.getByRole('button', { name: 'Rotate ES256' }).count()).toBe(0);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('a provider is added, disabled, deleted; its secret is never shown again', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/providers/new' });
    await page.getByLabel('Issuer').fill('https://id.harbour.example');
    await page.getByLabel('Short name').fill('harbour');
    await page.getByLabel('Name on the button').fill('Harbour');
    await page.getByLabel('Client ID').fill('xenia');
    await page.getByLabel('Client secret').fill('swordfish-in-the-harbour');
    await page.getByLabel('Ask the provider first').uncheck();
    await page.getByRole('button', { name: 'Add the provider' }).click();
    await heading(page, 'Harbour');
    await page.getByText('/sign-in-with/harbour/callback').waitFor();
    expect(await page.content()).not.toContain('swordfish');
    await page.getByRole('button', { name: 'Disable' }).click();
    await dialogOf(page).getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Disabled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialogOf(page).getByRole('textbox').fill('Harbour');
    await dialogOf(page).getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'Providers');
    await expect.poll(() => page.getByRole('link', { name: 'Harbour' }).count()).toBe(0);
    await page.context().close();
  });

  test('what was given up is sent again', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/deliveries' });
    await page.getByRole('button', { name: /^Send again/ }).click();
    await page.getByText('Waiting', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Send again/ }).count()).toBe(0);
    await page.context().close();
  });
});

describe('the audit log', () => {
  test('calls people and apps by their names, asked for once for the whole page; who is gone stays an id', async () => {
    const gone = await server.aUser();
    await deleteUser(server.deps, await server.tenant(), gone.sub);
    const asked: string[] = [];
    const { page } = await openConsole(browser, server, admin, { path: '/health' });
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.getByRole('link', { name: 'Audit log' }).click();
    await heading(page, 'Audit log');
    const entries = page.getByRole('table', { name: 'Entries' });
    await entries.getByRole('link', { name: admin.email }).first().waitFor();
    await entries.getByRole('link', { name: 'Papyrus' }).first().waitFor();
    await entries.getByRole('link', { name: gone.sub }).first().waitFor();
    expect(asked.filter((path) => path.endsWith('/audit-log/names'))).toHaveLength(1);
    await see(page, 'audit-names');
    await page.context().close();
  });

  test('is filtered, found whole, and downloaded to the last line', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: '/audit' });
    await page.getByText('Filters').click();
    await page.getByLabel('What was done').fill('organization.');
    await page.getByRole('button', { name: 'Show these' }).click();
    const entries = page.getByRole('table', { name: 'Entries' }).getByRole('button');
    await expect
      .poll(async () => (await entries.allInnerTexts()).every((action) => action.startsWith('organization.')))
      .toBe(true);
    await page.getByRole('button', { name: 'organization.created' }).click();
    await dialogOf(page).getByText('"org_id"').waitFor();
    await see(page, 'audit-entry');
    await page.keyboard.press('Escape');
    expect(heard).toEqual([]);
    await page.getByLabel('About the user').fill('nobody@example.com');
    await page.getByRole('button', { name: 'Show these' }).click();
    await page.locator('[name=user][aria-invalid=true]').waitFor();
    await page.getByRole('link', { name: 'Verify or download' }).click();
    await page.getByRole('button', { name: 'Verify the log' }).click();
    await page.getByText('The log is whole').waitFor();
    await see(page, 'audit-whole');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('audit-demo.jsonl');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    const numbers = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    await page.context().close();
  });

  test('a head that does not fit is found out', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/audit/verification' });
    await page.getByLabel('A head that you kept').fill('nonsense');
    await page.getByRole('button', { name: 'Verify the log' }).click();
    await page.locator('[name=expect][aria-invalid=true]:focus').waitFor();
    await page.getByLabel('A head that you kept').fill(`2:${'0'.repeat(64)}`);
    await page.getByRole('button', { name: 'Verify the log' }).click();
    await page.getByText('The log is not whole').waitFor();
    await see(page, 'audit-broken');
    await page.context().close();
  });
});

describe('tenants', () => {
  test('an operator makes one, sets it up, disables and enables it', async () => {
    const { page } = await openConsole(browser, server, operator, { path: '/tenants/new' });
    await page.getByLabel('Name', { exact: true }).fill('Not A Name');
    await page.getByRole('button', { name: 'Create the tenant' }).click();
    await page.locator('[name=name][aria-invalid=true]:focus').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('books');
    await page.getByLabel('Display name').fill('The books');
    await page.getByRole('button', { name: 'Create the tenant' }).click();
    await heading(page, 'The books');
    await page.getByRole('link', { name: 'Tokens' }).click();
    await page.getByLabel('Unit of ID tokens').selectOption('hours');
    await page.getByLabel('ID tokens', { exact: true }).fill('2');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await saved(page);
    const record = await server.deps.storage.tenants.findByName('books');
    expect(JSON.parse(record?.settings ?? '{}')).toMatchObject({ idTokenTtl: 7200 });
    await page.getByRole('link', { name: 'Tenants' }).first().click();
    await page.getByRole('button', { name: 'Disable books' }).click();
    await dialogOf(page).getByRole('textbox').fill('books');
    await see(page, 'disable-tenant');
    await dialogOf(page).getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable books' }).click();
    await page.getByRole('button', { name: 'Disable books' }).waitFor();
    await page.context().close();
  });

  test('an admin finds neither the section nor the page', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/tenants/sandbox' });
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('link', { name: 'Tenants', exact: true }).count()).toBe(1);
    const navigation = page.getByRole('navigation', { name: 'Console' });
    expect(await navigation.getByRole('link', { name: 'Tenants' }).count()).toBe(0);
    expect(await navigation.getByRole('link', { name: 'Tenant', exact: true }).count()).toBe(1);
    await page.context().close();
  });
});
