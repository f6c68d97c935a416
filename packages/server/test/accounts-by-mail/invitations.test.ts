import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteUser } from '../../src/management/invitations.ts';
import { ManagementError } from '../../src/management/management-error.ts';
import { mailTo } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { expectSignedIn, freshAddress, newAccount, openMail } from './journeys.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { signUp: 'invitation' } });
});
afterAll(() => server.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ManagementError ? [error.kind, error.problems[0]?.field] : error),
  );

describe('invitations', () => {
  test('the invited make their account; what they are called is filled in, what else was given is kept', async () => {
    const email = freshAddress();
    const claims = { name: 'Grace Hopper', locale: 'en-GB' };
    const given = { email, claims, invited_by: 'Ada Byron' };
    expect(await inviteUser(server.deps, await server.tenant(), given)).toEqual({
      email,
      expires_at: server.clock() + 7 * 86_400,
    });
    expect((await mailTo(server, email, 'invitation')).text).toContain('Ada Byron has invited you');
    const agent = new UserAgent(server);
    const { page } = await openMail(server, agent, email, 'invitation');
    expect(page).toContain('value="Grace Hopper"');
    await agent.submit(page, newAccount());
    await expectSignedIn(agent, email);
    const user = await server.deps.storage.users.findByEmailKey((await server.tenant()).tenant_id, email);
    expect(JSON.parse(user?.claims ?? '')).toEqual(claims);
  });

  test('without one there is no way in', async () => {
    const agent = new UserAgent(server);
    const page = await (await agent.visit('/sign-up')).text();
    expect(page).toContain('You need an invitation');
    expect(page).not.toContain('<form');
    const body = new URLSearchParams({ email: freshAddress() });
    const posted = await agent.send('/sign-up', { method: 'POST', body });
    expect(await posted.text()).toContain('You need an invitation');
  });

  test('a second one takes the first back', async () => {
    const email = freshAddress();
    await inviteUser(server.deps, await server.tenant(), { email });
    const { link } = await openMail(server, new UserAgent(server), email, 'invitation');
    await inviteUser(server.deps, await server.tenant(), { email });
    expect((await new UserAgent(server).visit(link)).status).toBe(410);
  });

  test('not for an address that has an account, nor for none, nor where accounts are not made', async () => {
    const tenant = await server.tenant();
    const { email } = await server.aUser();
    expect(await refusal(inviteUser(server.deps, tenant, { email }))).toEqual(['conflict', 'email']);
    expect(await refusal(inviteUser(server.deps, tenant, { email: 'nobody' }))).toEqual(['invalid', 'email']);
    const closed = { ...tenant, settings: { ...tenant.settings, signUp: 'closed' as const } };
    expect(await refusal(inviteUser(server.deps, closed, { email: freshAddress() }))).toEqual(['conflict', 'signUp']);
    const mute = { ...server.deps, config: { ...server.deps.config, mode: 'production' as const } };
    expect(await refusal(inviteUser(mute, tenant, { email: freshAddress() }))).toEqual(['conflict', 'mail']);
  });

  test('catalogue 71: email_verified and sub are no members of it', async () => {
    for (const more of [{ email_verified: true }, { sub: 'usr_1' }, { claims: { email_verified: true } }]) {
      const input = { email: freshAddress(), ...more };
      expect(await refusal(inviteUser(server.deps, await server.tenant(), input))).toMatchObject([
        'invalid',
        expect.any(String),
      ]);
    }
  });
});
