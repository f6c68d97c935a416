import { expect, test } from 'vitest';
import { createTenant } from '../../src/management/tenants.ts';
import { describeServer } from '../support/databases.ts';
import { caller, managementApi } from '../support/management-api.ts';
import { meanwhile } from '../support/meanwhile.ts';
import { API, REDIRECT_URI, serverWith } from '../support/start-server.ts';

const TENANT = '/tenants/{tenant}';

// The clock stands still: a copy that was trusted for a while would never be looked at again.
describeServer('the tenant that a management request works on', {}, (server) => {
  test('is as stored at that moment, also where another process has just changed it', async () => {
    const here = await managementApi(server(), 'admin');
    const there = caller(serverWith(server(), {}), here.access_token);
    const aScope = { display_name: 'Read', resource: API };
    const aClient = (scope: string) => ({ client_name: 'App', redirect_uris: [REDIRECT_URI], scope });
    for (const [round, [one, other]] of [
      [here.call, there],
      [there, here.call],
      [here.call, here.call],
    ].entries()) {
      const name = `read.${round}`;
      expect((await other?.('POST', `${TENANT}/clients`, aClient(name)))?.status).toBe(400);
      expect((await one?.('PUT', `${TENANT}/scopes/${name}`, aScope))?.status).toBe(200);
      expect((await other?.('POST', `${TENANT}/clients`, aClient(name)))?.status).toBe(201);
    }
  });

  test('a change answers with the ETag that the next request finds, and the one before is refused', async () => {
    const { call } = await managementApi(server(), 'admin');
    const before = await call('GET', TENANT);
    const changed = await call(
      'PATCH',
      TENANT,
      { settings: { accessTokenTtl: 1200 } },
      { 'if-match': before.headers.get('etag') ?? '' },
    );
    expect(changed.body.settings.accessTokenTtl).toBe(1200);
    expect(changed.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const after = await call('GET', TENANT);
    expect(after.headers.get('etag')).toBe(changed.headers.get('etag'));
    expect(after.body).toEqual(changed.body);
    const late = await call(
      'PATCH',
      TENANT,
      { settings: { accessTokenTtl: 1300 } },
      { 'if-match': before.headers.get('etag') ?? '' },
    );
    expect(late.status).toBe(412);
  });

  test('its keys are opened once, not for each request', async () => {
    const { access_token } = await managementApi(server(), 'admin');
    let opened = 0;
    const counting = meanwhile(server(), ['signingKeys', 'listPublished'], async () => {
      opened += 1;
    });
    const call = caller(counting, access_token);
    for (let times = 0; times < 5; times += 1) expect((await call('GET', `${TENANT}/clients`)).status).toBe(200);
    const once = opened;
    expect(once).toBeLessThanOrEqual(2);
    expect((await call('POST', `${TENANT}/keys`, { alg: 'ES256' })).status).toBe(201);
    expect(opened).toBeGreaterThan(once);
  });

  test('a key whose time is over is listed no more, though nothing was changed', async () => {
    const operator = await managementApi(server(), 'operator');
    const { deps, clock } = server();
    const other = { name: 'rotating', display_name: 'Rotating', settings: { keyPropagation: 1 } };
    await createTenant(deps, other);
    const keys = async () =>
      (await operator.call('GET', '/tenants/rotating/keys')).body.items.filter(
        ({ alg }: { alg: string }) => alg === 'ES256',
      );
    const [{ kid: old }] = await keys();
    expect((await operator.call('POST', '/tenants/rotating/keys', { alg: 'ES256' })).status).toBe(201);
    const [retired, next] = await keys();
    expect([retired.kid, retired.published_until]).toEqual([old, expect.any(Number)]);
    clock.advance(retired.published_until - clock() - 1);
    // Read while both were published; nobody changes the tenant from here on.
    const again = await managementApi(server(), 'operator', { user: operator.user });
    const listed = async () =>
      (await again.call('GET', '/tenants/rotating/keys')).body.items
        .filter(({ alg }: { alg: string }) => alg === 'ES256')
        .map(({ kid }: { kid: string }) => kid);
    expect(await listed()).toEqual([old, next.kid]);
    clock.advance(1);
    expect(await listed()).toEqual([next.kid]);
  });

  test('a disabled one is there for operators, who enable it again', async () => {
    const operator = await managementApi(server(), 'operator');
    await createTenant(server().deps, { name: 'paused', display_name: 'Paused' });
    const look = async () => (await operator.call('GET', '/tenants/paused')).body.disabled_at;
    expect(await look()).toBeNull();
    expect((await operator.call('PUT', '/tenants/paused/disabled')).status).toBe(200);
    expect(await look()).toBe(server().clock());
    expect((await operator.call('GET', '/tenants/paused/clients')).status).toBe(200);
    expect((await server().fetch('http://localhost:3000/paused/.well-known/openid-configuration')).status).toBe(404);
    expect((await operator.call('DELETE', '/tenants/paused/disabled')).status).toBe(200);
    expect(await look()).toBeNull();
    expect((await operator.call('GET', '/tenants/nobody')).status).toBe(404);
  });
});
