import { describe, expect, test } from 'vitest';
import { putScope } from '../../src/management/scopes.ts';
import { API, REDIRECT_URI, type TestServer } from '../support/start-server.ts';
import { askAndAllow, playgroundStage, send, shown, step } from './playground-window.ts';

const withScopes =
  (...names: string[]) =>
  async (server: TestServer) => {
    for (const name of names) {
      await putScope(server.deps, await server.tenant(), { name, resource: API, display_name: name });
    }
  };

describe('the playground of an app that speaks the JSON wire of a payments API', () => {
  const stage = playgroundStage({ settings: { dialects: ['xendit', 'standard'] } }, withScopes('INVOICE.READ'));

  test('"GET /auth: client_id, grant_type: code, scopes: […]", "POST /oauth/tokens {code, client_secret}"', async () => {
    const client = await stage.aClient({ scope: 'INVOICE.READ', redirect_uris: [REDIRECT_URI, stage.callback] });
    const { client_secret = '' } = client;
    const { page, heard } = await stage.open(client);
    await page.getByLabel('scope', { exact: true }).fill('INVOICE.READ');
    await page.getByRole('button', { name: 'Build the request' }).click();
    const asked = await step(page, '2. Send the request').innerText();
    expect(asked).toContain(`${stage.server.issuer}/auth`);
    expect(asked).toMatch(/grant_type\s+code\s/);
    expect(asked).toContain('["INVOICE.READ"]');
    expect(asked).not.toContain('response_type');
    // As it is registered by default here.
    expect(asked).not.toContain('code_challenge');
    await askAndAllow(page);
    const [sent] = await Promise.all([
      page.waitForRequest(`${stage.server.issuer}/oauth/tokens`),
      send(page, '4. Redeem the code', client_secret),
    ]);
    expect(sent.headers()['content-type']).toBe('application/json');
    expect(Object.keys(sent.postDataJSON())).toEqual(['code', 'redirect_uri', 'client_id', 'client_secret']);
    expect(await shown(page, '4. Redeem the code', 'Response')).toContain('HTTP 200');
    expect(await send(page, 'Refresh')).toContain('HTTP 200');
    expect(await step(page, 'Call userinfo').count()).toBe(0);
    // Its refusals are in its own envelope.
    const again = await send(page, '4. Redeem the code');
    expect(again).toContain('"error_code": "INVALID_GRANT_ERROR"');
    await page.getByRole('link', { name: 'See why in the trace' }).waitFor();
    expect(heard.filter((text) => !text.includes('400'))).toEqual([]);

    await page.getByLabel('Dialect').selectOption('standard');
    await page.getByRole('button', { name: 'Build the request' }).click();
    expect(await step(page, '2. Send the request').innerText()).toContain(`${stage.server.issuer}/authorize`);
    await page.context().close();
  });
});

describe('the playground of an app that is installed on accounts', () => {
  const stage = playgroundStage({ settings: { dialects: ['xeno'] } }, withScopes('faqs'));

  test('"POST /oauth/token with client_id, client_secret, code": a form, and one opaque token', async () => {
    const client = await stage.aClient({
      grant_types: ['authorization_code'],
      scope: 'faqs',
      redirect_uris: [stage.callback],
    });
    const { page, heard } = await stage.open(client);
    expect(await page.getByLabel('Dialect').count()).toBe(0);
    await askAndAllow(page);
    expect(await step(page, '2. Send the request').innerText()).not.toContain('response_type');
    const [sent] = await Promise.all([
      page.waitForRequest(`${stage.server.issuer}/oauth/token`),
      send(page, '4. Redeem the code', client.client_secret),
    ]);
    const parameters = new URLSearchParams(sent.postData() ?? '');
    expect([...parameters.keys()]).toEqual(['code', 'redirect_uri', 'client_id', 'client_secret']);
    await page.getByRole('button', { name: 'Read this access_token' }).click();
    await page.getByText('This is no JWT').waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });
});
