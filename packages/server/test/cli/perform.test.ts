import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Operations, operationsOn } from '../../src/cli/perform.ts';
import { userNamed } from '../../src/cli/user-named.ts';
import { listAuditEvents } from '../../src/management/operations/audit.ts';
import { createClient } from '../../src/management/operations/clients.ts';
import { operation } from '../../src/management/operations/operation.ts';
import { putScope } from '../../src/management/operations/scopes.ts';
import { createTenant, getTenant, listTenants } from '../../src/management/operations/tenants.ts';
import { createUser, listUsers } from '../../src/management/operations/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { refusal } from '../management/refusal.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let operations: Operations;
beforeAll(async () => {
  server = await startServer();
  operations = operationsOn(server.deps, async (name = 'demo') => {
    const record = await server.deps.storage.tenants.findByName(name);
    if (record === null) throw new Error(`there is no tenant ${name}`);
    return loadTenant(server.deps, record);
  });
});
afterAll(() => server.close());

describe('an operation on the command line', () => {
  test('is performed as the operator, and written down as such', async () => {
    const { sub } = await operations.perform(createUser, { body: { email: 'grace@example.com' } });
    const events = await operations.performAll(listAuditEvents, { query: { user: sub } });
    expect(events).toMatchObject([{ actor: 'operator', action: 'user.created', address: null, request_id: null }]);
  });

  test('is refused what it does not take: in its body, its query and its path', async () => {
    const body = { redirect_uris: ['https://a.example/cb'], disabled_at: 0 };
    expect(await refusal(operations.perform(createClient, { body: body as object }))).toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'disabled_at' }],
    });
    const query = { search: 'a', role: 'admin' } as object;
    expect(await refusal(operations.performAll(listUsers, { query }))).toMatchObject({ problems: [{ field: 'role' }] });
    const params = { name: 'a', resource: 'b' };
    const scope = { resource: 'https://api.example/v1', display_name: 'A' };
    expect(await refusal(operations.perform(putScope, { params, body: scope }))).toMatchObject({
      problems: [{ field: 'resource' }],
    });
  });

  test('gives only what its schema says', async () => {
    const stored = { name: 'demo', secret_hash: 'abc' };
    const shape = { name: z.string() };
    const given = operation({ ...getTenant, result: z.object(shape), perform: async () => stored });
    expect(await operations.perform(given, {})).toEqual({ name: 'demo' });
    const strict = operation({ ...getTenant, result: z.strictObject(shape), perform: async () => stored });
    await expect(operations.perform(strict, {})).rejects.toThrow('secret_hash');
  });

  test('takes the tenant that is named in place of the usual one, and none where its path has none', async () => {
    await operations.perform(createTenant, { body: { name: 'second' } });
    expect(await operations.perform(getTenant, { params: { tenant: 'second' } })).toMatchObject({ name: 'second' });
    expect(await operations.perform(getTenant, {})).toMatchObject({ name: 'demo' });
    const nowhere = operationsOn(server.deps, () => Promise.reject(new Error('no tenant was chosen')));
    expect((await nowhere.performAll(listTenants, {})).map(({ name }) => name)).toEqual(['demo', 'second']);
    await expect(nowhere.perform(getTenant, {})).rejects.toThrow('no tenant was chosen');
  });
});

describe('a list on the command line', () => {
  const emails = Array.from({ length: 201 }, (_, i) => `many${String(i).padStart(3, '0')}@example.com`);
  beforeAll(async () => {
    for (const email of emails) await operations.perform(createUser, { body: { email } });
  });

  test('is whole, over all its pages', async () => {
    const users = await operations.performAll(listUsers, { query: { search: 'many' } });
    expect(users.map(({ email }) => email)).toEqual(emails);
  });

  test('ends where it is told to', async () => {
    for (const most of [3, 200, 201]) {
      const users = await operations.performAll(listUsers, { query: { search: 'many' } }, most);
      expect(users.map(({ email }) => email)).toEqual(emails.slice(0, most));
    }
  });
});

describe('whom a command means', () => {
  test('is told by subject, or by e-mail address in any spelling', async () => {
    const { sub } = await server.aUser({ email: 'Ada@Example.com' });
    for (const user of [sub, 'Ada@Example.com', ' ada@example.COM']) {
      expect(await userNamed(operations, user)).toBe(sub);
    }
  });

  test('is nobody for the beginning of an address or of a subject', async () => {
    const { sub } = await server.aUser({ email: 'ida@example.com' });
    for (const user of ['ida', 'ida@example.co', 'ida@example.comm', sub.slice(0, -1), sub.toUpperCase(), '']) {
      expect(await refusal(userNamed(operations, user))).toMatchObject({
        kind: 'not_found',
        problems: [{ field: 'user', problem: `There is no user ${user}.` }],
      });
    }
  });

  test('is who has the address, though another begins with it', async () => {
    const longer = await server.aUser({ email: 'eva@example.company' });
    const { sub } = await server.aUser({ email: 'eva@example.com' });
    expect(await userNamed(operations, 'eva@example.com')).toBe(sub);
    expect(await userNamed(operations, 'eva@example.company')).toBe(longer.sub);
  });
});
