import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { XENDIT_ERRORS } from '../../src/dialects/xendit-errors.ts';
import { serverWith, type TestServer } from '../support/start-server.ts';
import { withBroken } from '../support/unavailable-storage.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  aNativeApp,
  anApplication,
  answerOf,
  askAsProgram,
  authUrl,
  login,
  refusal,
  SCOPES,
  startPayments,
  tokens,
} from './payments.ts';

describe('Every error has a code, a status and a page', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPayments();
  });
  afterAll(() => server.close());

  test('every other refusal of the authorization endpoint has its code', async () => {
    const client = await anApplication(server);
    const native = await aNativeApp(server);
    const cases: [string, number, string][] = [
      [authUrl({ client_id: '' }), 404, 'DATA_NOT_FOUND'],
      [authUrl(client, { redirect_uri: 'https://evil.example/' }), 400, 'REDIRECT_URI_ERROR'],
      [authUrl(client, { grant_type: 'password' }), 400, 'UNSUPPORTED_RESPONSE_TYPE_ERROR'],
      [authUrl(client, { grant_type: '', response_type: 'token' }), 400, 'UNSUPPORTED_RESPONSE_TYPE_ERROR'],
      [authUrl(client, { prompt: 'nonsense' }), 400, 'INVALID_REQUEST_ERROR'],
      [authUrl(client, { request: 'x' }), 400, 'FEATURE_NOT_SUPPORTED_ERROR'],
      [authUrl(client, { resource: 'https://no.example' }), 400, 'INVALID_TARGET_ERROR'],
      [authUrl(native), 400, 'INVALID_REQUEST_ERROR'],
      [`${authUrl(client)}&scopes=${encodeURIComponent(SCOPES)}`, 400, 'INVALID_REQUEST_ERROR'],
      [`${authUrl(client)}&x=${'x'.repeat(9000)}`, 414, 'URL_TOO_LONG_ERROR'],
    ];
    for (const [url, status, error_code] of cases) {
      expect(await askAsProgram(new UserAgent(server), url)).toEqual(refusal(server, status, error_code));
    }
  });

  test('every other refusal of the token endpoint has its code', async () => {
    const { client_id, client_secret } = await anApplication(server);
    const cases: [object, number, string][] = [
      [{}, 401, 'INVALID_CLIENT_ERROR'],
      [{ client_id, client_secret: 'wrong', code: 'x' }, 401, 'INVALID_CLIENT_ERROR'],
      [{ client_id, client_secret }, 400, 'INVALID_REQUEST_ERROR'],
      [{ client_id, client_secret, code: 'x' }, 400, 'INVALID_GRANT_ERROR'],
      [{ client_secret, code: 'x' }, 404, 'DATA_NOT_FOUND'],
      [{ client_id, client_secret, grant_type: 'password' }, 400, 'UNSUPPORTED_GRANT_TYPE_ERROR'],
      [{ client_id, client_secret, grant_type: 'client_credentials' }, 403, 'UNAUTHORIZED_CLIENT_ERROR'],
      [{ client_id, client_secret, refresh_token: 'x' }, 400, 'INVALID_GRANT_ERROR'],
      [{ client_id, client_secret, code: 'x'.repeat(200_000) }, 413, 'REQUEST_TOO_LARGE_ERROR'],
    ];
    for (const [body, status, error_code] of cases) {
      expect(await tokens(server, body)).toEqual(refusal(server, status, error_code));
    }
    const byGet = await answerOf(await server.fetch('/oauth/tokens'));
    expect(byGet).toEqual(refusal(server, 405, 'METHOD_NOT_ALLOWED_ERROR'));
    for (const path of ['/oauth/tokens/introspect', '/oauth/tokens/revoke']) {
      const answer = await answerOf(await server.fetch(path, { method: 'POST', body: new URLSearchParams() }));
      expect(answer).toEqual(refusal(server, 401, 'INVALID_CLIENT_ERROR'));
    }
  });

  test('when the server itself fails: SERVICE_UNAVAILABLE_ERROR or SERVER_ERROR; the code is not consumed', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const request = { code, client_secret: client.client_secret };
    const broken = (error?: Error) =>
      serverWith(server, { storage: withBroken(server.deps.storage, (name) => name === 'clients.find', error) });
    expect(await tokens(broken(), request)).toEqual(refusal(server, 503, 'SERVICE_UNAVAILABLE_ERROR'));
    const failed = await tokens(broken(new Error('secret detail')), request);
    expect(failed).toEqual(refusal(server, 500, 'SERVER_ERROR'));
    expect(JSON.stringify(failed)).not.toContain('secret detail');
    expect((await tokens(server, request)).status).toBe(200);
  });

  test('every error that this wire has is explained by a page with its name, its status and a remedy', async () => {
    for (const { error_code, status, message, remedy } of XENDIT_ERRORS.values()) {
      const response = await server.fetch(`/errors/${error_code}`);
      const text = await response.text();
      expect({ error_code, status: response.status }).toEqual({ error_code, status: 200 });
      for (const part of [error_code, `HTTP status ${status}`, message.slice(0, 20), remedy.slice(0, 20)]) {
        expect(text).toContain(part.replaceAll('"', '&quot;'));
      }
    }
  });

  test('no error has two statuses or two texts', () => {
    expect(new Set([...XENDIT_ERRORS.values()].map(({ message }) => message)).size).toBe(XENDIT_ERRORS.size);
    for (const [error_code, error] of XENDIT_ERRORS) {
      expect(error.error_code).toBe(error_code);
      expect(error_code).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
    }
  });
});
