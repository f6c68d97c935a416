import { AuthorizationCode, ClientCredentials } from 'simple-oauth2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { API, listeningServer, pkce, REDIRECT_URI, type TestServer, type TestUser } from '../support/start-server.ts';
import { Visitor } from './visitor.ts';

const SERVICE = { grant_types: ['client_credentials'], redirect_uris: [], scope: 'invoices.read' };

describe('simple-oauth2 5', () => {
  let server: TestServer;
  let user: TestUser;
  beforeAll(async () => {
    server = await listeningServer();
    user = await server.aUser();
  });
  afterAll(() => server.close());

  function optionsFor(client: IssuedClient) {
    const { pathname: path, origin: tokenHost } = new URL(server.issuer);
    return {
      client: { id: client.client_id, secret: client.client_secret ?? '' },
      auth: { tokenHost, tokenPath: `${path}/token`, revokePath: `${path}/revoke` },
    };
  }

  async function signIn(authorizationMethod: 'header' | 'body' = 'header') {
    const options = optionsFor(await server.aClient());
    const oauth2 = new AuthorizationCode({
      ...options,
      auth: { ...options.auth, authorizePath: `${new URL(server.issuer).pathname}/authorize` },
      options: { authorizationMethod },
    });
    const { code_verifier, ...challenge } = pkce();
    const scope = ['openid', 'offline_access', 'invoices.read'];
    const url = oauth2.authorizeURL({ redirect_uri: REDIRECT_URI, scope, state: 'a1b2', ...challenge });
    const arrival = new URL((await new Visitor(server, user).arrive(url)).url);
    expect(arrival.searchParams.get('state')).toBe('a1b2');
    const code = arrival.searchParams.get('code') ?? '';
    return oauth2.getToken({ code, redirect_uri: REDIRECT_URI, code_verifier });
  }

  test.each(['header', 'body'] as const)('RFC 6749 §4.1: the code flow, with the secret in the %s', async (method) => {
    const accessToken = await signIn(method);
    expect(accessToken.token).toMatchObject({ token_type: 'Bearer', scope: 'openid offline_access invoices.read' });
    expect(accessToken.expired()).toBe(false);
  });

  test('RFC 6749 §6: refreshes, also for fewer scopes', async () => {
    const first = await signIn();
    const second = await first.refresh();
    expect(second.token.refresh_token).not.toBe(first.token.refresh_token);
    const third = await second.refresh({ scope: ['openid'] });
    expect(third.token.scope).toBe('openid');
  });

  test('RFC 7009 §2.2: the answer to a revocation can be read by a client that takes nothing but JSON', async () => {
    const accessToken = await signIn();
    await accessToken.revokeAll();
    await expect(accessToken.refresh()).rejects.toMatchObject({ data: { payload: { error: 'invalid_grant' } } });
  });

  test('RFC 6749 §4.4: client credentials', async () => {
    const client = await server.aClient(SERVICE);
    const { token } = await new ClientCredentials(optionsFor(client)).getToken({
      scope: 'invoices.read',
      resource: API,
    });
    expect(token).toMatchObject({ token_type: 'Bearer', scope: 'invoices.read' });
    expect(token.refresh_token).toBeUndefined();
  });

  test('RFC 6749 §5.2: a wrong secret is a 401 with the error in it', async () => {
    const client = await server.aClient(SERVICE);
    const wrong = optionsFor({ ...client, client_secret: 'wrong' });
    await expect(new ClientCredentials(wrong).getToken({})).rejects.toMatchObject({
      output: { statusCode: 401 },
      data: { payload: { error: 'invalid_client' } },
    });
  });
});
