import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anInstalledApp } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { anotherBrowser, aPerson, EDGE, FIREFOX, type Person, send } from './account.ts';

describe('the data to take along', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const download = async ({ agent }: Person) => agent.send('/account/data/download');

  async function aFullPerson() {
    const person = await aPerson(server, {
      claims: { name: 'Ada Byron', tier: 'gold', address: { country: 'England' } },
    });
    await anotherBrowser(server, person.user, EDGE);
    const metadata = { client_name: 'Papyrus', scope: 'openid profile offline_access' };
    const app = await anInstalledApp(server, { user: person.user, metadata, parameters: { scope: metadata.scope } });
    await server.deps.storage.credentials.addPasskey({
      tenant_id: (await server.tenant()).tenant_id,
      credential_id: 'the-credential',
      sub: person.user.sub,
      public_key: 'the-public-key',
      counter: 0,
      transports: '[]',
      backed_up: 0,
      name: 'My phone',
      created_at: server.clock(),
      last_used_at: null,
    });
    return { person, app };
  }

  test('one file with everything that is kept about the user', async () => {
    const { person, app } = await aFullPerson();
    await send(server, person, '/account/profile', { name: 'Ada Lovelace' });
    const response = await download(person);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="demo-account-2027-01-15.json"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const { sub, email } = person.user;
    const at = '2027-01-15T08:00:00.000Z';
    expect(await response.json()).toMatchObject({
      made_at: at,
      issuer: server.issuer,
      profile: {
        sub,
        email,
        email_verified: false,
        name: 'Ada Lovelace',
        tier: 'gold',
        created_at: at,
        updated_at: at,
      },
      sessions: expect.arrayContaining([
        expect.objectContaining({ user_agent: FIREFOX, address: '127.0.0.1', signed_in_at: at, this_device: true }),
        expect.objectContaining({ user_agent: EDGE, this_device: false }),
      ]),
      apps: [
        {
          client_id: app.client.client_id,
          client_name: 'Papyrus',
          scope: 'openid profile offline_access',
          allowed_at: at,
          in_force: [{ scope: 'openid profile offline_access', given_at: at, ends_at: expect.any(String) }],
        },
      ],
      sign_in: { password: true, passkeys: [{ name: 'My phone', created_at: at }], authenticator_app: false },
      events: [
        { at, actor: `user:${sub}`, action: 'grant.allowed', details: { scope: 'openid profile offline_access' } },
        { at, actor: `user:${sub}`, action: 'user.profile_changed', details: { fields: expect.any(Array) } },
      ],
    });
  });

  test('catalogue 82: no secret and no hash is in it', async () => {
    const { person, app } = await aFullPerson();
    const text = await (await download(person)).text();
    const { tenant_id } = await server.tenant();
    const stored = await server.deps.storage.users.find(tenant_id, person.user.sub);
    const [session] = await server.deps.storage.sessions.listOfUser(tenant_id, person.user.sub, server.clock(), 999);
    for (const secret of [
      stored?.password_hash ?? '',
      person.user.password,
      session?.sid ?? '',
      'the-credential',
      'the-public-key',
      app.access_token,
      app.refresh_token,
      ...person.agent.cookies.values(),
    ]) {
      expect(secret).not.toBe('');
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/argon2|_hash|sealed/);
  });

  test('nothing of other users is in it, and nobody else gets it', async () => {
    const { person } = await aFullPerson();
    const stranger = await aPerson(server);
    const text = await (await download(stranger)).text();
    expect(text).not.toContain(person.user.sub);
    expect(text).not.toContain('Papyrus');
    const nobody = await server.fetch('/account/data/download', { redirect: 'manual' });
    expect([nobody.status, nobody.headers.get('location')]).toEqual([
      303,
      `${server.issuer}/sign-in?continue=%2Faccount%2Fdata%2Fdownload`,
    ]);
  });
});
