import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

describe('RFC 6749 §4.1.2 Authorization Response', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
  });
  afterAll(() => server.close());

  test('§4.1.2 code and state by redirection, and nothing that is a token', async () => {
    const { response } = await authorize(server, client, await server.aUser());
    const { uri, parameters } = redirected(response);
    expect(uri).toBe(REDIRECT_URI);
    expect(Object.keys(parameters).sort()).toEqual(['code', 'iss', 'state']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test.each([
    ['one character', 'x'],
    ['reserved characters', 'a b+c&d=e#f?g/h%20%00'],
    ['markup', '"><script>alert(1)</script>'],
    ['line breaks', '\r\nSet-Cookie: a=b\r\n\r\n'],
    ['text beyond ASCII', 'äöü €漢字 😀\u202egnp.exe'],
    ['4000 characters', 'x'.repeat(4000)],
  ])('§4.1.2 state: the exact value received from the client (%s)', async (_, state) => {
    const denied = redirected(await server.fetch(requestUrl(client, { state, prompt: 'none' })));
    expect(denied.parameters.state).toBe(state);
    const { response } = await authorize(server, client, await server.aUser(), { state, scope: 'openid' });
    expect(redirected(response).parameters.state).toBe(state);
    expect([...response.headers.keys()]).not.toContain('set-cookie');
  });

  test('§4.1.2 no state in the request, none in the response', async () => {
    expect(
      redirected(await server.fetch(requestUrl(client, { state: undefined, prompt: 'none' }))).parameters,
    ).not.toHaveProperty('state');
  });

  test('§4.1.2 two authorizations never give the same code', async () => {
    const user = await server.aUser();
    const agent = await signedInAgent(server, user);
    const codes = new Set<string>();
    for (let round = 0; round < 20; round++) codes.add((await authorize(server, client, user, {}, agent)).code);
    expect(codes.size).toBe(20);
  });

  test('§4.1.2 the code expires shortly after it is issued (one minute here)', async () => {
    const user = await server.aUser();
    const fresh = await authorize(server, client, user);
    server.clock.advance(59);
    expect((await redeem(server, client, fresh)).status).toBe(200);
    const stale = await authorize(server, client, user, {}, fresh.agent);
    server.clock.advance(60);
    expect((await redeem(server, client, stale)).body.error).toBe('invalid_grant');
  });

  test('§4.1.2.1 the user denies: access_denied, at the login page and at the consent page', async () => {
    const agent = new UserAgent(server);
    const login = await (await agent.visit(requestUrl(client))).text();
    const cancelled = redirected(await agent.submit(login, { action: 'cancel' }));
    expect(cancelled).toMatchObject({
      uri: REDIRECT_URI,
      parameters: { error: 'access_denied', state: 'af0ifjsldkj' },
    });
    const signedIn = await signedInAgent(server, await server.aUser());
    const consent = await (await signedIn.visit(requestUrl(client))).text();
    const denied = redirected(await signedIn.submit(consent, { decision: 'deny' }));
    expect(denied).toMatchObject({ uri: REDIRECT_URI, parameters: { error: 'access_denied', state: 'af0ifjsldkj' } });
    expect(denied.parameters).not.toHaveProperty('code');
  });

  test('§4.1.2.1 what was denied is not remembered as allowed', async () => {
    const agent = await signedInAgent(server, await server.aUser());
    await agent.submit(await (await agent.visit(requestUrl(client))).text(), { decision: 'deny' });
    expect(redirected(await agent.send(requestUrl(client, { prompt: 'none' }))).parameters.error).toBe(
      'consent_required',
    );
  });

  test('§4.1.2.1 error_description has only %x20-21 / %x23-5B / %x5D-7E, and nothing that the request said', async () => {
    const marker = 'MARKER"\\<>';
    for (const changes of [
      { response_type: marker },
      { scope: marker },
      { prompt: marker },
      { max_age: marker },
      { claims: marker },
      { resource: marker },
      { id_token_hint: marker },
      { code_challenge: marker },
      { code_challenge_method: marker },
      { request: marker },
      { request_uri: marker },
      { registration: marker },
    ]) {
      const { parameters } = redirected(await server.fetch(requestUrl(client, changes)));
      expect(parameters.error).toMatch(/^[a-z_]+$/);
      expect(parameters.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      expect(parameters.error_description).not.toContain('MARKER');
    }
  });
});
