import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messagesFor, supportedLocales } from '../../src/interaction/pages/messages/index.ts';
import { aFullAccount, DIALECTS } from '../installed-apps/account.ts';
import { type PageServer, startPageServer } from '../pages/page-server.ts';
import { pagesIn } from '../pages/views.ts';
import { requestUrl } from '../support/authorization.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { fakeClock, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';

const others = supportedLocales.filter((locale) => locale !== 'en');
const PHONE = { width: 390, height: 844 };

let browser: Browser;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function fits(page: Page): Promise<void> {
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
}

const pictureOf = (page: Page, name: string) =>
  page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

describe.each(others)('every page in %s on a telephone', (locale) => {
  const pages = pagesIn(locale);
  let server: PageServer;
  let page: Page;
  beforeAll(async () => {
    server = await startPageServer(pages);
    page = await (await browser.newContext({ viewport: PHONE })).newPage();
  });
  afterAll(async () => {
    await page.context().close();
    await server.close();
  });

  test.each(Object.keys(pages).filter((name) => name !== 'login-broken-logo'))(
    '%s: accessible, in its language, never wider than the window',
    async (name) => {
      await page.goto(`${server.origin}/${name}`);
      expect(await page.evaluate('document.documentElement.lang')).toBe(locale);
      await fits(page);
      await pictureOf(page, `${locale}-page-${name}`);
    },
  );
});

/** Also those that a user comes to without being signed in. */
const OWN_PAGES = [
  '/account',
  '/account/profile',
  '/account/security',
  '/account/password',
  '/account/email',
  '/account/security/passkeys/add',
  '/account/security/authenticator',
  '/account/devices',
  '/account/data',
  '/account/data/delete',
  '/sign-up',
  '/forgot-password',
  '/sign-in/mail',
];

describe.each(others)('a browser that speaks %s', (locale) => {
  const { login, apps, consent, error } = messagesFor(locale);
  const clock = fakeClock();
  let server: TestServer;
  let user: TestUser;
  let page: Page;
  beforeAll(async () => {
    const settings = { ...DIALECTS, signUp: 'open', signInByMail: true } as const;
    server = await listeningServer({ settings, deps: { clock } });
    user = await aFullAccount(server, clock.advance);
    page = await (await browser.newContext({ viewport: PHONE, locale })).newPage();
  });
  afterAll(async () => {
    await page.context().close();
    await server.close();
  });

  test('signs in, is asked, and finds its apps, on pages in its language', async () => {
    const client = await server.aClient({ client_name: 'Sunrise Books', verified: true });
    const scope = 'openid profile email offline_access invoices.read';
    await page.goto(`${server.issuer}${requestUrl(client, { scope })}`);
    await page.getByRole('heading', { level: 1, name: login.heading }).waitFor();
    await fits(page);
    await pictureOf(page, `${locale}-login`);
    await page.getByLabel(login.email).fill(user.email);
    await page.getByLabel(login.password).fill(user.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: consent.allow, exact: true }).waitFor();
    await fits(page);
    await pictureOf(page, `${locale}-consent`);
    await page.goto(`${server.issuer}/apps`);
    await page.getByRole('heading', { level: 1, name: apps.heading }).waitFor();
    await fits(page);
    await pictureOf(page, `${locale}-apps`);
    await page.getByRole('link', { name: 'Papyrus', exact: true }).click();
    await fits(page);
    await pictureOf(page, `${locale}-app`);
    await page.goto(`${server.issuer}/authorize?client_id=nobody`);
    await page.getByRole('heading', { level: 1, name: error.kinds.client_unknown.title }).waitFor();
    await fits(page);
    await pictureOf(page, `${locale}-error`);
  });

  test.each(OWN_PAGES)('%s', async (path) => {
    const response = await page.goto(`${server.issuer}${path}`);
    expect(response?.status()).toBe(200);
    expect(await page.evaluate('document.documentElement.lang')).toBe(locale);
    await fits(page);
    await pictureOf(page, `${locale}-${path.slice(1).replaceAll('/', '-')}`);
  });
});
