import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import { signInAndAllow, watchViolations } from '../interop/browser-sign-in.ts';
import type { RunningApp } from '../interop/visitor.ts';
import { anApp, requestAt } from '../openid-session-management/two-sites.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { httpsServer, serveHttps } from '../support/https.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';

/** An app on a site of its own, and the requests to its logout URI: with the cookie that it keeps its session in, or without. */
interface App {
  readonly running: RunningApp;
  readonly logouts: { url: URL; cookie: string | undefined }[];
  /** Milliseconds that its logout takes. */
  delay: number;
  client: IssuedClient;
}

describe('OpenID Connect Front-Channel Logout 1.0 in Chromium: two apps and the issuer on three sites', () => {
  let server: TestServer;
  let browser: Browser;
  let apps: [App, App];
  let user: TestUser;
  let context: BrowserContext;
  let page: Page;
  let violations: readonly string[];
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [server, browser] = await Promise.all([
      httpsServer('id.localhost', { settings: presetSettings('identityserver') }),
      launchBrowser(),
    ]);
    apps = [await startApp(server, 'papyrus.localhost'), await startApp(server, 'ledger.localhost')];
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([...apps.map(({ running }) => running.close()), server.close()]);
  });
  afterEach(async () => {
    expect(violations).toEqual([]);
    await context.close();
  });

  async function signInToBoth(options: {
    javaScriptEnabled: boolean;
    colorScheme?: 'light' | 'dark';
  }): Promise<string> {
    context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
    page = await context.newPage();
    violations = watchViolations(page);
    user = await server.aUser();
    const [first, second] = apps;
    for (const app of apps) Object.assign(app, { delay: 0, logouts: [] });
    await page.goto(requestAt(server, first.client));
    await signInAndAllow(page, user);
    await page.waitForURL((url) => url.origin === first.running.origin);
    await page.goto(requestAt(server, second.client));
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.waitForURL((url) => url.origin === second.running.origin);
    return new URLSearchParams(new URL(page.url()).hash.slice(1)).get('id_token') ?? '';
  }

  /** Signs out at the second app. */
  const signOut = (id_token_hint: string) =>
    page.goto(
      `${server.issuer}/connect/endsession?${new URLSearchParams({
        id_token_hint,
        post_logout_redirect_uri: `${apps[1].running.origin}/bye`,
        state: 'a b',
      })}`,
      { waitUntil: 'commit' },
    );
  const isBack = () => page.waitForURL(`${apps[1].running.origin}/bye?state=a+b`);

  test.each([true, false])(
    'JavaScript %s: both apps are told iss and sid with their own cookies, then back with state',
    async (javaScriptEnabled) => {
      const id_token = await signInToBoth({ javaScriptEnabled });
      const { sid } = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
      await signOut(id_token);
      await isBack();
      for (const { logouts } of apps) {
        expect(logouts).toHaveLength(1);
        expect(Object.fromEntries(logouts[0]?.url.searchParams ?? [])).toEqual({ iss: server.issuer, sid });
        expect(logouts[0]?.cookie).toContain('app_session=yes');
      }
      await page.goto(`${server.issuer}/`);
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    },
  );

  test('an app that does not answer keeps nobody waiting', async () => {
    const id_token = await signInToBoth({ javaScriptEnabled: true });
    apps[0].delay = 60_000;
    await signOut(id_token);
    await isBack();
    expect(apps.map(({ logouts }) => logouts.length)).toEqual([1, 1]);
  });

  test.each(['light', 'dark'] as const)('the page in between is accessible and fits, %s', async (colorScheme) => {
    const id_token = await signInToBoth({ javaScriptEnabled: true, colorScheme });
    // Keeps the page for as long as an app takes.
    await page.addInitScript(`{
      const { setTimeout } = window;
      window.setTimeout = (action, delay) => (delay === 2000 ? 0 : setTimeout(action, delay));
    }`);
    apps[0].delay = 20_000;
    await signOut(id_token);
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    for (const [width, height] of [
      [390, 844],
      [1280, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.screenshot({ path: join(screenshots, `signing-out-${width}-${colorScheme}.png`) });
    }
    expect(await page.getByRole('link', { name: 'Go back to ledger.localhost' }).getAttribute('href')).toBe(
      `${apps[1].running.origin}/bye?state=a+b`,
    );
  });
});

async function startApp(server: TestServer, host: string): Promise<App> {
  const app: Partial<App> & Pick<App, 'logouts' | 'delay'> = { logouts: [], delay: 0 };
  const running = await serveHttps((request, response) => {
    const url = new URL(request.url ?? '/', `https://${host}`);
    if (url.pathname === '/signed-out') app.logouts.push({ url, cookie: request.headers.cookie });
    setTimeout(
      () => {
        response.setHeader('content-type', 'text/html');
        if (url.pathname === '/callback')
          response.setHeader('set-cookie', 'app_session=yes; Secure; HttpOnly; SameSite=None');
        response.end('<!doctype html><title>App</title><link rel="icon" href="data:,">');
      },
      url.pathname === '/signed-out' ? app.delay : 0,
    );
  }, host);
  const client = await anApp(server, running, {
    client_name: host,
    frontchannel_logout_uri: `${running.origin}/signed-out`,
    frontchannel_logout_session_required: true,
    post_logout_redirect_uris: [`${running.origin}/bye`],
  });
  return Object.assign(app, { running, client });
}
