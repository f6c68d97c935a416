import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { aService, expectRefusal } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, basic, post, redeem } from '../support/user-agent.ts';

describe('RFC 6749 §3.2 Token Endpoint', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await aService(server);
  });
  afterAll(() => server.close());

  const send = (body: string | URLSearchParams, headers: Record<string, string> = {}) =>
    server.fetch('/token', { method: 'POST', headers: { authorization: basic(client), ...headers }, body });

  test('"The client MUST use the HTTP "POST" method when making access token requests"', async () => {
    const response = await server.fetch('/token?grant_type=client_credentials', {
      headers: { authorization: basic(client) },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD']) {
      expect((await server.fetch('/token', { method })).status).toBe(405);
    }
  });

  test('"Parameters sent without a value MUST be treated as if they were omitted from the request"', async () => {
    expect((await send(new URLSearchParams('grant_type=client_credentials&scope=&resource='))).status).toBe(200);
    await expectRefusal(await send(new URLSearchParams('grant_type=')), 400, 'invalid_request');
  });

  test('"The authorization server MUST ignore unrecognized request parameters"', async () => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', vendor_extension: '1', audience: 'x' });
    expect((await send(body)).status).toBe(200);
  });

  test('catalogue 57: "Request and response parameters MUST NOT be included more than once"', async () => {
    for (const repeated of [
      'grant_type=client_credentials',
      'scope=a&scope=b',
      'subject_token=a&subject_token=a',
      'x=&x=',
    ]) {
      const body = new URLSearchParams(`grant_type=client_credentials&${repeated}`);
      await expectRefusal(await send(body), 400, 'invalid_request');
    }
  });

  test('§4.1.3 parameters come "using the application/x-www-form-urlencoded format"', async () => {
    const json = { 'content-type': 'application/json' };
    await expectRefusal(await send('{"grant_type":"client_credentials"}', json), 400, 'invalid_request');
    await expectRefusal(await send('grant_type=client_credentials'), 400, 'invalid_request');
    const form = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' };
    expect((await send('grant_type=client_credentials', form)).status).toBe(200);
  });

  test('§5.2 a request without grant_type is invalid_request, with an unknown one unsupported_grant_type', async () => {
    await expectRefusal(await send(new URLSearchParams({})), 400, 'invalid_request');
    for (const grant_type of ['password', 'implicit', 'Client_Credentials', '__proto__', 'constructor']) {
      await expectRefusal(await send(new URLSearchParams({ grant_type })), 400, 'unsupported_grant_type');
    }
  });

  test('catalogue 45: §5.2 a grant type that the client is not registered for is unauthorized_client', async () => {
    const grants = { authorization_code: 'code', refresh_token: 'refresh_token' };
    for (const [grant_type, proof] of Object.entries(grants)) {
      const response = await send(new URLSearchParams({ grant_type, [proof]: 'x' }));
      await expectRefusal(response, 400, 'unauthorized_client');
    }
    const app = await server.aClient({ grant_types: ['authorization_code'] });
    const response = await post(server, '/token', app, { grant_type: 'client_credentials' });
    await expectRefusal(response, 400, 'unauthorized_client');
  });

  test('catalogue 45: without the refresh_token grant type, offline_access gives no refresh token', async () => {
    const app = await server.aClient({ grant_types: ['authorization_code'] });
    const { status, body } = await redeem(server, app, await authorize(server, app, await server.aUser()));
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('§3.2.1 "A client MAY use the "client_id" request parameter to identify itself" when it has no credentials', async () => {
    const app = await server.aClient({ token_endpoint_auth_method: 'none' });
    expect(app.client_secret).toBeUndefined();
    const { status } = await redeem(server, app, await authorize(server, app, await server.aUser()));
    expect(status).toBe(200);
  });

  test('§10.4, RFC 9700 §2.4 there is no password grant', async () => {
    const user = await server.aUser();
    const body = { grant_type: 'password', username: user.email, password: user.password };
    await expectRefusal(await send(new URLSearchParams(body)), 400, 'unsupported_grant_type');
  });

  test('catalogue 85: a page on a registered origin may read the answer and the refusal, a foreign one neither; never with credentials', async () => {
    const app = await server.aClient({ token_endpoint_auth_method: 'none' });
    const parameters = { grant_type: 'refresh_token', refresh_token: 'x' };
    const allowed = await post(server, '/token', app, parameters, { origin: 'https://app.example' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('vary')).toContain('Origin');
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null']) {
      const foreign = await post(server, '/token', app, parameters, { origin });
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('fault 12: no body that a client can send makes the server fail', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'openid',
        '%00',
        '\u0000',
        '\ud800',
        'xrt_',
        'eyJhbGciOiJIUzI1NiJ9.e30.e30',
      ),
    );
    const name = fc.oneof(
      fc.constantFrom(
        'grant_type',
        'code',
        'code_verifier',
        'redirect_uri',
        'refresh_token',
        'scope',
        'resource',
        'client_id',
        'client_secret',
        'client_assertion',
        'client_assertion_type',
      ),
      fc.string({ maxLength: 12 }),
    );
    const form = fc
      .array(fc.tuple(name, text), { maxLength: 8 })
      .map((pairs) => pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&'));
    const body = fc.oneof(form, fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 100 }));
    const type = fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', '');
    await fc.assert(
      fc.asyncProperty(body, type, fc.boolean(), async (content, contentType, authenticated) => {
        const response = await server.fetch('/token', {
          method: 'POST',
          headers: {
            ...(contentType === '' ? {} : { 'content-type': contentType }),
            ...(authenticated ? { authorization: basic(client) } : {}),
          },
          body: content,
        });
        expect(response.status).toBeLessThan(500);
        expect(response.headers.get('cache-control')).toBe('no-store');
        if (response.status !== 200) expect(await response.json()).toHaveProperty('error');
      }),
      { numRuns: 300 },
    );
  });
});

const encode = (text: string) => encodeURIComponent(text.toWellFormed());
