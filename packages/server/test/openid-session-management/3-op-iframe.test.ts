import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import type { TenantSettingsInput } from '../../src/tenants/settings.ts';
import { signInAndAllow, watchViolations } from '../interop/browser-sign-in.ts';
import type { RunningApp } from '../interop/visitor.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveHttps } from '../support/https.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { anApp, answerAt, ask, requestAt, startTwoSites } from './two-sites.ts';

describe('OpenID Connect Session Management 1.0 §3.2 in Chromium, issuer and app on two sites', () => {
  let server: TestServer;
  let app: RunningApp;
  let browser: Browser;
  let client: IssuedClient;
  let user: TestUser;
  let context: BrowserContext;
  let page: Page;
  let violations: readonly string[];
  beforeAll(async () => {
    [{ server, app }, browser] = await Promise.all([startTwoSites(), launchBrowser()]);
    client = await anApp(server, app);
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

  /** Ends on the app's page. Returns the message to its frame. */
  async function signIn(): Promise<string> {
    await page.goto(requestAt(server, client));
    await signInAndAllow(page, user);
    return `${client.client_id} ${(await answerAt(page, app)).session_state}`;
  }

  test('unchanged while the session lasts; changed once it was signed out of in another tab', async () => {
    const message = await signIn();
    expect(await ask(page, server, message)).toBe('unchanged');
    const tab = await context.newPage();
    await tab.goto(`${server.issuer}/`);
    expect(await ask(page, server, message)).toBe('unchanged');
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await tab.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await ask(page, server, message)).toBe('changed');
  });

  test('changed when another user has signed in', async () => {
    const message = await signIn();
    const other = await server.aUser();
    const tab = await context.newPage();
    await tab.goto(requestAt(server, client, { prompt: 'login' }));
    await signInAndAllow(tab, other);
    const renewed = await answerAt(tab, app);
    expect(await ask(page, server, message)).toBe('changed');
    expect(await ask(page, server, `${client.client_id} ${renewed.session_state}`)).toBe('unchanged');
  });

  test('nobody signed in: what prompt=none returned stays unchanged until somebody signs in', async () => {
    await page.goto(requestAt(server, client, { prompt: 'none' }));
    const refused = await answerAt(page, app);
    expect(refused.error).toBe('login_required');
    const message = `${client.client_id} ${refused.session_state}`;
    expect(await ask(page, server, message)).toBe('unchanged');
    const tab = await context.newPage();
    await tab.goto(requestAt(server, client));
    await signInAndAllow(tab, user);
    await answerAt(tab, app);
    expect(await ask(page, server, message)).toBe('changed');
  });

  test('bound to client and origin: changed for another client and for a page of another origin', async () => {
    const message = await signIn();
    const other = await anApp(server, app);
    expect(await ask(page, server, message.replace(client.client_id, other.client_id))).toBe('changed');
    const stranger = await serveHttps((_, response) => response.end('a page'), 'evil.localhost');
    const theirs = await context.newPage();
    await theirs.goto(stranger.origin);
    expect(await ask(theirs, server, message)).toBe('changed');
    await stranger.close();
  });

  test('sessionCookieSameSite lax: the frame of another site sees no session, so that everything has changed', async () => {
    const { tenant_id } = await server.tenant();
    const settings = presetSettings('identityserver');
    const save = (saved: TenantSettingsInput) =>
      server.deps.storage.tenants.update(tenant_id, { settings: JSON.stringify(saved) });
    await save({ ...settings, sessionCookieSameSite: 'lax' });
    expect(await ask(page, server, await signIn())).toBe('changed');
    await save(settings);
  });

  test('error for what is no message; never an answer to anybody but the page that holds the frame', async () => {
    const message = await signIn();
    const malformed = [
      '',
      'x',
      client.client_id,
      `${client.client_id} x`,
      `${message} x`,
      ` ${message}`,
      null,
      { a: 1 },
    ];
    for (const wrong of malformed) expect([wrong, await ask(page, server, wrong)]).toEqual([wrong, 'error']);
    const stranger = await serveHttps((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<script>
        onmessage = ({ data }) => parent.postMessage('heard ' + data, '*');
        parent.frames[0].postMessage(${JSON.stringify(message)}, '*');
        setTimeout(() => parent.postMessage('heard nothing', '*'), 1000);
      </script>`);
    }, 'evil.localhost');
    const heard = await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = '${stranger.origin}';
      addEventListener('message', ({ source, data }) => source === frame.contentWindow && resolve(data));
      document.body.append(frame);
    })`);
    expect(heard).toBe('heard nothing');
    await stranger.close();
  });
});
