import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import { listAuditEvents } from '../../src/management/operations/audit.ts';
import { listMembers, listOrganizations } from '../../src/management/operations/organizations.ts';
import { listUserOrganizations } from '../../src/management/operations/users.ts';
import {
  addMember,
  createOrganization,
  deleteOrganization,
  getOrganization,
  removeMember,
  renameOrganization,
  setMemberRole,
  setOrganizationDisabled,
} from '../../src/management/organizations.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createUser } from '../../src/management/users.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { refusal } from './refusal.ts';

describe('organizations', () => {
  let server: TestServer;
  let tenant: Tenant;
  let owner: TestUser;
  beforeAll(async () => {
    server = await startServer({ settings: { organizations: 'by_operator' } });
    tenant = await server.tenant();
    owner = await server.aUser();
  });
  afterAll(() => server.close());

  const create = (name = 'Engines') => createOrganization(server.deps, tenant, { name, owner: owner.email });
  const operations = (of = tenant) => operationsOn(server.deps, async () => of);
  const ofUser = ({ sub }: TestUser) => operations().performAll(listUserOrganizations, { params: { sub } });
  const members = (org_id: string) => operations().performAll(listMembers, { params: { org_id } });
  const roles = async (org_id: string) => new Map((await members(org_id)).map(({ email, role }) => [email, role]));

  test('are made, listed, shown, renamed, disabled and deleted; each is written down', async () => {
    const { deps } = server;
    const made = await create('  Analytical   Engines ');
    const { org_id } = made;
    const at = server.clock();
    expect(made).toEqual({ org_id, name: 'Analytical Engines', disabled_at: null, created_at: at, updated_at: at });
    expect(org_id).toMatch(/^org_[0-9a-f]{32}$/);
    expect(await operations().performAll(listOrganizations, {})).toContainEqual(made);
    expect(await ofUser(owner)).toContainEqual({ ...made, role: 'owner', last_used_at: null });
    expect(await ofUser(await server.aUser())).toEqual([]);
    expect(await getOrganization(deps, tenant, org_id)).toEqual(made);
    expect(await members(org_id)).toEqual([{ sub: owner.sub, email: owner.email, role: 'owner', created_at: at }]);
    expect(await renameOrganization(deps, tenant, org_id, { name: 'New' })).toMatchObject({ name: 'New' });
    expect(await setOrganizationDisabled(deps, tenant, org_id, true)).toEqual({ org_id, disabled_at: at });
    expect(await setOrganizationDisabled(deps, tenant, org_id, false)).toEqual({ org_id, disabled_at: null });
    expect(await deleteOrganization(deps, tenant, org_id)).toEqual({ org_id, deleted: true });
    const all = await operations().performAll(listAuditEvents, {});
    const events = all.filter(({ details }) => details.org_id === org_id);
    expect(events.map(({ action }) => action).sort()).toEqual(
      ['created', 'deleted', 'disabled', 'enabled', 'renamed'].map((what) => `organization.${what}`),
    );
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set(['operator']));
  });

  test('people are added, given roles and removed, by address or subject; each is written down', async () => {
    const { deps } = server;
    const { org_id } = await create();
    const user = await server.aUser();
    await addMember(deps, tenant, org_id, { user: user.email, role: 'member' });
    expect(await roles(org_id)).toEqual(
      new Map([
        [owner.email, 'owner'],
        [user.email, 'member'],
      ]),
    );
    expect(await setMemberRole(deps, tenant, org_id, { user: user.sub, role: 'admin' })).toMatchObject({
      role: 'admin',
    });
    expect(await removeMember(deps, tenant, org_id, user.email)).toEqual({ org_id, sub: user.sub, removed: true });
    expect(await roles(org_id)).toEqual(new Map([[owner.email, 'owner']]));
    const events = await operations().performAll(listAuditEvents, { query: { user: user.sub } });
    expect(events.map(({ action }) => action).sort()).toEqual(
      ['member_added', 'member_removed', 'role_changed'].map((what) => `organization.${what}`),
    );
  });

  test('what cannot be is refused with the remedy', async () => {
    const { deps } = server;
    const { org_id } = await create();
    const user = await server.aUser();
    const add = (change: object) =>
      refusal(addMember(deps, tenant, org_id, { user: user.sub, role: 'member', ...change } as never));
    expect(await add({ role: 'king' })).toMatchObject({ kind: 'invalid' });
    expect(await add({ disabled_at: 1 })).toMatchObject({ kind: 'invalid' });
    expect(await add({ user: owner.sub })).toMatchObject({ kind: 'conflict' });
    expect(await add({ user: 'nobody@example.com' })).toMatchObject({ kind: 'not_found' });
    for (const name of ['', '  ', 'x'.repeat(81)]) {
      expect(await refusal(create(name))).toMatchObject({ kind: 'invalid', problems: [{ field: 'name' }] });
    }
    const demote = setMemberRole(deps, tenant, org_id, { user: owner.sub, role: 'member' });
    expect(await refusal(demote)).toMatchObject({ kind: 'conflict' });
    expect(await refusal(removeMember(deps, tenant, org_id, owner.sub))).toMatchObject({ kind: 'conflict' });
    expect(await refusal(removeMember(deps, tenant, org_id, user.sub))).toMatchObject({ kind: 'not_found' });
    expect(await refusal(getOrganization(deps, tenant, 'org_none'))).toMatchObject({ kind: 'not_found' });
    expect(await refusal(renameOrganization(deps, tenant, 'org_none', { name: 'x' }))).toMatchObject({
      kind: 'not_found',
    });
    expect(await refusal(setOrganizationDisabled(deps, tenant, 'org_none', true))).toMatchObject({ kind: 'not_found' });
    expect(await refusal(deleteOrganization(deps, tenant, 'org_none'))).toMatchObject({ kind: 'not_found' });
  });

  test('a tenant without them says which setting to change; catalogue 80: another tenant knows none of this one', async () => {
    const { deps } = server;
    const { org_id } = await create();
    await createTenant(deps, { name: 'other', display_name: 'Other' });
    const other = await deps.tenants.byName('other');
    if (other === null) throw new Error('there is no such tenant');
    await createUser(deps, other, { email: 'eve@example.com' });
    const made = createOrganization(deps, other, { name: 'x', owner: 'eve@example.com' });
    expect(await refusal(made)).toMatchObject({ kind: 'invalid', problems: [{ field: 'organizations' }] });
    expect(await operations(other).performAll(listOrganizations, {})).toEqual([]);
    expect(await refusal(getOrganization(deps, other, org_id))).toMatchObject({ kind: 'not_found' });
    const join = addMember(deps, other, org_id, { user: 'eve@example.com', role: 'owner' });
    expect(await refusal(join)).toMatchObject({ kind: 'not_found' });
  });
});
