import { beforeAll, expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import type { TestUser } from '../support/start-server.ts';
import { doneBy, walk } from './walk.ts';

const ORGANIZATIONS = '/tenants/{tenant}/organizations';

describeServer('organizations over the management API', { settings: { organizations: 'by_operator' } }, (the) => {
  let admin: ManagementApi;
  let owner: TestUser;
  beforeAll(async () => {
    admin = await managementApi(the(), 'admin');
    owner = await the().aUser();
  });

  const create = async (name: string) => {
    const { status, body } = await admin.call('POST', ORGANIZATIONS, { name, owner: owner.email });
    expect(status, JSON.stringify(body)).toBe(201);
    return body as { org_id: string; name: string };
  };

  test('are made, shown, renamed, disabled, enabled and deleted; each is written down with who did it', async () => {
    const made = await create(' Analytical  Engines ');
    const at = the().clock();
    const { org_id } = made;
    const path = `${ORGANIZATIONS}/${org_id}`;
    expect(made).toEqual({ org_id, name: 'Analytical Engines', disabled_at: null, created_at: at, updated_at: at });
    expect((await admin.call('GET', path)).body).toEqual(made);
    expect((await admin.call('PATCH', path, { name: 'Difference Engines' })).body).toMatchObject({
      name: 'Difference Engines',
    });
    expect((await admin.call('PUT', `${path}/disabled`)).body).toEqual({ org_id, disabled_at: at });
    expect((await admin.call('DELETE', `${path}/disabled`)).body).toEqual({ org_id, disabled_at: null });
    expect((await admin.call('DELETE', path)).status).toBe(204);
    for (const more of ['', '/members']) expect((await admin.call('GET', `${path}${more}`)).status).toBe(404);
    const done = (await doneBy(the(), admin)).filter(({ details }) => details.org_id === org_id);
    expect(done.map(({ action }) => action)).toEqual(
      ['created', 'renamed', 'disabled', 'enabled', 'deleted'].map((what) => `organization.${what}`),
    );
  });

  test('are listed in order of name, whatever its case, and found by its beginning', async () => {
    for (const name of ['Zeta 3', 'zeta 1', 'ZETA 2', 'Ärzte']) await create(name);
    const { org_id } = await create('Was called otherwise');
    await admin.call('PATCH', `${ORGANIZATIONS}/${org_id}`, { name: 'Zeta 4' });
    const found = await walk<{ name: string }>(admin, `${ORGANIZATIONS}?search=zEtA`);
    expect(found.map(({ name }) => name)).toEqual(['zeta 1', 'ZETA 2', 'Zeta 3', 'Zeta 4']);
    const other = await walk<{ name: string }>(admin, `${ORGANIZATIONS}?search=${encodeURIComponent('äRz')}`);
    expect(other.map(({ name }) => name)).toEqual(['Ärzte']);
    expect((await walk(admin, ORGANIZATIONS)).length).toBeGreaterThanOrEqual(5);
    expect(await walk(admin, `${ORGANIZATIONS}?search=was`)).toEqual([]);
  });

  test('people are added, given roles and removed; the last owner stays', async () => {
    const { org_id } = await create('People');
    const path = `${ORGANIZATIONS}/${org_id}/members`;
    const users = [await the().aUser(), await the().aUser()];
    for (const { email } of users) {
      const added = await admin.call('POST', path, { user: email, role: 'member' });
      expect([added.status, added.body.role]).toEqual([201, 'member']);
    }
    const [first] = users;
    expect((await admin.call('POST', path, { user: first?.sub, role: 'admin' })).status).toBe(409);
    const changed = await admin.call('PATCH', `${path}/${first?.sub}`, { role: 'admin' });
    expect(changed.body).toEqual({ org_id, sub: first?.sub, role: 'admin' });
    const members = await walk<{ sub: string; role: string }>(admin, path);
    expect(members.map(({ sub }) => sub)).toEqual([owner, ...users].map(({ sub }) => sub).sort());
    expect(members.find(({ sub }) => sub === first?.sub)).toMatchObject({ email: first?.email, role: 'admin' });
    expect((await admin.call('DELETE', `${path}/${first?.sub}`)).status).toBe(204);
    expect((await admin.call('DELETE', `${path}/${owner.sub}`)).status).toBe(409);
    expect((await admin.call('PATCH', `${path}/${owner.sub}`, { role: 'member' })).status).toBe(409);
    expect((await admin.call('DELETE', `${path}/${first?.sub}`)).status).toBe(404);
  });

  test('bad input is refused with every bad field', async () => {
    const { status, body } = await admin.call('POST', ORGANIZATIONS, { name: ' ', owner: 1, colour: 'red' });
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['colour', 'name', 'owner']);
  });
});
