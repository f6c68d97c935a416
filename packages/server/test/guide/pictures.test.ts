import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, createOrganization } from '../../src/management/organizations.ts';
import { addUpstreamProvider } from '../../src/management/upstream-providers.ts';
import { anotherBrowser, FIREFOX, IPHONE } from '../account/account.ts';
import { requestUrl } from '../support/authorization.ts';
import { launchBrowser } from '../support/browser.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { fakeClock, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { administratorScene } from './administrator-scene.ts';
import { developerScene } from './developer-scene.ts';
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
    return context.newPage();
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

  test('organizations: where to install, what admins decide', async () => {
    const settings = { organizations: 'by_operator', appApproval: 'admin' } as const;
    const company = await listeningServer({ settings, deps: { clock } });
    const tenant = await company.tenant();
    const [ada, grace] = [
      await company.aUser({ email: 'ada@example.com', claims: { name: 'Ada Byron' } }),
      await company.aUser({ email: 'grace@example.com', claims: { name: 'Grace Hopper' } }),
    ];
    const engines = await createOrganization(company.deps, tenant, { name: 'Analytical Engines', owner: ada.sub });
    const shop = await createOrganization(company.deps, tenant, { name: 'Corner Shop', owner: ada.sub });
    await addMember(company.deps, tenant, engines.org_id, { user: grace.sub, role: 'member' });
    const [papyrus, ledger] = [
      await company.aClient({ client_name: 'Papyrus', scope: 'openid profile invoices.read' }),
      await company.aClient({ client_name: 'Pocket Ledger', scope: 'openid invoices.read' }),
    ];
    const theirs = await aWindow();
    await theirs.goto(
      `${company.issuer}${requestUrl(ledger, { organization: engines.org_id, scope: 'openid invoices.read' })}`,
    );
    await signIn(theirs, grace);
    await theirs.getByRole('heading', { level: 1, name: /admin/ }).waitFor();
    await theirs.getByRole('textbox').fill('For the yearly report.');
    await picture(theirs, 'organization-ask');
    await theirs.getByRole('button', { name: /^Ask/ }).click();
    await theirs
      .getByRole('status')
      .or(theirs.getByRole('heading', { level: 1 }))
      .first()
      .waitFor();
    await theirs.context().close();

    const page = await aWindow();
    await page.goto(`${company.issuer}${requestUrl(papyrus, { scope: 'openid profile invoices.read' })}`);
    await signIn(page, ada);
    await page.getByRole('radio', { name: 'Corner Shop' }).waitFor();
    expect(shop.name).toBe('Corner Shop');
    await picture(page, 'organization-consent');
    await page.goto(`${company.issuer}/account/organizations/${engines.org_id}`);
    await picture(page, 'organization');
    await page.goto(`${company.issuer}/account/organizations/${engines.org_id}/apps/${ledger.client_id}/decide`);
    await page.getByRole('textbox').waitFor();
    await picture(page, 'organization-app');
    await page.context().close();
    await company.close();
  });

  test('sign-in through others', async () => {
    const town = await listeningServer({ deps: { clock } });
    const tenant = await town.tenant();
    for (const [provider_id, display_name] of [
      ['google', 'Google'],
      ['city', 'City of Example'],
    ] as const) {
      const provider = { provider_id, display_name, issuer: `https://${provider_id}.example`, client_id: 'xenia' };
      await addUpstreamProvider(town.deps, tenant, { ...provider, client_secret: null }, { verify: false });
    }
    const page = await aWindow();
    await page.goto(`${town.issuer}/sign-in`);
    await picture(page, 'providers');
    await page.context().close();
    await town.close();
  });

  test('the console, as a developer goes through it', () => developerScene({ browser, picture }));

  test('the console, as an administrator goes through it', () => administratorScene({ browser, picture }));

  test('are those that the documentation shows, and show what the pages say now (otherwise: npm run pictures)', () => {
    const folder = fileURLToPath(new URL('../../../../docs/images/', import.meta.url));
    const files = readdirSync(folder).filter((name) => name.endsWith('.png'));
    const guides = readdirSync(fileURLToPath(new URL('../../../../docs/guide/', import.meta.url)));
    const shown = ['../README.md', ...guides.map((name) => `guide/${name}`)].flatMap(picturesIn);
    album.close();
    expect(album.seen).toEqual(readIndex());
    expect(files.map((name) => name.replace('.png', '')).sort()).toEqual(Object.keys(album.seen).sort());
    expect([...new Set(shown)].sort()).toEqual(Object.keys(album.seen).sort());
  });
});
