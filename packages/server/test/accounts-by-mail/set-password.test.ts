import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManagementError } from '../../src/management/management-error.ts';
import { setUserPassword } from '../../src/management/users.ts';
import { send } from '../account/account.ts';
import { describeServer } from '../support/databases.ts';
import { mailsTo, mailTo } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { expectSignedIn, expectSignedOut, NEW_PASSWORD, OTHER_PASSWORD, signInWith } from './journeys.ts';

describeServer('a password that an operator sets', {}, (server) => {
  test('signs the user out everywhere, is told by mail, written down, and lets in who could not guess it any more', async () => {
    const user = await server().aUser();
    const { agent: laptop } = await signInWith(server(), user);
    const { agent: phone } = await signInWith(server(), user);
    for (let i = 0; i < 12; i += 1) await signInWith(server(), { ...user, password: 'wrong' });
    const tenant = await server().tenant();
    const given = await setUserPassword(server().deps, tenant, user.email, { password: NEW_PASSWORD });
    expect(given).toEqual({ sub: user.sub, sessions_ended: 2 });
    for (const agent of [laptop, phone]) await expectSignedOut(agent);
    expect((await signInWith(server(), user)).response.status).toBe(422);
    await expectSignedIn((await signInWith(server(), { ...user, password: NEW_PASSWORD })).agent, user.email);
    expect(await mailsTo(server(), user.email)).toHaveLength(1);
    expect((await mailTo(server(), user.email, 'password_changed')).lang).toBe('en');
    const events = await server().deps.storage.audit.list(
      tenant.tenant_id,
      { sub: user.sub },
      { after: null, limit: 9 },
    );
    expect(events.map(({ actor, action }) => [actor, action])).toContainEqual(['operator', 'user.password_set']);
  });

  test('one that is refused changes nothing', async () => {
    const user = await server().aUser();
    const { agent } = await signInWith(server(), user);
    const set = setUserPassword(server().deps, await server().tenant(), user.sub, { password: 'password' });
    await expect(set).rejects.toThrow(ManagementError);
    await expectSignedIn(agent, user.email);
    expect(await mailsTo(server(), user.email)).toEqual([]);
  });

  test('catalogue 72: the mail goes to the address of the account, whatever a form names', async () => {
    const user = await server().aUser();
    const { agent } = await signInWith(server(), user);
    const fields = { current_password: user.password, password: NEW_PASSWORD, password_again: NEW_PASSWORD };
    const mallory = 'mallory@evil.example';
    const response = await send(server(), { agent }, '/account/password', { ...fields, email: mallory, to: mallory });
    expect(response.status).toBe(303);
    expect(await mailsTo(server(), mallory)).toEqual([]);
    expect((await mailTo(server(), user.email, 'password_changed')).text).toContain('/forgot-password');
  });

  test('of two browsers that proved the same old password at once one sets the new one, the other is asked again', async () => {
    const user = await server().aUser();
    const agents = await Promise.all([0, 1].map(async () => (await signInWith(server(), user)).agent));
    const answers = await Promise.all(
      [NEW_PASSWORD, OTHER_PASSWORD].map((password, index) =>
        send(server(), { agent: agents[index] as (typeof agents)[0] }, '/account/password', {
          current_password: user.password,
          password,
          password_again: password,
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    const [winner] = [NEW_PASSWORD, OTHER_PASSWORD].filter((_, index) => statuses[index] === 303);
    await expectSignedIn((await signInWith(server(), { ...user, password: winner ?? '' })).agent, user.email);
    expect(await mailsTo(server(), user.email)).toHaveLength(1);
  });
});

describe('the language of mails that no browser asked for', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { defaultLocale: 'de' } });
  });
  afterAll(() => server.close());

  test.each([
    ['the user’s own', { locale: 'en-GB' }, 'en'],
    ['OIDC Core §5.1: "some implementations have used underscore"', { locale: 'en_GB' }, 'en'],
    ['one that is not spoken here: the tenant’s', { locale: 'fr' }, 'de'],
    ['none: the tenant’s', {}, 'de'],
  ])('%s', async (_, claims, lang) => {
    const user = await server.aUser({ claims });
    await setUserPassword(server.deps, await server.tenant(), user.sub, { password: NEW_PASSWORD });
    expect((await mailTo(server, user.email, 'password_changed')).lang).toBe(lang);
  });
});
