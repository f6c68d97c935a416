import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StorageUnavailableError } from '../../src/storage/port.ts';
import { withBrokenStore } from '../support/broken-storage.ts';
import { anInstalledApp, aService } from '../support/installed-app.ts';
import { pkce, REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, post, redeem, UserAgent } from '../support/user-agent.ts';

describe('RFC 6749 §5 Issuing an Access Token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('§5.1 the members of a successful response, and no others', async () => {
    const { tokens } = await anInstalledApp(server);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^[\x20-\x7e]+$/),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^xrt_[\w-]{49}$/),
      id_token: expect.any(String),
      scope: 'openid offline_access invoices.read',
    });
  });

  test('§5.1 "MUST include the HTTP "Cache-Control" response header field with a value of "no-store" ... "Pragma" ... "no-cache""', async () => {
    const service = await aService(server);
    const success = await post(server, '/token', service, { grant_type: 'client_credentials' });
    const refusal = await post(server, '/token', service, { grant_type: 'x' });
    for (const { headers } of [success, refusal]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('pragma')).toBe('no-cache');
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('§5.1 "scope OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED": what the user unticked is missing', async () => {
    const client = await server.aClient();
    const agent = new UserAgent(server);
    const { code_verifier, ...challenge } = pkce();
    const url = authorizationUrl(client, { scope: 'openid invoices.read invoices.write', ...challenge });
    const login = await agent.visit(url);
    const consent = await agent.signIn(await login.text(), await server.aUser());
    const ticked = ['openid', 'invoices.read'];
    const response = await agent.submit(await consent.text(), { decision: 'allow', scope: ticked });
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { body } = await redeem(server, client, { code, code_verifier, redirect_uri: REDIRECT_URI });
    expect(body.scope).toBe('openid invoices.read');
    expect(decodeJwt(body.access_token).scope).toBe('openid invoices.read');
  });

  test('§5.1 "The client MUST ignore unrecognized value names": a client without openid gets no id_token', async () => {
    const { tokens } = await anInstalledApp(server, { parameters: { scope: 'invoices.read' } });
    expect(Object.keys(tokens).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
  });

  test('§5.2 "responds with an HTTP 400 (Bad Request) status code"; the description is of %x20-21 / %x23-5B / %x5D-7E', async () => {
    const service = await aService(server);
    for (const parameters of [{}, { grant_type: 'x"\\\u00fc' }, { grant_type: 'client_credentials', scope: '"' }]) {
      const response = await post(server, '/token', service, parameters);
      expect(response.status).toBe(400);
      const body = (await response.json()) as Record<string, string>;
      expect(Object.keys(body)).toEqual(['error', 'error_description']);
      expect(body.error).toMatch(/^[a-z_]+$/);
      expect(body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    }
  });

  test('§5.2 invalid_client: "MUST respond with 401 and include the "WWW-Authenticate" [header] matching the scheme used"', async () => {
    const { client_id } = await aService(server);
    const wrong = { client_id, client_secret: 'wrong' };
    const response = await post(server, '/token', wrong, { grant_type: 'client_credentials' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(`Basic realm="${server.issuer}"`);
  });

  test('a storage that cannot serve is 503 with Retry-After, and neither tokens nor details', async () => {
    const service = await aService(server);
    const failure = new StorageUnavailableError('disk full at /var/lib/xenia');
    const restore = withBrokenStore(server, 'clients', failure);
    const response = await post(server, '/token', service, { grant_type: 'client_credentials' });
    restore();
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.text()).not.toMatch(/disk|var|access_token/);
  });

  test('an error that nobody foresaw is 500 server_error and says nothing of what happened', async () => {
    const service = await aService(server);
    const restore = withBrokenStore(server, 'clients', new Error('column "secret_hash" of /srv/x.ts:12'));
    const response = await post(server, '/token', service, { grant_type: 'client_credentials' });
    restore();
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'server_error', error_description: 'The server failed' });
  });
});
