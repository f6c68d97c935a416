import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestUrl } from '../support/authorization.ts';
import { expectFits, launchBrowser, openWindow, screenshots } from '../support/browser.ts';
import { fakeClock, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { codeOf } from './person.ts';

describe('passkeys and codes in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  const clock = fakeClock();
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [browser, server] = await Promise.all([launchBrowser(), listeningServer({ deps: { clock } })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** A window, everything that its pages complained about, and an authenticator in the device (WebDriver §11 of WebAuthn). */
  async function aWindow(options: BrowserContextOptions = {}) {
    const { context, page, heard } = await openWindow(browser, options);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    return { page, heard, devtools };
  }

  type Devtools = Awaited<ReturnType<typeof aWindow>>['devtools'];

  /** One that answers by itself, its user verified. */
  async function aDevice(devtools: Devtools, transport: 'internal' | 'usb' = 'internal'): Promise<string> {
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  }

  async function signIn(page: Page, user: TestUser, path = '/account/security'): Promise<void> {
    await page.goto(`${server.issuer}${path}`);
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.keyboard.press('Enter');
  }

  async function addPasskey(page: Page, name: string): Promise<void> {
    await page.getByRole('link', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('The passkey was added.').waitFor();
  }

  /** The device may answer what the page asked of it on its own, before the button is pressed. */
  async function usePasskey(page: Page, destination: Locator): Promise<void> {
    const arrived = destination.waitFor();
    const pressed = page.getByRole('button', { name: 'Sign in with a passkey' }).press('Enter');
    await Promise.race([arrived, pressed.catch(() => undefined)]);
    await arrived;
  }

  const verified = (page: Page, name: string) => expectFits(page, `factors-${name}`);

  /** The key as the set-up page shows it. */
  const keyOf = async (page: Page) => (await page.locator('code.key').innerText()).replaceAll(' ', '');

  test('a passkey: made, used without typing a name, joined by a second one, removed', async () => {
    const user = await server.aUser();
    const { page, heard, devtools } = await aWindow();
    const device = await aDevice(devtools);
    await signIn(page, user);
    await addPasskey(page, 'My laptop');
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId: device });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

    await page.context().clearCookies();
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: device, enabled: false });
    await page.goto(`${server.issuer}/account/security`);
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: device, enabled: true });
    await usePasskey(page, page.getByRole('heading', { level: 1, name: 'Sign-in and security' }));
    expect(await page.getByText('My laptop', { exact: true }).first().isVisible()).toBe(true);

    // A key beside the device's own, which answers for it no longer.
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: device });
    await aDevice(devtools, 'usb');
    await addPasskey(page, 'Key ring');
    expect(await page.locator('.rows h3').allInnerTexts()).toEqual(['My laptop', 'Key ring']);
    await page.locator('summary', { hasText: 'the passkey Key ring' }).press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('Blue key');
    await page.keyboard.press('Enter');
    await page.getByText('The passkey has a new name.').waitFor();
    await page.getByRole('button', { name: 'Remove the passkey My laptop' }).press('Enter');
    await page.getByRole('heading', { name: 'Remove the passkey My laptop?' }).waitFor();
    await page.getByRole('button', { name: 'Remove' }).press('Enter');
    await page.getByText('The passkey was removed.').waitFor();
    expect(await page.locator('.rows h3').allInnerTexts()).toEqual(['Blue key']);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('for an app: from its request by passkey to consent', async () => {
    const user = await server.aUser();
    const { page, heard, devtools } = await aWindow();
    const device = await aDevice(devtools);
    await signIn(page, user);
    await addPasskey(page, 'My laptop');
    await page.context().clearCookies();
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: device, enabled: false });
    await page.goto(`${server.issuer}${requestUrl(await server.aClient())}`);
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: device, enabled: true });
    await usePasskey(page, page.getByRole('button', { name: 'Allow', exact: true }));
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('what the device does not answer is said on the page, and the password still signs in', async () => {
    const user = await server.aUser();
    const { page, heard, devtools } = await aWindow();
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: false,
      },
    });
    await page.goto(`${server.issuer}/account/security`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('Nothing came from your device.').waitFor();
    await page.screenshot({ path: join(screenshots, 'factors-passkey-failed.png') });
    await signIn(page, user);
    await page.getByRole('heading', { level: 1, name: 'Sign-in and security' }).waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('without JavaScript, by keyboard alone: set up, codes kept, signed in by code and by recovery code', async () => {
    const user = await server.aUser();
    const { page, heard } = await aWindow({ javaScriptEnabled: false });
    await signIn(page, user);
    expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Set up an authenticator app' }).press('Enter');
    const key = await keyOf(page);
    await page.getByLabel('Code that the app shows now').fill(codeOf(key, clock()));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    const [recovery = ''] = await page.locator('.codes code').allInnerTexts();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a text file' }).press('Enter');
    expect((await download).suggestedFilename()).toBe('recovery-codes.txt');
    await page.getByRole('link', { name: 'I have kept them' }).press('Enter');
    await page.getByText('10 codes are left.').waitFor();

    clock.advance(90);
    await page.context().clearCookies();
    await signIn(page, user);
    await page.getByLabel('Code', { exact: true }).fill(codeOf(key, clock()));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sign-in and security' }).waitFor();

    await page.context().clearCookies();
    await signIn(page, user);
    await page.getByText('No access to your app?').press('Enter');
    await page.getByLabel('Recovery code').fill(recovery);
    await page.keyboard.press('Enter');
    await page.getByText('9 codes are left.').waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    '%s: accessible, within their policy, never wider than the window',
    async (colorScheme) => {
      const user = await server.aUser({ email: `ada.${colorScheme}@northbank.example`, claims: { name: 'Ada Byron' } });
      const { page, heard, devtools } = await aWindow({ colorScheme });
      await aDevice(devtools);
      await signIn(page, user);
      await page.getByRole('link', { name: 'Add a passkey' }).waitFor();
      await verified(page, `security-empty-${colorScheme}`);
      await page.getByRole('link', { name: 'Add a passkey' }).click();
      await page.getByRole('button', { name: 'Add a passkey' }).waitFor();
      await verified(page, `passkey-add-${colorScheme}`);
      await page.getByRole('link', { name: 'Sign-in and security' }).first().click();
      await page.getByRole('link', { name: 'Set up an authenticator app' }).click();
      const key = await keyOf(page);
      await verified(page, `totp-set-up-${colorScheme}`);
      await page.getByLabel('Code that the app shows now').fill('000000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await verified(page, `totp-wrong-${colorScheme}`);
      await page.getByLabel('Code that the app shows now').fill(codeOf(key, clock()));
      await page.keyboard.press('Enter');
      await page.locator('.codes').waitFor();
      await verified(page, `recovery-codes-${colorScheme}`);
      await page.getByRole('link', { name: 'I have kept them' }).click();
      await addPasskey(page, 'Work laptop with quite a long name');
      await verified(page, `security-full-${colorScheme}`);
      await page.goto(`${server.issuer}/account/security/recovery-codes`);
      await verified(page, `recovery-renew-${colorScheme}`);
      await page.goto(`${server.issuer}/account/security/authenticator/remove`);
      await verified(page, `totp-remove-${colorScheme}`);
      await page.goto(`${server.issuer}/account/security`);
      await page.getByRole('button', { name: /^Remove the passkey/ }).click();
      await page.getByRole('heading', { name: /^Remove the passkey/ }).waitFor();
      await verified(page, `passkey-remove-${colorScheme}`);

      clock.advance(90);
      await page.context().clearCookies();
      const other = await aWindow({ colorScheme });
      await other.page.goto(`${server.issuer}${requestUrl(await server.aClient({ client_name: 'Papyrus' }))}`);
      await other.page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
      await verified(other.page, `login-${colorScheme}`);
      await other.page.getByLabel('Email').fill(user.email);
      await other.page.getByLabel('Password').fill(user.password);
      await other.page.keyboard.press('Enter');
      await other.page.getByLabel('Code', { exact: true }).waitFor();
      await other.page.getByText('No access to your app?').click();
      await verified(other.page, `second-factor-${colorScheme}`);
      await other.page.getByLabel('Code', { exact: true }).fill('000000');
      await other.page.keyboard.press('Enter');
      await other.page.getByRole('alert').first().waitFor();
      await verified(other.page, `second-factor-wrong-${colorScheme}`);
      // Chromium notes each page that was answered with 422.
      expect([...heard, ...other.heard].filter((text) => !text.includes('422'))).toEqual([]);
      await page.context().close();
      await other.page.context().close();
    },
    120_000,
  );
});
