import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/start-server.ts';

const DOCUMENTS = ['openid-configuration', 'oauth-authorization-server'];

describe('RFC 8414 §3 Obtaining Authorization Server Metadata, OpenID Connect Discovery 1.0 §4', () => {
  let server: TestServer;
  let hosted: TestServer;
  beforeAll(async () => {
    server = await startServer();
    hosted = await startServer({ issuer: 'https://id.example' });
  });
  afterAll(() => Promise.all([server.close(), hosted.close()]));

  const read = async (response: Response) => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    return (await response.json()) as Record<string, unknown>;
  };

  test.each(DOCUMENTS)(
    '§3.1 %s of a path issuer: before its path, and (OIDC Discovery §4.1) after it',
    async (name) => {
      const before = await read(await server.fetch(`http://localhost:3000/.well-known/${name}/demo`));
      const after = await read(await server.fetch(`${server.issuer}/.well-known/${name}`));
      expect(before).toEqual(after);
      expect(before.issuer).toBe(server.issuer);
    },
  );

  test.each(DOCUMENTS)('§3.1 %s of a host issuer', async (name) => {
    const metadata = await read(await hosted.fetch(`https://id.example/.well-known/${name}`));
    expect(metadata).toMatchObject({ issuer: 'https://id.example', token_endpoint: 'https://id.example/token' });
  });

  test('§3.3 MUST be identical to the issuer: nothing of the request goes into the document', async () => {
    const url = `${server.issuer}/.well-known/openid-configuration`;
    const plain = await read(await server.fetch(url));
    const forged = {
      host: 'evil.example',
      forwarded: 'host=evil.example;proto=https',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': '/evil',
      'x-original-url': '/evil',
    };
    expect(await read(await server.fetch(`${url}?issuer=https://evil.example`, { headers: forged }))).toEqual(plain);
  });

  test('§2 every endpoint that is named exists and takes its method', async () => {
    const metadata = await read(await server.fetch('/.well-known/openid-configuration'));
    const endpoints = Object.entries(metadata).filter(([name]) => name.endsWith('_endpoint') || name === 'jwks_uri');
    expect(endpoints.length).toBeGreaterThanOrEqual(7);
    for (const [name, url] of endpoints) {
      const response = await server.fetch(String(url), { method: 'PUT' });
      expect([name, response.status]).toEqual([name, 405]);
      expect(response.headers.get('allow')).toMatch(/GET|POST/);
    }
  });

  test('§2 says what the server does: code alone, S256 alone, no implicit and no password grant', async () => {
    const metadata = await read(await server.fetch('/.well-known/oauth-authorization-server'));
    expect(metadata).toMatchObject({
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
      claims_parameter_supported: true,
      scopes_supported: expect.arrayContaining(['openid', 'offline_access', 'invoices.read']),
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      subject_types_supported: ['public'],
    });
    expect([...(metadata.response_modes_supported as string[])].sort()).toEqual(['form_post', 'fragment', 'query']);
    for (const gone of ['password', 'implicit']) expect(metadata.grant_types_supported).not.toContain(gone);
    expect(metadata.id_token_signing_alg_values_supported).not.toContain('none');
  });

  test('OIDC Discovery §3 RS256 MUST be among the algorithms, and the keys are published', async () => {
    const metadata = await read(await server.fetch('/.well-known/openid-configuration'));
    expect(metadata.id_token_signing_alg_values_supported).toContain('RS256');
    const { keys } = (await (await server.fetch(String(metadata.jwks_uri))).json()) as {
      keys: Record<string, unknown>[];
    };
    expect(keys.map(({ alg }) => alg)).toContain('RS256');
    for (const key of keys) {
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig' });
    }
  });

  test('may be read by any page, never with credentials, and kept for the time that the tenant allows', async () => {
    const response = await server.fetch('/.well-known/openid-configuration', {
      headers: { origin: 'https://any.example' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  });

  test('§3 a document of an issuer that does not exist is not found', async () => {
    for (const path of [
      '/.well-known/openid-configuration',
      '/.well-known/openid-configuration/nobody',
      '/.well-known/openid-configuration/demo/x',
      '/nobody/.well-known/openid-configuration',
      '/demo/.well-known/jwks',
    ]) {
      expect([path, (await server.fetch(`http://localhost:3000${path}`)).status]).toEqual([path, 404]);
    }
  });
});
