import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/management/apps.ts';
import { createSecret } from '../../src/management/secrets.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aUserWith, type ConsoleWindow, consoleServer, openConsole, SIZES } from './console-server.ts';

let browser: Browser;
let server: TestServer;
let admin: TestUser;
let app_id: string;
let client_id: string;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  admin = await aUserWith(server, 'admin');
  const tenant = await server.tenant();
  const app = await createApp(server.deps, tenant, {
    name: 'Papyrus',
    short_description: 'Turns invoices into letters that people like to read',
    homepage_uri: 'https://papyrus.example',
    owner: admin.sub,
  });
  await createApp(server.deps, tenant, { name: 'Ledger of the long and winding name', owner: admin.sub });
  app_id = app.app_id;
  const client = await server.aClient({ client_name: 'Papyrus for the web', app_id, description: 'The website' });
  client_id = client.client_id;
  await createSecret(server.deps, tenant, client_id, { description: 'Since the move', expires_in: 86_400 * 5 });
  await server.aClient({
    client_name: 'Nightly export',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scope: 'invoices.read',
  });
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Each page, and how it is known that it is all there. */
const PAGES: Readonly<Record<string, { path(): string; ready(page: Page): Promise<void> }>> = {
  apps: { path: () => '/apps', ready: (page) => page.getByRole('link', { name: 'Papyrus', exact: true }).waitFor() },
  'new-app': { path: () => '/apps/new', ready: (page) => page.getByLabel('Server app').waitFor({ state: 'attached' }) },
  app: {
    path: () => `/apps/${app_id}`,
    ready: (page) => page.getByRole('link', { name: 'Papyrus for the web' }).waitFor(),
  },
  'new-client': {
    path: () => `/apps/${app_id}/clients/new`,
    ready: (page) => page.getByLabel('Server app').waitFor({ state: 'attached' }),
  },
  clients: { path: () => '/clients', ready: (page) => page.getByRole('link', { name: 'Nightly export' }).waitFor() },
  client: {
    path: () => `/clients/${client_id}`,
    ready: (page) => page.getByRole('heading', { name: 'Disable or delete' }).waitFor(),
  },
  'no-page': {
    path: () => '/nowhere',
    ready: (page) => page.getByRole('heading', { name: 'There is no such page' }).waitFor(),
  },
  'no-client': { path: () => '/clients/app_0', ready: (page) => page.getByRole('alert').waitFor() },
};

describe.each(['light', 'dark'] as const)('in %s mode', (colorScheme) => {
  let window: ConsoleWindow;
  beforeAll(async () => {
    window = await openConsole(browser, server, admin, { colorScheme });
  });
  afterAll(async () => {
    await window.page.context().close();
  });

  test.each(Object.entries(PAGES))(
    '%s: accessible, within its policy, and never wider than the window',
    async (name, { path, ready }) => {
      const { page, heard } = window;
      const before = heard.length;
      for (const { width, height } of Object.values(SIZES)) {
        await page.setViewportSize({ width, height });
        await page.goto(`${server.issuer}/console${path()}`);
        await ready(page);
        await page.screenshot({
          path: join(screenshots, `console-${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
        await expectAccessible(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      // What the server has not got is told as such.
      expect(heard.slice(before).filter((text) => name !== 'no-client' || !text.includes('404'))).toEqual([]);
    },
  );
});
