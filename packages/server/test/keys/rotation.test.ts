import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, type JWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maintain } from '../../src/maintenance.ts';
import { rotateKey } from '../../src/management/keys.ts';
import { signingKey } from '../../src/tokens/signing-keys.ts';
import { anInstalledApp, aService, introspect, serviceToken } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { refresh } from '../support/user-agent.ts';

const settings = {
  keyRotationInterval: 600,
  keyPropagation: 120,
  metadataMaxAge: 60,
  accessTokenTtl: 300,
  idTokenTtl: 240,
};

async function published(server: TestServer): Promise<JSONWebKeySet> {
  return (await (await server.fetch('/jwks')).json()) as JSONWebKeySet;
}

/** As a client would: the payload if the signature and the times are right, else a rejection. */
function verify(server: TestServer, token: string, jwks: JSONWebKeySet) {
  return jwtVerify(token, createLocalJWKSet(jwks), { currentDate: new Date(server.clock() * 1000) });
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const kids = ({ keys }: JSONWebKeySet, alg: string) => keys.filter((key) => key.alg === alg).map((key) => key.kid);

describe('RFC 7517 the JWK Set', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings });
  });
  afterAll(() => server.close());

  test('§4 one public key for every algorithm, with kty, use, alg and kid; no private member', async () => {
    const { keys } = await published(server);
    expect(keys.map((key) => key.alg).sort()).toEqual(['ES256', 'EdDSA', 'PS256', 'RS256']);
    expect(new Set(keys.map((key) => key.kid)).size).toBe(keys.length);
    for (const key of keys) {
      expect(key.use).toBe('sig');
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'] satisfies (keyof JWK)[]) {
        expect(key).not.toHaveProperty(secret);
      }
    }
  });

  test('anyone may read and cache it, for no longer than a new key is published before it signs', async () => {
    const response = await server.fetch('/jwks', { headers: { origin: 'https://anywhere.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect((await server.fetch('/jwks', { method: 'POST' })).status).toBe(405);
  });

  test('RFC 7515 §4.1.4 every signature names its key', async () => {
    const app = await anInstalledApp(server);
    const set = await published(server);
    expect(kids(set, 'RS256')).toContain(kidOf(app.id_token));
    expect(kids(set, 'ES256')).toContain(kidOf(app.access_token));
  });
});

describe('OpenID Connect Core §10.1.1 rotation of signing keys', () => {
  test('fault 19: published before they sign, kept until nothing that they signed can be valid', async () => {
    const server = await startServer({ settings });
    const service = await aService(server);
    const live: { token: string; exp: number }[] = [];
    const signers = new Set<string | undefined>();
    let cached = { set: await published(server), at: server.clock() };
    let verified = 0;
    for (let step = 0; step < 100; step++) {
      await maintain(server.deps, 'test');
      const now = server.clock();
      // A client that keeps the set for exactly as long as it may.
      if (now - cached.at >= settings.metadataMaxAge) cached = { set: await published(server), at: now };
      const { body } = await serviceToken(server, service);
      await verify(server, body.access_token, cached.set);
      signers.add(kidOf(body.access_token));
      live.push({ token: body.access_token, exp: now + body.expires_in });
      const current = await published(server);
      for (const { token } of live.filter(({ exp }) => exp > now)) {
        await verify(server, token, current);
        verified += 1;
      }
      expect(kids(current, 'ES256').length).toBeLessThanOrEqual(2);
      server.clock.advance(30);
    }
    // 3000 seconds with a new key each 600 and 120 more until it signs.
    expect(signers.size).toBeGreaterThanOrEqual(4);
    expect(verified).toBeGreaterThan(900);
    await server.close();
  });

  test('a key that is asked for by hand is published at once, signs after keyPropagation, and cannot be asked for twice', async () => {
    const server = await startServer({ settings });
    const service = await aService(server);
    const sign = async () => kidOf((await serviceToken(server, service)).body.access_token);
    const old = await sign();
    const keys = await rotateKey(server.deps, await server.tenant(), { alg: 'ES256' });
    const next = keys.find(({ state }) => state === 'next');
    expect(next?.signs_from).toBe(server.clock() + 120);
    expect(kids(await published(server), 'ES256').sort()).toEqual([old, next?.kid].sort());
    await expect(rotateKey(server.deps, await server.tenant(), { alg: 'ES256' })).rejects.toMatchObject({
      kind: 'conflict',
    });
    server.clock.advance(119);
    expect(await sign()).toBe(old);
    server.clock.advance(1);
    expect(await sign()).toBe(next?.kid);
    // The longest-lived signature is 300 s, and a minute is for clocks that differ.
    server.clock.advance(359);
    expect(kids(await published(server), 'ES256')).toContain(old);
    server.clock.advance(1);
    expect(kids(await published(server), 'ES256')).toEqual([next?.kid]);
    await server.close();
  });

  test('a rotation in the very second in which the first keys were made: the next key signs when its time comes', async () => {
    const server = await startServer({ settings });
    const tenant = await server.tenant();
    const next = await Promise.all(
      SIGNING_ALGORITHMS.map(async (alg) => {
        const keys = await rotateKey(server.deps, tenant, { alg });
        return keys.find(({ state }) => state === 'next')?.kid;
      }),
    );
    const signing = async () => {
      const current = await server.tenant();
      return SIGNING_ALGORITHMS.map((alg) => signingKey(current, alg, server.clock()).kid);
    };
    server.clock.advance(119);
    for (const kid of await signing()) expect(next).not.toContain(kid);
    server.clock.advance(1);
    expect(await signing()).toEqual(next);
    await server.close();
  });

  test('a lifetime that was made longer after the rotation: nothing outlives the key that signed it', async () => {
    const server = await startServer({ settings });
    const app = await anInstalledApp(server);
    const tenant = await server.tenant();
    await rotateKey(server.deps, tenant, { alg: 'ES256' });
    await rotateKey(server.deps, tenant, { alg: 'RS256' });
    const longer = JSON.stringify({ ...settings, accessTokenTtl: 86_400, idTokenTtl: 86_400 });
    await server.deps.storage.tenants.update(tenant.tenant_id, { settings: longer });
    server.clock.advance(100);
    const { body } = await refresh(server, app.client, app.refresh_token);
    const before = await published(server);
    const { payload } = await verify(server, body.access_token, before);
    expect(body.expires_in).toBe((payload.exp ?? 0) - server.clock());
    const idToken = await verify(server, body.id_token ?? '', before);
    server.clock.advance(body.expires_in - 1);
    const after = await published(server);
    await verify(server, body.access_token, after);
    expect(await introspect(server, app.client, body.access_token)).toMatchObject({ active: true });
    expect(idToken.payload.exp).toBe(payload.exp);
    await verify(server, body.id_token ?? '', after);
    server.clock.advance(60);
    expect((await refresh(server, app.client, body.refresh_token ?? '')).body.expires_in).toBe(86_400);
    await server.close();
  });

  test('only the holder of the lease rotates', async () => {
    const server = await startServer({ settings });
    server.clock.advance(600);
    await server.deps.storage.maintenance.acquireLease('maintenance', 'another process', 60, server.clock());
    await maintain(server.deps, 'this process');
    expect(kids(await published(server), 'ES256')).toHaveLength(1);
    server.clock.advance(60);
    await maintain(server.deps, 'this process');
    expect(kids(await published(server), 'ES256')).toHaveLength(2);
    await server.close();
  });
});
