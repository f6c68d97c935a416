import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshAddress, NEW_PASSWORD, OTHER_PASSWORD } from '../accounts-by-mail/journeys.ts';
import { launchBrowser } from '../support/browser.ts';
import { linkIn, mailTo } from '../support/mails.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, authorize } from '../support/user-agent.ts';
import { expectFocusOn, pressAt, tabTo } from './keyboard.ts';

const SCOPE = 'openid profile email offline_access invoices.read';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), listeningServer({ settings: { signUp: 'open' } })]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function aWindow(options: BrowserContextOptions): Promise<{ page: Page; heard: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    // Who is quicker with Tab than the page with its autofocus is not set back by it.
    if (!message.text().startsWith('Autofocus processing was blocked')) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  return { page, heard };
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Any page at all, which is there. */
const redirectUri = () => `${new URL(server.issuer).origin}/healthz`;

const anApp = () => server.aClient({ client_name: 'Papyrus', require_pkce: false, redirect_uris: [redirectUri()] });

async function answerOf(page: Page): Promise<URLSearchParams> {
  await page.waitForURL('**/healthz?**');
  return new URL(page.url()).searchParams;
}

/** Types into the field that has the focus, then from one to the next. */
async function typeAlong(page: Page, ...fields: (readonly [label: string, value: string])[]): Promise<void> {
  for (const [index, [label, value]] of fields.entries()) {
    if (index === 0) await expectFocusOn(page, label);
    else await tabTo(page, label);
    await page.keyboard.type(value);
  }
}

const SIGHTS: Readonly<Record<string, BrowserContextOptions>> = {
  'light, wide': { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  'dark, on a phone': { colorScheme: 'dark', viewport: { width: 390, height: 700 } },
};

describe.each(Object.entries(SIGHTS))('WCAG 2.2 §2.1.1 Keyboard, §2.4.7 Focus Visible: %s', (_, options) => {
  test('from an app: sign in, read, untick, allow; with Tab, Space and Enter alone', async () => {
    const { page, heard } = await aWindow(options);
    const user = await server.aUser();
    const client = await anApp();
    await page.goto(`${server.issuer}${authorizationUrl(client, { redirect_uri: redirectUri(), scope: SCOPE })}`);
    await typeAlong(page, ['Email', user.email], ['Password', 'not this one']);
    await pressAt(page, 'Sign in');
    await page.getByRole('alert').waitFor();
    // The summary leads to what has to be changed.
    await tabTo(page, 'Password');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(user.password);
    await pressAt(page, 'Sign in');
    await heading(page, /Papyrus/);
    const box = page.getByRole('checkbox', { name: 'Read your invoices' });
    expect(await box.isChecked()).toBe(true);
    await pressAt(page, 'Read your invoices', 'Space');
    expect(await box.isChecked()).toBe(false);
    await pressAt(page, 'Allow', 'Space');
    expect((await answerOf(page)).get('code')).not.toBeNull();
    const { tenant_id } = await server.tenant();
    const [grant] = await server.deps.storage.grants.list(tenant_id, { sub: user.sub }, { after: null, limit: 2 });
    expect(grant?.scope.split(' ')).not.toContain('invoices.read');
    expect(grant?.scope.split(' ')).toContain('email');
    expect(heard.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });

  test('from an app: say no', async () => {
    const { page } = await aWindow(options);
    const user = await server.aUser();
    const client = await anApp();
    await page.goto(`${server.issuer}${authorizationUrl(client, { redirect_uri: redirectUri(), scope: SCOPE })}`);
    await typeAlong(page, ['Email', user.email], ['Password', user.password]);
    await page.keyboard.press('Enter');
    await heading(page, /Papyrus/);
    await pressAt(page, 'Do not allow');
    expect((await answerOf(page)).get('error')).toBe('access_denied');
    await page.context().close();
  });

  test('from the front door to an app that is uninstalled', async () => {
    const { page, heard } = await aWindow(options);
    const user = await server.aUser();
    const client = await anApp();
    await authorize(server, client, user, { redirect_uri: redirectUri(), scope: SCOPE });
    await page.goto(`${server.issuer}/apps`);
    await typeAlong(page, ['Email', user.email], ['Password', user.password]);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Papyrus', exact: true }).waitFor();
    await pressAt(page, 'Papyrus');
    await page.getByRole('link', { name: 'Uninstall Papyrus' }).waitFor();
    await pressAt(page, 'Uninstall Papyrus');
    await page.getByRole('button', { name: 'Uninstall' }).waitFor();
    await pressAt(page, 'Uninstall');
    await page.getByText('Papyrus is uninstalled.').waitFor();
    const { tenant_id } = await server.tenant();
    const left = await server.deps.storage.grants.list(tenant_id, { sub: user.sub }, { after: null, limit: 2 });
    expect(left).toEqual([]);
    expect(heard).toEqual([]);
    await page.context().close();
  });
});

describe('without JavaScript, with Tab, Space and Enter alone', () => {
  const bare = { javaScriptEnabled: false, viewport: { width: 390, height: 700 } };

  /** Opens the link as a mail program does. */
  const follow = async (page: Page, email: string, template: 'sign_up' | 'reset_password' | 'change_email') =>
    page.goto(linkIn(await mailTo(server, email, template)));

  async function signIn(page: Page, path: string, email: string, password: string): Promise<void> {
    await page.goto(`${server.issuer}${path}`);
    await typeAlong(page, ['Email', email], ['Password', password]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${path}`);
  }

  test('signing up', async () => {
    const { page, heard } = await aWindow(bare);
    const email = freshAddress();
    await page.goto(`${server.issuer}/sign-in?continue=%2Faccount`);
    await pressAt(page, 'Create an account');
    await heading(page, 'Create your account');
    await typeAlong(page, ['Email', email]);
    await page.keyboard.press('Enter');
    await heading(page, 'Look into your mail');
    await follow(page, email, 'sign_up');
    await typeAlong(page, ['Your name', 'Grace Hopper'], ['Password', NEW_PASSWORD], ['The same again', NEW_PASSWORD]);
    await pressAt(page, 'Create account');
    await heading(page, 'Your account is ready');
    await pressAt(page, 'Your account');
    await page.waitForURL('**/account');
    await heading(page, 'Grace Hopper');
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('a forgotten password', async () => {
    const { page, heard } = await aWindow(bare);
    const user = await server.aUser();
    await page.goto(`${server.issuer}/sign-in`);
    await pressAt(page, 'Forgot your password?');
    await heading(page, 'Choose a new password');
    await typeAlong(page, ['Email', user.email]);
    await page.keyboard.press('Enter');
    await heading(page, 'Look into your mail');
    await follow(page, user.email, 'reset_password');
    await typeAlong(page, ['New password', OTHER_PASSWORD], ['The same again', OTHER_PASSWORD]);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Go to sign-in' }).waitFor();
    await pressAt(page, 'Go to sign-in');
    await heading(page, /^Sign in/);
    await typeAlong(page, ['Email', user.email], ['Password', OTHER_PASSWORD]);
    await page.keyboard.press('Enter');
    await heading(page, 'Ada Lovelace');
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('another email address', async () => {
    const { page, heard } = await aWindow(bare);
    const user = await server.aUser();
    const email = freshAddress();
    await signIn(page, '/account/email', user.email, user.password);
    await tabTo(page, 'New email');
    await page.keyboard.type(email);
    await tabTo(page, 'Password');
    await page.keyboard.type(user.password);
    await pressAt(page, 'Send link');
    await page.getByRole('status').waitFor();
    await follow(page, email, 'change_email');
    await pressAt(page, 'Use this address');
    await page.getByRole('status').waitFor();
    await page.context().clearCookies();
    await signIn(page, '/account', email, user.password);
    expect((await mailTo(server, user.email, 'email_changed')).subject).not.toBe('');
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('an app that is uninstalled', async () => {
    const { page, heard } = await aWindow(bare);
    const user = await server.aUser();
    const client = await anApp();
    await authorize(server, client, user, { redirect_uri: redirectUri(), scope: SCOPE });
    await signIn(page, '/apps', user.email, user.password);
    await pressAt(page, 'Papyrus');
    await page.getByRole('link', { name: 'Uninstall Papyrus' }).waitFor();
    await pressAt(page, 'Uninstall Papyrus');
    await page.getByRole('button', { name: 'Uninstall' }).waitFor();
    await pressAt(page, 'Uninstall');
    await page.getByText('Papyrus is uninstalled.').waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });
});
