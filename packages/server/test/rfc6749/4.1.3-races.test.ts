import { describe, expect, test } from 'vitest';
import { anAssertion, anAssertionKey, postWithAssertion } from '../support/client-assertions.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aService, introspect, revoke, userinfo } from '../support/installed-app.ts';
import { authorize, redeem, refresh } from '../support/user-agent.ts';

const times = <T>(count: number, call: () => Promise<T>) => Promise.all(Array.from({ length: count }, call));

describeServer('the central flow', {}, (server) => {
  test('RFC 6749 §4.1: request, consent, code, tokens, userinfo, introspection, refresh, revocation', async () => {
    const app = await anInstalledApp(server(), { parameters: { scope: 'openid email offline_access invoices.read' } });
    expect((await userinfo(server(), app.access_token)).body).toMatchObject({
      sub: app.user.sub,
      email: app.user.email,
    });
    expect(await introspect(server(), app.client, app.access_token)).toMatchObject({ active: true, sub: app.user.sub });
    const next = await refresh(server(), app.client, app.refresh_token);
    expect(next.status).toBe(200);
    expect(await revoke(server(), app.client, next.body.refresh_token ?? '')).toBe(200);
    expect((await refresh(server(), app.client, next.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
    expect(await introspect(server(), app.client, next.body.access_token)).toEqual({ active: false });
  });

  test('a NUL in a credential is refused before it reaches a database that cannot hold it', async () => {
    const zero = Buffer.from('app%00:x').toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const inHeader = await server().fetch('/token', {
      method: 'POST',
      headers: { authorization: `Basic ${zero}` },
      body,
    });
    expect(inHeader.status).toBe(401);
    const key = await anAssertionKey();
    const named = await postWithAssertion(server(), '/token', await anAssertion(server(), { client_id: 'a\0b' }, key));
    expect(named.status).toBe(401);
    const client = await aService(server(), {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
    });
    const marked = await anAssertion(server(), client, key, { claims: { jti: 'a\0b' } });
    expect((await postWithAssertion(server(), '/token', marked)).status).toBe(401);
  });
});

describe('races', () => {
  describeServer('with a strict refresh (refreshTokenGrace 0)', { settings: { refreshTokenGrace: 0 } }, (server) => {
    test('catalogue 11: of 200 concurrent redemptions of one code exactly one succeeds, and the replay ends the family', async () => {
      const client = await server().aClient();
      const authorized = await authorize(server(), client, await server().aUser());
      const answers = await times(200, () => redeem(server(), client, authorized));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(199);
      const { access_token = '', refresh_token = '' } = won[0]?.body ?? {};
      expect(await introspect(server(), client, access_token)).toEqual({ active: false });
      expect((await refresh(server(), client, refresh_token)).body.error).toBe('invalid_grant');
    });

    test('catalogue 30: of 100 concurrent refreshes with one token exactly one succeeds, and the family is revoked', async () => {
      const app = await anInstalledApp(server());
      const answers = await times(100, () => refresh(server(), app.client, app.refresh_token));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(99);
      expect((await refresh(server(), app.client, won[0]?.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
      expect(await introspect(server(), app.client, app.access_token)).toEqual({ active: false });
    });

    test('catalogue 40: of 50 concurrent uses of one client assertion exactly one succeeds', async () => {
      const key = await anAssertionKey();
      const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } };
      const client = await aService(server(), metadata);
      const assertion = await anAssertion(server(), client, key);
      const grant = { grant_type: 'client_credentials' };
      const answers = await times(50, () => postWithAssertion(server(), '/token', assertion, grant));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
    });
  });

  describeServer('with a grace for lost answers', { settings: { refreshTokenGrace: 30 } }, (server) => {
    test('catalogue 30: 100 concurrent refreshes with one token all get the same answer, byte for byte', async () => {
      const app = await anInstalledApp(server());
      const answers = await times(100, () => refresh(server(), app.client, app.refresh_token));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect((await refresh(server(), app.client, answers[0]?.body.refresh_token ?? '')).status).toBe(200);
    });
  });
});
