import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MailTemplate } from '../../src/mail/content.ts';
import { inviteUser } from '../../src/management/invitations.ts';
import { expectFits, launchBrowser, openWindow } from '../support/browser.ts';
import { codeIn, linkIn, mailTo } from '../support/mails.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl } from '../support/user-agent.ts';
import { freshAddress, NEW_PASSWORD, OTHER_PASSWORD } from './journeys.ts';

describe('accounts by mail in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      listeningServer({ settings: { signUp: 'open', signInByMail: true, requireVerifiedEmail: true } }),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const aWindow = (options: BrowserContextOptions = {}) => openWindow(browser, options);
  const verified = (page: Page, name: string) => expectFits(page, `by-mail-${name}`);

  async function follow(page: Page, email: string, template: MailTemplate): Promise<void> {
    const response = await page.goto(linkIn(await mailTo(server, email, template)));
    expect(response?.status()).toBe(200);
    expect(page.url()).not.toContain('xtk_');
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).press('Enter');

  /** Types where the page has put the focus, and goes on from field to field with Tab. */
  async function typeAlong(page: Page, ...values: string[]): Promise<void> {
    await page.waitForLoadState('load');
    await page.locator('input:focus').waitFor();
    for (const [index, value] of values.entries()) {
      if (index > 0) await page.keyboard.press('Tab');
      await page.keyboard.type(value);
    }
    await page.keyboard.press('Enter');
  }

  async function askFor(page: Page, path: string, email: string): Promise<void> {
    await page.goto(`${server.issuer}${path}`);
    await typeAlong(page, email);
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  }

  async function passwordSignIn(page: Page, email: string, password: string, path: string): Promise<void> {
    await page.goto(`${server.issuer}${path}`);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`**${path}`);
  }

  test('without JavaScript, by keyboard alone: from an app through sign-up and mail back into the app', async () => {
    const { context, page, heard } = await aWindow({ javaScriptEnabled: false });
    // Any page at all: this one is there.
    const redirect_uri = `${new URL(server.issuer).origin}/healthz`;
    const client = await server.aClient({ require_pkce: false, redirect_uris: [redirect_uri] });
    const email = freshAddress();
    await page.goto(`${server.issuer}${authorizationUrl(client, { redirect_uri })}`);
    await page.getByRole('link', { name: 'Create an account' }).press('Enter');
    await page.getByRole('heading', { name: 'Create your account' }).waitFor();
    await typeAlong(page, email);
    await page.getByText('you come straight back to Test app').waitFor();
    await follow(page, email, 'sign_up');
    await typeAlong(page, 'Grace Hopper', NEW_PASSWORD, NEW_PASSWORD);
    await page.getByRole('button', { name: 'Allow', exact: true }).press('Enter');
    await page.waitForURL('**/healthz?**');
    expect(new URL(page.url()).searchParams.get('code')).not.toBeNull();
    expect(heard).toEqual([]);
    await context.close();
  });

  test('without JavaScript, by keyboard alone: a forgotten password', async () => {
    const { context, page, heard } = await aWindow({ javaScriptEnabled: false });
    const user = await server.aUser();
    await page.goto(`${server.issuer}/sign-in`);
    await page.getByRole('link', { name: 'Forgot your password?' }).press('Enter');
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await typeAlong(page, user.email);
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await follow(page, user.email, 'reset_password');
    await typeAlong(page, OTHER_PASSWORD, OTHER_PASSWORD);
    await page.getByRole('link', { name: 'Go to sign-in' }).press('Enter');
    await passwordSignIn(page, user.email, OTHER_PASSWORD, '/account');
    expect(heard).toEqual([]);
    await context.close();
  });

  test('without JavaScript, by keyboard alone: signing in with a code', async () => {
    const { context, page } = await aWindow({ javaScriptEnabled: false });
    const user = await server.aUser();
    await page.goto(`${server.issuer}/sign-in?continue=%2Faccount`);
    await page.getByRole('link', { name: 'Email me a link' }).press('Enter');
    await page.getByRole('heading', { name: 'Sign in by email' }).waitFor();
    await typeAlong(page, user.email);
    await page.getByLabel('Code').waitFor();
    await typeAlong(page, codeIn(await mailTo(server, user.email, 'sign_in_link')));
    await page.waitForURL('**/account');
    await context.close();
  });

  describe.each(['light', 'dark'] as const)(
    '%s: every page is accessible and never wider than the window',
    (colorScheme) => {
      const shown = (name: string) => `${name}-${colorScheme}`;

      test('signing up', async () => {
        const { context, page } = await aWindow({ colorScheme });
        const email = freshAddress();
        await page.goto(`${server.issuer}/sign-in`);
        await verified(page, shown('sign-in'));
        await page.goto(`${server.issuer}/sign-up`);
        await verified(page, shown('sign-up'));
        await page.getByLabel('Email').fill('ada@@post.example');
        await page.evaluate("document.querySelector('form').noValidate = true");
        await press(page, 'Send link');
        await page.getByRole('alert').waitFor();
        await verified(page, shown('sign-up-wrong'));
        await askFor(page, '/sign-up', email);
        await verified(page, shown('sign-up-sent'));
        await follow(page, email, 'sign_up');
        await verified(page, shown('new-account'));
        await page.getByLabel('Your name').fill('Grace Hopper');
        await page.getByLabel('Password', { exact: true }).fill('password1234567');
        await page.getByLabel('The same again').fill('password1234567');
        await press(page, 'Create account');
        await page.getByRole('alert').waitFor();
        await verified(page, shown('new-account-refused'));
        await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
        await page.getByLabel('The same again').fill(NEW_PASSWORD);
        await press(page, 'Create account');
        await page.getByRole('heading', { name: 'Your account is ready' }).waitFor();
        await verified(page, shown('account-ready'));
        await page.goto(linkIn(await mailTo(server, email, 'sign_up')));
        await verified(page, shown('used'));
        const invited = freshAddress();
        await inviteUser(server.deps, await server.tenant(), { email: invited, claims: { name: 'Grace Hopper' } });
        await follow(page, invited, 'invitation');
        await verified(page, shown('invitation'));
        await context.close();
      });

      test('a forgotten password, and signing in by mail', async () => {
        const { context, page } = await aWindow({ colorScheme });
        const user = await server.aUser();
        await page.goto(`${server.issuer}/forgot-password`);
        await verified(page, shown('recovery'));
        await askFor(page, '/forgot-password', user.email);
        await verified(page, shown('recovery-sent'));
        const link = linkIn(await mailTo(server, user.email, 'reset_password'));
        await follow(page, user.email, 'reset_password');
        await verified(page, shown('new-password'));
        const { context: other, page: stranger } = await aWindow({ colorScheme });
        await stranger.goto(page.url());
        await verified(stranger, shown('another-browser'));
        await other.close();
        await askFor(page, '/forgot-password', user.email);
        await page.goto(link);
        await verified(page, shown('over'));
        await follow(page, user.email, 'reset_password');
        await typeAlong(page, NEW_PASSWORD, NEW_PASSWORD);
        await page.getByRole('heading', { name: 'Your password has changed' }).waitFor();
        await verified(page, shown('password-changed'));
        await askFor(page, '/sign-in/mail', user.email);
        await verified(page, shown('code'));
        await typeAlong(page, 'nonsense');
        await page.getByRole('alert').waitFor();
        await verified(page, shown('code-wrong'));
        await follow(page, user.email, 'sign_in_link');
        await verified(page, shown('sign-in-link'));
        await context.close();
      });

      test('password and address of an account', async () => {
        const { context, page } = await aWindow({ colorScheme });
        const user = await server.aUser();
        await passwordSignIn(page, user.email, user.password, '/account/password');
        await verified(page, shown('account-password'));
        await page.getByLabel('Current password').fill('wrong');
        await page.getByLabel('New password').fill(NEW_PASSWORD);
        await page.getByLabel('The same again').fill(NEW_PASSWORD);
        await press(page, 'Change password');
        await page.getByRole('alert').waitFor();
        await verified(page, shown('account-password-wrong'));
        await page.goto(`${server.issuer}/account/email`);
        await verified(page, shown('account-email'));
        await press(page, 'Send confirmation');
        await page.getByRole('status').waitFor();
        await follow(page, user.email, 'verify_email');
        await verified(page, shown('verify'));
        await press(page, 'Confirm email');
        await page.getByRole('heading', { name: 'Your email is confirmed' }).waitFor();
        await verified(page, shown('verified'));
        const email = freshAddress();
        await page.goto(`${server.issuer}/account/email`);
        await page.getByLabel('New email').fill(email);
        await page.getByLabel('Password').fill(user.password);
        await press(page, 'Send link');
        await page.getByRole('status').waitFor();
        await verified(page, shown('account-email-asked'));
        await follow(page, email, 'change_email');
        await verified(page, shown('change-email'));
        const { context: other, page: nobody } = await aWindow({ colorScheme });
        await nobody.goto(linkIn(await mailTo(server, email, 'change_email')));
        await verified(nobody, shown('sign-in-first'));
        await other.close();
        await press(page, 'Use this address');
        await page.getByRole('status').waitFor();
        await verified(page, shown('account-email-changed'));
        await context.close();
      });

      test('an address that has to be confirmed first', async () => {
        const { context, page } = await aWindow({ colorScheme });
        const user = await server.aUser();
        const client = await server.aClient({ require_pkce: false });
        await page.goto(`${server.issuer}${authorizationUrl(client)}`);
        await page.getByLabel('Email').fill(user.email);
        await page.getByLabel('Password').fill(user.password);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.getByRole('heading', { name: 'Confirm your email' }).waitFor();
        await verified(page, shown('verify-first'));
        await press(page, 'Send link');
        await page.getByRole('status').waitFor();
        await verified(page, shown('verify-first-sent'));
        await context.close();
      });
    },
  );
});
