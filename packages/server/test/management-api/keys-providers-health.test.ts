import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maintain } from '../../src/maintenance.ts';
import { getHealth } from '../../src/management/health.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { doneBy, walk } from './walk.ts';

let server: TestServer;
let admin: ManagementApi;
beforeAll(async () => {
  server = await startServer();
  admin = await managementApi(server, 'admin');
});
afterAll(() => server.close());

describe('providers over the management API', () => {
  const PROVIDERS = '/tenants/{tenant}/providers';
  const CITY = { provider_id: 'city', display_name: 'City', issuer: 'https://city.example', client_id: 'xenia' };

  test('are added, listed, changed, disabled, enabled and deleted; catalogue 82: the secret is never shown', async () => {
    const client_secret = 'the secret of the city';
    const added = await admin.call('POST', `${PROVIDERS}?verify=false`, { ...CITY, client_secret });
    expect([added.status, added.body]).toMatchObject([201, { ...CITY, has_client_secret: true, position: 1 }]);
    for (const provider_id of ['town', 'area']) {
      await admin.call('POST', `${PROVIDERS}?verify=false`, { ...CITY, provider_id });
    }
    const ids = async () =>
      (await walk<{ provider_id: string }>(admin, PROVIDERS)).map(({ provider_id }) => provider_id);
    expect(await ids()).toEqual(['city', 'town', 'area']);
    const path = `${PROVIDERS}/city`;
    const changed = await admin.call('PATCH', path, { position: 9, client_secret: null });
    expect(changed.body).toMatchObject({ position: 9, has_client_secret: false });
    expect(await ids()).toEqual(['town', 'area', 'city']);
    expect((await admin.call('PUT', `${path}/disabled`)).body.disabled_at).toBe(server.clock());
    expect((await admin.call('DELETE', `${path}/disabled`)).body.disabled_at).toBeNull();
    expect((await admin.call('GET', path)).body).toMatchObject({ redirect_uri: expect.stringContaining('/city/') });
    expect((await admin.call('DELETE', path)).status).toBe(204);
    expect((await admin.call('GET', path)).status).toBe(404);
    const done = await doneBy(server, admin);
    expect(done.map(({ action }) => action)).toEqual([
      ...['added', 'added', 'added', 'updated', 'disabled', 'enabled', 'removed'].map((what) => `provider.${what}`),
    ]);
    expect(JSON.stringify([added.body, changed.body, done, server.log])).not.toContain(client_secret);
  });

  test('bad input is refused with every bad field', async () => {
    const bad = { ...CITY, issuer: 'http://city.example', client_id: '', colour: 'red' };
    const { status, body } = await admin.call('POST', PROVIDERS, bad);
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['client_id', 'colour', 'issuer']);
  });
});

describe('signing keys over the management API', () => {
  const KEYS = '/tenants/{tenant}/keys';

  test('are listed; the next one is published and says when it signs; once', async () => {
    const before = await walk<{ alg: string; state: string }>(admin, KEYS);
    expect(before.map(({ alg, state }) => [alg, state])).toEqual(
      ['ES256', 'EdDSA', 'PS256', 'RS256'].map((alg) => [alg, 'signing']),
    );
    const { status, body } = await admin.call('POST', KEYS, { alg: 'ES256' });
    const at = server.clock() + (await server.tenant()).settings.keyPropagation;
    expect(status).toBe(201);
    expect(body.keys).toMatchObject([
      { state: 'signing', signs_until: at, published_until: expect.any(Number) },
      { state: 'next', signs_from: at, signs_until: null },
    ]);
    expect(Object.keys(body.keys[0])).not.toContain('private_key');
    expect((await admin.call('POST', KEYS, { alg: 'ES256' })).status).toBe(409);
    expect((await admin.call('POST', KEYS, { alg: 'none' })).body.errors[0].field).toBe('alg');
    expect((await doneBy(server, admin)).at(-1)).toMatchObject({ action: 'key.rotated', details: { alg: 'ES256' } });
  });
});

describe('tokens over the management API', () => {
  const EXPLAIN = '/tenants/{tenant}/token-explanations';

  test('one is explained; it is in no answer and no log', async () => {
    const { client, user, access_token, refresh_token } = await anInstalledApp(server);
    for (const token of [access_token, refresh_token]) {
      const { status, body } = await admin.call('POST', EXPLAIN, { token });
      expect([status, body]).toMatchObject([
        200,
        { state: 'active', reason: null, client_id: client.client_id, sub: user.sub },
      ]);
      expect(JSON.stringify([body, server.log])).not.toContain(token);
    }
    const strange = await admin.call('POST', EXPLAIN, { token: 'anything' });
    expect(strange.body).toEqual({ kind: 'unknown', state: 'unknown', reason: 'not_ours' });
    const long = await admin.call('POST', EXPLAIN, { token: 'x'.repeat(20_000), also: 1 });
    expect([long.status, long.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      400,
      ['token', 'also'],
    ]);
  });

  test('of another tenant nothing is told but that it is none of this one', async () => {
    const operator = await managementApi(server, 'operator');
    await operator.call('POST', '/tenants', { name: 'other' });
    const { refresh_token } = await anInstalledApp(server);
    const { body } = await operator.call('POST', '/tenants/other/token-explanations', { token: refresh_token });
    expect(body).toEqual({ kind: 'refresh_token', state: 'inactive', reason: 'not_found' });
  });
});

describe('where mail goes', () => {
  const mailServer = { XENIA_MAIL_SMTP_URL: 'smtps://mail.example', XENIA_MAIL_FROM: 'id@example.com' };
  const production = { XENIA_MODE: 'production', XENIA_PUBLIC_URL: 'https://id.example' };

  test.each([
    ['inbox', {}],
    ['smtp', mailServer],
    ['none', production],
    ['smtp', { ...production, ...mailServer }],
  ])('%s', async (kind, env) => {
    const other = await startServer({ env });
    const { mail } = await getHealth(other.deps, await other.tenant());
    expect(mail).toEqual({ kind });
    await other.close();
  });
});

describe('health over the management API', () => {
  const HEALTH = '/tenants/{tenant}/health';

  test('says how storage, mail, housekeeping and keys are; and no secret', async () => {
    const { body } = await admin.call('GET', HEALTH);
    expect(body).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      mode: 'development',
      storage: { kind: 'sqlite', ready: true, migration: expect.stringMatching(/^\d{4}-/) },
      mail: { kind: 'inbox' },
      maintenance: { last_at: null },
    });
    expect(body.keys).toHaveLength(4);
    const { keyRotationInterval } = (await server.tenant()).settings;
    for (const { signs_from, age, rotates_at } of body.keys) {
      expect([age, rotates_at]).toEqual([server.clock() - signs_from, signs_from + keyRotationInterval]);
    }
    expect(JSON.stringify(body)).not.toContain(server.deps.config.dataDir);
    const at = server.clock();
    await maintain(server.deps, 'this process');
    server.clock.advance(10);
    expect((await admin.call('GET', HEALTH)).body.maintenance).toEqual({ last_at: at });
  });
});
