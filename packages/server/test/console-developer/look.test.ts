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
import { post } from '../support/user-agent.ts';
import { aDevelopedApp, type DevelopedApp } from './a-developed-app.ts';

let browser: Browser;
let server: TestServer;
let developer: TestUser;
let known: DevelopedApp;
let token: string;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  developer = await aUserWith(server, 'developer', 'Grace Hopper');
  known = await aDevelopedApp(server, developer);
  const parameters = { grant_type: 'client_credentials' };
  const issued = await post(server, '/token', known.service, parameters);
  token = ((await issued.json()) as { access_token: string }).access_token;
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
  trace: shown(() => `/clients/${known.client.client_id}/trace`, 'Waiting for the next request'),
  'trace-uri': shown(() => `/traces/${known.traces.slash}`, 'They part at character'),
  'trace-verifier': shown(() => `/traces/${known.traces.verifier}`, 'What to do first'),
  'trace-asked': shown(() => `/traces/${known.traces.asked}`, 'What happened then'),
  'trace-find': shown(() => '/traces', 'An id looks like'),
  'trace-unknown': shown(() => '/traces/XR-0000-0000', 'There is nothing here'),
  quickstart: shown(() => `/clients/${known.client.client_id}/quickstart`, 'Watch the trace'),
  usage: {
    path: () => `/clients/${known.client.client_id}/usage`,
    ready: (page) => page.locator('canvas').nth(2).waitFor(),
  },
  playground: {
    path: () => `/clients/${known.client.client_id}/playground`,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Build the request' }).click();
      await page.getByRole('link', { name: 'Open in a new tab' }).waitFor();
      await page.getByRole('textbox', { name: 'A token' }).fill(token);
      await page.getByText('Signed by this server').waitFor();
    },
  },
  overview: shown(() => `/apps/${known.app_id}`, 'Sent back: it is your move'),
  people: shown(() => `/apps/${known.app_id}/people`, 'Charles Babbage'),
  subscribers: shown(() => `/apps/${known.app_id}/subscribers`, 'Their own account'),
  terms: shown(() => `/apps/${known.app_id}/terms`, 'Pay on time.'),
  'service-account': shown(() => `/clients/${known.service.client_id}`, 'Request a service account'),
};

/** A stream ends when its page is left, and the unknown request is answered as such. */
const EXPECTED = /\/traces$|404/;

describe.each(['light', 'dark'] as const)('in %s mode', (colorScheme) => {
  let window: ConsoleWindow;
  beforeAll(async () => {
    window = await openConsole(browser, server, developer, { colorScheme });
  });
  afterAll(async () => {
    await window.page.context().close();
  });

  test.each(Object.entries(PAGES))(
    '%s: accessible, within its policy, and never wider than the window',
    async (name, shownPage) => {
      const { heard } = window;
      const before = heard.length;
      await lookAt(window, server, shownPage, { picture: `console-dev-${name}`, colorScheme });
      expect(heard.slice(before).filter((text) => !EXPECTED.test(text))).toEqual([]);
    },
  );
});
