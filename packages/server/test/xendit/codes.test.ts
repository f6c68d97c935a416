import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { REDIRECT_URI, type TestServer } from '../support/start-server.ts';
import { authorize, post, redeem, UserAgent } from '../support/user-agent.ts';
import { anApplication, authUrl, claimsOf, login, refusal, startPayments, tokens } from './payments.ts';

/** Where the dialect is not the tenant's first one, its defaults have to be said. */
const anIntegrator = (server: TestServer, metadata: ClientMetadataInput = {}) =>
  anApplication(server, { require_pkce: false, ...metadata });

describe('Codes that are JWTs', () => {
  let server: TestServer;
  beforeAll(async () => {
    // The dialect is not the first one: the pages of an authorization still end in a code of its shape.
    server = await startPayments({ dialects: ['standard', 'xendit', 'xeno'] });
  });
  afterAll(() => server.close());

  test('catalogue 13: after sign-in and consent the code has the shape of the dialect that was spoken', async () => {
    const client = await anIntegrator(server);
    const { code } = await login(server, client, await server.aUser());
    expect(claimsOf(code).header.typ).toBe('code+jwt');
    expect((await tokens(server, { code, client_secret: client.client_secret })).status).toBe(200);
  });

  test("catalogue 13: a code is worthless at another dialect's token endpoint, and still works at its own", async () => {
    const client = await anIntegrator(server);
    const { code } = await login(server, client, await server.aUser());
    for (const path of ['/token', '/oauth/token']) {
      const request = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI };
      const response = await post(server, path, client, request);
      expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
    }
    expect((await tokens(server, { code, client_secret: client.client_secret })).status).toBe(200);
  });

  test('catalogue 13: an opaque code of another dialect is worthless here, and still works at its own endpoint', async () => {
    const client = await server.aClient();
    const authorized = await authorize(server, client, await server.aUser());
    const { client_id, client_secret } = client;
    const { code, code_verifier, redirect_uri } = authorized;
    const answer = await tokens(server, { code, code_verifier, redirect_uri, client_id, client_secret });
    expect(answer).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    expect((await redeem(server, client, authorized)).status).toBe(200);
  });

  test('catalogue 80: a code of another tenant on the same server is worthless', async () => {
    const client = await anIntegrator(server);
    const { code } = await login(server, client, await server.aUser());
    const { issuer } = await createTenant(server.deps, { name: 'other', settings: { dialects: ['xendit'] } });
    const body = JSON.stringify({ code, client_secret: client.client_secret });
    const headers = { 'content-type': 'application/json' };
    const response = await server.fetch(`${issuer}/oauth/tokens`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ error_code: 'DATA_NOT_FOUND' });
    expect((await tokens(server, { code, client_secret: client.client_secret })).status).toBe(200);
  });

  test('RFC 8725 §3.11: a code is neither an access token nor an ID token', async () => {
    const client = await anIntegrator(server);
    const user = await server.aUser();
    const { code, agent } = await login(server, client, user);
    const userinfo = await server.fetch('/userinfo', { headers: { authorization: `Bearer ${code}` } });
    expect(userinfo.status).toBe(401);
    const introspected = await post(server, '/introspect', client, { token: code });
    expect(await introspected.json()).toEqual({ active: false });
    const hinted = await agent.send(authUrl(client, { id_token_hint: code }));
    expect(new URL(hinted.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  test('RFC 8725 §3.11: access tokens and ID tokens of the same key are no codes', async () => {
    const client = await anIntegrator(server, { scope: 'openid INVOICE.READ' });
    const query = { scopes: '["openid","INVOICE.READ"]' };
    const allow = ['openid', 'INVOICE.READ'];
    const { code } = await login(server, client, await server.aUser(), { query, allow });
    const { client_id, client_secret } = client;
    const { body } = await tokens(server, { code, client_secret });
    for (const token of [body.access_token, body.id_token]) {
      const answer = await tokens(server, { code: token, client_id, client_secret });
      expect(answer).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
      // Turned away for what they are, before storage was asked.
      expect(server.log.at(-1)).toMatchObject({ event: 'refused', refusal: { reason: 'code_malformed' } });
    }
  });

  test('the log never has it', async () => {
    const client = await anIntegrator(server);
    const { code } = await login(server, client, await server.aUser());
    await tokens(server, { code, client_secret: client.client_secret });
    const signature = code.slice(code.lastIndexOf('.') + 1);
    expect(JSON.stringify(server.log)).not.toContain(signature);
  });

  test('a user without a name has none in the code, and a long one is cut', async () => {
    const client = await anIntegrator(server);
    const nameless = await login(server, client, await server.aUser({ claims: {} }));
    expect(claimsOf(nameless.code).payload).not.toHaveProperty('name');
    const long = await login(server, client, await server.aUser({ claims: { name: 'ß'.repeat(300) } }), {
      agent: new UserAgent(server),
    });
    expect(claimsOf(long.code).payload.name).toBe('ß'.repeat(100));
  });
});
