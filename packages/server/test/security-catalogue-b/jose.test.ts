import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { base64url, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { type AssertionKey, anAssertion, anAssertionKey, postWithAssertion } from '../support/client-assertions.ts';
import { anInstalledApp, aService, type InstalledApp, introspect, userinfo } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
const grant = { grant_type: 'client_credentials' };

/** The public half of a JWK as what an attacker would use for an HMAC. */
function asSecrets(jwk: Record<string, unknown>): (string | Buffer)[] {
  const { kty, crv, x, y, n, e } = jwk;
  const key = createPublicKey({ key: { kty, crv, x, y, n, e } as JsonWebKey, format: 'jwk' });
  const pem = key.export({ type: 'spki', format: 'pem' });
  return [pem, pem.toString().trim(), key.export({ type: 'spki', format: 'der' }), JSON.stringify(jwk), ''];
}

function hmac(token: { header: object; payload: object }, secret: string | Buffer): string {
  const input = `${encode(token.header)}.${encode(token.payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Everything that a forger may try with a genuine token in hand. */
async function forgeries(genuine: string, jwk: Record<string, unknown>): Promise<[string, string][]> {
  const header = decodeProtectedHeader(genuine);
  const payload = decodeJwt(genuine);
  const [first = '', second = '', signature = ''] = genuine.split('.');
  const signed = (change: object) => `${encode({ ...header, ...change })}.${second}.${signature}`;
  const stranger = await anAssertionKey('ES256');
  const byStranger = (change: object) =>
    new SignJWT(payload).setProtectedHeader({ ...header, alg: 'ES256', ...change }).sign(stranger.key);
  return [
    ...['none', 'None', 'NONE', 'nOnE'].flatMap((alg): [string, string][] => [
      [`catalogue 46: alg ${alg}, no signature`, `${encode({ ...header, alg })}.${second}.`],
      [`catalogue 46: alg ${alg}, the old signature`, signed({ alg })],
    ]),
    ...asSecrets(jwk).map((secret, i): [string, string] => [
      `catalogue 47: HS256 with the public key (${i})`,
      hmac({ header: { ...header, alg: 'HS256' }, payload }, secret),
    ]),
    ['catalogue 48: an unknown kid', signed({ kid: 'unknown' })],
    ['catalogue 48: an empty kid', signed({ kid: '' })],
    ['catalogue 48: signed by a stranger', await byStranger({})],
    ['catalogue 48: signed by a stranger, no kid', await byStranger({ kid: undefined })],
    ['catalogue 49: unknown crit', signed({ crit: ['urn:example'], 'urn:example': 1 })],
    ['catalogue 49: b64 false', signed({ crit: ['b64'], b64: false })],
    ...['../../../dev/null', '__proto__', 'constructor', "x' OR '1'='1", 'a\0b'].map((kid): [string, string] => [
      `catalogue 50: kid ${JSON.stringify(kid)}`,
      signed({ kid }),
    ]),
    ['catalogue 50: jwk in the header', await byStranger({ jwk: stranger.jwk, kid: undefined })],
    ['catalogue 50: jku in the header', await byStranger({ jku: 'https://evil.example/jwks' })],
    ['catalogue 50: x5u in the header', await byStranger({ x5u: 'https://evil.example/x' })],
    ['catalogue 51: no signature', `${first}.${second}.`],
    ['catalogue 51: a short signature', `${first}.${second}.${signature.slice(0, 8)}`],
    [
      'catalogue 51: a JWE where a JWS is expected',
      `${encode({ ...header, enc: 'A256GCM', alg: 'dir' })}..AAAA.AAAA.AAAA`,
    ],
    [
      'catalogue 52: p2c of a thousand million',
      `${encode({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1e9, p2s: 'AAAA' })}.AAAA.AAAA.AAAA.AAAA`,
    ],
    ['catalogue 52: 15,000 dots', '.'.repeat(15_000)],
    ['catalogue 52: deep nesting', `${encode(header)}.${base64url.encode('['.repeat(5000))}.${signature}`],
    ['catalogue 54: another issuer', await byStranger({ kid: stranger.kid })],
  ];
}

describe('forged access tokens', () => {
  let server: TestServer;
  let app: InstalledApp;
  let fetched = 0;
  beforeAll(async () => {
    const fetch = async () => {
      fetched += 1;
      throw new Error('no request may leave');
    };
    server = await startServer({ deps: { fetch } });
    app = await anInstalledApp(server);
  });
  afterAll(() => server.close());

  test('catalogue 46-52, 54: refused at userinfo and introspection, nothing fetched', async () => {
    const { keys } = (await (await server.fetch('/jwks')).json()) as JSONWebKeySet;
    const jwk = keys.find(({ kid }) => kid === decodeProtectedHeader(app.access_token).kid);
    for (const [title, token] of await forgeries(app.access_token, { ...jwk })) {
      expect((await userinfo(server, token)).status, title).toBe(401);
      expect(await introspect(server, app.client, token), title).toEqual({ active: false });
    }
    expect(fetched).toBe(0);
    expect((await userinfo(server, app.access_token)).status).toBe(200);
  });

  test('catalogue 52: a megabyte of dots is too large a request', async () => {
    const body = new URLSearchParams({ token: '.'.repeat(1_000_000) });
    const response = await server.fetch('/introspect', { method: 'POST', body });
    expect(response.status).toBe(413);
  });

  test('catalogue 54: a token of another tenant of the same installation is inactive', async () => {
    const other = await startServer();
    const foreign = await anInstalledApp(other);
    expect((await userinfo(server, foreign.access_token)).status).toBe(401);
    expect(await introspect(server, app.client, foreign.access_token)).toEqual({ active: false });
    await other.close();
  });
});

describe('forged client assertions', () => {
  let server: TestServer;
  let key: AssertionKey;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    key = await anAssertionKey('RS256');
    const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } };
    client = await aService(server, metadata);
  });
  afterAll(() => server.close());

  test('catalogue 46-52: refused with 401', async () => {
    const genuine = await anAssertion(server, client, key);
    for (const [title, assertion] of await forgeries(genuine, key.jwk)) {
      const response = await postWithAssertion(server, '/token', assertion, grant);
      expect(response.status, title).toBe(401);
    }
    expect((await postWithAssertion(server, '/token', genuine, grant)).status).toBe(200);
  });

  test('catalogue 48: client_secret_jwt with an empty secret, and for a client that has none left', async () => {
    const withSecret = await aService(server, { token_endpoint_auth_method: 'client_secret_jwt' });
    const { tenant_id } = await server.tenant();
    const found = await server.deps.storage.clients.find(tenant_id, withSecret.client_id);
    const header = { alg: 'HS256' };
    const now = server.clock();
    const { client_id } = withSecret;
    const payload = { iss: client_id, sub: client_id, aud: server.issuer, jti: 'x', iat: now, exp: now + 60 };
    const hash = found?.secrets[0]?.secret_hash ?? '';
    for (const secret of ['', hash, Buffer.from(hash, 'base64url'), found?.secrets[0]?.sealed_secret ?? '']) {
      expect((await postWithAssertion(server, '/token', hmac({ header, payload }, secret), grant)).status).toBe(401);
    }
    await server.deps.storage.clients.removeSecret(tenant_id, client_id, found?.secrets[0]?.secret_id ?? '');
    expect((await postWithAssertion(server, '/token', hmac({ header, payload }, ''), grant)).status).toBe(401);
  });
});
