import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUpstreamProvider } from '../../src/management/upstream-providers.ts';
import { type RunningApp, serveApp } from '../interop/visitor.ts';
import { expectFits, launchBrowser, openWindow } from '../support/browser.ts';
import { listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorizationUrl } from '../support/user-agent.ts';
import { cityTenant } from './city-tenant.ts';
import { type RogueProvider, startRogue } from './rogue-provider.ts';
import { aRogueProvider, identitiesOf, verifyEmail } from './traveller.ts';

describe('signing in through others in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  let city: TestServer;
  let resident: TestUser;
  let town: RogueProvider;
  let app: RunningApp;
  beforeAll(async () => {
    [browser, server, town, app] = await Promise.all([
      launchBrowser(),
      listeningServer({ settings: { signUp: 'open' } }),
      startRogue(),
      serveApp((_, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('the app')),
    ]);
    city = await cityTenant(server);
    resident = await city.aUser();
    const { client_id, client_secret = null } = await city.aClient();
    const input = { provider_id: 'city', display_name: 'City', issuer: city.issuer, client_id, client_secret };
    const trusted = { ...input, trusts_email: true, may_create_users: true };
    await addUpstreamProvider(server.deps, await server.tenant(), trusted, { verify: true });
    // On another origin than the server's own.
    await aRogueProvider(server, town, { provider_id: 'town', display_name: 'Town Bank', trusts_email: true });
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([server.close(), town.close(), app.close()]);
  });

  const aWindow = (options: BrowserContextOptions = {}) => openWindow(browser, options);
  const looked = (page: Page, name: string) => expectFits(page, `upstream-${name}`);
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  async function signIn(page: Page, user: TestUser): Promise<void> {
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await press(page, 'Sign in');
  }

  test.each([true, false])(
    'from an app through another tenant back to the app, JavaScript %s',
    async (javaScriptEnabled) => {
      const { context, page, heard } = await aWindow({ javaScriptEnabled });
      const redirect_uri = `${app.origin}/cb`;
      const client = await server.aClient({ require_pkce: false, redirect_uris: [redirect_uri] });
      await page.goto(`${server.issuer}${authorizationUrl(client, { redirect_uri, scope: 'openid email' })}`);
      await page.getByRole('button', { name: 'Continue with City' }).waitFor();
      if (javaScriptEnabled) await looked(page, 'login');
      await press(page, 'Continue with City');
      await page.waitForURL('**/city/interaction/**');
      await signIn(page, resident);
      // What was allowed there the first time is remembered (a confidential client).
      if (javaScriptEnabled) await press(page, 'Allow');
      await page.waitForURL('**/demo/interaction/**');
      await page.getByRole('heading', { name: 'Allow Test app to use your Demo account?' }).waitFor();
      if (javaScriptEnabled) await looked(page, 'consent');
      await press(page, 'Allow');
      await page.waitForURL(`${redirect_uri}?**`);
      expect(new URL(page.url()).searchParams.get('code')).not.toBeNull();
      expect(heard).toEqual([]);
      await context.close();
    },
  );

  test('a provider on another origin, from our own sign-in page; catalogue 78: no policy is violated', async () => {
    const { context, page, heard } = await aWindow();
    const user = await server.aUser();
    await verifyEmail(server, user);
    const said = { sub: 'town-1', email: user.email, email_verified: true };
    town.answer = { claims: said, userinfo: { sub: 'town-1', name: 'Ada' } };
    await page.goto(`${server.issuer}/sign-in?continue=%2Faccount%2Fsecurity`);
    await looked(page, 'sign-in');
    await press(page, 'Continue with Town Bank');
    await page.waitForURL('**/account/security');
    await page.getByRole('heading', { name: 'Connected sign-ins' }).waitFor();
    await looked(page, 'security');
    await page.getByRole('button', { name: 'Disconnect Town Bank' }).click();
    await page.getByRole('heading', { name: 'Disconnect Town Bank?' }).waitFor();
    await looked(page, 'disconnect');
    await press(page, 'Disconnect');
    await page.getByText('It no longer signs you in here.').waitFor();
    await press(page, 'Connect Town Bank');
    await page.getByText('You can sign in with it from now on.').waitFor();
    expect(await identitiesOf(server, user)).toHaveLength(1);
    expect(heard).toEqual([]);
    await context.close();
  });

  test('the address is known: sign in first, then one form connects', async () => {
    const { context, page, heard } = await aWindow();
    const user = await server.aUser();
    town.answer = { claims: { sub: 'town-2', email: user.email, name: 'Ada' }, userinfo: { sub: 'town-2' } };
    await page.goto(`${server.issuer}/sign-in?continue=%2Faccount%2Fprofile`);
    await press(page, 'Continue with Town Bank');
    await page.getByRole('heading', { name: 'Sign in first to connect Town Bank' }).waitFor();
    await looked(page, 'sign-in-first');
    await page.getByRole('link', { name: 'Go to sign-in' }).click();
    await signIn(page, user);
    await page.getByRole('heading', { name: 'Connect Town Bank?' }).waitFor();
    await looked(page, 'offer');
    await press(page, 'Connect');
    await page.waitForURL('**/account/profile');
    expect(await identitiesOf(server, user)).toMatchObject([{ upstream_sub: 'town-2' }]);
    expect(heard).toEqual([]);
    await context.close();
  });

  test.each(['light', 'dark'] as const)(
    '%s: every other page is accessible and never wider than the window',
    async (colorScheme) => {
      const { context, page } = await aWindow({ colorScheme });
      const depart = async () => {
        await page.goto(`${server.issuer}/sign-in`);
        await press(page, 'Continue with Town Bank');
      };
      town.answer = { callback: { code: null, error: 'access_denied' } };
      await depart();
      await page.getByText('You did not sign in with Town Bank.').waitFor();
      await looked(page, `declined-${colorScheme}`);
      town.answer = { callback: { code: null, error: 'server_error' } };
      await press(page, 'Continue with Town Bank');
      await page.getByText('Town Bank cannot be reached.').waitFor();
      town.answer = {
        claims: { sub: 'town-3', email: 'nobody@town.example', email_verified: true },
        userinfo: { sub: 'town-3' },
      };
      await press(page, 'Continue with Town Bank');
      await page.getByRole('heading', { name: 'You have no Demo account yet' }).waitFor();
      await looked(page, `no-account-${colorScheme}`);
      await page.reload();
      await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
      await looked(page, `over-${colorScheme}`);
      await page.getByRole('link', { name: 'Go to sign-in' }).click();
      await page.getByRole('button', { name: 'Continue with Town Bank' }).waitFor();
      await looked(page, `sign-in-${colorScheme}`);
      await context.close();
    },
  );
});
