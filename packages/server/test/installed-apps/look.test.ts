import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { fakeClock, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { aFullAccount, DIALECTS, LOGO } from './account.ts';

const PAPER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><rect width="56" height="56" fill="#f2a33a"/><path d="M18 14h14l8 8v20H18z" fill="#fff"/></svg>`;

const SIZES = [
  [390, 844],
  [1280, 900],
] as const;

describe('the pages of installed apps in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  let ada: TestUser;
  let newcomer: TestUser;
  const clock = fakeClock();
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [browser, server] = await Promise.all([launchBrowser(), listeningServer({ settings: DIALECTS, deps: { clock } })]);
    ada = await aFullAccount(server, clock.advance);
    newcomer = await server.aUser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** A window in which the user has signed in, and everything that its pages complained about. */
  async function signedIn(user: TestUser, options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options);
    await context.route(LOGO, (route) => route.fulfill({ contentType: 'image/svg+xml', body: PAPER }));
    const page = await context.newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(error.message));
    await page.goto(`${server.issuer}/apps`);
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/apps');
    return { page, heard };
  }

  async function picture(page: Page, name: string, verify?: (width: number) => Promise<void>): Promise<void> {
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await verify?.(width);
      await page.screenshot({ path: join(screenshots, `apps-${name}-${width}.png`), fullPage: true });
    }
  }

  const verified = (page: Page, name: string) =>
    picture(page, name, async (width) => {
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    });

  test.each(['light', 'dark'] as const)(
    '%s: accessible, within their policy, never wider than the window',
    async (colorScheme) => {
      const { page, heard } = await signedIn(ada, { colorScheme });
      await verified(page, `list-${colorScheme}`);
      for (const [app, name] of [
        ['Papyrus', 'one'],
        ['Nightly export', 'managed'],
        ['Old Faithful', 'dormant'],
        ['Closed Books', 'disabled'],
      ] as const) {
        await page.getByRole('link', { name: app, exact: true }).click();
        await page.getByRole('heading', { level: 1, name: app }).waitFor();
        await verified(page, `${name}-${colorScheme}`);
        await page.getByRole('link', { name: 'All apps with access' }).click();
      }
      await page.getByRole('link', { name: 'Papyrus', exact: true }).click();
      await page.getByRole('link', { name: 'Uninstall Papyrus' }).click();
      await verified(page, `uninstall-${colorScheme}`);
      await page.goto(`${server.issuer}/apps/gone`, { waitUntil: 'load' });
      await verified(page, `gone-${colorScheme}`);
      await page.goto(`${server.issuer}/`);
      await verified(page, `home-${colorScheme}`);
      // Chromium notes that the page of an app that is gone was answered 404.
      expect(heard.filter((text) => !text.includes('404'))).toEqual([]);
      await page.context().close();
    },
  );
  test.each(['light', 'dark'] as const)('%s: a user without apps is told what will stand here', async (colorScheme) => {
    const { page, heard } = await signedIn(newcomer, { colorScheme });
    await page.getByRole('heading', { name: 'No app has access' }).waitFor();
    await verified(page, `empty-${colorScheme}`);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('without JavaScript, by keyboard alone: from the list to the end of one access and of the whole app', async () => {
    const { page, heard } = await signedIn(ada, { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Papyrus', exact: true }).press('Enter');
    expect(await page.getByRole('button', { name: /^End this one/ }).count()).toBe(2);
    await page
      .getByRole('button', { name: /^End this one/ })
      .first()
      .press('Enter');
    await page.getByRole('status').waitFor();
    await picture(page, 'ended');
    expect(await page.getByRole('button', { name: /^End this one/ }).count()).toBe(1);
    await page.getByRole('link', { name: 'Uninstall Papyrus' }).press('Enter');
    await page.getByRole('button', { name: 'Uninstall' }).press('Enter');
    await page.getByText('Papyrus is uninstalled.').waitFor();
    await picture(page, 'uninstalled');
    expect(await page.getByRole('link', { name: 'Papyrus', exact: true }).count()).toBe(0);
    expect(heard).toEqual([]);
    await page.context().close();
  });
});
