import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anotherBrowser, FIREFOX, IPHONE } from '../account/account.ts';
import { requestUrl } from '../support/authorization.ts';
import { launchBrowser } from '../support/browser.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { fakeClock, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';

import { openAlbum, picturesIn, readIndex } from './picture.ts';

/** A window as wide as a page of documentation shows it. */
const DESK = { width: 1040, height: 720 };
const PHONE = { width: 390, height: 780 };

describe('the pictures in the documentation', () => {
  const album = openAlbum();
  const { picture } = album;
  const clock = fakeClock();
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    const settings = { signUp: 'open', signInByMail: true } as const;
    [browser, server] = await Promise.all([launchBrowser(), listeningServer({ settings, deps: { clock } })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function aWindow(viewport = DESK): Promise<Page> {
    const context = await browser.newContext({ viewport, userAgent: FIREFOX });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return page;
  }

  async function signIn(page: Page, user: TestUser): Promise<void> {
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.keyboard.press('Enter');
  }

  const anApp = () =>
    server.aClient({
      client_name: 'Papyrus',
      client_uri: 'https://papyrus.example/',
      policy_uri: 'https://papyrus.example/privacy',
      tos_uri: 'https://papyrus.example/terms',
      scope: 'openid profile email offline_access invoices.read',
    });

  test('from an app through sign-in to consent', async () => {
    const user = await server.aUser({ email: 'ada@example.com', claims: { name: 'Ada Byron' } });
    const page = await aWindow();
    await page.goto(
      `${server.issuer}${requestUrl(await anApp(), { scope: 'openid profile email offline_access invoices.read' })}`,
    );
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await picture(page, 'sign-in');
    await signIn(page, user);
    await page.getByRole('button', { name: 'Allow', exact: true }).waitFor();
    await picture(page, 'consent');
    await page.context().close();
  });

  test('sign-up and the mail that it sends', async () => {
    const page = await aWindow(PHONE);
    await page.goto(`${server.issuer}/sign-up`);
    await picture(page, 'sign-up');
    await page.locator('input[type=email]').fill('grace@example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await picture(page, 'sign-up-mailed');
    await page.context().close();
  });

  test('the account', async () => {
    const user = await server.aUser({ email: 'ada2@example.com', claims: { name: 'Ada Byron' } });
    const phone = await anotherBrowser(server, user, IPHONE);
    await phone.visit('/account');
    const scope = 'openid profile offline_access invoices.read';
    await anInstalledApp(server, { user, metadata: { client_name: 'Papyrus', scope }, parameters: { scope } });
    clock.advance(26 * 3_600);
    const page = await aWindow();
    await page.goto(`${server.issuer}/account`);
    await signIn(page, user);
    await page.waitForURL('**/account');
    await picture(page, 'account');
    for (const section of ['security', 'devices', 'data']) {
      await page.goto(`${server.issuer}/account/${section}`);
      await picture(page, `account-${section}`);
    }
    await page.goto(`${server.issuer}/apps`);
    await picture(page, 'apps');
    await page
      .getByRole('link', { name: /Papyrus/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /Papyrus/ }).waitFor();
    await picture(page, 'app');
    await page.context().close();
  });

  test('are those that the documentation shows, and show what the pages say now (otherwise: npm run pictures)', () => {
    const folder = fileURLToPath(new URL('../../../../docs/images/', import.meta.url));
    const files = readdirSync(folder).filter((name) => name.endsWith('.png'));
    const shown = ['../README.md', 'guide/sign-in.md', 'guide/your-account.md'].flatMap(picturesIn);
    album.close();
    expect(album.seen).toEqual(readIndex());
    expect(files.map((name) => name.replace('.png', '')).sort()).toEqual(Object.keys(album.seen).sort());
    expect([...new Set(shown)].sort()).toEqual(Object.keys(album.seen).sort());
  });
});
