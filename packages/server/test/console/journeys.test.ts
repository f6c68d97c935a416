import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/management/apps.ts';
import { pressAt, tabTo } from '../journeys/keyboard.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aUserWith, consoleServer, openConsole, SIZES } from './console-server.ts';

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

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const see = async (page: Page, name: string) => {
  await page.screenshot({ path: join(screenshots, `console-${name}.png`) });
  await expectAccessible(page);
};

/** A client of an app of this user. */
async function aClientOf(owner: TestUser, client_name: string) {
  const app = await createApp(server.deps, await server.tenant(), { name: `App of ${client_name}`, owner: owner.sub });
  return server.aClient({ client_name, app_id: app.app_id });
}

describe('WCAG 2.2 §2.1.1 Keyboard: creating an app with Tab, arrows, Space and Enter alone', () => {
  test.each(Object.entries(SIZES))('%s', async (size, viewport) => {
    const { page, heard } = await openConsole(browser, server, developer, { viewport, path: '/apps' });
    const name = `Abacus ${size}`;
    await page.getByRole('link', { name: 'Create an app' }).waitFor();
    await see(page, `j-apps-${size}`);
    await pressAt(page, 'Create an app');
    await heading(page, 'What are you building?');
    await page.getByLabel('Server app').waitFor({ state: 'attached' });
    // The first of a group of radio buttons is its one stop; arrows choose among them.
    for (let stops = 0; stops < 30 && !(await page.locator('input[type=radio]:focus').count()); stops += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await page.getByLabel('Server app').isChecked()).toBe(true);
    await see(page, `j-kind-${size}`);
    await pressAt(page, 'Continue');
    await heading(page, 'New app: Server app');
    await tabTo(page, 'Name');
    await page.keyboard.type(name);
    await tabTo(page, 'Redirect URIs 1');
    await page.keyboard.type('http://abacus.example/cb');
    await page.getByText('It uses http; use https').waitFor();
    await see(page, `j-details-${size}`);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('https://abacus.example/cb');
    await page.getByText('This one can be used.').waitFor();
    await pressAt(page, 'Create the app');
    await heading(page, `${name} is registered`);
    const secret = await page.locator('.secret code').innerText();
    expect(secret).toMatch(/^xcs_/);
    await see(page, `j-made-${size}`);
    await pressAt(page, 'Open the client');
    await heading(page, name);
    // Shown once: nowhere on the page of the client.
    await page.getByRole('heading', { name: 'Secrets' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain(secret);
    expect(heard).toEqual([]);
    await page.context().close();
  });
});

describe('a developer', () => {
  test('what the server refuses stands at the field, and the app is not made twice', async () => {
    const { page } = await openConsole(browser, server, developer, { path: '/apps/new' });
    await page.getByLabel('Server app').check({ force: true });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Twice');
    await page.getByRole('button', { name: 'Create the app' }).click();
    await page.getByRole('alert').waitFor();
    const refused = page.getByRole('group', { name: 'Redirect URIs' });
    expect(await refused.innerText()).toContain('add the URI to which users return');
    await page.locator('[aria-invalid=true]:focus').waitFor();
    await see(page, 'j-refused');
    await page.getByLabel('Redirect URIs 1').fill('https://twice.example/cb');
    await page.getByRole('button', { name: 'Create the app' }).click();
    await heading(page, 'Twice is registered');
    await page.getByRole('link', { name: 'Apps' }).first().click();
    await page.getByLabel('Search by name').fill('Twice');
    await expect.poll(() => page.getByRole('link', { name: 'Twice', exact: true }).count()).toBe(1);
    await page.context().close();
  });

  test('adds a secret that is shown once, revokes the other; both are gone or there at the server', async () => {
    const client = await aClientOf(developer, 'Rotated');
    const { page, heard } = await openConsole(browser, server, developer, { path: `/clients/${client.client_id}` });
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByLabel('What it is for').fill('From spring on');
    await see(page, 'j-new-secret');
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await page.getByText('Your new secret').waitFor();
    const secret = await page.locator('.secret code').innerText();
    await page.getByText('From spring on').waitFor();
    await see(page, 'j-secret-once');
    const old = client.client_secret?.slice(-4);
    await page.getByRole('button', { name: `Revoke …${old}` }).click();
    await see(page, 'j-revoke');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Revoke …/ }).count()).toBe(1);
    const introspect = (password: string | undefined) =>
      server.fetch('/introspect', {
        method: 'POST',
        body: new URLSearchParams({ token: 'none' }),
        headers: { authorization: `Basic ${btoa(`${client.client_id}:${password}`)}` },
      });
    expect((await introspect(secret)).status).toBe(200);
    expect((await introspect(client.client_secret)).status).toBe(401);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('changes settings; a change that somebody else overtook is refused', async () => {
    const client = await aClientOf(developer, 'Edited');
    const { page } = await openConsole(browser, server, developer, { path: `/clients/${client.client_id}` });
    const other = await openConsole(browser, server, developer, { path: `/clients/${client.client_id}` });
    await page.getByLabel('Description').fill('Mine');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await other.page.getByLabel('Description').fill('Theirs');
    await other.page.getByRole('button', { name: 'Save changes' }).click();
    await other.page.getByText('Somebody else changed this in the meantime').waitFor();
    const stored = await server.deps.storage.clients.find((await server.tenant()).tenant_id, client.client_id);
    expect(JSON.parse(stored?.client.metadata ?? '{}')).toMatchObject({ description: 'Mine' });
    await Promise.all([page.context().close(), other.page.context().close()]);
  });

  test('disables and enables; deletes only after typing the name', async () => {
    const client = await aClientOf(developer, 'Doomed');
    const { page, heard } = await openConsole(browser, server, developer, { path: `/clients/${client.client_id}` });
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Nobody has it installed.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Disabled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByText('Enabled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    const verb = dialog.getByRole('button', { name: 'Delete' });
    expect(await verb.isDisabled()).toBe(true);
    await see(page, 'j-delete');
    await dialog.getByRole('textbox').fill('Doomed');
    await verb.click();
    await heading(page, 'App of Doomed');
    expect(await server.deps.storage.clients.find((await server.tenant()).tenant_id, client.client_id)).toBeNull();
    expect(heard.filter((text) => !text.includes('404'))).toEqual([]);
    await page.context().close();
  });

  test("finds nothing of somebody else's, and no administration", async () => {
    const stranger = await aUserWith(server, 'developer', 'Mallory');
    const client = await aClientOf(developer, 'Foreign');
    const { page } = await openConsole(browser, server, stranger, { path: `/clients/${client.client_id}` });
    await page.getByText('There is nothing here, or it is not yours.').waitFor();
    expect(await page.getByRole('link', { name: 'Clients' }).count()).toBe(0);
    expect(await page.getByRole('navigation', { name: 'Console' }).getByText('Administration').count()).toBe(0);
    await page.context().close();
  });
});

describe('signing in', () => {
  test('leads back to the page that was asked for; a reload asks nobody; no token is left in storage', async () => {
    const { page } = await openConsole(browser, server, developer, { path: '/apps/new?x=1' });
    await heading(page, 'What are you building?');
    expect(new URL(page.url()).pathname.endsWith('/console/apps/new')).toBe(true);
    await page.reload();
    await heading(page, 'What are you building?');
    const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(stored).not.toMatch(/eyJ|xa[ct]_|verifier/);
    await page.context().close();
  });

  test('signing out ends the session of the browser as well', async () => {
    const { page } = await openConsole(browser, server, developer);
    await page.getByRole('button', { name: 'Sign out' }).click();
    const confirm = page.getByRole('button', { name: /^Sign out/ });
    await page.waitForLoadState('load');
    if (!page.url().includes('/console/signed-out')) await confirm.click();
    await heading(page, 'You are signed out');
    await see(page, 'j-signed-out');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Email').waitFor();
    await page.context().close();
  });

  test('an answer that this browser did not ask for is not taken', async () => {
    const { page } = await openConsole(browser, server, developer);
    await page.goto(
      `${server.issuer}/console/callback?code=stolen&state=theirs&iss=${encodeURIComponent(server.issuer)}`,
    );
    await heading(page, 'Apps');
    expect(page.url()).not.toContain('stolen');
    await page.context().close();
  });

  test('a session that ended leads to the sign-in and back', async () => {
    const { page } = await openConsole(browser, server, developer, { path: '/apps/new' });
    await page.context().clearCookies();
    await page.reload();
    await page.getByLabel('Email').fill(developer.email);
    await page.getByLabel('Password').fill(developer.password);
    await page.keyboard.press('Enter');
    await heading(page, 'What are you building?');
    await page.context().close();
  });
});

describe('on a phone', () => {
  test('the navigation is a drawer that keeps the focus, and closes where it leads', async () => {
    const admin = await aUserWith(server, 'admin');
    const { page, heard } = await openConsole(browser, server, admin, { viewport: SIZES.phone, path: '/apps' });
    await pressAt(page, 'Open the navigation');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('link', { name: 'Clients' }).waitFor();
    await see(page, 'j-drawer');
    await pressAt(page, 'Clients');
    await heading(page, 'Clients');
    await drawer.waitFor({ state: 'detached' });
    expect(heard).toEqual([]);
    await page.context().close();
  });
});
