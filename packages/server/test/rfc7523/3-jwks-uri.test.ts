import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutboundResponse } from '../../src/http/outbound-fetch.ts';
import { OutboundFetchError } from '../../src/http/outbound-fetch.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { type AssertionKey, anAssertion, anAssertionKey, postWithAssertion } from '../support/client-assertions.ts';
import { aService, expectRefusal } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const jwks_uri = 'https://app.example/jwks.json';
const grant = { grant_type: 'client_credentials' };

describe('OIDC Registration §2 jwks_uri: the keys of a client that it publishes itself', () => {
  let server: TestServer;
  let client: IssuedClient;
  let key: AssertionKey;
  let fetched: string[];
  let answer: () => Partial<OutboundResponse>;
  beforeEach(async () => {
    fetched = [];
    key = await anAssertionKey();
    answer = () => ({ body: JSON.stringify({ keys: [key.jwk] }) });
    const fetch = async (url: string) => {
      fetched.push(url);
      return { status: 200, headers: {}, body: '', ...answer() };
    };
    server = await startServer({ deps: { fetch } });
    client = await aService(server, { token_endpoint_auth_method: 'private_key_jwt', jwks_uri });
  });
  afterEach(() => server.close());

  const send = async (signer = key, header = {}) =>
    postWithAssertion(server, '/token', await anAssertion(server, client, signer, { header }), grant);

  test('keys are fetched when needed and kept for ten minutes', async () => {
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect(fetched).toEqual([jwks_uri]);
    server.clock.advance(600);
    expect((await send()).status).toBe(200);
    expect(fetched).toHaveLength(2);
  });

  test('OIDC Core §10.1.1 rotation: a key that is not known makes the server look again, and an old one goes', async () => {
    expect((await send()).status).toBe(200);
    const old = key;
    key = await anAssertionKey();
    server.clock.advance(10);
    expect((await send()).status).toBe(200);
    expect(fetched).toHaveLength(2);
    server.clock.advance(10);
    expect((await send(old)).status).toBe(401);
  });

  test('bad assertions cannot make the server hammer the URL: once in ten seconds', async () => {
    expect((await send()).status).toBe(200);
    const stranger = await anAssertionKey();
    for (let attempt = 0; attempt < 20; attempt++) expect((await send(stranger)).status).toBe(401);
    expect(fetched).toHaveLength(1);
    server.clock.advance(10);
    await Promise.all(Array.from({ length: 20 }, () => send(stranger)));
    expect(fetched).toHaveLength(2);
    expect((await send()).status).toBe(200);
  });

  test.each<[string, () => Partial<OutboundResponse>]>([
    ['an error status', () => ({ status: 500 })],
    ['no JSON', () => ({ body: '<html>' })],
    ['no JWK Set', () => ({ body: '[]' })],
    ['two keys with one kid', () => ({ body: JSON.stringify({ keys: [key.jwk, key.jwk] }) })],
    ['no key', () => ({ body: '{"keys":[]}' })],
    ['a secret key', () => ({ body: '{"keys":[{"kty":"oct","k":"AAAA","alg":"HS256"}]}' })],
    [
      'out of reach',
      () => {
        throw new OutboundFetchError('unreachable', 'no');
      },
    ],
  ])(
    '%s: invalid_client, never a failure of the server; a URL that fails is not tried again for ten seconds',
    async (_, broken) => {
      const working = answer;
      answer = broken;
      await expectRefusal(await send(), 401, 'invalid_client');
      await expectRefusal(await send(), 401, 'invalid_client');
      expect(fetched).toHaveLength(1);
      answer = working;
      server.clock.advance(10);
      expect((await send()).status).toBe(200);
    },
  );

  test('catalogue 50: what the header brings along (jwk, jku, x5u, x5c) is refused, and nothing but the registered URL is fetched', async () => {
    const stranger = await anAssertionKey();
    const evil = 'https://evil.example/jwks.json';
    for (const header of [{ jwk: stranger.jwk }, { jku: evil }, { x5u: evil }, { x5c: ['AAAA'] }]) {
      await expectRefusal(await send(stranger, header), 401, 'invalid_client');
      await expectRefusal(await send(key, header), 401, 'invalid_client');
    }
    expect(new Set(fetched)).toEqual(new Set([jwks_uri]));
  });

  test('an assertion for an unknown client fetches nothing', async () => {
    const stranger = await anAssertion(server, { client_id: 'app_unknown' }, key);
    await expectRefusal(await postWithAssertion(server, '/token', stranger, grant), 401, 'invalid_client');
    expect(fetched).toEqual([]);
  });
});
