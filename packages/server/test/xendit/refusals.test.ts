import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setClientDisabled } from '../../src/management/clients.ts';
import type { TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  aNativeApp,
  anApplication,
  answerOf,
  askAsProgram,
  authUrl,
  login,
  pkce,
  refusal,
  startPayments,
  tokens,
} from './payments.ts';

describe('Refusals in the envelope {error_code, message, links}', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPayments();
  });
  afterAll(() => server.close());

  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

  test('scopes that are not a JSON array of names: SCOPES_FORMAT_ERROR; nothing is opened up', async () => {
    const client = await anApplication(server);
    for (const scopes of [
      'INVOICE.READ',
      '"INVOICE.READ"',
      '{}',
      '[]',
      '[1]',
      '[["INVOICE.READ"]]',
      '["A B"]',
      '["',
      '[""]',
      '["a\\tb"]',
      '['.repeat(1000),
    ]) {
      const answer = await askAsProgram(new UserAgent(server), authUrl(client, { scopes }));
      expect({ scopes, ...answer }).toEqual({ scopes, ...refusal(server, 400, 'SCOPES_FORMAT_ERROR') });
    }
    const both = await askAsProgram(new UserAgent(server), authUrl(client, { scope: 'INVOICE.READ' }));
    expect(both).toEqual(refusal(server, 400, 'SCOPES_FORMAT_ERROR'));
  });

  test('missing scopes: SCOPES_FORMAT_ERROR to a program, invalid_scope to the redirect URI of a browser', async () => {
    const client = await anApplication(server);
    const agent = new UserAgent(server);
    expect(await askAsProgram(agent, authUrl(client, { scopes: '' }))).toEqual(
      refusal(server, 400, 'SCOPES_FORMAT_ERROR'),
    );
    const { location } = await login(server, client, await server.aUser(), { query: { scopes: '', state: 's' } });
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ error: 'invalid_scope', state: 's' });
  });

  test('a browser gets a malformed scopes as an error at its redirect URI, never a page that asks', async () => {
    const client = await anApplication(server);
    const { location, pages } = await login(server, client, await server.aUser(), { query: { scopes: 'x' } });
    expect(location.searchParams.get('error')).toBe('invalid_request');
    expect(pages).toEqual([]);
  });

  test('a body that is an array, 10,000 deep, a number, no JSON or has a name twice: JSON_FORMAT_ERROR, and the code is not consumed', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const request = { code, client_secret: client.client_secret };
    const twice = `{"code":"${code}","client_secret":"x","client_secret":"${client.client_secret}"}`;
    const nested = JSON.stringify({ ...request, client_id: { a: 1 } });
    const form = new URLSearchParams({ code, client_secret: client.client_secret ?? '' }).toString();
    for (const body of [
      '[]',
      JSON.stringify([request]),
      deep,
      `{"code":${deep}}`,
      '1',
      'null',
      '',
      twice,
      nested,
      form,
    ]) {
      expect(await tokens(server, body)).toEqual(refusal(server, 400, 'JSON_FORMAT_ERROR'));
    }
    expect((await tokens(server, request)).status).toBe(200);
  });

  test('a body of another type: CONTENT_TYPE_ERROR', async () => {
    const response = await server.fetch('/oauth/tokens', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(await answerOf(response)).toEqual(refusal(server, 415, 'CONTENT_TYPE_ERROR'));
  });

  test('a code sent twice: INVALID_GRANT_ERROR, and what the first use gave ends (RFC 6749 §4.1.2)', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const { client_id, client_secret } = client;
    const { body } = await tokens(server, { code, client_secret });
    expect(await tokens(server, { code, client_secret })).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    const refreshed = await tokens(server, { refresh_token: body.refresh_token, client_id, client_secret });
    expect(refreshed).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
  });

  test("another client's code: refused whatever the request says, and the code still works for its own client", async () => {
    const client = await anApplication(server);
    const thief = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const stolen = await tokens(server, { code, client_id: thief.client_id, client_secret: thief.client_secret });
    expect(stolen).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    const unnamed = await tokens(server, { code, client_secret: thief.client_secret });
    expect(unnamed).toEqual(refusal(server, 401, 'INVALID_CLIENT_ERROR'));
    expect((await tokens(server, { code, client_secret: client.client_secret })).status).toBe(200);
  });

  test('the client that a code names is only a claim: a forged code names it and gets nothing', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const [header = '', payload = '', signature = ''] = code.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, jti: 'x' })).toString('base64url');
    for (const forged of [`${none}.${payload}.`, `${header}.${changed}.${signature}`, `${header}.${payload}.AAAA`]) {
      const answer = await tokens(server, {
        code: forged,
        client_id: client.client_id,
        client_secret: client.client_secret,
      });
      expect(answer).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    }
    expect((await tokens(server, { code, client_secret: client.client_secret })).status).toBe(200);
  });

  test('a code expires after a minute', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    server.clock.advance(60);
    const late = await tokens(server, { code, client_secret: client.client_secret });
    expect(late).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
  });

  test('a redirect_uri that was sent must come again', async () => {
    const client = await anApplication(server);
    const [redirect_uri = ''] = client.redirect_uris;
    const { code } = await login(server, client, await server.aUser(), { query: { redirect_uri } });
    const request = { code, client_secret: client.client_secret };
    expect(await tokens(server, request)).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    expect((await tokens(server, { ...request, redirect_uri })).status).toBe(200);
  });

  test('a program without a session: 401 LOGIN_REQUIRED; without consent: 403 CONSENT_REQUIRED; both leave nothing behind', async () => {
    const client = await anApplication(server);
    const user = await server.aUser();
    const fresh = new UserAgent(server);
    expect(await askAsProgram(fresh, authUrl(client))).toEqual(refusal(server, 401, 'LOGIN_REQUIRED'));
    expect(fresh.cookies.size).toBe(0);
    const { agent } = await login(server, await anApplication(server), user);
    expect(await askAsProgram(agent, authUrl(client))).toEqual(refusal(server, 403, 'CONSENT_REQUIRED'));
    await login(server, client, user, { agent, allow: ['INVOICE.READ'] });
    expect(await askAsProgram(agent, authUrl(client))).toEqual(refusal(server, 403, 'CONSENT_REQUIRED'));
    const less = await askAsProgram(agent, authUrl(client, { scopes: '["INVOICE.READ"]' }));
    // offline_access is meant by every request, and the user did not allow it.
    expect(less).toEqual(refusal(server, 403, 'CONSENT_REQUIRED'));
  });

  test('a program gets no code for a native app, whose name anybody could use (RFC 8252 §8.6)', async () => {
    const client = await aNativeApp(server);
    const { code_verifier: _, ...challenge } = pkce();
    const user = await server.aUser();
    const { agent } = await login(server, client, user, { query: challenge });
    expect(await askAsProgram(agent, authUrl(client, challenge))).toEqual(refusal(server, 403, 'CONSENT_REQUIRED'));
  });

  test('a page of another site gets no code made in the background: no CORS, and FOREIGN_ORIGIN_ERROR where the browser tells', async () => {
    const client = await anApplication(server);
    const { agent } = await login(server, client, await server.aUser());
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      const answer = await askAsProgram(agent, authUrl(client), headers);
      expect(answer).toEqual(refusal(server, 403, 'FOREIGN_ORIGIN_ERROR'));
    }
    const headers = { accept: 'application/json', origin: new URL(server.issuer).origin };
    const own = await agent.send(authUrl(client), { headers });
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
    expect(own.headers.getSetCookie()).toEqual([]);
  });

  test('who reads the answer: Accept with text/html, */* or nothing is a browser', async () => {
    const client = await anApplication(server);
    for (const accept of ['text/html,application/json;q=0.9', '*/*', 'text/plain']) {
      const response = await new UserAgent(server).send(authUrl(client), { headers: { accept } });
      expect({ accept, status: response.status }).toEqual({ accept, status: 303 });
    }
  });

  test('a disabled application is not found, as if it had never been', async () => {
    const client = await anApplication(server);
    await setClientDisabled(server.deps, await server.tenant(), client.client_id, true);
    expect(await askAsProgram(new UserAgent(server), authUrl(client))).toEqual(refusal(server, 404, 'DATA_NOT_FOUND'));
    const { client_id, client_secret } = client;
    const answer = await tokens(server, { grant_type: 'client_credentials', client_id, client_secret });
    expect(answer).toEqual(refusal(server, 404, 'DATA_NOT_FOUND'));
  });
});
