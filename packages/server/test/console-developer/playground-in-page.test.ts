import { RESPONSE_TYPES } from '@xenia/protocol/response-type';
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { showClient, updateClient } from '../../src/management/clients.ts';
import { expectAccessible } from '../support/browser.ts';
import { REDIRECT_URI } from '../support/start-server.ts';
import { ask, askAndAllow, playgroundStage, send, sentBy, shown, step } from './playground-window.ts';

const stage = playgroundStage({ settings: { responseTypes: [...RESPONSE_TYPES] } });

const registered = async (client_id: string) =>
  (await showClient(stage.server.deps, await stage.server.tenant(), client_id)).redirect_uris;

const aService = () =>
  stage.aClient({ grant_types: ['client_credentials'], redirect_uris: [], scope: 'invoices.read' });

describe('the playground sends the requests of a client itself', () => {
  test.each(['client_secret_basic', 'client_secret_post'])(
    'RFC 6749 §4.1, OIDC Core §3.1: a confidential client with %s, from the question to userinfo and new tokens',
    async (token_endpoint_auth_method) => {
      const client = await stage.aClient({ token_endpoint_auth_method });
      const { client_id, client_secret = '' } = client;
      const { page, heard } = await stage.open(client);
      await page.getByRole('button', { name: 'Add the address' }).click();
      await page.getByText('Answers can come back to this page').waitFor();
      expect(await registered(client_id)).toEqual([REDIRECT_URI, stage.callback]);
      await page.getByLabel('scope', { exact: true }).fill('openid offline_access profile');
      await askAndAllow(page);
      const response = await send(page, '4. Redeem the code', client_secret);
      expect(response).toContain('HTTP 200');
      expect(response).toContain('content-type: application/json');
      expect(response).toContain('cache-control: no-store');
      const request = await shown(page, '4. Redeem the code', 'Request');
      expect(request).toContain(`POST ${stage.server.issuer}/token`);
      expect(request).toMatch(/Authorization: Basic \*{8}|client_secret=\*{8}/);
      expect(request).not.toContain(client_secret);
      await step(page, '4. Redeem the code').getByRole('button', { name: 'Read this id_token' }).click();
      await page.getByText('Signed by this server').waitFor();
      const userinfo = await send(page, 'Call userinfo');
      expect(userinfo).toContain(stage.developer.sub);
      expect(userinfo).toContain('Grace Hopper');
      expect(await send(page, 'Refresh')).toContain('access_token');
      await expectAccessible(page);
      // With the refresh token that the first refresh brought.
      expect(await send(page, 'Refresh')).toContain('HTTP 200');
      expect(await send(page, 'Call userinfo')).toContain(stage.developer.sub);
      expect(heard).toEqual([]);
      await page.getByRole('button', { name: 'Remove the address' }).click();
      await page.getByRole('button', { name: 'Add the address' }).waitFor();
      expect(await registered(client_id)).toEqual([REDIRECT_URI]);
      await page.context().close();
    },
  );

  test('RFC 7636: a public client, which needs no secret', async () => {
    const client = await stage.aClient({
      token_endpoint_auth_method: 'none',
      redirect_uris: [REDIRECT_URI, stage.callback],
    });
    const { page, heard } = await stage.open(client);
    await page.getByLabel('scope', { exact: true }).fill('openid');
    await askAndAllow(page);
    expect(await page.getByLabel('client_secret').count()).toBe(0);
    expect(await send(page, '4. Redeem the code')).toContain('HTTP 200');
    expect(await shown(page, '4. Redeem the code', 'Request')).toMatch(/code_verifier=.{6}\*{8}$/m);
    expect(await send(page, 'Call userinfo')).toContain(stage.developer.sub);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('RFC 6749 §4.4: a service, with nobody asked', async () => {
    const client = await aService();
    const { page, heard } = await stage.open(client);
    expect(await send(page, 'Get a token', client.client_secret)).toContain('"scope": "invoices.read"');
    await page.getByRole('button', { name: 'Read this access_token' }).click();
    await page.getByText('Signed by this server').waitFor();
    expect(await step(page, 'Call userinfo').count()).toBe(0);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('RFC 6749 §5.2: a wrong secret is answered with an error, whose link opens what happened', async () => {
    const client = await aService();
    const { page } = await stage.open(client);
    const response = await send(page, 'Get a token', 'wrong');
    expect(response).toContain('HTTP 401');
    expect(response).toContain('"error": "invalid_client"');
    const id = /x-request-id: (\S+)/.exec(response)?.[1] ?? '';
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'See why in the trace' }).click(),
    ]);
    await tab.getByText('What to do first').waitFor();
    expect(await tab.locator('main').innerText()).toContain(id);
    // What was begun is still there.
    expect(await page.getByLabel('client_secret').inputValue()).toBe('wrong');
    await expectAccessible(page);
    await page.context().close();
  });

  test('OIDC Core §3.3: a hybrid client reads the id_token of the fragment, then redeems the code', async () => {
    const client = await stage.aClient({
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      response_types: ['code id_token token', 'code id_token', 'id_token'],
      browser_access: true,
      require_pkce: false,
      redirect_uris: [REDIRECT_URI, stage.callback],
    });
    const { page, heard } = await stage.open(client);
    await page.getByLabel('scope', { exact: true }).fill('openid profile');
    await askAndAllow(page);
    const answer = step(page, '3. Read the answer');
    await answer.getByRole('button', { name: 'Read this id_token' }).click();
    await page.getByText('Signed by this server').waitFor();
    expect(await page.locator('main').innerText()).toContain('c_hash');
    expect(await send(page, 'Call userinfo')).toContain(stage.developer.sub);
    expect(await send(page, '4. Redeem the code', client.client_secret)).toContain('HTTP 200');
    expect(await shown(page, '4. Redeem the code', 'Request')).not.toContain('code_verifier');

    await page.getByLabel('response_type').selectOption('id_token');
    const tab = await ask(page);
    await tab.getByRole('heading', { name: 'You can close this tab' }).waitFor();
    await answer.getByRole('button', { name: 'Read this id_token' }).waitFor();
    expect(await step(page, '4. Redeem the code').count()).toBe(0);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('the secret goes to the token endpoint alone, and is kept nowhere', async () => {
    const client = await stage.aClient({
      redirect_uris: [stage.callback],
      token_endpoint_auth_method: 'client_secret_post',
    });
    const { client_secret = '' } = client;
    const { page } = await stage.open(client);
    const sent = sentBy(page);
    await page.getByLabel('scope', { exact: true }).fill('openid');
    await askAndAllow(page);
    expect(sent()).not.toContain(client_secret);
    const [request] = await Promise.all([
      page.waitForRequest(`${stage.server.issuer}/token`),
      send(page, '4. Redeem the code', client_secret),
    ]);
    const headers = await request.allHeaders();
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
    expect(sent().split(client_secret)).toHaveLength(2);
    const kept = await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href])');
    expect(kept).not.toContain(client_secret);
    await page.context().close();
  });

  test('the secret is gone when the page is left', async () => {
    const client = await aService();
    const { page } = await stage.open(client);
    await page.getByLabel('client_secret').fill(client.client_secret ?? '');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tried' }).waitFor();
    for (const comeBack of [
      () => page.getByRole('link', { name: 'Playground' }).click(),
      async () => {
        await page.goBack();
        await page.getByRole('heading', { level: 1, name: 'Tried' }).waitFor();
        await page.goForward();
      },
    ]) {
      await comeBack();
      await page.getByRole('heading', { level: 1, name: 'Playground' }).waitFor();
      expect(await page.getByLabel('client_secret').inputValue()).toBe('');
    }
    await page.context().close();
  });

  test('RFC 9110 §13.1.1: the address is added to what is shown, not to what somebody made of it meanwhile', async () => {
    const client = await stage.aClient();
    const { page } = await stage.open(client);
    const { deps } = stage.server;
    const tenant = await stage.server.tenant();
    const change = { client_name: 'Renamed meanwhile' };
    await updateClient(deps, tenant, capabilities([...tenant.scopes.keys()]), { client_id: client.client_id, change });
    await page.getByRole('button', { name: 'Add the address' }).click();
    await page.getByText('Somebody else changed this in the meantime').waitFor();
    expect(await registered(client.client_id)).toEqual([REDIRECT_URI]);
    await page.context().close();
  });

  test('a client whose assertion takes a program is told so, and pastes what that one got', async () => {
    const client = await stage.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
      token_endpoint_auth_method: 'client_secret_jwt',
    });
    const { page } = await stage.open(client);
    await page.getByText('No command for client_secret_jwt').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(0);
    await page.getByLabel('What the command printed').fill('{"access_token": "xat_1"}');
    await page.getByRole('button', { name: 'Read this access_token' }).click();
    await page.getByText('This is no JWT').waitFor();
    await page.context().close();
  });
});
