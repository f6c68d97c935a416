import { describe, expect, test } from 'vitest';
import { builtConsole } from '../support/built-console.ts';
import { startServer } from '../support/start-server.ts';
import { codeOf, playgroundStage } from './playground-window.ts';

const reachedBy = (policy: string): string[] => (/connect-src ([^;]*);/.exec(policy)?.[1] ?? '').split(' ');

describe('CSP3 §6.1.2: what the console may reach', () => {
  const stage = playgroundStage();

  test.each([
    [['standard'], ['/token', '/userinfo']],
    [['identityserver'], ['/connect/token', '/connect/userinfo']],
    [
      ['xendit', 'xeno'],
      ['/oauth/tokens', '/oauth/token'],
    ],
    [
      ['xeno', 'standard'],
      ['/oauth/token', '/token', '/userinfo'],
    ],
  ])('where %j is spoken: its own API and %j, nothing else', async (dialects, paths) => {
    await builtConsole();
    const server = await startServer({ settings: { dialects } });
    const { headers } = await server.fetch('/console/apps');
    const reached = reachedBy(headers.get('content-security-policy') ?? '');
    const below = ['/api/', '/console/oauth/', ...paths];
    expect(reached).toEqual(below.map((path) => `${server.issuer}${path}`));
    await server.close();
  });

  test('the browser sees to it', async () => {
    const { page, heard } = await stage.open(await stage.aClient());
    const reaches = (path: string) =>
      page.evaluate(
        (url) =>
          fetch(url, { method: 'POST' }).then(
            () => true,
            () => false,
          ),
        path,
      );
    const { issuer } = stage.server;
    expect(await reaches(`${issuer}/token`)).toBe(true);
    const others = ['/introspect', '/revoke', '/authorize', '/token/', '/token/x', '/jwks', '/sign-in'];
    for (const path of others) expect([path, await reaches(`${issuer}${path}`)]).toEqual([path, false]);
    expect(await reaches('http://127.0.0.1:9/token')).toBe(false);
    const refused = heard.filter((text) => /Content Security Policy/.test(text));
    expect(refused.length).toBeGreaterThan(others.length);
    await page.context().close();
  });

  test('where the token endpoint is on another origin, the page says so and leaves it to a terminal', async () => {
    const client = await stage.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
    });
    const { page } = await stage.open(client);
    const { origin } = new URL(stage.server.issuer);
    await page.route(/\/metadata$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll(origin, 'https://id.example') });
    });
    await page.reload();
    await page.getByText('This page cannot send it').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(0);
    expect(await codeOf(page, 'Terminal').innerText()).toContain('https://id.example/demo/token');
    await page.context().close();
  });
});
