import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUserRole } from '../../src/management/administrators.ts';
import { openConsole } from '../console/console-server.ts';
import { type Product, startProduct } from '../quickstart/product.ts';
import { freePort, run } from '../quickstart/runtimes.ts';
import { expectAccessible, launchBrowser } from '../support/browser.ts';
import { builtConsole } from '../support/built-console.ts';

let browser: Browser;
let product: Product;
beforeAll(async () => {
  await builtConsole();
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.close();
});

test('from nothing to a token: register an app, run its quickstart as it is shown, and see it in the trace', async () => {
  const { server } = product;
  const developer = await server.aUser({ claims: { name: 'Grace Hopper' } });
  await setUserRole(server.deps, await server.tenant(), developer.sub, { role: 'developer' });
  const port = await freePort();
  const { page, heard } = await openConsole(browser, server, developer, { path: '/apps/new' });
  await page.getByLabel('Server app').check({ force: true });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Abacus');
  await page.getByLabel('Redirect URIs 1').fill(`http://localhost:${port}/callback`);
  await page.getByLabel('books.read').first().check({ force: true });
  await page.getByRole('button', { name: 'Create the app' }).click();
  await page.getByRole('heading', { level: 1, name: 'Abacus is registered' }).waitFor();
  const CLIENT_SECRET = await page.locator('.secret code').innerText();
  await page.getByRole('link', { name: 'Open the client' }).click();
  await page.getByRole('link', { name: 'Quickstart' }).click();
  await page.getByRole('tab', { name: 'Node.js', selected: true }).waitFor();
  const code = async (section: string) =>
    (await page.getByRole('region', { name: section }).locator('pre code').textContent()) ?? '';
  const content = await code('Save this file');
  const command = await code('Run it');
  expect(content).not.toContain(CLIENT_SECRET);
  await expectAccessible(page);

  const files = [{ name: 'quickstart.mjs', content }];
  const program = run(
    { language: 'node', title: 'Node.js', install: null, run: command, files, notes: [] },
    { CLIENT_SECRET },
  );
  try {
    await program.says(/Open http/);
    const app = await page.context().newPage();
    await app.goto(`http://localhost:${port}/`);
    await app.getByRole('button', { name: 'Allow', exact: true }).click();
    await app.getByText(`of ${developer.sub}`).waitFor();
  } finally {
    program.stop();
    await program.end;
  }
  expect(product.calls.at(-1)).toMatchObject({ sub: developer.sub });

  await page.getByRole('link', { name: 'Watch the trace' }).click();
  await page.getByRole('link', { name: 'Token request' }).first().click();
  await page.getByRole('heading', { name: 'What it gave' }).waitFor();
  expect(await page.locator('main').innerText()).toContain('access_token');
  expect(heard.filter((text) => !/\/traces$/.test(text))).toEqual([]);
});

test('each language is shown, and never a secret', async () => {
  const { server } = product;
  const developer = await server.aUser({ claims: { name: 'Ada Lovelace' } });
  await setUserRole(server.deps, await server.tenant(), developer.sub, { role: 'admin' });
  const client = await product.register({
    client_name: 'Polyglot',
    grant_types: ['client_credentials'],
    scope: 'books.read',
  });
  const { page } = await openConsole(browser, server, developer, { path: `/clients/${client.client_id}/quickstart` });
  for (const name of ['curl', 'Python', 'PHP', '.NET', 'Java', 'Go', 'Node.js']) {
    await page.getByRole('tab', { name, exact: true }).click();
    await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
    const panel = page.getByRole('tabpanel', { name });
    await panel.getByRole('heading', { name: 'Run it' }).waitFor();
    const text = await panel.innerText();
    expect(text).toContain(client.client_id);
    expect(text).not.toContain(client.client_secret);
  }
});

test('the language that fits the client is shown first, and another where there is no code in that one', async () => {
  const { server } = product;
  const admin = await server.aUser({ claims: { name: 'Ada Lovelace' } });
  await setUserRole(server.deps, await server.tenant(), admin.sub, { role: 'admin' });
  const spa = await product.register({
    client_name: 'Page',
    application_type: 'web',
    redirect_uris: ['https://page.example/callback'],
    token_endpoint_auth_method: 'none',
    scope: 'openid books.read',
  });
  const { page } = await openConsole(browser, server, admin, {
    path: `/clients/${spa.client_id}/quickstart`,
  });
  await page.getByRole('tab', { name: 'Browser', selected: true }).waitFor();
  // openid-client cannot send back an origin without a path, so that there is none for Node.js.
  const bare = await product.register({
    client_name: 'Bare',
    redirect_uris: ['https://bare.example'],
    scope: 'openid',
  });
  await page.goto(`${server.issuer}/console/clients/${bare.client_id}/quickstart`);
  await page.getByRole('tab', { name: 'curl', selected: true }).waitFor();
  expect(await page.getByRole('tab', { name: 'Node.js' }).count()).toBe(0);
  await page.context().close();
});
