import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import { errorPage } from '../support/answers.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import {
  ASPNET,
  aHybridClient,
  allow,
  anImplicitClient,
  authorizeUrl,
  fragmentOf,
  halfHash,
  PAGE,
  postedTo,
  startXena,
  verified,
} from './xena.ts';

describe('Xena: the settings of a client', () => {
  let server: TestServer;
  let hybrid: IssuedClient;
  let implicit: IssuedClient;
  let user: TestUser;

  beforeAll(async () => {
    server = await startXena();
    hybrid = await aHybridClient(server);
    implicit = await anImplicitClient(server);
    user = await server.aUser();
  });
  afterAll(() => server.close());

  const page = { redirect_uri: PAGE, response_type: 'id_token token', scope: 'openid', nonce: 'n' };
  const app = { redirect_uri: ASPNET, response_type: 'code id_token', scope: 'openid testapi', nonce: 'n' };
  const without = (request: Record<string, string>, name: string) =>
    Object.fromEntries(Object.entries(request).filter(([key]) => key !== name));
  const ask = (client: IssuedClient, request: Record<string, string>) => server.fetch(authorizeUrl(client, request));

  test('"Client Id": unchangeable, a GUID with .xena.biz', () => {
    expect(hybrid.client_id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.xena\.biz$/,
    );
    expect(implicit.client_id).not.toBe(hybrid.client_id);
  });

  test('"Enabled": a disabled client is refused everywhere', async () => {
    const client = await aHybridClient(server);
    await setClientDisabled(server.deps, await server.tenant(), client.client_id, true);
    await errorPage(await ask(client, app));
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id: client.client_id,
      client_secret: client.client_secret ?? '',
    });
    expect((await server.fetch('/connect/token', { method: 'POST', body })).status).toBe(401);
  });

  test('"Browser access": without it no access token comes through the browser; an ID token does', async () => {
    const client = await anImplicitClient(server, { browser_access: false });
    for (const response_type of ['token', 'id_token token']) {
      const answer = fragmentOf(await ask(client, { ...page, response_type }), PAGE);
      expect(answer.error).toBe('unauthorized_client');
    }
    const backend = await aHybridClient(server, { browser_access: false });
    for (const response_type of ['code token', 'code id_token token']) {
      expect(fragmentOf(await ask(backend, { ...app, response_type }), ASPNET).error).toBe('unauthorized_client');
    }
    const answer = fragmentOf(
      await allow(server, { client, user, request: { ...page, response_type: 'id_token' } }),
      PAGE,
    );
    expect(answer.id_token).toMatch(/./);
  });

  test('"Off-line access": without it offline_access is refused, and nothing else', async () => {
    const client = await aHybridClient(server, { offline_access: false });
    const refused = fragmentOf(await ask(client, { ...app, scope: 'openid offline_access' }), ASPNET);
    expect(refused.error).toBe('invalid_scope');
    const answer = fragmentOf(await allow(server, { client, user, request: app }), ASPNET);
    expect(answer).toHaveProperty('code');
  });

  test('"Redirect URIs must match": any other one is answered on a page of our own', async () => {
    for (const redirect_uri of [
      `${ASPNET}/`,
      `${ASPNET}?x=1`,
      'https://shop.example/signin',
      'https://evil.example/signin-oidc',
    ]) {
      await errorPage(await ask(hybrid, { ...app, redirect_uri }));
    }
  });

  test('grant types are kept apart: implicit gives no code, hybrid no tokens without one', async () => {
    for (const response_type of ['code', 'code id_token']) {
      expect(await answerOf(implicit, { ...page, response_type })).toMatchObject({ error: 'unauthorized_client' });
    }
    for (const response_type of ['id_token', 'token', 'id_token token']) {
      const answer = fragmentOf(await ask(hybrid, { ...app, response_type }), ASPNET);
      expect(answer.error).toBe('unauthorized_client');
    }
  });

  const answerOf = async (client: IssuedClient, request: Record<string, string>) => {
    const location = new URL((await ask(client, request)).headers.get('location') ?? 'about:blank');
    return Object.fromEntries(new URLSearchParams(location.hash === '' ? location.search : location.hash.slice(1)));
  };

  test('§3.2.2.1, §3.3.2.11 nonce is required where an ID token comes through the browser, and only there', async () => {
    expect(fragmentOf(await ask(implicit, without(page, 'nonce')), PAGE).error).toBe('invalid_request');
    expect(fragmentOf(await ask(hybrid, without(app, 'nonce')), ASPNET).error).toBe('invalid_request');
    const request = without({ ...app, response_type: 'code token' }, 'nonce');
    expect(fragmentOf(await allow(server, { client: hybrid, user, request }), ASPNET)).toHaveProperty('access_token');
  });

  test('Multiple Response Types §5: tokens never come in a query', async () => {
    for (const response_type of ['token', 'id_token', 'id_token token']) {
      await errorPage(await ask(implicit, { ...page, response_type, response_mode: 'query' }));
    }
    for (const response_type of ['code token', 'code id_token', 'code id_token token']) {
      await errorPage(await ask(hybrid, { ...app, response_type, response_mode: 'query' }));
    }
  });

  test('Multiple Response Types §3: the order of the values does not matter', async () => {
    const request = { ...page, response_type: 'token id_token' };
    const answer = fragmentOf(await allow(server, { client: implicit, user, request }), PAGE);
    expect(answer).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) });
  });

  test('an ID token needs the scope openid', async () => {
    const answer = fragmentOf(await ask(implicit, { ...page, scope: 'testapi' }), PAGE);
    expect(answer.error).toBe('invalid_scope');
  });

  test.each(['fragment', 'form_post'])(
    'code id_token token by %s: c_hash and at_hash bind all three (§3.3.2.11)',
    async (response_mode) => {
      const request = { ...app, response_type: 'code id_token token', response_mode };
      const response = await allow(server, { client: hybrid, user, request });
      const answer = response_mode === 'fragment' ? fragmentOf(response, ASPNET) : await postedTo(response, ASPNET);
      const claims = await verified(server, answer.id_token ?? '', hybrid.client_id);
      expect(claims).toMatchObject({
        at_hash: halfHash(answer.access_token ?? ''),
        c_hash: halfHash(answer.code ?? ''),
      });
    },
  );

  test('catalogue 13: a code of one client is worthless to another, and stays good for its own', async () => {
    const other = await aHybridClient(server);
    const { code = '' } = fragmentOf(await allow(server, { client: hybrid, user, request: app }), ASPNET);
    const redeem = ({ client_id, client_secret = '' }: IssuedClient) =>
      server.fetch('/connect/token', {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: ASPNET,
          client_id,
          client_secret,
        }),
      });
    expect(await (await redeem(other)).json()).toMatchObject({ error: 'invalid_grant' });
    expect((await redeem(hybrid)).status).toBe(200);
  });

  test('discovery says all of it, and nothing that is not there', async () => {
    const metadata = (await (await server.fetch('/.well-known/openid-configuration')).json()) as Record<
      string,
      unknown
    >;
    expect(metadata).toMatchObject({
      authorization_endpoint: `${server.issuer}/connect/authorize`,
      token_endpoint: `${server.issuer}/connect/token`,
      userinfo_endpoint: `${server.issuer}/connect/userinfo`,
      revocation_endpoint: `${server.issuer}/connect/revocation`,
      introspection_endpoint: `${server.issuer}/connect/introspect`,
      end_session_endpoint: `${server.issuer}/connect/endsession`,
      check_session_iframe: `${server.issuer}/connect/checksession`,
      jwks_uri: `${server.issuer}/.well-known/openid-configuration/jwks`,
      response_types_supported: expect.arrayContaining(['code', 'id_token token', 'code id_token token']),
      grant_types_supported: expect.arrayContaining(['implicit', 'client_credentials']),
      scopes_supported: expect.arrayContaining(['openid', 'profile', 'email', 'testapi', 'offline_access']),
    });
    for (const gone of ['/authorize', '/token', '/jwks']) expect((await server.fetch(gone)).status).toBe(404);
  });

  test('a tenant that does not offer tokens through the browser registers nobody for them', async () => {
    const plain = await startServer();
    try {
      await expect(anImplicitClient(plain, { scope: 'openid' })).rejects.toThrow('not supported');
      const metadata = await (await plain.fetch('/.well-known/openid-configuration')).json();
      expect(metadata).toMatchObject({ response_types_supported: ['code'] });
    } finally {
      await plain.close();
    }
  });
});
