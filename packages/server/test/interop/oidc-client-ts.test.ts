import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { UserManager } from 'oidc-client-ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { signInAndAllow, watchViolations } from './browser-sign-in.ts';
import { type RunningApp, serveApp } from './visitor.ts';

/** What the app's pages hold. */
declare const manager: UserManager;

const SCOPE = 'openid profile email offline_access invoices.read';

describe('oidc-client-ts 3, a page on another origin in Chromium', () => {
  let server: TestServer;
  let user: TestUser;
  let browser: Browser;
  let app: RunningApp;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    [server, browser] = await Promise.all([listeningServer(), launchBrowser()]);
    user = await server.aUser();
    app = await startApp(server);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([app.close(), server.close()]);
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** Ends on the callback page, signed in. */
  async function signIn() {
    await page.goto(`${app.origin}/`);
    // Not awaited within: it settles only when the page is gone.
    await page.evaluate(() => void manager.signinRedirect({ state: 'where the user was' }));
    await signInAndAllow(page, user);
    await page.waitForURL((url) => url.href.startsWith(`${app.origin}/callback?`));
    return page.evaluate(async () => {
      const { profile, access_token, refresh_token, scope, state } = await manager.signinRedirectCallback();
      return { profile, access_token, refresh_token, scope, state };
    });
  }

  test('OIDC Core §3.1, Fetch §3.2: signinRedirect, callback and userinfo', async () => {
    const violations = watchViolations(page);
    const signedIn = await signIn();
    expect(signedIn.profile).toMatchObject({ sub: user.sub, email: user.email, name: 'Ada Lovelace' });
    expect(signedIn).toMatchObject({ scope: SCOPE, state: 'where the user was' });
    expect(violations).toEqual([]);
  });

  test('HTML §7.1.3: signinPopup; the pages of the server do not cut the popup off from the app', async () => {
    await page.goto(`${app.origin}/`);
    const signedIn = page.evaluate(() => manager.signinPopup().then(({ profile }) => profile.sub));
    const popup = await page.waitForEvent('popup');
    await signInAndAllow(popup, user);
    expect(await signedIn).toBe(user.sub);
  });

  test('RFC 6749 §6: signinSilent with a refresh token', async () => {
    const before = await signIn();
    const after = await page.evaluate(async () => {
      const renewed = await manager.signinSilent();
      return { access_token: renewed?.access_token, refresh_token: renewed?.refresh_token, sub: renewed?.profile.sub };
    });
    expect(after.sub).toBe(user.sub);
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.refresh_token).not.toBe(before.refresh_token);
  });

  test('RFC 8252 §8.6: signinSilent in a frame gives a public client on the loopback nothing without its user', async () => {
    await signIn();
    expect(await silently()).toBe('consent_required');
  });

  test('OIDC Core §3.1.2.6: signinSilent in a frame tells that nobody is signed in', async () => {
    await page.goto(`${app.origin}/`);
    expect(await silently()).toBe('login_required');
  });

  /** The error that prompt=none ends with. */
  function silently(): Promise<unknown> {
    return page.evaluate(() =>
      manager.signinSilent({ forceIframeAuth: true, silentRequestTimeoutInSeconds: 8 }).then(
        () => 'signed in',
        (problem) => problem.error ?? String(problem),
      ),
    );
  }

  test('RFC 7009 §2: revokeTokens', async () => {
    const { refresh_token = '' } = await signIn();
    await page.evaluate(() => manager.revokeTokens(['refresh_token']));
    const refused = await page.evaluate(
      ([url = '', token = '', client_id = '']) =>
        fetch(url, {
          method: 'POST',
          body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id }),
        }).then((response) => response.json()),
      [`${server.issuer}/token`, refresh_token, await page.evaluate(() => manager.settings.client_id)],
    );
    expect(refused).toMatchObject({ error: 'invalid_grant' });
  });

  test('OIDC RP-Initiated Logout §2: signoutRedirect returns to the app; nobody is signed in any more', async () => {
    await signIn();
    await page.evaluate(() => void manager.signoutRedirect({ state: 'bye' }));
    await page.waitForURL((url) => url.href.startsWith(`${app.origin}/?state=`));
    const response = await page.evaluate(() => manager.signoutRedirectCallback());
    expect(response).toMatchObject({ userState: 'bye' });
    expect(await silently()).toBe('login_required');
  });

  test('catalogue 85: a page of an origin that nobody registered reads the public metadata and keys, and no token answer', async () => {
    const stranger = await serveApp((_, response) => response.end('a page'), 'localhost');
    await page.goto(`${stranger.origin}/`);
    const read = (path: string, method = 'GET') =>
      page.evaluate(
        ([url = '', verb = '']) =>
          fetch(url, { method: verb }).then(
            (response) => response.status,
            () => 'unreadable',
          ),
        [`${server.issuer}${path}`, method],
      );
    expect(await read('/.well-known/openid-configuration')).toBe(200);
    expect(await read('/jwks')).toBe(200);
    expect(await read('/token', 'POST')).toBe('unreadable');
    expect(await read('/userinfo')).toBe('unreadable');
    await stranger.close();
  });
});

/** The library's own build and a page that makes its manager, whatever the path. */
async function startApp(server: TestServer): Promise<RunningApp> {
  const entry = createRequire(import.meta.url).resolve('oidc-client-ts');
  const library = await readFile(join(dirname(entry), '..', 'browser', 'oidc-client-ts.min.js'));
  const settings: Record<string, unknown> = { authority: server.issuer, scope: SCOPE, loadUserInfo: true };
  const app = await serveApp((request, response) => {
    if (request.url === '/library.js') return response.setHeader('content-type', 'text/javascript').end(library);
    const finish = /^\/(silent|popup)\?/.test(request.url ?? '') ? 'manager.signinCallback()' : '';
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>App</title>
<link rel="icon" href="data:,"><script src="/library.js"></script>
<script>const manager = new oidc.UserManager(${JSON.stringify(settings)}); ${finish}</script>`);
  }, 'localhost');
  const client = await server.aClient({
    token_endpoint_auth_method: 'none',
    redirect_uris: [`${app.origin}/callback`, `${app.origin}/silent`, `${app.origin}/popup`],
    post_logout_redirect_uris: [`${app.origin}/`],
  });
  Object.assign(settings, {
    client_id: client.client_id,
    redirect_uri: `${app.origin}/callback`,
    silent_redirect_uri: `${app.origin}/silent`,
    popup_redirect_uri: `${app.origin}/popup`,
    post_logout_redirect_uri: `${app.origin}/`,
    automaticSilentRenew: false,
  });
  return app;
}
