import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { setUserRole } from '../../src/management/administrators.ts';
import type { UserRole } from '../../src/storage/records.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { builtConsole } from '../support/built-console.ts';
import { listeningServer, type TestServer, type TestServerOptions, type TestUser } from '../support/start-server.ts';

/** A server that listens, with the console built as its sources are now. */
export async function consoleServer(options: TestServerOptions = {}): ReturnType<typeof listeningServer> {
  await builtConsole();
  return listeningServer(options);
}

/** One browser and one server with the console, for all the windows of a file. */
export function sharedStage(options: TestServerOptions = {}): {
  readonly browser: Browser;
  readonly server: TestServer;
} {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [browser, server] = await Promise.all([launchBrowser(), consoleServer(options)]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    get browser() {
      return browser;
    },
    get server() {
      return server;
    },
  };
}

/** A user with this role; null: an ordinary one. */
export async function aUserWith(server: TestServer, role: UserRole | null, name = 'Ada Lovelace'): Promise<TestUser> {
  const user = await server.aUser({ claims: { name } });
  if (role !== null) await setUserRole(server.deps, await server.tenant(), user.sub, { role });
  return user;
}

export const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const;

export interface ConsoleWindow {
  readonly page: Page;
  /** Everything that the page complained about: policy violations, failed scripts, what did not load. */
  readonly heard: readonly string[];
}

/** A window with the console open at this path, by somebody who has just signed in. */
export async function openConsole(
  browser: Browser,
  server: TestServer,
  user: TestUser,
  { path = '/', ...options }: BrowserContextOptions & { path?: string } = {},
): Promise<ConsoleWindow> {
  const context = await browser.newContext({
    viewport: SIZES.desk,
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const heard = complaintsOf(page);
  await page.goto(`${server.issuer}/console${path}`);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.keyboard.press('Enter');
  // The reference has a second one of its own.
  await page.locator('main h1').first().waitFor();
  return { page, heard };
}

/** A page of the console, and what it has when it is there. */
export interface ShownPage {
  path(): string;
  ready(page: Page): Promise<unknown>;
}

/** On a phone and on a desk: accessible, and never wider than the window. Pictures are `<picture>-<width>-<mode>.png`. */
export async function lookAt(
  { page }: ConsoleWindow,
  server: TestServer,
  { path, ready }: ShownPage,
  { picture, colorScheme }: { picture: string; colorScheme: 'light' | 'dark' },
): Promise<void> {
  for (const { width, height } of Object.values(SIZES)) {
    await page.setViewportSize({ width, height });
    await page.goto(`${server.issuer}/console${path()}`);
    await ready(page);
    await page.screenshot({ path: join(screenshots, `${picture}-${width}-${colorScheme}.png`), fullPage: true });
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  }
}

/**
 * But for these: before somebody signs in, the question who it is in this browser is answered with a refusal, as it must be; and the
 * sign-in page may be left while its script for passkeys still loads.
 */
const EXPECTED = [/console\/oauth\/authorize/, /\/assets\/passkey\./, /^Autofocus processing was blocked/];

function complaintsOf(page: Page): string[] {
  const heard: string[] = [];
  const hear = (text: string, url: string) => {
    if (!EXPECTED.some((expected) => expected.test(url) || expected.test(text))) heard.push(text);
  };
  page.on('console', (message) => hear(message.text(), message.location().url));
  page.on('pageerror', (error) => hear(error.message, ''));
  page.on('requestfailed', (request) => hear(`not loaded: ${request.url()}`, request.url()));
  return heard;
}
