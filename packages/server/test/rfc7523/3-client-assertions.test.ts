import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { type CryptoKey, generateSecret } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import {
  type AssertionKey,
  anAssertion,
  anAssertionKey,
  postWithAssertion,
  secretKey,
} from '../support/client-assertions.ts';
import { aService, expectRefusal } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const grant = { grant_type: 'client_credentials' };

describe('RFC 7523 §3 client assertions', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const keyed = (key: AssertionKey, metadata = {}) =>
    aService(server, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] }, ...metadata });

  const statusOf = async (assertion: string) => (await postWithAssertion(server, '/token', assertion, grant)).status;

  test.each(SIGNING_ALGORITHMS)('OIDC Core §9 private_key_jwt with %s', async (alg) => {
    const key = await anAssertionKey(alg);
    const client = await keyed(key);
    expect(await statusOf(await anAssertion(server, client, key))).toBe(200);
    expect(await statusOf(await anAssertion(server, client, await anAssertionKey(alg)))).toBe(401);
  });

  test('OIDC Core §9 client_secret_jwt: the HMAC is "calculated using the octets of the UTF-8 representation of the client_secret"', async () => {
    const client = await aService(server, { token_endpoint_auth_method: 'client_secret_jwt' });
    const key = secretKey(client.client_secret);
    expect(await statusOf(await anAssertion(server, client, key))).toBe(200);
    expect(await statusOf(await anAssertion(server, client, secretKey(`${client.client_secret}x`)))).toBe(401);
    const stored = await server.deps.storage.clients.find((await server.tenant()).tenant_id, client.client_id);
    expect(JSON.stringify(stored)).not.toContain(client.client_secret);
  });

  describe('the claims', () => {
    let key: AssertionKey;
    let client: IssuedClient;
    beforeAll(async () => {
      key = await anAssertionKey();
      client = await keyed(key);
    });

    const now = () => server.clock();
    test.each<[string, () => Record<string, unknown>, number]>([
      ['1. "MUST contain an "iss" (issuer) claim"', () => ({ iss: undefined }), 401],
      ['1. iss of somebody else', () => ({ iss: 'somebody' }), 401],
      ['2. "the subject MUST be the "client_id" of the OAuth client"', () => ({ sub: undefined }), 401],
      ['2. sub of nobody', () => ({ sub: 'app_0' }), 401],
      ['3. "MUST contain an "aud" (audience) claim"', () => ({ aud: undefined }), 401],
      [
        '3. "MUST reject any JWT that does not contain its own identity as the intended audience"',
        () => ({ aud: 'https://as.example' }),
        401,
      ],
      ['FAPI 2.0 §5.3.2.1 the issuer as the only audience: as a list of one', () => ({ aud: [server.issuer] }), 200],
      ['FAPI 2.0 §5.3.2.1 one of several audiences', () => ({ aud: [server.issuer, 'https://as.example'] }), 401],
      ['FAPI 2.0 §5.3.2.1 the token endpoint instead', () => ({ aud: `${server.issuer}/token` }), 401],
      ['4. "MUST contain an "exp" (expiration time) claim"', () => ({ exp: undefined }), 401],
      ['4. "MUST reject any JWT with an expiration time that has passed"', () => ({ exp: now() }), 401],
      [
        '4. "may reject JWTs with an "exp" claim value that is unreasonably far in the future"',
        () => ({ exp: now() + 3600 }),
        401,
      ],
      ['5. nbf 10 s ahead', () => ({ nbf: now() + 10 }), 200],
      ['5. nbf "identifies the time before which the token MUST NOT be accepted"', () => ({ nbf: now() + 61 }), 401],
      ['6. iat 10 s ahead', () => ({ iat: now() + 10 }), 200],
      ['6. iat more than 60 s ahead', () => ({ iat: now() + 61 }), 401],
      ['7. without jti it could be replayed', () => ({ jti: undefined }), 401],
      ['numbers as text', () => ({ exp: String(now() + 60) }), 401],
    ])('%s', async (_, claims, status) => {
      expect(await statusOf(await anAssertion(server, client, key, { claims: claims() }))).toBe(status);
    });

    test('RFC 7521 §4.2 "client_id OPTIONAL ... MUST identify the same client as is identified by the client assertion"', async () => {
      const { client_id } = client;
      const same = await anAssertion(server, client, key);
      expect((await postWithAssertion(server, '/token', same, { ...grant, client_id })).status).toBe(200);
      const other = await postWithAssertion(server, '/token', await anAssertion(server, client, key), {
        ...grant,
        client_id: 'app_1',
      });
      await expectRefusal(other, 401, 'invalid_client');
    });

    test('§2.2 "client_assertion_type" must be the registered one', async () => {
      const client_assertion = await anAssertion(server, client, key);
      for (const client_assertion_type of [
        '',
        'jwt-bearer',
        'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
      ]) {
        const parameters = { ...grant, client_assertion_type };
        const response = await postWithAssertion(server, '/token', client_assertion, parameters);
        await expectRefusal(response, 400, 'invalid_request');
      }
      expect(await statusOf(client_assertion)).toBe(200);
    });

    test('catalogue 40: the same jti twice is invalid_client, also at another endpoint and until it has expired', async () => {
      const assertion = await anAssertion(server, client, key, { claims: { jti: 'once' } });
      expect(await statusOf(assertion)).toBe(200);
      await expectRefusal(await postWithAssertion(server, '/token', assertion, grant), 401, 'invalid_client');
      await expectRefusal(
        await postWithAssertion(server, '/introspect', assertion, { token: 'x' }),
        401,
        'invalid_client',
      );
      await expectRefusal(await postWithAssertion(server, '/revoke', assertion, { token: 'x' }), 401, 'invalid_client');
      const again = await anAssertion(server, client, key, { claims: { jti: 'once', exp: server.clock() + 120 } });
      expect(await statusOf(again)).toBe(401);
      server.clock.advance(59);
      expect(await statusOf(assertion)).toBe(401);
    });

    test("catalogue 40: the jti of one client says nothing about another's", async () => {
      const otherKey = await anAssertionKey();
      const other = await keyed(otherKey);
      const claims = { jti: 'shared' };
      expect(await statusOf(await anAssertion(server, client, key, { claims }))).toBe(200);
      expect(await statusOf(await anAssertion(server, other, otherKey, { claims }))).toBe(200);
    });

    test('an assertion of one client does not authenticate another', async () => {
      const otherKey = await anAssertionKey();
      const other = await keyed(otherKey);
      expect(await statusOf(await anAssertion(server, other, key))).toBe(401);
      expect(await statusOf(await anAssertion(server, client, key, { claims: { sub: other.client_id } }))).toBe(401);
    });

    test('a refused assertion spends no jti', async () => {
      const claims = { jti: 'spared' };
      const forged = await anAssertion(server, client, { ...(await anAssertionKey()), kid: key.kid }, { claims });
      expect(await statusOf(forged)).toBe(401);
      expect(await statusOf(await anAssertion(server, client, key, { claims }))).toBe(200);
    });
  });

  test('the registered token_endpoint_auth_signing_alg is the only one (OIDC Registration §2)', async () => {
    const key = await anAssertionKey('RS256');
    const { alg: _, ...jwk } = key.jwk;
    const client = await keyed({ ...key, jwk }, { token_endpoint_auth_signing_alg: 'PS256' });
    expect(await statusOf(await anAssertion(server, client, key))).toBe(401);
  });

  test('introspection and revocation take the same methods as the token endpoint', async () => {
    const key = await anAssertionKey('EdDSA');
    const client = await keyed(key);
    const got = await postWithAssertion(server, '/token', await anAssertion(server, client, key), grant);
    const { access_token: token } = (await got.json()) as { access_token: string };
    const ask = async () =>
      (await postWithAssertion(server, '/introspect', await anAssertion(server, client, key), { token })).json();
    expect(await ask()).toMatchObject({ active: true, client_id: client.client_id });
    await postWithAssertion(server, '/revoke', await anAssertion(server, client, key), { token });
    expect(await ask()).toEqual({ active: false });
  });

  test('private_key_jwt and client_secret_jwt do not stand in for each other', async () => {
    const withSecret = await aService(server, { token_endpoint_auth_method: 'client_secret_jwt' });
    expect(await statusOf(await anAssertion(server, withSecret, await anAssertionKey()))).toBe(401);
    const key = await anAssertionKey();
    const secret = await generateSecret('HS256', { extractable: true });
    expect(
      await statusOf(await anAssertion(server, await keyed(key), { ...key, alg: 'HS256', key: secret as CryptoKey })),
    ).toBe(401);
  });
});
