import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/management/apps.ts';
import { aUserWith, consoleServer, openConsole } from '../console/console-server.ts';
import { type RunningApp, serveApp } from '../interop/visitor.ts';
import { titled, whyNot } from '../quickstart/runtimes.ts';
import { expectAccessible, launchBrowser } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';
import { codeOf, sentBy, step } from './playground-window.ts';

let browser: Browser;
let server: TestServer;
let developer: TestUser;
let app_id: string;
/** Answers at the redirect URI, and does nothing. */
let app: RunningApp;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  developer = await aUserWith(server, 'developer', 'Grace Hopper');
  ({ app_id } = await createApp(server.deps, await server.tenant(), { name: 'By hand', owner: developer.sub }));
  app = await serveApp((_, response) => void response.end('Here I am'), 'localhost');
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.close(), app.close()]);
});

const bash = async (command: string, env: Record<string, string>) =>
  (await promisify(execFile)('bash', ['-c', command], { env: { PATH: process.env.PATH ?? '', ...env } })).stdout;

const reason = whyNot('curl');

describe('the playground', () => {
  test.skipIf(reason !== null).each(['none', 'client_secret_basic', 'client_secret_post'])(
    titled('RFC 6749 §4.1, RFC 7636: runs the code flow by hand as a client with %s', reason),
    async (token_endpoint_auth_method) => {
      const redirect_uris = [`${app.origin}/callback`];
      const client = await server.aClient({
        client_name: 'By hand',
        app_id,
        redirect_uris,
        token_endpoint_auth_method,
      });
      const path = `/clients/${client.client_id}/playground`;
      const { page, heard } = await openConsole(browser, server, developer, { path });
      const sent = sentBy(page);
      await page.getByLabel('scope', { exact: true }).fill('openid offline_access invoices.read');
      await page.getByRole('button', { name: 'Build the request' }).click();
      const [tab] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('link', { name: 'Open in a new tab' }).click(),
      ]);
      await tab.getByRole('button', { name: 'Allow', exact: true }).click();
      await tab.getByText('Here I am').waitFor();
      const answered = page.getByLabel('The address that the browser ended at');
      await answered.fill(tab.url().replace(/state=[^&]*/, 'state=theirs'));
      await page.getByText('Its state is not that of the request').waitFor();
      expect(await page.getByRole('region', { name: '4. Redeem the code' }).count()).toBe(0);
      await answered.fill(tab.url());
      await page.getByText('It belongs to this request').waitFor();
      const redemption = step(page, '4. Redeem the code');
      await redemption.getByText('Or in a terminal').click();
      const command = await codeOf(redemption, 'Terminal').innerText();
      const secret = { CLIENT_SECRET: client.client_secret ?? '' };
      const printed = await bash(command, secret);
      expect(printed).toContain('access_token');
      await redemption.getByLabel('What the command printed').fill(printed);
      await page.getByRole('button', { name: 'Read this id_token' }).click();
      await page.getByText('Signed by this server').waitFor();
      expect(await page.locator('main').innerText()).toContain(developer.sub);
      const refresh = step(page, 'Refresh');
      await refresh.getByText('Or in a terminal').click();
      expect(await bash(await codeOf(refresh, 'Terminal').innerText(), secret)).toContain('access_token');
      // The code a second time: its answer names the request, and leads there.
      await redemption.getByLabel('What the command printed').fill(await bash(command, secret));
      await page.getByRole('link', { name: 'See why in the trace' }).waitFor();
      await expectAccessible(page);
      const { access_token } = JSON.parse(printed.slice(printed.indexOf('{'))) as { access_token: string };
      expect(sent()).not.toContain(access_token);
      expect(sent()).not.toContain(client.client_secret ?? 'code_verifier');
      expect(heard).toEqual([]);
      await page.context().close();
    },
  );

  test('a token that was changed, one of another server, and one that is none', async () => {
    const service = await server.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
      app_id,
    });
    const { page, heard } = await openConsole(browser, server, developer, {
      path: `/clients/${service.client_id}/playground`,
    });
    const issued = await post(server, '/token', service, { grant_type: 'client_credentials' });
    const { access_token } = (await issued.json()) as { access_token: string };
    const [header = '', payload = '', signature = ''] = access_token.split('.');
    const field = page.getByRole('textbox', { name: 'A token' });
    await field.fill(access_token);
    await page.getByText('Signed by this server').waitFor();
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'everything' })).toString('base64url');
    await field.fill(`${header}.${changed}.${signature}`);
    await page.getByText('The signature is wrong').waitFor();
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    await field.fill(`${none}.${payload}.`);
    await page.getByText('Not signed in a way that this server uses').waitFor();
    const foreign = Buffer.from('{"alg":"ES256","kid":"theirs"}').toString('base64url');
    await field.fill(`${foreign}.${payload}.${signature}`);
    await page.getByText('Signed with a key that this server does not publish').waitFor();
    await field.fill('xat_opaque');
    await page.getByText('This is no JWT').waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });
});
