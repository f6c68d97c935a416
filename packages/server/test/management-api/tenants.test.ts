import { beforeAll, describe, expect, test } from 'vitest';
import { tenantSettingsSchema } from '../../src/tenants/settings.ts';
import { describeServer } from '../support/databases.ts';
import { giveRole, type ManagementApi, managementApi } from '../support/management-api.ts';
import { doneBy, walk } from './walk.ts';

describeServer('tenants over the management API', {}, (the) => {
  let admin: ManagementApi;
  let operator: ManagementApi;
  beforeAll(async () => {
    [admin, operator] = [await managementApi(the(), 'admin'), await managementApi(the(), 'operator')];
  });

  const eventsOf = async (name: string) => {
    const { tenant_id = '' } = (await the().deps.storage.tenants.findByName(name)) ?? {};
    return the().deps.storage.audit.list(tenant_id, {}, { after: null, limit: 50 });
  };

  test('an operator creates, lists, changes, disables and enables one; each is written down there', async () => {
    const made = await operator.call('POST', '/tenants', { name: 'acme', preset: 'xendit' });
    expect([made.status, made.body]).toMatchObject([201, { name: 'acme', revision: 1, disabled_at: null }]);
    expect(made.body.settings.dialects).toEqual(['xendit']);
    expect((await operator.call('POST', '/tenants', { name: 'acme' })).status).toBe(409);
    await operator.call('POST', '/tenants', { name: 'zenith' });
    const names = (await walk<{ name: string }>(operator, '/tenants')).map(({ name }) => name);
    expect(names).toEqual(['acme', 'demo', 'zenith']);
    const changed = await operator.call('PATCH', '/tenants/acme', {
      display_name: 'Acme',
      settings: { idTokenTtl: 60 },
    });
    expect(changed.body).toMatchObject({ display_name: 'Acme', settings: { idTokenTtl: 60 } });
    const disabled = await operator.call('PUT', '/tenants/acme/disabled');
    expect([disabled.status, disabled.body.disabled_at]).toEqual([200, the().clock()]);
    // Its name is all that is left of it from outside, and enough to enable it again.
    expect((await operator.call('DELETE', '/tenants/acme/disabled')).body.disabled_at).toBeNull();
    expect((await operator.call('PUT', '/tenants/none/disabled')).status).toBe(404);
    const events = await eventsOf('acme');
    expect(events.map(({ action }) => action)).toEqual([
      'tenant.created',
      'tenant.changed',
      'tenant.disabled',
      'tenant.enabled',
    ]);
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([`user:${operator.user.sub}`]));
    expect(events[1]?.details).toBe(JSON.stringify({ members: ['display_name', 'settings.idTokenTtl'] }));
  });

  test('nobody disables the tenant that their own account is in', async () => {
    expect((await operator.call('PUT', '/tenants/demo/disabled')).status).toBe(409);
    expect((await operator.call('GET', '/tenants/demo')).body.disabled_at).toBeNull();
  });

  test('catalogue 80: an admin sees and changes their own alone; another is as if it were not there', async () => {
    await operator.call('POST', '/tenants', { name: 'foreign' });
    expect((await walk<{ name: string }>(admin, '/tenants')).map(({ name }) => name)).toEqual(['demo']);
    for (const [method, path, body] of [
      ['GET', '/tenants/foreign'],
      ['PATCH', '/tenants/foreign', { display_name: 'Mine' }],
      ['GET', '/tenants/foreign/users'],
      ['GET', '/tenants/foreign/caller'],
      ['GET', '/tenants/none'],
    ] as const) {
      expect([path, (await admin.call(method, path, body)).status]).toEqual([path, 404]);
    }
    expect((await admin.call('POST', '/tenants', { name: 'another' })).status).toBe(403);
    for (const method of ['PUT', 'DELETE']) {
      expect((await admin.call(method, '/tenants/foreign/disabled')).status).toBe(403);
    }
    expect((await admin.call('PATCH', '/tenants/{tenant}', { display_name: 'Demo' })).status).toBe(200);
  });

  test('RFC 9110 §13.1.1: a change that has not seen the last one is refused', async () => {
    const { headers, body } = await admin.call('GET', '/tenants/{tenant}');
    const seen = { 'if-match': headers.get('etag') ?? '' };
    expect(seen['if-match']).toBe(`"${body.revision}"`);
    expect((await admin.call('PATCH', '/tenants/{tenant}', { display_name: 'One' }, seen)).status).toBe(200);
    expect((await admin.call('PATCH', '/tenants/{tenant}', { display_name: 'Two' }, seen)).status).toBe(412);
    expect((await admin.call('GET', '/tenants/{tenant}')).body.display_name).toBe('One');
    expect((await doneBy(the(), admin)).at(-1)).toMatchObject({ action: 'tenant.changed' });
  });

  test('bad input is refused with every bad field', async () => {
    const settings = { idTokenTtl: 0, accentColor: 'red', colour: 1 };
    const { status, body } = await admin.call('PATCH', '/tenants/{tenant}', { display_name: '', settings });
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'display_name',
      'settings.accentColor',
      'settings.colour',
      'settings.idTokenTtl',
    ]);
  });

  describe('what settings there are', () => {
    test('each has a group, a description and the default that is in force', async () => {
      const { body } = await admin.call('GET', '/settings-schema');
      const settings = body.settings as { name: string; group: string; description: string; default: unknown }[];
      const defaults = tenantSettingsSchema.parse({});
      expect(settings.map((setting) => [setting.name, setting.default])).toEqual(Object.entries(defaults));
      for (const { name, group, description } of settings) {
        expect([name, group.length > 0, description.length > 10]).toEqual([name, true, true]);
      }
      const byName = new Map(settings.map((setting) => [setting.name, setting]));
      expect(byName.get('authorizationCodeTtl')).toMatchObject({
        group: 'tokens',
        spec: 'RFC 6749 §4.1.2',
        schema: { type: 'integer', maximum: 60 },
      });
      expect(byName.get('signUp')).toMatchObject({ group: 'users', spec: null, schema: { enum: expect.any(Array) } });
    });

    test('presets say what they write down', async () => {
      const presets = await walk<{ name: string; settings: object }>(admin, '/presets');
      expect(presets.map(({ name }) => name)).toEqual(['identityserver', 'standard', 'xendit', 'xeno']);
      expect(presets[2]?.settings).toMatchObject({ dialects: ['xendit'] });
    });
  });

  describe('who asks', () => {
    test('every user learns their name and their role', async () => {
      const user = await managementApi(the(), null);
      const mine = await user.call('GET', '/tenants/{tenant}/caller');
      expect(mine.body).toMatchObject({
        sub: user.user.sub,
        name: 'Ada Lovelace',
        email: user.user.email,
        role: null,
        may_create_apps: false,
      });
      await giveRole(the(), user.user.sub, 'developer');
      expect((await user.call('GET', '/tenants/{tenant}/caller')).body).toMatchObject({
        role: 'developer',
        may_create_apps: true,
      });
    });

    test('an operator looks at a tenant that their account is not in', async () => {
      await operator.call('POST', '/tenants', { name: 'elsewhere' });
      const { status, body } = await operator.call('GET', '/tenants/elsewhere/caller');
      expect([status, body]).toMatchObject([200, { sub: operator.user.sub, email: null, role: 'operator' }]);
    });
  });
});
