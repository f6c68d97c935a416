import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setClientDisabled } from '../../src/management/clients.ts';
import { aResourceServerClient, aService, introspect, serviceToken, userinfo } from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';

describe('RFC 6749 §4.4 Client Credentials Grant', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('§4.4.3 "A refresh token SHOULD NOT be included"; there is no ID token either', async () => {
    const { status, body } = await serviceToken(server, await aService(server));
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
  });

  test('§4.4 "MUST only be used by confidential clients": a public one cannot even be registered for it', async () => {
    const registration = aService(server, { token_endpoint_auth_method: 'none' });
    await expect(registration).rejects.toMatchObject({ name: 'ManagementError' });
  });

  test('§4.4.2 "scope OPTIONAL": left out, it is what is registered; asked for, no more than asked for (§3.3)', async () => {
    const service = await aService(server);
    expect((await serviceToken(server, service)).body.scope).toBe('invoices.read invoices.write');
    expect((await serviceToken(server, service, { scope: 'invoices.read' })).body.scope).toBe('invoices.read');
  });

  test('catalogue 56: a scope that is unknown, not registered or malformed is invalid_scope', async () => {
    const reader = await aService(server, { scope: 'invoices.read' });
    for (const scope of [
      'admin',
      'invoices.write',
      'invoices.read admin',
      'openid',
      'offline_access',
      'INVOICES.READ',
      'a"b',
      '__proto__',
    ]) {
      const { status, body } = await serviceToken(server, reader, { scope });
      expect({ scope, status, error: body.error }).toEqual({ scope, status: 400, error: 'invalid_scope' });
    }
  });

  test('an identity scope of the registration does not reach a token that has no user', async () => {
    const service = await aService(server, { scope: 'openid email invoices.read' });
    expect((await serviceToken(server, service)).body.scope).toBe('invoices.read');
  });

  test('RFC 9700 §4.15.1 "client_id" and the subject of a user cannot be confused', async () => {
    const service = await aService(server);
    const api = await aResourceServerClient(server, API);
    const { body } = await serviceToken(server, service);
    const answer = await introspect(server, api, body.access_token);
    expect(answer).toMatchObject({ active: true, sub: service.client_id, client_id: service.client_id, aud: API });
    expect(answer).not.toHaveProperty('auth_time');
    const user = await server.aUser();
    expect(user.sub.slice(0, 4)).not.toBe(service.client_id.slice(0, 4));
  });

  test('a token without a user opens no userinfo', async () => {
    const service = await aService(server);
    const { body } = await serviceToken(server, service);
    expect((await userinfo(server, body.access_token)).status).toBe(401);
  });

  test('catalogue 34: a disabled service gets nothing, and what it got is dead at once', async () => {
    const service = await aService(server);
    const api = await aResourceServerClient(server, API);
    const { body } = await serviceToken(server, service);
    await setClientDisabled(server.deps, await server.tenant(), service.client_id, true);
    expect((await serviceToken(server, service)).status).toBe(401);
    expect(await introspect(server, api, body.access_token)).toEqual({ active: false });
  });
});
