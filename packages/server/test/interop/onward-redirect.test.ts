import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { listeningServer, pkce, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorizationUrl } from '../support/user-agent.ts';
import { signInAndAllow, watchViolations } from './browser-sign-in.ts';
import { type RunningApp, serveApp } from './visitor.ts';

/** An app whose redirect URI sends its users on to another origin, as brokers and apps with an API host of their own do. */
describe('an app that redirects on, in Chromium', () => {
  let server: TestServer;
  let user: TestUser;
  let browser: Browser;
  let home: RunningApp;
  let app: RunningApp;
  beforeAll(async () => {
    [server, browser] = await Promise.all([listeningServer(), launchBrowser()]);
    user = await server.aUser();
    home = await serveApp((_, response) => response.end('home'), 'localhost');
    app = await serveApp((_, response) => response.writeHead(303, { location: `${home.origin}/` }).end());
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([app.close(), home.close(), server.close()]);
  });

  test.each(['query', 'form_post'])(
    'CSP3 §6.4.1: form-action does not stop what follows a %s response',
    async (mode) => {
      const redirect_uri = `${app.origin}/callback`;
      const client = await server.aClient({ redirect_uris: [redirect_uri] });
      const context = await browser.newContext();
      const page = await context.newPage();
      const violations = watchViolations(page);
      const path = authorizationUrl(client, { redirect_uri, response_mode: mode, ...challenge() });
      await page.goto(`${server.issuer}${path}`);
      await signInAndAllow(page, user);
      await page.waitForURL(`${home.origin}/`, { timeout: 10_000 });
      expect(violations).toEqual([]);
      await context.close();
    },
  );

  test('CSP3 §6.4.1: nor what follows a logout that the user confirmed', async () => {
    const post_logout_redirect_uri = `${app.origin}/goodbye`;
    const client = await server.aClient({ post_logout_redirect_uris: [post_logout_redirect_uri] });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${server.issuer}${authorizationUrl(client, challenge())}`);
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Allow', exact: true }).waitFor();
    const logout = new URLSearchParams({ client_id: client.client_id, post_logout_redirect_uri });
    await page.goto(`${server.issuer}/logout?${logout}`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${home.origin}/`, { timeout: 10_000 });
    await context.close();
  });
});

function challenge() {
  const { code_verifier: _, ...sent } = pkce();
  return sent;
}
