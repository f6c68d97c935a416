import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { UserManager } from 'oidc-client-ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import { launchBrowser } from '../support/browser.ts';
import { httpsServer, serveHttps } from '../support/https.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { signInAndAllow, watchViolations } from './browser-sign-in.ts';
import type { RunningApp } from './visitor.ts';

/** What the app's page holds. */
declare const manager: UserManager;
declare const heard: string[];

describe('oidc-client-ts 3 with its session monitor, on a page of another site in Chromium', () => {
  let server: TestServer;
  let app: RunningApp;
  let browser: Browser;
  let user: TestUser;
  let context: BrowserContext;
  let page: Page;
  let violations: readonly string[];
  beforeAll(async () => {
    [server, browser] = await Promise.all([
      httpsServer('id.localhost', { settings: presetSettings('identityserver') }),
      launchBrowser(),
    ]);
    app = await startApp(server);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([app.close(), server.close()]);
  });
  beforeEach(async () => {
    user = await server.aUser();
    context = await browser.newContext({ ignoreHTTPSErrors: true });
    page = await context.newPage();
    violations = watchViolations(page);
  });
  afterEach(async () => {
    expect(violations).toEqual([]);
    await context.close();
  });

  /** Ends on the app's page, signed in and watching. */
  async function signIn() {
    await page.goto(`${app.origin}/`);
    // Not awaited within: it settles only when the page is gone.
    await page.evaluate(() => void manager.signinRedirect());
    await signInAndAllow(page, user);
    await page.waitForURL((url) => url.href.startsWith(`${app.origin}/callback?`));
    return page.evaluate(async () => {
      const { access_token, session_state } = await manager.signinRedirectCallback();
      return { access_token, session_state };
    });
  }
  const hears = (event: string) => page.waitForFunction((name) => heard.includes(name), event);

  test('OIDC Core §3.1.2.1 signinSilent: prompt=none in a frame of another site renews without the user', async () => {
    const before = await signIn();
    const after = await page.evaluate(async () => {
      const renewed = await manager.signinSilent({ forceIframeAuth: true });
      return { access_token: renewed?.access_token, session_state: renewed?.session_state, sub: renewed?.profile.sub };
    });
    expect(after.sub).toBe(user.sub);
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.session_state).not.toBe(before.session_state);
  });

  test('Session Management §3.1: the app hears of a sign-out in another tab', async () => {
    await signIn();
    const tab = await context.newPage();
    await tab.goto(`${server.issuer}/`);
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await hears('userSignedOut');
  });

  test('Session Management §3.1: the same user signs in anew: the session goes on, and its end is heard later', async () => {
    const { session_state } = await signIn();
    const tab = await context.newPage();
    await tab.goto(`${app.origin}/`);
    await tab.evaluate(() => void manager.signinRedirect({ prompt: 'login' }));
    await tab.getByLabel('Email').fill(user.email);
    await tab.getByLabel('Password').fill(user.password);
    await tab.getByRole('button', { name: 'Sign in', exact: true }).click();
    await tab.waitForURL((url) => url.href.startsWith(`${app.origin}/callback?`));
    const renewed = await tab.evaluate(async () => (await manager.signinRedirectCallback()).session_state);
    expect(renewed?.split('.')).toHaveLength(session_state?.split('.').length ?? 0);
    await tab.goto(`${server.issuer}/`);
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await hears('userSignedOut');
    expect(await page.evaluate(() => heard)).toEqual(['userSignedOut']);
  });

  test('RP-Initiated Logout: signoutRedirect comes back, and nobody is signed in any more', async () => {
    await signIn();
    await page.evaluate(() => void manager.signoutRedirect({ state: 'bye' }));
    await page.waitForURL((url) => url.href.startsWith(`${app.origin}/?state=`));
    const refused = page.evaluate(() => manager.signinSilent({ forceIframeAuth: true }).catch(({ error }) => error));
    expect(await refused).toBe('login_required');
  });
});

/** The library's own build, and a page that makes its manager and notes what it hears. */
async function startApp(server: TestServer): Promise<RunningApp> {
  const entry = createRequire(import.meta.url).resolve('oidc-client-ts');
  const library = await readFile(join(dirname(entry), '..', 'browser', 'oidc-client-ts.min.js'));
  const settings: Record<string, unknown> = { authority: server.issuer, scope: 'openid profile' };
  const app = await serveHttps((request, response) => {
    if (request.url === '/library.js') return response.setHeader('content-type', 'text/javascript').end(library);
    const finish = request.url?.startsWith('/silent?') ? 'manager.signinCallback();' : '';
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>App</title>
<link rel="icon" href="data:,"><script src="/library.js"></script>
<script>const manager = new oidc.UserManager(${JSON.stringify(settings)}), heard = [];
for (const name of ['userSignedOut', 'userSessionChanged', 'userSignedIn'])
  manager.events['add' + name[0].toUpperCase() + name.slice(1)](() => heard.push(name));
${finish}</script>`);
  }, 'app.localhost');
  const client = await server.aClient({
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    scope: 'openid profile',
    redirect_uris: [`${app.origin}/callback`, `${app.origin}/silent`],
    post_logout_redirect_uris: [`${app.origin}/`],
  });
  Object.assign(settings, {
    client_id: client.client_id,
    redirect_uri: `${app.origin}/callback`,
    silent_redirect_uri: `${app.origin}/silent`,
    post_logout_redirect_uri: `${app.origin}/`,
    automaticSilentRenew: false,
    monitorSession: true,
    checkSessionIntervalInSeconds: 1,
  });
  return app;
}
