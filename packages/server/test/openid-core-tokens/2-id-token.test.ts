import { createHash } from 'node:crypto';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '@xenia/protocol/jws';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anInstalledApp, introspect, revoke, userinfo } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { refresh } from '../support/user-agent.ts';

describe('OpenID Connect Core §2 ID Token, read by jose', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function verify(token: string, audience: string) {
    const jwks = (await (await server.fetch('/jwks')).json()) as JSONWebKeySet;
    const currentDate = new Date(server.clock() * 1000);
    return jwtVerify(token, createLocalJWKSet(jwks), { issuer: server.issuer, audience, typ: 'JWT', currentDate });
  }

  const leftHalf = (alg: SigningAlgorithm, token: string) => {
    const digest = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
      .update(token)
      .digest();
    return digest.subarray(0, digest.length / 2).toString('base64url');
  };

  test.each(SIGNING_ALGORITHMS)(
    'signed with the registered id_token_signed_response_alg %s; §3.1.3.6 at_hash',
    async (alg) => {
      const app = await anInstalledApp(server, { metadata: { id_token_signed_response_alg: alg } });
      const { protectedHeader, payload } = await verify(app.id_token, app.client.client_id);
      expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: expect.any(String) });
      expect(payload.at_hash).toBe(leftHalf(alg, app.access_token));
    },
  );

  test('Registration §2 "The default, if omitted, is RS256"', async () => {
    const app = await anInstalledApp(server);
    expect((await verify(app.id_token, app.client.client_id)).protectedHeader.alg).toBe('RS256');
  });

  test('§2 the claims', async () => {
    const app = await anInstalledApp(server, { parameters: { nonce: 'n-0S6_WzA2Mj', scope: 'openid email profile' } });
    const now = server.clock();
    const { payload } = await verify(app.id_token, app.client.client_id);
    expect(payload).toEqual({
      iss: server.issuer,
      sub: app.user.sub,
      aud: app.client.client_id,
      exp: now + 3600,
      iat: now,
      auth_time: now,
      nonce: 'n-0S6_WzA2Mj',
      acr: 'urn:xenia:acr:password',
      amr: ['pwd'],
      sid: expect.any(String),
      at_hash: expect.any(String),
    });
  });

  test('§5.4 the claims of a scope come from userinfo "when a response_type value is used that results in an access token"', async () => {
    const app = await anInstalledApp(server, { parameters: { scope: 'openid email' } });
    expect((await verify(app.id_token, app.client.client_id)).payload).not.toHaveProperty('email');
    expect((await userinfo(server, app.access_token)).body).toMatchObject({ email: app.user.email });
  });

  test('§5.5 claims requested for the ID token are in it, if the user shares them', async () => {
    const claims = JSON.stringify({ id_token: { email: null, phone_number: null, name: { essential: true } } });
    const app = await anInstalledApp(server, { parameters: { scope: 'openid email', claims } });
    const { payload } = await verify(app.id_token, app.client.client_id);
    expect(payload.email).toBe(app.user.email);
    for (const unshared of ['phone_number', 'name']) expect(payload).not.toHaveProperty(unshared);
  });

  test('catalogue 59: claims about the user cannot set what the protocol speaks for', async () => {
    const forged = { nonce: 'forged', auth_time: 1, acr: 'forged', azp: 'forged', at_hash: 'forged', name: 'Eve' };
    const user = await server.aUser({ claims: forged });
    const claims = JSON.stringify({ id_token: Object.fromEntries(Object.keys(forged).map((name) => [name, null])) });
    const app = await anInstalledApp(server, { user, parameters: { scope: 'openid profile', claims } });
    const { payload } = await verify(app.id_token, app.client.client_id);
    expect(payload.name).toBe('Eve');
    expect(payload).toMatchObject({
      sub: user.sub,
      auth_time: server.clock(),
      at_hash: leftHalf('RS256', app.access_token),
    });
    expect(JSON.stringify(payload)).not.toContain('forged');
    expect(JSON.stringify((await userinfo(server, app.access_token)).body)).not.toContain('forged');
  });

  test('§3.1.3.3 without openid there is no ID token', async () => {
    const app = await anInstalledApp(server, { parameters: { scope: 'invoices.read' } });
    expect(app.tokens).not.toHaveProperty('id_token');
  });

  describe('§12 Using Refresh Tokens', () => {
    test('§12.2 the ID token of a refresh: same iss, sub, aud, auth_time; iat is now; no nonce', async () => {
      const app = await anInstalledApp(server, { parameters: { nonce: 'n' } });
      const first = (await verify(app.id_token, app.client.client_id)).payload;
      server.clock.advance(1000);
      const { body } = await refresh(server, app.client, app.refresh_token);
      const { payload } = await verify(body.id_token ?? '', app.client.client_id);
      const { iss, sub, aud, auth_time, acr, amr, sid } = first;
      expect(payload).toMatchObject({ iss, sub, aud, auth_time, acr, amr, sid });
      expect(payload.iat).toBe(server.clock());
      expect(payload).not.toHaveProperty('nonce');
      expect(payload.at_hash).toBe(leftHalf('RS256', body.access_token));
    });

    test('§11 offline_access is what a refresh token takes', async () => {
      const app = await anInstalledApp(server, { parameters: { scope: 'openid invoices.read' } });
      expect(app.tokens).not.toHaveProperty('refresh_token');
    });
  });

  test('catalogue 13: an ID token is no access token, no refresh token and no code', async () => {
    const app = await anInstalledApp(server);
    expect((await userinfo(server, app.id_token)).status).toBe(401);
    expect(await introspect(server, app.client, app.id_token)).toEqual({ active: false });
    expect((await refresh(server, app.client, app.id_token)).body.error).toBe('invalid_grant');
    expect(await revoke(server, app.client, app.id_token)).toBe(200);
    expect((await userinfo(server, app.access_token)).status).toBe(200);
  });
});
