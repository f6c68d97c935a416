import { beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { setUserRole } from '../../src/management/administrators.ts';
import { newUser, parseInput } from '../../src/management/contract.ts';
import { inviteUser } from '../../src/management/invitations.ts';
import type { ManagementError } from '../../src/management/management-error.ts';
import { administratorOperations } from '../../src/management/operations/administrators.ts';
import { deleteUser, setUserDisabled, setUserPassword } from '../../src/management/users.ts';
import type { UserRole } from '../../src/storage/records.ts';
import { anotherBrowser, aPerson, send } from '../account/account.ts';
import { askFor, freshAddress, newAccount, openMail } from '../accounts-by-mail/journeys.ts';
import { refusal } from '../management/refusal.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, userinfo } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { aCaller, aUserWith, NEW_PASSWORD, stored } from './journeys.ts';

const ROLES: readonly (UserRole | null)[] = [null, 'developer', 'admin', 'operator'];
const rank = (role: UserRole | null) => ROLES.indexOf(role);

describe('who may do what to whom', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await aUserWith(server, 'operator');
    return () => server.close();
  });

  const as = (role: UserRole | null) => ({ ...server.deps, caller: aCaller(role) });
  const operations: [string, (role: UserRole | null, sub: string) => Promise<unknown>][] = [
    ['disable', async (role, sub) => setUserDisabled(as(role), await server.tenant(), sub, true)],
    ['enable', async (role, sub) => setUserDisabled(as(role), await server.tenant(), sub, false)],
    [
      'reset the password of',
      async (role, sub) => setUserPassword(as(role), await server.tenant(), sub, { password: NEW_PASSWORD }),
    ],
    ['take the role of', async (role, sub) => setUserRole(as(role), await server.tenant(), sub, { role: null })],
    ['delete', async (role, sub) => deleteUser(as(role), await server.tenant(), sub)],
  ];
  const pairs = ROLES.flatMap((caller) => ROLES.map((target) => [caller, target] as const));

  describe.each(operations)('to %s a user', (_, operation) => {
    test.each(pairs)('a caller who is %s, a user who is %s', async (caller, target) => {
      const user = await aUserWith(server, target);
      const before = await stored(server, user.sub);
      if (rank(caller) >= rank('admin') && rank(caller) >= rank(target)) {
        await operation(caller, user.sub);
        return;
      }
      const { kind } = await refusal(operation(caller, user.sub));
      expect(kind).toBe('forbidden');
      expect(await stored(server, user.sub)).toEqual(before);
    });
  });

  test.each(pairs)('catalogue 81: a caller who is %s gives the role %s only up to their own', async (caller, role) => {
    const user = await aUserWith(server, role === null ? 'developer' : null);
    const change = setUserRole(as(caller), await server.tenant(), user.sub, { role });
    if (rank(caller) >= rank('admin') && rank(caller) >= rank(role)) {
      expect(await change).toMatchObject({ sub: user.sub, role });
      expect((await stored(server, user.sub)).role).toBe(role);
    } else {
      expect((await refusal(change)).kind).toBe('forbidden');
      expect((await stored(server, user.sub)).role).toBe(role === null ? 'developer' : null);
    }
  });

  test('catalogue 81: nobody raises themselves, nor enables themselves again', async () => {
    for (const role of [null, 'developer', 'admin'] as const) {
      const user = await aUserWith(server, role);
      const own = { ...server.deps, caller: aCaller(role, user.sub) };
      const tenant = await server.tenant();
      expect((await refusal(setUserRole(own, tenant, user.sub, { role: 'operator' }))).kind).toBe('forbidden');
      expect((await stored(server, user.sub)).role).toBe(role);
      if (role === 'admin') continue;
      await setUserDisabled(server.deps, tenant, user.sub, true);
      expect((await refusal(setUserDisabled(own, tenant, user.sub, false))).kind).toBe('forbidden');
    }
  });

  test('automation acts as an admin and no more', async () => {
    const robot = { ...server.deps, caller: aCaller('admin', null) };
    const user = await server.aUser();
    const tenant = await server.tenant();
    expect(await setUserRole(robot, tenant, user.sub, { role: 'admin' })).toMatchObject({ role: 'admin' });
    expect((await refusal(setUserRole(robot, tenant, user.sub, { role: 'operator' }))).kind).toBe('forbidden');
  });

  test('a change is written down with who made it, and what was before', async () => {
    const user = await server.aUser();
    const tenant = await server.tenant();
    await setUserRole(as('admin'), tenant, user.email, { role: 'developer' });
    // Asked for again, nothing changes and nothing is written down.
    await setUserRole(as('admin'), tenant, user.email, { role: 'developer' });
    const page = { after: null, limit: 99 };
    const events = await server.deps.storage.audit.list(tenant.tenant_id, { sub: user.sub }, page);
    const changes = events.filter(({ action }) => action === 'user.role_changed');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ actor: 'user:usr_caller', details: '{"from":null,"to":"developer"}' });
  });

  test('who has changed a role in the meantime wins, and the other is told', async () => {
    const user = await server.aUser();
    const { storage } = server.deps;
    const late = {
      ...server.deps,
      caller: aCaller('admin'),
      storage: {
        ...storage,
        users: {
          ...storage.users,
          find: async (tenant_id: string, sub: string) => {
            const found = await storage.users.find(tenant_id, sub);
            await storage.administrators.setRole({ tenant_id, sub }, { from: null, to: 'operator' }, server.clock());
            return found;
          },
        },
      },
    };
    expect((await refusal(setUserRole(late, await server.tenant(), user.sub, { role: 'developer' }))).kind).toBe(
      'conflict',
    );
    expect((await stored(server, user.sub)).role).toBe('operator');
  });

  test('unknown users and members, and roles that there are none, are refused', async () => {
    const tenant = await server.tenant();
    expect((await refusal(setUserRole(as('operator'), tenant, 'usr_none', { role: 'admin' }))).kind).toBe('not_found');
    const user = await server.aUser();
    for (const input of [{ role: 'root' }, {}, { role: 'admin', email_verified: true }]) {
      const { kind } = await refusal(setUserRole(as('operator'), tenant, user.sub, input as { role: 'admin' }));
      expect(kind).toBe('invalid');
    }
  });
});

describeServer('the last operator', {}, (server) => {
  test('is neither demoted, disabled nor deleted, by whomever, nor by themselves', async () => {
    const user = await aUserWith(server(), 'operator');
    const tenant = await server().tenant();
    const { deps } = server();
    for (const operation of [
      () => setUserRole(deps, tenant, user.sub, { role: 'admin' }),
      () => setUserRole(deps, tenant, user.sub, { role: null }),
      () => setUserDisabled(deps, tenant, user.sub, true),
      () => deleteUser(deps, tenant, user.sub),
    ]) {
      const error = (await refusal(operation())) as ManagementError;
      expect([error.kind, error.message]).toEqual(['conflict', expect.stringContaining('last operator')]);
    }
    expect(await stored(server(), user.sub)).toMatchObject({ role: 'operator', disabled_at: null });
    const agent = await anotherBrowser(server(), user);
    const response = await send(server(), { agent }, '/account/data/delete', { password: user.password });
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('You are the only administrator.');
    expect((await agent.visit('/account')).status).toBe(200);
    await aUserWith(server(), 'operator');
    expect(await deleteUser(deps, tenant, user.sub)).toEqual({ sub: user.sub, deleted: true });
  });
});

describe('operations', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    return () => server.close();
  });

  test('listAdministrators gives those with a role, page by page, and setUserRole what it made', async () => {
    const users = [
      await aUserWith(server, 'operator'),
      await aUserWith(server, 'admin'),
      await aUserWith(server, 'developer'),
    ];
    await server.aUser();
    const tenant = await server.tenant();
    const able = capabilities([...tenant.scopes.keys()]);
    const context = { deps: server.deps, caller: aCaller('admin'), tenant, capabilities: able };
    const [list, set] = administratorOperations;
    const input = (cursor?: string) => ({
      params: {},
      query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      body: undefined,
      revision: null,
    });
    const first = await list.perform(context, input());
    const second = await list.perform(context, input(first.next_cursor ?? ''));
    const all = list.result.parse({ items: [...first.items, ...second.items], next_cursor: second.next_cursor });
    expect(all.next_cursor).toBeNull();
    const emails = users.map(({ email }) => email);
    expect(all.items.map(({ email }) => email)).toEqual(emails.sort());
    // Catalogue 82: nothing else slips out.
    expect(JSON.stringify(all)).not.toMatch(/argon2|password|hash/);
    const params = { sub: users[2]?.sub ?? '' };
    const changed = await set.perform(context, { params, query: undefined, body: { role: 'admin' }, revision: null });
    expect(set.result.parse(changed)).toMatchObject({ ...params, role: 'admin' });
    const up = set.perform(context, { params, query: undefined, body: { role: 'operator' }, revision: null });
    expect((await refusal(up)).kind).toBe('forbidden');
  });
});

describe('catalogue 71: a role and a verified address cannot be assigned by whoever sends them along', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { signUp: 'open' } });
    return () => server.close();
  });

  test.each(['role', 'email_verified'])('signing up with %s', async (name) => {
    const email = freshAddress();
    const agent = new UserAgent(server);
    await askFor(agent, '/sign-up', email);
    const { page } = await openMail(server, agent, email, 'sign_up');
    const response = await agent.submit(page, { ...newAccount(), [name]: 'operator' });
    expect(response.status).toBe(400);
    await expect(stored(server, email)).rejects.toThrow('no user');
  });

  test.each(['role', 'email_verified'])('changing the profile with %s', async (name) => {
    const person = await aPerson(server);
    const response = await send(server, person, '/account/profile', { name: 'Ada', [name]: 'operator' });
    expect(response.status).toBe(400);
    expect(await stored(server, person.user.sub)).toMatchObject({ role: null, email_verified: 0 });
  });

  test.each(['role', 'email_verified'])('an invitation with %s', async (name) => {
    const input = { email: freshAddress(), [name]: 'operator' };
    const { kind, problems } = await refusal(inviteUser(server.deps, await server.tenant(), input));
    expect([kind, problems.map(({ field }) => field)]).toEqual(['invalid', [name]]);
  });

  test('an invitation whose claims say a role: it is a claim like any other, and makes nobody anything', async () => {
    const email = freshAddress();
    await inviteUser(server.deps, await server.tenant(), { email, claims: { role: 'operator' } });
    const agent = new UserAgent(server);
    const { page } = await openMail(server, agent, email, 'invitation');
    expect((await agent.submit(page, newAccount())).status).toBe(200);
    expect(await stored(server, email)).toMatchObject({ role: null, email_verified: 1 });
  });

  test('creating a user with a role', () => {
    expect(() => parseInput(newUser, { email: 'a@example.com', role: 'operator' })).toThrow('role');
  });

  test('apps learn of no role', async () => {
    const user = await aUserWith(server, 'admin');
    const { access_token, id_token } = await anInstalledApp(server, {
      user,
      parameters: { scope: 'openid profile email' },
    });
    const payload = Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString();
    const claims = JSON.stringify((await userinfo(server, access_token)).body);
    for (const said of [payload, claims]) {
      expect(said).toContain(user.sub);
      expect(said).not.toMatch(/admin|role/);
    }
  });
});
