import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateApp } from '../../src/management/apps.ts';
import { aUserWith, consoleServer, openConsole, SIZES } from '../console/console-server.ts';
import { pressAt } from '../journeys/keyboard.ts';
import { launchBrowser, screenshots } from '../support/browser.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { mailTo } from '../support/mails.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aManagedTenant, aServiceThatAsks, type ManagedTenant } from './a-managed-tenant.ts';
import { dialogOf, heading, see } from './page-parts.ts';

let browser: Browser;
let server: TestServer;
let admin: TestUser;
let developer: TestUser;
let doomed: TestUser;
let known: ManagedTenant;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  admin = await aUserWith(server, 'admin');
  developer = await aUserWith(server, 'developer', 'Grace Hopper');
  // Before the tenant has organizations, so that the app is installed on the user.
  ({ user: doomed } = await anInstalledApp(server, { user: await server.aUser({ email: 'doomed@example.com' }) }));
  known = await aManagedTenant(server, developer);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const userNow = async (sub: string) => server.deps.storage.users.find((await server.tenant()).tenant_id, sub);
const grantsOf = async (sub: string) => {
  const { tenant_id } = await server.tenant();
  return server.deps.storage.grants.list(tenant_id, { sub }, { after: null, limit: 10 });
};

describe('users', () => {
  test('one is found by the beginning of the address, and an app is uninstalled from their account', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: '/users' });
    await page.getByLabel(/^Search by/).fill('ada@');
    await expect.poll(() => page.getByRole('link', { name: /@/ }).allInnerTexts()).toEqual(['ada@papyrus.example']);
    await page.getByRole('link', { name: 'ada@papyrus.example' }).click();
    await heading(page, 'ada@papyrus.example');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await see(page, 'revoke-grant');
    await dialogOf(page).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Nothing installed').waitFor();
    expect(await grantsOf(known.user.sub)).toEqual([]);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('the dialogs say in numbers what goes: factors, sessions, organizations', async () => {
    const { page } = await openConsole(browser, server, admin, { path: `/users/${known.user.sub}` });
    await page.getByRole('button', { name: 'Reset factors' }).click();
    await page.getByText('Their 2 recovery codes stop working.').waitFor();
    await see(page, 'reset-factors');
    await dialogOf(page).getByRole('button', { name: 'Reset factors' }).click();
    await page.getByText('The factors are reset').waitFor();
    await page.getByText('They are signed out of the one browser that they used.').waitFor();
    await page.getByText('Not signed in anywhere').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The organization Papyrus Ltd passes to its oldest administrator').waitFor();
    await see(page, 'delete-user');
    await page.context().close();
  });

  test('disable and enable; delete only after typing the address, and gone everywhere', async () => {
    const user = doomed;
    const { page } = await openConsole(browser, server, admin, { path: `/users/${user.sub}` });
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('They are signed out of one browser.').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable' }).waitFor();
    expect((await userNow(user.sub))?.disabled_at).not.toBeNull();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('button', { name: 'Disable' }).waitFor();
    expect((await userNow(user.sub))?.disabled_at).toBeNull();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('One app is uninstalled.').waitFor();
    const verb = dialogOf(page).getByRole('button', { name: 'Delete' });
    expect(await verb.isDisabled()).toBe(true);
    await dialogOf(page).getByRole('textbox').fill('doomed@example.com');
    await verb.click();
    await heading(page, 'Users');
    expect(await userNow(user.sub)).toBeNull();
    await page.context().close();
  });

  test('a role is given, up to one’s own; nobody above is changed', async () => {
    const operator = await aUserWith(server, 'operator', 'Olive Operator');
    const { sub } = await server.aUser();
    const { page } = await openConsole(browser, server, admin, { path: `/users/${sub}` });
    const field = page.getByRole('combobox', { name: 'Role' });
    expect(await field.locator('option').evaluateAll((all) => all.map((one) => one.getAttribute('value')))).toEqual([
      'none',
      'developer',
      'admin',
    ]);
    await field.selectOption('developer');
    await page.getByRole('button', { name: 'Change the role' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect((await userNow(sub))?.role).toBe('developer');
    await page.goto(`${server.issuer}/console/users/${operator.sub}`);
    await page.getByText('Their role is above yours').waitFor();
    expect(await page.getByRole('button', { name: /Delete|Disable|Set a password/ }).count()).toBe(0);
    await page.context().close();
  });

  test('somebody is invited; an account is created, and what is wrong stands at its field', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: '/users/new', viewport: SIZES.phone });
    await page.getByLabel('Email').fill('eve@example.com');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('The invitation is on its way').waitFor();
    expect((await mailTo(server, 'eve@example.com', 'invitation')).to).toBe('eve@example.com');
    await see(page, 'invited');
    expect(heard).toEqual([]);
    await page.getByRole('button', { name: 'Invite somebody else' }).click();
    await page.getByLabel('Create the account now').check({ force: true });
    await page.getByLabel('Email').fill('zoe@example.com');
    await page.getByLabel('Password').fill('password');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.locator('[aria-invalid=true]:focus').waitFor();
    await see(page, 'weak-password');
    await page.getByLabel('Password').fill('seven wild geese over the harbour');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await heading(page, 'zoe@example.com');
    await page.getByRole('button', { name: 'Send a link for a new password' }).click();
    await page.getByText('The link is on its way').waitFor();
    expect((await mailTo(server, 'zoe@example.com', 'reset_password')).to).toBe('zoe@example.com');
    await page.context().close();
  });
});

describe('review', () => {
  test('WCAG 2.2 §2.1.1 Keyboard: a change is read, sent back with a reason, and its developer is told', async () => {
    const { page, heard } = await openConsole(browser, server, admin, { path: `/review/${known.renamed_id}` });
    await page.getByText('Ledger of the long and winding name').waitFor();
    await pressAt(page, 'Send back');
    await see(page, 'send-back');
    await dialogOf(page).getByLabel('The reason').fill('That name belongs to somebody else.');
    await dialogOf(page).getByRole('button', { name: 'Send back' }).click();
    await page.getByText('Nothing of it waits for a review.').waitFor();
    expect((await mailTo(server, developer.email, 'app_review')).text).toContain('That name belongs to somebody else.');
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('an app is approved, suspended for a reason that has to be given, and reinstated', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/review' });
    await page.getByRole('link', { name: 'Papyrus', exact: true }).click();
    // The queue has buttons to approve, too, and stays until its app has come.
    await heading(page, 'Papyrus');
    await page.getByRole('button', { name: 'Approve' }).click();
    await dialogOf(page).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('Nobody has it installed.').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Suspend' }).click();
    await page.locator('[aria-invalid=true]:focus').waitFor();
    await see(page, 'suspend');
    await dialogOf(page).getByLabel('The reason').fill('It reads more than it says.');
    await dialogOf(page).getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('Suspended', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Reinstate' }).click();
    await page.getByText('Approved', { exact: true }).waitFor();
    await page.context().close();
  });

  test('an app that changed meanwhile is not approved unread', async () => {
    const { page } = await openConsole(browser, server, admin, { path: `/review/${known.app_id}` });
    await page.getByRole('button', { name: 'Suspend' }).waitFor();
    const change = { details: 'It writes as well.' };
    await updateApp(server.deps, await server.tenant(), known.app_id, { change, revision: null });
    await page.getByRole('button', { name: 'Suspend' }).click();
    await dialogOf(page).getByLabel('The reason').fill('Because.');
    await dialogOf(page).getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('Somebody else changed this in the meantime').waitFor();
    await page.context().close();
  });

  test('a service account is bound to a user, another request is refused', async () => {
    const refused = await aServiceThatAsks(server, developer, known.app_id);
    const grantsBefore = (await grantsOf(known.user.sub)).length;
    const { page } = await openConsole(browser, server, admin, { path: '/review' });
    const rows = page.getByRole('table', { name: 'Service accounts' });
    await rows.getByRole('button', { name: `Refuse ${refused}` }).click();
    await dialogOf(page).getByRole('button', { name: 'Refuse' }).click();
    await expect.poll(() => rows.getByRole('button', { name: /^Approve/ }).count()).toBe(1);
    await rows.getByRole('button', { name: /^Approve/ }).click();
    await dialogOf(page).getByLabel('The user').fill('nobody@example.com');
    await dialogOf(page).getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alert').waitFor();
    await see(page, 'bind');
    await dialogOf(page).getByLabel('The user').fill(known.user.email);
    await dialogOf(page).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('No request').waitFor();
    expect(await grantsOf(known.user.sub)).toHaveLength(grantsBefore + 1);
    await page.context().close();
  });
});

describe('a service account of an app that is not approved', () => {
  test('is not bound before it was said who alone may use it; the client then says the same', async () => {
    const client_id = await aServiceThatAsks(server, developer, known.draft_id);
    const { page } = await openConsole(browser, server, admin, { path: '/review' });
    await page.getByRole('button', { name: `Approve ${client_id}` }).click();
    await dialogOf(page).getByText('gets tokens only if the user is one of its developers or test users').waitFor();
    await see(page, 'bind-draft');
    await dialogOf(page).getByLabel('The user').fill(known.user.email);
    await dialogOf(page).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('No request').waitFor();
    await page.goto(`${server.issuer}/console/clients/${client_id}`);
    await page.getByText('Its service account gets no tokens now').waitFor();
    await page.getByText('make the user a test user of the app').waitFor();
    // An administrator finds the way to the user.
    await page.getByRole('main').getByRole('link', { name: known.user.sub }).click();
    await heading(page, known.user.email);
    await page.getByText('Service account: set up by an administrator').first().waitFor();
    await page.context().close();
  });
});

describe('organizations', () => {
  test('a member is added, made an administrator, removed; the organization is deleted with its numbers said', async () => {
    const { page } = await openConsole(browser, server, admin, { path: '/organizations' });
    await page.getByRole('button', { name: 'Create an organization' }).click();
    await dialogOf(page).getByLabel('Name').fill('Abacus Ltd');
    await dialogOf(page).getByLabel('First owner').fill(developer.email);
    await dialogOf(page).getByRole('button', { name: 'Create it' }).click();
    await heading(page, 'Abacus Ltd');
    await page.getByRole('button', { name: 'Add a member' }).click();
    await dialogOf(page).getByLabel('User').fill('bob@papyrus.example');
    await see(page, 'add-member');
    await dialogOf(page).getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Role of bob@papyrus.example').selectOption('admin');
    await expect.poll(() => page.getByLabel('Role of bob@papyrus.example').inputValue()).toBe('admin');
    // The last owner stays one, and is told why.
    await page.getByLabel(`Role of ${developer.email}`).selectOption('member');
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Remove bob@papyrus.example' }).click();
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Remove / }).count()).toBe(1);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Its one member belongs to it no more').waitFor();
    await dialogOf(page).getByRole('textbox').fill('Abacus Ltd');
    await dialogOf(page).getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'Organizations');
    await expect.poll(() => page.getByRole('link', { name: 'Abacus Ltd' }).count()).toBe(0);
    await page.context().close();
  });
});
