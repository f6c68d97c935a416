import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveApp } from '../interop/visitor.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { listeningServer, startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

describe('a form that is sent twice', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function consentPage() {
    const agent = await signedInAgent(server, await server.aUser());
    return { agent, page: await (await agent.visit(requestUrl(await server.aClient()))).text() };
  }

  test('two answers at the same moment: one code, and a page that says so and leads back to the app', async () => {
    for (const decision of ['allow', 'deny']) {
      const { agent, page } = await consentPage();
      const answers = await Promise.all([agent.submit(page, { decision }), agent.submit(page, { decision })]);
      const [first, second] = answers.sort((one, other) => one.status - other.status);
      expect(answers.map(({ status }) => status)).toEqual([303, 409]);
      expect(Object.keys(redirected(first as Response).parameters)).toContain(decision === 'allow' ? 'code' : 'error');
      const text = (await second?.text()) ?? '';
      expect(text).toContain(decision === 'allow' ? 'You have allowed Test app' : 'You have answered already');
      expect(text).toContain('href="https://app.example/"');
    }
  });

  test('the sign-in form of a request that is over by now: the same', async () => {
    const agent = new UserAgent(server);
    const user = await server.aUser();
    const login = await (await agent.visit(requestUrl(await server.aClient()))).text();
    const consent = await (await agent.signIn(login, user)).text();
    redirected(await agent.submit(consent, { decision: 'allow' }));
    expect(await (await agent.signIn(login, user)).text()).toContain('You have answered already');
  });

  test('what was denied first is not called allowed, nor what somebody else allowed', async () => {
    const { agent, page } = await consentPage();
    redirected(await agent.submit(page, { decision: 'deny' }));
    const text = await (await agent.submit(page, { decision: 'allow' })).text();
    expect(text).toContain('You have answered already');
    expect(text).not.toContain('You have allowed');
  });

  test('not for another browser, not for a form that was not ours, and not where the time is over', async () => {
    const { agent, page } = await consentPage();
    redirected(await agent.submit(page, { decision: 'allow' }));
    await errorPage(await (await consentPage()).agent.submit(page, { decision: 'allow' }), 403);
    await errorPage(await agent.submit(page, { decision: 'allow', csrf: 'x' }), 403);
    for (const client_id of ['unknown', '%00', '%ud800', 'x'.repeat(300), '']) {
      const changed = page.replaceAll(/client_id=[^&]*&/g, `client_id=${client_id}&`);
      await errorPage(await agent.submit(changed, { decision: 'allow' }));
    }
    server.clock.advance(3600);
    const { text } = await errorPage(await agent.submit(page, { decision: 'allow' }));
    expect(text).toContain('This page has expired');
  });
});

describe('a double click on "Allow" in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [server, browser] = await Promise.all([listeningServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** Signs in, double-clicks, and tells how often the form was sent and how often the app was called with a code. */
  async function doubleClick(javaScriptEnabled: boolean) {
    const codes: (string | null)[] = [];
    const app = await serveApp((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      if (pathname === '/cb') codes.push(searchParams.get('code'));
      response.end('the app');
    }, 'localhost');
    const client = await server.aClient({ redirect_uris: [`${app.origin}/cb`] });
    const user = await server.aUser();
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const heard: string[] = [];
    let sent = 0;
    page.on('console', (message) => heard.push(message.text()));
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/consent?')) sent += 1;
    });
    await page.goto(`${server.issuer}${requestUrl(client, { redirect_uri: `${app.origin}/cb` })}`);
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Allow', exact: true }).dblclick();
    const back = page.getByRole('link', { name: 'Go back to Test app' });
    await back.or(page.getByText('the app')).waitFor();
    const onPage = await back.isVisible();
    if (onPage) {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You have allowed Test app');
      await expectAccessible(page);
      await page.screenshot({ path: join(screenshots, 'allowed-twice.png') });
      await back.click();
    }
    await page.waitForURL((url) => url.origin === app.origin);
    await context.close();
    await app.close();
    return { onPage, sent, codes, heard };
  }

  test('with JavaScript it counts as one: the form is sent once, and its user arrives at the app with the code', async () => {
    const { onPage, sent, codes, heard } = await doubleClick(true);
    expect({ onPage, sent, codes, heard }).toEqual({ onPage: false, sent: 1, codes: [expect.any(String)], heard: [] });
  });

  test('without, its user ends at the app, or on a page that says that they have allowed it, with the way there', async () => {
    const { codes } = await doubleClick(false);
    // No code is given twice.
    expect(codes.length).toBeLessThanOrEqual(1);
  });
});
