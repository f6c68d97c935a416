import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aUserWith,
  type ConsoleWindow,
  consoleServer,
  lookAt,
  openConsole,
  type ShownPage,
} from '../console/console-server.ts';
import { launchBrowser, screenshots } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aManagedTenant, type ManagedTenant } from './a-managed-tenant.ts';

let browser: Browser;
let server: TestServer;
let operator: TestUser;
let known: ManagedTenant;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  operator = await aUserWith(server, 'operator', 'Olive Operator');
  known = await aManagedTenant(server, await aUserWith(server, 'developer', 'Grace Hopper'));
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const shown = (path: () => string, text: string): ShownPage => ({
  path,
  ready: (page) => page.locator('main').getByText(text).first().waitFor(),
});

/** Each page, and how it is known that it is all there. */
const PAGES: Readonly<Record<string, ShownPage>> = {
  users: shown(() => '/users', 'ada@papyrus.example'),
  'new-user': shown(() => '/users/new', 'Send the invitation'),
  user: shown(() => `/users/${known.user.sub}`, 'Ledger for the web'),
  tenant: shown(() => '/tenant', 'Sign-up and sign-in'),
  protocol: shown(() => '/tenant/settings/protocol', 'Take over'),
  tokens: shown(() => '/tenant/settings/tokens', 'Grace for a repeated refresh'),
  'users-settings': shown(() => '/tenant/settings/users', 'Sign in by mail'),
  tenants: shown(() => '/tenants', 'Demo'),
  'new-tenant': shown(() => '/tenants/new', 'Create the tenant'),
  review: shown(() => '/review', 'Nightly export'),
  'review-first': shown(() => `/review/${known.app_id}`, 'Papyrus for the web'),
  'review-change': shown(() => `/review/${known.renamed_id}`, 'Ledger of the long and winding name'),
  audit: shown(() => '/audit', 'organization.created'),
  'audit-whole': shown(() => '/audit/verification', 'Verify the log'),
  keys: shown(() => '/keys', 'Signing'),
  apis: shown(() => '/apis', 'Read your invoices'),
  check: shown(() => '/deployment-check', 'Notices'),
  providers: shown(() => '/providers', 'City account'),
  'new-provider': shown(() => '/providers/new', 'Add the provider'),
  provider: shown(() => '/providers/city', 'Disable or delete'),
  organizations: shown(() => '/organizations', 'Papyrus Ltd'),
  organization: shown(() => `/organizations/${known.org_id}`, 'bob@papyrus.example'),
  deliveries: shown(() => '/deliveries', 'Deaf app'),
  health: shown(() => '/health', 'Mail reaches nobody'),
  'no-user': shown(() => '/users/usr_0', 'There is nothing here'),
};

/** What is not there is told as such. */
const EXPECTED = /404/;

describe.each(['light', 'dark'] as const)('in %s mode', (colorScheme) => {
  let window: ConsoleWindow;
  beforeAll(async () => {
    window = await openConsole(browser, server, operator, { colorScheme });
  });
  afterAll(async () => {
    await window.page.context().close();
  });

  test.each(Object.entries(PAGES))(
    '%s: accessible, within its policy, and never wider than the window',
    async (name, shownPage) => {
      const { heard } = window;
      const before = heard.length;
      await lookAt(window, server, shownPage, { picture: `console-admin-${name}`, colorScheme });
      expect(heard.slice(before).filter((text) => name !== 'no-user' || !EXPECTED.test(text))).toEqual([]);
    },
  );
});
