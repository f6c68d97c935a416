import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/management/apps.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createSecret } from '../../src/management/secrets.ts';
import { aUserWith, consoleServer, openConsole } from '../console/console-server.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { authorizationUrl, authorize, post, redeem } from '../support/user-agent.ts';

let browser: Browser;
let server: TestServer;
let developer: TestUser;
let client: IssuedClient;
let page: Page;
let heard: readonly string[];
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  developer = await aUserWith(server, 'developer', 'Grace Hopper');
  const { app_id } = await createApp(server.deps, await server.tenant(), { name: 'In trouble', owner: developer.sub });
  client = await server.aClient({ client_name: 'In trouble', app_id, scope: 'openid offline_access invoices.read' });
  ({ page, heard } = await openConsole(browser, server, developer, { path: '/traces' }));
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const main = () => page.locator('main');

/** From the id, as it stands in an answer, to what the console says of it. */
async function found(answer: Response): Promise<string> {
  const id = answer.headers.get('x-request-id') ?? '';
  expect(id).toMatch(/^XR-/);
  await page.goto(`${server.issuer}/console/traces`);
  // As somebody pastes it: with what stands around it, in whatever case.
  await page.getByLabel('Request ID').fill(`x-request-id: ${id.toLowerCase()}`);
  await page.keyboard.press('Enter');
  await main().getByText('What to do first:').waitFor();
  expect(new URL(page.url()).pathname.endsWith(`/console/traces/${id}`)).toBe(true);
  return main().innerText();
}

const tokenRequest = (parameters: Record<string, string>, as: IssuedClient = client) =>
  post(server, '/token', as, { grant_type: 'authorization_code', ...parameters });

describe('an app that is broken is explained by the id on its error page or answer', () => {
  test('redirect URI with a slash at the end: the error page leads there, and it is shown character by character', async () => {
    await page.goto(`${server.issuer}${authorizationUrl(client, { redirect_uri: `${client.redirect_uris[0]}/` })}`);
    // At once: the page waits until the request has been written down.
    await page.locator('a[href*="/console/traces/"]').click();
    await main().getByText('They part at character 23: expected the end of the text, received “/”.').waitFor();
    expect(await main().locator('mark.danger').innerText()).toBe('/');
    expect(await main().locator('mark.good').innerText()).toBe('(nothing)');
    expect(await main().innerText()).toContain('They differ in the slash at the end: it is surplus.');
  });

  test('a code_verifier that is not the one of the request', async () => {
    const { code, redirect_uri } = await authorize(server, client, developer, { scope: 'openid invoices.read' });
    const answer = await tokenRequest({ code, redirect_uri, code_verifier: 'x'.repeat(43) });
    expect(answer.status).toBe(400);
    const text = await found(answer);
    expect(text).toContain('The code_verifier is not the one that the code_challenge of this code was made of.');
    expect(text).not.toContain('x'.repeat(43));
    expect(text).not.toContain(code);
  });

  test('a secret that has expired', async () => {
    const { client_secret } = await createSecret(server.deps, await server.tenant(), client.client_id, {
      description: 'Short-lived',
      expires_in: 1,
    });
    const ask = () => tokenRequest({ code: 'any' }, { ...client, client_secret });
    await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe(401);
    const text = await found(await ask());
    expect(text).toMatch(/secret.*expired/i);
    expect(text).not.toContain(client_secret);
  });

  test('a scope that the client is not registered for', async () => {
    const url = authorizationUrl(client, {
      scope: 'openid invoices.write',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const text = await found(await server.fetch(url, { redirect: 'manual' }));
    expect(text).toContain('invalid_scope');
    expect(text).toContain('invoices.write');
  });

  test('a code that is used a second time', async () => {
    const { code, redirect_uri, code_verifier } = await authorize(server, client, developer, {
      scope: 'openid invoices.read',
    });
    const parameters = { code, redirect_uri, code_verifier };
    expect((await redeem(server, client, parameters)).status).toBe(200);
    const text = await found(await tokenRequest(parameters));
    expect(text).toMatch(/second time|already|once/i);
    expect(text).not.toContain(code);
  });

  test('nothing of that broke the console itself', () => {
    // The error page of the server is one, and is told as such; so is each time that a request is asked for before it is there.
    expect(heard.filter((text) => !/\b40[04]\b/.test(text))).toEqual([]);
  });
});

describe('the trace of a client', () => {
  test('shows requests as they come, filtered, and rests when it is told to', async () => {
    await page.goto(`${server.issuer}/console/clients/${client.client_id}/trace`);
    await main().getByText('Waiting for the next request').waitFor();
    const rows = main().getByRole('row');
    await rows.nth(1).waitFor();
    const before = await rows.count();
    await server.fetch(authorizationUrl(client, { prompt: 'none', redirect_uri: 'https://app.example/live' }));
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(before + 1);
    expect(await rows.nth(1).innerText()).toContain('Authorization request');
    await page.getByLabel('Endpoint').selectOption('token');
    await expect.poll(() => main().getByText('Authorization request').count()).toBe(0);
    await page.getByLabel('Live').click({ force: true });
    await main().getByText('Paused').waitFor();
  });

  test("of somebody else's app there is none, and no request is found", async () => {
    const stranger = await aUserWith(server, 'developer', 'Mallory');
    const wrong = await server.fetch(authorizationUrl(client, { redirect_uri: 'https://app.example/x' }));
    await server.deps.traces.flush();
    const id = wrong.headers.get('x-request-id') ?? '';
    const theirs = await openConsole(browser, server, stranger, { path: `/traces/${id}` });
    await theirs.page.getByText('There is nothing here, or it is not yours.').waitFor();
    await theirs.page.goto(`${server.issuer}/console/clients/${client.client_id}/trace`);
    await theirs.page.getByText('There is nothing here, or it is not yours.').waitFor();
    expect(await theirs.page.getByText('Authorization request').count()).toBe(0);
    await theirs.page.context().close();
  });
});
