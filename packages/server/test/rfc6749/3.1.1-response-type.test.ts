import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';

describe('RFC 6749 §3.1.1 Response Type', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('a request that lacks response_type: MUST return invalid_request', async () => {
    const url = requestUrl(await server.aClient(), { response_type: undefined });
    expect(redirected(await server.fetch(url)).parameters).toMatchObject({
      error: 'invalid_request',
      state: 'af0ifjsldkj',
    });
  });

  test.each([
    'token',
    'id_token',
    'code token',
    'code id_token',
    'none',
    'code code',
    'CODE',
    'code,token',
    'x'.repeat(500),
  ])(
    'a response type that is not understood (%s): unsupported_response_type, and neither token nor code',
    async (response_type) => {
      const { uri, parameters } = redirected(await server.fetch(requestUrl(await server.aClient(), { response_type })));
      expect(uri).toBe(REDIRECT_URI);
      expect(Object.keys(parameters).sort()).toEqual(['error', 'error_description', 'iss', 'state']);
      expect(parameters.error).toBe('unsupported_response_type');
    },
  );

  test('§4.1.2.1 a client that is not registered for the response type: unauthorized_client', async () => {
    const client = await server.aClient({ grant_types: ['client_credentials'], scope: 'invoices.read' });
    const { parameters } = redirected(await server.fetch(requestUrl(client, { scope: 'invoices.read' })));
    expect(parameters).toMatchObject({ error: 'unauthorized_client', state: 'af0ifjsldkj' });
  });
});
