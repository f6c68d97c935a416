import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { rotateKey } from '../../src/management/keys.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createNotifier } from '../../src/notices/notifier.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, revoke } from '../support/installed-app.ts';
import { serverWith } from '../support/start-server.ts';
import { claimsOf, deliveriesOf, type Receiver, sdkOf, startReceiver, uninstall } from './receiver.ts';

describeServer('webhooks (RFC 8417, RFC 8935)', {}, (server) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    receiver.posted.length = 0;
  });

  let newest: IssuedClient | undefined;
  async function anApp(more: object = {}) {
    newest = await server().aClient({ webhook_uri: `${receiver.origin}/hook`, ...more });
    return newest;
  }
  const sendDue = () => createNotifier(server().deps).sendDue();
  async function posted() {
    // Not those of earlier tests that are tried again.
    const [one, ...more] = receiver.posted.filter((each) => claimsOf(each).aud === newest?.client_id);
    if (!one || more.length > 0) throw new Error(`${receiver.posted.length} were posted`);
    return one;
  }

  test('an uninstalled app is pushed a security event token that proves itself', async () => {
    const client = await anApp({ id_token_signed_response_alg: 'ES256' });
    const user = await server().aUser();
    const grant_id = await uninstall(server(), client, user);
    const happened = server().clock();
    server().clock.advance(7);
    await sendDue();
    const { method, contentType, body } = await posted();
    expect([method, contentType]).toEqual(['POST', 'application/secevent+jwt']);
    const jwks = (await (await server().fetch('/jwks')).json()) as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(body, createLocalJWKSet(jwks));
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'secevent+jwt' });
    expect(payload).toEqual({
      iss: server().issuer,
      aud: client.client_id,
      iat: happened + 7,
      jti: expect.any(String),
      sub_id: { format: 'iss_sub', iss: server().issuer, sub: user.sub },
      events: {
        'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked': {
          subject: { subject_type: 'iss-sub', iss: server().issuer, sub: user.sub },
          grant_id,
          initiating_entity: 'admin',
          event_timestamp: happened,
        },
      },
    });
    const sdk = sdkOf(server(), client);
    expect(await sdk.receive({ contentType, body })).toMatchObject({ status: 202, body: null, reason: null });
    expect(sdk.events).toEqual([
      { type: 'uninstalled', sub: user.sub, org_id: null, initiating_entity: 'admin', jti: payload.jti, at: happened },
    ]);
    expect(await deliveriesOf(server(), client)).toMatchObject([{ status: 'delivered', last_status: 200 }]);
  });

  test('of one authorization that was taken back the app learns which, as its access tokens name it', async () => {
    const client = await anApp();
    const { user, access_token } = await anInstalledApp(server(), { client });
    const { family_id } = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as {
      family_id: string;
    };
    const { storage, clock } = server().deps;
    const notice = { event_id: 'one authorization', initiating_entity: 'user' as const };
    await storage.grants.revokeFamily((await server().tenant()).tenant_id, family_id, 'by_user', notice, clock());
    await sendDue();
    const sdk = sdkOf(server(), client);
    const one = await posted();
    expect(await sdk.receive(one)).toMatchObject({ status: 202 });
    expect(sdk.events).toMatchObject([
      { type: 'authorization_revoked', sub: user.sub, family_id, initiating_entity: 'user' },
    ]);
    expect(Object.keys(claimsOf(one).events as object)).toEqual(['urn:xenia:event-type:authorization-revoked']);
  });

  test('what the app revokes itself it is not told', async () => {
    const client = await anApp();
    const { refresh_token } = await anInstalledApp(server(), { client });
    expect(await revoke(server(), client, refresh_token)).toBe(200);
    await sendDue();
    expect(receiver.posted).toEqual([]);
  });

  test.each([
    ['invalid_audience', { err: 'invalid_audience', description: 'Not us' }, 'given up'],
    ['invalid_request', { err: 'invalid_request' }, 'given up'],
    ['invalid_key: our key is not known there yet', { err: 'invalid_key' }, 'waiting'],
    ['no reason at all', {}, 'waiting'],
  ])('RFC 8935 §2.3 a receiver that refuses with %s', async (_, body, status) => {
    const client = await anApp();
    await uninstall(server(), client, await server().aUser());
    receiver.next.push({ status: 400, body: JSON.stringify(body) });
    await sendDue();
    expect(await deliveriesOf(server(), client)).toMatchObject([{ status, attempts: 1, last_status: 400 }]);
  });

  test('RFC 8935 §2.2 202 is success', async () => {
    const client = await anApp();
    await uninstall(server(), client, await server().aUser());
    receiver.next.push(202);
    await sendDue();
    expect(await deliveriesOf(server(), client)).toMatchObject([{ status: 'delivered', last_status: 202 }]);
  });

  test("catalogue 13: an app of one tenant refuses what another tenant's keys have signed", async () => {
    const client = await anApp();
    await uninstall(server(), client, await server().aUser());
    await sendDue();
    const name = `other-${client.client_id.slice(-6)}`;
    const { issuer } = await createTenant(server().deps, { name });
    const other = sdkOf({ ...serverWith(server(), {}), issuer }, client);
    expect(await other.receive(await posted())).toMatchObject({
      status: 400,
      body: { err: 'invalid_issuer' },
      reason: 'issuer_mismatch',
    });
    // The same words in the other issuer's name are still not signed by it.
    const [header = '', , signature = ''] = (await posted()).body.split('.');
    const claims = JSON.parse(JSON.stringify(claimsOf(await posted())).replaceAll(server().issuer, issuer));
    const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
    const answer = await other.receive({ contentType: 'application/secevent+jwt', body: forged });
    expect(answer).toMatchObject({ status: 400, body: { err: 'invalid_key' }, event: null });
    expect(other.events).toEqual([]);
  });

  test('a key that was rotated since is the one that signs: the receiver finds it in the JWKS', async () => {
    const client = await anApp();
    const user = await server().aUser();
    const sdk = sdkOf(server(), client);
    receiver.next.push(503);
    await uninstall(server(), client, user);
    await sendDue();
    await sdk.receive(await posted());
    await rotateKey(server().deps, await server().tenant(), { alg: 'RS256' });
    server().clock.advance(2000);
    receiver.posted.length = 0;
    await sendDue();
    const { kid } = JSON.parse(Buffer.from((await posted()).body.split('.')[0] ?? '', 'base64url').toString()) as {
      kid: string;
    };
    expect((await server().tenant()).keys.find((key) => key.kid === kid)?.signs_until).toBeNull();
    expect(await sdk.receive(await posted())).toMatchObject({ status: 202, reason: 'repeated' });
  });
});
