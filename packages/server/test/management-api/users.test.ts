import { beforeAll, expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { mailTo } from '../support/mails.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { PASSWORD } from '../support/start-server.ts';
import { doneBy, walk } from './walk.ts';

const USERS = '/tenants/{tenant}/users';

describeServer('users over the management API', {}, (the) => {
  let admin: ManagementApi;
  beforeAll(async () => {
    admin = await managementApi(the(), 'admin');
  });

  const create = async (email: string, more: object = {}) => {
    const { status, body } = await admin.call('POST', USERS, { email, ...more });
    expect(status, JSON.stringify(body)).toBe(201);
    return body as { sub: string; email: string };
  };

  test('are created, shown, changed and deleted; each is written down with who did it', async () => {
    const made = await create('Grace@Example.com', { password: PASSWORD, claims: { name: 'Grace', locale: 'de' } });
    const { sub } = made;
    const at = the().clock();
    expect(made).toEqual({
      sub: expect.stringMatching(/^usr_/),
      email: 'Grace@Example.com',
      email_verified: false,
      claims: { name: 'Grace', locale: 'de' },
      has_password: true,
      role: null,
      created_at: at,
      updated_at: at,
      disabled_at: null,
    });
    const shown = await admin.call('GET', `${USERS}/${sub}`);
    expect(shown.body).toEqual({ ...made, factors: { passkeys: 0, totp: false, recovery_codes: 0 } });
    const change = { email_verified: true, claims: { name: 'Grace Hopper', locale: null } };
    const changed = await admin.call('PATCH', `${USERS}/${sub}`, change);
    expect(changed.body).toMatchObject({ email_verified: true, claims: { name: 'Grace Hopper' } });
    expect(changed.body.claims).not.toHaveProperty('locale');
    expect((await admin.call('DELETE', `${USERS}/${sub}`)).status).toBe(204);
    expect((await admin.call('GET', `${USERS}/${sub}`)).status).toBe(404);
    const done = (await doneBy(the(), admin)).filter((event) => event.sub === sub);
    expect(done.map(({ action, details }) => [action, details])).toEqual([
      ['user.created', {}],
      ['user.changed', { members: ['claims', 'email_verified'] }],
      ['user.deleted', {}],
    ]);
  });

  test('a new address is unverified unless it is said to be, and the old one is told', async () => {
    const { sub } = await create('before@example.com', { email_verified: true });
    const moved = await admin.call('PATCH', `${USERS}/${sub}`, { email: ' After@example.com ' });
    expect(moved.body).toMatchObject({ email: 'After@example.com', email_verified: false });
    await mailTo(the(), 'before@example.com', 'email_changed');
    const same = await admin.call('PATCH', `${USERS}/${sub}`, { email: 'after@EXAMPLE.com', email_verified: true });
    expect(same.body).toMatchObject({ email: 'after@EXAMPLE.com', email_verified: true });
    await create('taken@example.com');
    const taken = await admin.call('PATCH', `${USERS}/${sub}`, { email: 'Taken@example.com' });
    expect([taken.status, taken.body.errors]).toEqual([
      409,
      [{ field: 'email', problem: 'belongs to another user already' }],
    ]);
  });

  test('are listed page by page in order of address, and found by its beginning or by sub', async () => {
    const made = await Promise.all(['zz3', 'zz1', 'ZZ2'].map((name) => create(`${name}@find.example`)));
    const emails = (await walk<{ email: string }>(admin, USERS)).map(({ email }) => email);
    expect(emails).toEqual([...emails].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(new Set(emails).size).toBe(emails.length);
    const found = await walk<{ email: string }>(admin, `${USERS}?search=Zz`);
    expect(found.map(({ email }) => email)).toEqual(['zz1@find.example', 'ZZ2@find.example', 'zz3@find.example']);
    const [first] = made;
    expect((await walk(admin, `${USERS}?search=${first?.sub}`)).map(({ sub }) => sub)).toEqual([first?.sub]);
    expect(await walk(admin, `${USERS}?search=find.example`)).toEqual([]);
  });

  test('a cursor is good for its own list and filter alone', async () => {
    const { body } = await admin.call('GET', `${USERS}?limit=1`);
    const cursor = encodeURIComponent(body.next_cursor);
    const other = await admin.call('GET', `${USERS}?limit=1&search=a&cursor=${cursor}`);
    expect([other.status, other.body.errors[0].field]).toEqual([400, 'cursor']);
  });

  test('bad input is refused, with every bad field and nothing changed', async () => {
    const input = { email: 5, email_verified: 'yes', claims: { sub: 'x' }, role: 'admin' };
    const { status, body } = await admin.call('POST', USERS, input);
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'claims',
      'email',
      'email_verified',
      'role',
    ]);
    const weak = await admin.call('POST', USERS, { email: 'no address', password: 'short' });
    expect(weak.body.errors.map(({ field }: { field: string }) => field)).toEqual(['email', 'password']);
  });

  test('disabling ends the session and enabling lets them in again', async () => {
    const user = await the().aUser();
    const theirs = await managementApi(the(), null, { user });
    expect((await theirs.call('GET', '/tenants/{tenant}/caller')).status).toBe(200);
    const disabled = await admin.call('PUT', `${USERS}/${user.sub}/disabled`);
    expect(disabled.body).toMatchObject({ sub: user.sub, disabled_at: the().clock() });
    expect((await theirs.call('GET', '/tenants/{tenant}/caller')).status).toBe(401);
    const enabled = await admin.call('DELETE', `${USERS}/${user.sub}/disabled`);
    expect([enabled.status, enabled.body.disabled_at]).toEqual([200, null]);
  });

  test('nobody touches a user above their own role', async () => {
    const operator = await managementApi(the(), 'operator');
    const path = `${USERS}/${operator.user.sub}`;
    const attempts: [string, string, unknown?][] = [
      ['PATCH', path, { email: 'mine@example.com' }],
      ['DELETE', path],
      ['PUT', `${path}/disabled`],
      ['DELETE', `${path}/disabled`],
      ['PUT', `${path}/password`, { password: 'a password of my own' }],
      ['POST', `${path}/password-reset`],
      ['DELETE', `${path}/factors`],
      ['DELETE', `${path}/sessions`],
      ['DELETE', `${path}/sessions/x`],
    ];
    for (const [method, to, body] of attempts) {
      expect([to, method, (await admin.call(method, to, body)).status]).toEqual([to, method, 403]);
    }
    expect((await admin.call('GET', path)).body).toMatchObject({ email: operator.user.email, disabled_at: null });
  });
});
