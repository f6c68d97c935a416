import { beforeAll, expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { linkIn, mailsTo, mailTo } from '../support/mails.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import type { TestUser } from '../support/start-server.ts';
import { doneBy, walk } from './walk.ts';

const settings = { organizations: 'by_operator', signUp: 'invitation' } as const;

describeServer('help for users over the management API', { settings }, (the) => {
  let admin: ManagementApi;
  beforeAll(async () => {
    admin = await managementApi(the(), 'admin');
  });
  const of = ({ sub }: TestUser, more = '') => `/tenants/{tenant}/users/${sub}${more}`;

  /** A user who has lost what they sign in with. */
  async function withFactors(): Promise<TestUser> {
    const user = await the().aUser();
    const { tenant_id } = await the().tenant();
    const { sub } = user;
    const { credentials } = the().deps.storage;
    const created_at = the().clock();
    const passkey = { public_key: 'x', counter: 0, transports: '[]', backed_up: 0, name: 'Key', last_used_at: null };
    await credentials.addPasskey({ tenant_id, sub, credential_id: sub, created_at, ...passkey });
    const totp = { tenant_id, sub, sealed_secret: 'x', created_at, last_step: 1 };
    await credentials.addTotp(totp, [{ tenant_id, sub, code_hash: 'x', created_at, used_at: null }]);
    return user;
  }

  test('sessions are listed and ended, one and all; the log says by whom', async () => {
    const user = await the().aUser();
    for (let browser = 0; browser < 3; browser += 1) {
      await managementApi(the(), null, { user });
      the().clock.advance(1);
    }
    const sessions = await walk<{ sid: string; created_at: number }>(admin, of(user, '/sessions'));
    expect(sessions).toHaveLength(3);
    expect(sessions.map(({ created_at }) => created_at)).toEqual(
      sessions.map(({ created_at }) => created_at).sort((a, b) => b - a),
    );
    expect(sessions[0]).toMatchObject({ amr: ['pwd'], last_seen_at: expect.any(Number) });
    expect(JSON.stringify(sessions)).not.toContain('hash');
    const { sid } = sessions[0] ?? {};
    expect((await admin.call('DELETE', of(user, `/sessions/${sid}`))).status).toBe(204);
    expect((await admin.call('DELETE', of(user, `/sessions/${sid}`))).status).toBe(404);
    expect((await admin.call('DELETE', of(user, '/sessions'))).body).toEqual({ sub: user.sub, sessions_ended: 2 });
    expect(await walk(admin, of(user, '/sessions'))).toEqual([]);
    const done = (await doneBy(the(), admin)).filter(({ sub }) => sub === user.sub);
    expect(done.map(({ action, details }) => [action, details])).toEqual([
      ['user.session_ended', { sid }],
      ['user.sessions_ended', { sessions_ended: 2 }],
    ]);
  });

  test('a password is set: it answers how many sessions ended, and the user is told', async () => {
    const user = await the().aUser();
    await managementApi(the(), null, { user });
    const { status, body } = await admin.call('PUT', of(user, '/password'), { password: 'granite teapot at noon' });
    expect([status, body]).toEqual([200, { sub: user.sub, sessions_ended: 1 }]);
    await mailTo(the(), user.email, 'password_changed');
    const weak = await admin.call('PUT', of(user, '/password'), { password: 'short' });
    expect([weak.status, weak.body.errors[0].field]).toEqual([400, 'password']);
    expect(JSON.stringify(the().log)).not.toContain('granite teapot');
  });

  test('a link for a new password is mailed, and in no answer; it opens the page for it', async () => {
    const user = await the().aUser();
    const { status, body } = await admin.call('POST', of(user, '/password-reset'));
    expect([status, body]).toEqual([200, { email: user.email, expires_at: the().clock() + 1800 }]);
    const mail = await mailTo(the(), user.email, 'reset_password');
    const opened = await the().fetch(linkIn(mail), { redirect: 'manual' });
    expect(opened.status).toBe(303);
    await admin.call('PUT', of(user, '/disabled'));
    expect((await admin.call('POST', of(user, '/password-reset'))).status).toBe(409);
    expect((await mailsTo(the(), user.email)).filter(({ template }) => template === 'reset_password')).toHaveLength(1);
  });

  test('lost passkeys, authenticator app and recovery codes are taken away at once, sessions end, and a mail says so', async () => {
    const user = await withFactors();
    expect((await admin.call('GET', of(user))).body.factors).toEqual({ passkeys: 1, totp: true, recovery_codes: 1 });
    const { status, body } = await admin.call('DELETE', of(user, '/factors'));
    const removed = { passkeys: 1, totp: true, recovery_codes: 1 };
    expect([status, body]).toEqual([200, { sub: user.sub, removed, sessions_ended: 0 }]);
    expect((await admin.call('GET', of(user))).body.factors).toEqual({ passkeys: 0, totp: false, recovery_codes: 0 });
    await mailTo(the(), user.email, 'factors_reset');
    expect((await admin.call('DELETE', of(user, '/factors'))).status).toBe(409);
    expect(await mailsTo(the(), user.email)).toHaveLength(1);
    expect((await doneBy(the(), admin)).at(-1)).toMatchObject({ action: 'user.factors_reset', details: removed });
  });

  test('somebody is invited; the link is in the mail alone', async () => {
    const email = 'invited@example.com';
    const { status, body } = await admin.call('POST', '/tenants/{tenant}/invitations', { email });
    expect([status, body]).toEqual([201, { email, expires_at: the().clock() + 7 * 86_400 }]);
    await mailTo(the(), email, 'invitation');
  });

  test('what goes with a user: apps, sessions, and organizations that nobody else owns', async () => {
    const [user, other] = [await the().aUser(), await the().aUser()];
    const create = async (name: string) =>
      (await admin.call('POST', '/tenants/{tenant}/organizations', { name, owner: user.sub })).body.org_id as string;
    const [alone, shared, passed] = [await create('Alone'), await create('Shared'), await create('Passed')];
    const member = (org_id: string, role: string) =>
      admin.call('POST', `/tenants/{tenant}/organizations/${org_id}/members`, { user: other.sub, role });
    await member(shared, 'owner');
    await member(passed, 'member');
    const { body } = await admin.call('GET', of(user, '/impact'));
    expect(body).toMatchObject({ apps: 0, sessions: 0 });
    expect(new Set(body.organizations_owned_alone)).toEqual(
      new Set([
        { org_id: alone, name: 'Alone', deleted: true },
        { org_id: passed, name: 'Passed', deleted: false },
      ]),
    );
    const theirs = await walk<{ name: string; role: string }>(admin, of(user, '/organizations'));
    expect(theirs.map(({ name, role }) => [name, role]).sort()).toEqual([
      ['Alone', 'owner'],
      ['Passed', 'owner'],
      ['Shared', 'owner'],
    ]);
  });
});

describeServer('apps of users over the management API', {}, (the) => {
  test('grants are listed by client, user and both, page by page, and revoked', async () => {
    const admin = await managementApi(the(), 'admin');
    const user = await the().aUser();
    const apps = [await anInstalledApp(the(), { user }), await anInstalledApp(the(), { user })];
    await anInstalledApp(the(), { client: apps[0]?.client ?? (await the().aClient()) });
    const [first] = apps;
    const { client_id = '' } = first?.client ?? {};
    const ofUser = await walk<{ grant_id: string; client_id: string }>(
      admin,
      `/tenants/{tenant}/users/${user.sub}/grants`,
    );
    expect(new Set(ofUser.map((grant) => grant.client_id))).toEqual(
      new Set(apps.map(({ client }) => client.client_id)),
    );
    expect(ofUser[0]).toMatchObject({ sub: user.sub, org_id: '', installed: true, last_used_at: the().clock() });
    expect(await walk(admin, `/tenants/{tenant}/grants?sub=${user.sub}`)).toEqual(ofUser);
    expect(await walk(admin, `/tenants/{tenant}/grants?client_id=${client_id}`)).toHaveLength(2);
    const both = await walk<{ grant_id: string }>(
      admin,
      `/tenants/{tenant}/grants?client_id=${client_id}&sub=${user.sub}`,
    );
    expect(both).toHaveLength(1);
    expect((await admin.call('GET', `/tenants/{tenant}/users/${user.sub}/impact`)).body).toMatchObject({ apps: 2 });
    const path = `/tenants/{tenant}/grants/${both[0]?.grant_id}`;
    expect((await admin.call('DELETE', path)).status).toBe(204);
    expect((await admin.call('DELETE', path)).status).toBe(404);
    expect((await doneBy(the(), admin)).at(-1)).toMatchObject({ action: 'grant.revoked', client_id, sub: user.sub });
    const dead = { headers: { authorization: `Bearer ${first?.access_token}` } };
    expect((await the().fetch('/userinfo', dead)).status).toBe(401);
  });

  test('what clients were told is listed newest first, of all and of one; only what was given up is sent again', async () => {
    const admin = await managementApi(the(), 'admin');
    const tenant = await the().tenant();
    const metadata = { webhook_uri: 'https://told.example/hook', scope: 'openid invoices.read' };
    const clients = [await the().aClient(metadata), await the().aClient(metadata)];
    const user = await the().aUser();
    for (const client of [...clients, ...clients]) {
      const parameters = { scope: 'openid invoices.read' };
      await anInstalledApp(the(), { client, user, parameters });
      the().clock.advance(1);
      for (const grant of await walk<{ grant_id: string }>(admin, `/tenants/{tenant}/grants?sub=${user.sub}`)) {
        await admin.call('DELETE', `/tenants/{tenant}/grants/${grant.grant_id}`);
      }
    }
    interface Told {
      event_id: string;
      client_id: string;
      created_at: number;
    }
    const all = await walk<Told>(admin, '/tenants/{tenant}/deliveries');
    expect(all.map(({ client_id }) => client_id)).toEqual(
      [...clients, ...clients].reverse().map(({ client_id }) => client_id),
    );
    const { client_id = '' } = clients[0] ?? {};
    const path = `/tenants/{tenant}/clients/${client_id}/deliveries`;
    const own = await walk<Told>(admin, path);
    expect(own).toEqual(all.filter((delivery) => delivery.client_id === client_id));
    const { event_id = '' } = own[0] ?? {};
    expect((await admin.call('POST', `${path}/${event_id}/retry`)).status).toBe(409);
    expect((await admin.call('POST', `${path}/none/retry`)).status).toBe(404);
    const key = { tenant_id: tenant.tenant_id, client_id, event_id };
    const gaveUp = { attempts: 9, next_attempt_at: null, delivered_at: null, last_status: 500, last_error: 'x' };
    await the().deps.storage.deliveries.settle(key, gaveUp);
    const again = await admin.call('POST', `${path}/${event_id}/retry`);
    expect([again.status, again.body.status]).toEqual([200, 'waiting']);
    expect((await doneBy(the(), admin)).at(-1)).toMatchObject({ action: 'delivery.retried', client_id });
    const stranger = await managementApi(the(), 'developer');
    expect((await stranger.call('GET', path)).status).toBe(404);
    expect((await stranger.call('POST', `${path}/${event_id}/retry`)).status).toBe(404);
  });
});
