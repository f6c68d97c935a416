import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAndAllow } from '../interop/browser-sign-in.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Product, SIGN_IN, startProduct } from './product.ts';
import { freePort, type Program, run } from './runtimes.ts';

describe('the quickstart for a page in a browser', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await product.close();
  });

  async function anApp(path: string) {
    const port = await freePort();
    const client = await product.register({
      ...SIGN_IN,
      redirect_uris: [`http://localhost:${port}${path}`],
      token_endpoint_auth_method: 'none',
    });
    const program = run(await product.quickstart('browser', client), {});
    await program.says(/Open http/);
    return { client, port, program };
  }

  async function end(program: Program) {
    program.stop();
    await program.end;
  }

  test.each(['/callback', '/', '/deep/inside/cb'])(
    'RFC 6749 §4.1, RFC 7636: signs a user in, refreshes and calls the API, returning to %s',
    async (path) => {
      const { client, port, program } = await anApp(path);
      const user = await product.server.aUser();
      const before = product.tokenRequests();
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (problem) => problems.push(problem.message));
      try {
        await page.goto(`http://localhost:${port}/`);
        expect(await page.locator('#app').textContent()).toBe(client.client_name);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await signInAndAllow(page, user);
        await page.getByText('books').waitFor();
        expect(await page.locator('#answer').textContent()).toBe(JSON.stringify({ books: [`of ${user.sub}`] }));
        expect(page.url()).toBe(`http://localhost:${port}${path}`);
        expect(await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])')).toBe('[{},{}]');
      } finally {
        await page.close();
        await end(program);
      }
      expect(problems).toEqual([]);
      expect(product.tokenRequests() - before).toBe(2);
    },
  );

  test('RFC 6749 §10.12: an answer to a sign-in that this page did not begin is refused', async () => {
    const { port, program } = await anApp('/callback');
    const before = product.tokenRequests();
    const page = await browser.newPage();
    try {
      for (const iss of [product.server.issuer, 'https://evil.example']) {
        await page.goto(`http://localhost:${port}/callback?${new URLSearchParams({ code: 'a', state: 'b', iss })}`);
        await page.getByText('This is no answer to a sign-in of this page.').waitFor();
      }
    } finally {
      await page.close();
      await end(program);
    }
    expect(product.tokenRequests()).toBe(before);
  });

  test('RFC 6749 §2.1: a client with a secret has no code for the browser', async () => {
    const client = await product.register({ ...SIGN_IN, redirect_uris: ['https://app.example/cb'] });
    await expect(product.quickstart('browser', client)).rejects.toThrow(/keeps no secret/);
  });
});
