import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import { createNotifier, type Notifier } from '../../src/notices/notifier.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorize, redeem, type UserAgent } from '../support/user-agent.ts';
import { claimsOf, deliveriesOf, type Receiver, sdkOf, startReceiver } from './receiver.ts';

describe('OIDC Back-Channel Logout 1.0', () => {
  let server: TestServer;
  let receiver: Receiver;
  let notifier: Notifier;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer();
    receiver = await startReceiver();
    notifier = createNotifier(server.deps);
  });
  afterAll(async () => {
    await receiver.close();
    await server.close();
  });
  beforeEach(async () => {
    await notifier.sendDue();
    receiver.posted.length = 0;
    user = await server.aUser();
  });

  const anApp = (path = '/logout', more: object = {}) =>
    server.aClient({ backchannel_logout_uri: `${receiver.origin}${path}`, ...more });

  async function signIn(client: IssuedClient, agent?: UserAgent) {
    const authorized = await authorize(server, client, user, { scope: 'openid' }, agent);
    const { id_token = '' } = (await redeem(server, client, authorized)).body;
    const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
    return { agent: authorized.agent, id_token, sid: claims.sid };
  }

  const signOut = (agent: UserAgent, id_token: string) =>
    agent.send(`/logout?${new URLSearchParams({ id_token_hint: id_token })}`);

  test('§2.1 discovery says so', async () => {
    const metadata = await (await server.fetch('/.well-known/openid-configuration')).json();
    expect(metadata).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });

  test.each(['RS256', 'ES256'])(
    '§2.4, §2.5 signing out posts each app a logout token, signed with %s as its ID tokens are',
    async (alg) => {
      const [first, second] = [
        await anApp('/a', { id_token_signed_response_alg: alg }),
        await anApp('/b?x=1', { id_token_signed_response_alg: alg }),
      ];
      const { agent, id_token, sid } = await signIn(first);
      await signIn(second, agent);
      await signOut(agent, id_token);
      await notifier.sendDue();

      expect(receiver.posted.map(({ method, path, contentType }) => [method, path, contentType]).sort()).toEqual([
        ['POST', '/a', 'application/x-www-form-urlencoded'],
        ['POST', '/b?x=1', 'application/x-www-form-urlencoded'],
      ]);
      const jwks = (await (await server.fetch('/jwks')).json()) as JSONWebKeySet;
      const ids = new Set<unknown>();
      for (const [path, client] of [
        ['/a', first],
        ['/b?x=1', second],
      ] as const) {
        const body = receiver.posted.find((one) => one.path === path)?.body;
        const form = [...new URLSearchParams(body)];
        expect(form.map(([name]) => name)).toEqual(['logout_token']);
        const { payload, protectedHeader } = await jwtVerify(form[0]?.[1] ?? '', createLocalJWKSet(jwks), {
          currentDate: new Date(server.clock() * 1000),
        });
        expect(protectedHeader).toMatchObject({ alg, typ: 'logout+jwt' });
        const now = server.clock();
        const { jti, ...rest } = payload;
        expect(rest).toEqual({
          iss: server.issuer,
          sub: user.sub,
          aud: client.client_id,
          iat: now,
          exp: now + 120,
          sid,
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        });
        expect(jti).toEqual(expect.any(String));
        ids.add(jti);
      }
      expect(ids.size).toBe(2);
    },
  );

  test('§2.6 the SDK accepts it and says who is to be signed out; a repetition changes nothing', async () => {
    const client = await anApp();
    const { agent, id_token, sid } = await signIn(client);
    await signOut(agent, id_token);
    await notifier.sendDue();
    const sdk = sdkOf(server, client);
    const [posted] = receiver.posted;
    if (!posted) throw new Error('nothing was posted');
    expect(await sdk.receive(posted)).toMatchObject({ status: 200, reason: null });
    expect(await sdk.receive(posted)).toMatchObject({ status: 200, reason: 'repeated' });
    expect(sdk.events).toEqual([
      { type: 'signed_out', sub: user.sub, sid, jti: claimsOf(posted).jti, at: server.clock() },
    ]);
    expect(await sdkOf(server, { client_id: 'another' }).receive(posted)).toMatchObject({
      status: 400,
      reason: 'audience_mismatch',
    });
  });

  test('another sign-in in the same browser ends the session, and so does disabling the user', async () => {
    const client = await anApp();
    const { agent, sid } = await signIn(client);
    const first = user;
    user = await server.aUser();
    const { sid: second } = await (async () => {
      const authorized = await authorize(server, client, user, { scope: 'openid', prompt: 'login' }, agent);
      const { id_token = '' } = (await redeem(server, client, authorized)).body;
      return JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
    })();
    await notifier.sendDue();
    expect(receiver.posted.map(claimsOf)).toMatchObject([{ sub: first.sub, sid }]);

    await setUserDisabled(server.deps, await server.tenant(), user.sub, true);
    await notifier.sendDue();
    expect(receiver.posted.slice(1).map(claimsOf)).toMatchObject([{ sub: user.sub, sid: second }]);
  });

  test('an app that did not take part in the session hears nothing', async () => {
    await signIn(await anApp('/elsewhere'));
    const { agent, id_token } = await signIn(await server.aClient());
    await signOut(agent, id_token);
    await notifier.sendDue();
    expect(receiver.posted).toEqual([]);
  });

  test('§2.8 204 counts as 200', async () => {
    const client = await anApp();
    const { agent, id_token } = await signIn(client);
    await signOut(agent, id_token);
    receiver.next.push(204);
    await notifier.sendDue();
    expect(await deliveriesOf(server, client)).toMatchObject([{ status: 'delivered', attempts: 1, last_status: 204 }]);
  });

  test('§2.8 400 may mean that the logout has failed: tried four times within minutes, then given up', async () => {
    const client = await anApp();
    const { agent, id_token } = await signIn(client);
    await signOut(agent, id_token);
    receiver.next.push(400, 500, 202, 503);
    for (const pause of [0, 6, 36, 144, 86_400]) {
      server.clock.advance(pause);
      await notifier.sendDue();
    }
    expect(receiver.posted).toHaveLength(4);
    expect(new Set(receiver.posted.map((posted) => claimsOf(posted).jti)).size).toBe(1);
    expect(await deliveriesOf(server, client)).toMatchObject([
      { status: 'given up', attempts: 4, last_status: 503, last_error: 'It answered 503.' },
    ]);
  });

  test('an app that was disabled, or wants no logout tokens any more, is not asked', async () => {
    const client = await anApp();
    const { agent, id_token } = await signIn(client);
    await signOut(agent, id_token);
    await setClientDisabled(server.deps, await server.tenant(), client.client_id, true);
    await notifier.sendDue();
    expect(receiver.posted).toEqual([]);
    expect(await deliveriesOf(server, client)).toMatchObject([
      { status: 'given up', last_error: 'The client is disabled.' },
    ]);
  });
});
