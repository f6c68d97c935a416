import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, screenshots } from '../support/browser.ts';
import type { TestServer } from '../support/start-server.ts';
import { aUserWith, consoleServer, openConsole } from './console-server.ts';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('the reference of the management API', () => {
  test('is where the API says that its documentation is', async () => {
    const response = await server.fetch('/api/v1/docs', { redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`${server.issuer}/console/reference`);
  });

  test('lists every operation, and tries one out as who is signed in; nothing comes from elsewhere', async () => {
    const client = await server.aClient({ client_name: 'Shown in the reference' });
    const admin = await aUserWith(server, 'admin');
    const { page, heard } = await openConsole(browser, server, admin, { path: '/reference' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.locator('#operations-tag-clients').waitFor();
    await page.locator('#operations-tag-clients').click();
    const operation = page.locator('#operations-clients-listClients');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('input[placeholder="tenant"]').fill('demo');
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table').waitFor();
    expect(await operation.locator('.live-responses-table').innerText()).toContain(client.client_id);
    await page.screenshot({ path: join(screenshots, 'console-reference.png') });
    expect(asked.filter((url) => !url.startsWith(server.issuer) && !url.startsWith('data:'))).toEqual([]);
    expect(heard).toEqual([]);
  });
});
