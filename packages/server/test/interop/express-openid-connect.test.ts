import express from 'express';
import { auth, requiresAuth } from 'express-openid-connect';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { launchBrowser } from '../support/browser.ts';
import { listeningServer, pkce, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorizationUrl } from '../support/user-agent.ts';
import { signInAndAllow, watchViolations } from './browser-sign-in.ts';
import { type RunningApp, serveApp, Visitor } from './visitor.ts';

type ResponseMode = 'query' | 'form_post';

describe('express-openid-connect 3', () => {
  let server: TestServer;
  let user: TestUser;
  const apps: RunningApp[] = [];
  beforeAll(async () => {
    server = await listeningServer();
    user = await server.aUser();
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await server.close();
  });

  async function startApp(response_mode: ResponseMode): Promise<{ origin: string; client_id: string }> {
    const ready = Promise.withResolvers<ReturnType<typeof anApp>>();
    const app = await serveApp((request, response) => ready.promise.then((handle) => handle(request, response)));
    apps.push(app);
    const { origin } = app;
    const client = await server.aClient({
      redirect_uris: [`${origin}/callback`],
      post_logout_redirect_uris: [`${origin}/goodbye`],
    });
    ready.resolve(anApp(server.issuer, client, { origin, response_mode }));
    return { origin, client_id: client.client_id };
  }

  test.each(['query', 'form_post'] as const)(
    'OIDC Core §3.1: code flow with %s, userinfo and refresh',
    async (mode) => {
      const { origin } = await startApp(mode);
      const visitor = new Visitor(server, user);
      const page = await visitor.browse(`${origin}/profile`);
      expect(await page.json()).toMatchObject({ user: { sub: user.sub }, userinfo: { email: user.email } });
      const refreshed = await visitor.browse(`${origin}/refresh`);
      expect(await refreshed.json()).toEqual({ token_type: 'Bearer', renewed: true });
    },
  );

  test('OIDC RP-Initiated Logout §2: signs out of the app and of the server, and returns to the app', async () => {
    const { origin, client_id } = await startApp('query');
    const visitor = new Visitor(server, user);
    await visitor.browse(`${origin}/profile`);
    const page = await visitor.browse(`${origin}/logout`);
    expect(page.url).toBe(`${origin}/goodbye`);
    expect(await page.json()).toEqual({ signedIn: false });
    const { code_verifier: _, ...challenge } = pkce();
    const silent = authorizationUrl(
      { client_id },
      { redirect_uri: `${origin}/callback`, prompt: 'none', ...challenge },
    );
    const answer = await visitor.arrive(`${server.issuer}${silent}`);
    expect(new URL(answer.url).searchParams.get('error')).toBe('login_required');
  });

  describe('in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    test.each(['query', 'form_post'] as const)('%s comes through the content security policy', async (mode) => {
      const { origin } = await startApp(mode);
      const context = await browser.newContext();
      const page = await context.newPage();
      const violations = watchViolations(page);
      await page.goto(`${origin}/profile`);
      await signInAndAllow(page, user);
      await page.waitForURL(`${origin}/profile`);
      expect(JSON.parse((await page.locator('body').textContent()) ?? '')).toMatchObject({ user: { sub: user.sub } });
      expect(violations).toEqual([]);
      await context.close();
    });
  });
});

function anApp(issuer: string, client: IssuedClient, wish: { origin: string; response_mode: ResponseMode }) {
  const app = express();
  app.use(
    auth({
      issuerBaseURL: issuer,
      baseURL: wish.origin,
      clientID: client.client_id,
      clientSecret: client.client_secret ?? '',
      secret: 'a secret that signs the cookies of the app',
      authorizationParams: {
        response_type: 'code',
        response_mode: wish.response_mode,
        scope: 'openid email offline_access',
      },
      authRequired: false,
      idpLogout: true,
      routes: { postLogoutRedirect: '/goodbye' },
    }),
  );
  app.get('/profile', requiresAuth(), async (request, response) =>
    response.json({ user: request.oidc.user, userinfo: await request.oidc.fetchUserInfo() }),
  );
  app.get('/refresh', requiresAuth(), async (request, response) => {
    const before = request.oidc.accessToken;
    const after = await before?.refresh();
    response.json({ token_type: after?.token_type, renewed: after?.access_token !== before?.access_token });
  });
  app.get('/goodbye', (request, response) => response.json({ signedIn: request.oidc.isAuthenticated() }));
  return app;
}
