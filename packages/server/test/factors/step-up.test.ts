import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { fieldOf, redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import type { TestUser } from '../support/start-server.ts';
import { pkce } from '../support/start-server.ts';
import { type AuthorizationParameters, authorizationUrl, authorize, redeem, UserAgent } from '../support/user-agent.ts';
import { addPasskey, aPerson, aPersonWithTotp, factorPage, sessionOf, setUpTotp, usePasskey } from './person.ts';

const PASSWORD_ACR = 'urn:xenia:acr:password';
const MFA = 'urn:xenia:acr:mfa';
const PHR = 'phr';

const essential = (...values: string[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
});

interface IdToken {
  acr?: string;
  amr?: string[];
  auth_time?: number;
  sid?: string;
  sub?: string;
}

describeServer('how strongly somebody signed in', {}, (server) => {
  /** Asks on behalf of an app that the user has allowed; answers pages by `answer`; gives what the ID token says. */
  async function idToken(
    client: IssuedClient,
    agent: UserAgent,
    parameters: AuthorizationParameters = {},
    answer: (page: string) => Promise<Response> = (page) =>
      agent.submit(page, { decision: 'allow', scope: ['openid'] }),
  ): Promise<IdToken> {
    const { code_verifier, ...challenge } = pkce();
    let response = await agent.visit(authorizationUrl(client, { scope: 'openid', ...challenge, ...parameters }));
    for (let pages = 0; pages < 4 && response.status === 200; pages += 1) {
      const page = await response.text();
      response =
        factorPage(page) === 'consent'
          ? await agent.submit(page, { decision: 'allow', scope: ['openid'] })
          : await answer(page);
    }
    const { code = '' } = redirected(response).parameters;
    const { body } = await redeem(server(), client, { code, code_verifier, redirect_uri: 'https://app.example/cb' });
    return decodeJwt(body.id_token ?? '') as IdToken;
  }

  const refusal = async (agent: UserAgent, client: IssuedClient, parameters: Record<string, string>) =>
    redirected(await agent.send(requestUrl(client, { prompt: 'none', ...parameters }))).parameters.error;

  async function withPassword(user: TestUser): Promise<UserAgent> {
    const agent = new UserAgent(server());
    await authorize(server(), await server().aClient(), user, {}, agent);
    return agent;
  }

  test('RFC 8176: amr and acr tell what was done: password, password and code, recovery code, passkey', async () => {
    const client = await server().aClient();
    const { user, agent } = await aPerson(server());
    const at = server().clock();
    expect(await idToken(client, agent)).toMatchObject({ amr: ['pwd'], acr: PASSWORD_ACR, auth_time: at });
    const app = await setUpTotp(server(), agent);
    expect(await idToken(client, agent)).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: MFA, auth_time: at });
    server().clock.advance(90);
    const other = new UserAgent(server());
    const first = await idToken(client, other, {}, async (page) =>
      factorPage(page) === 'login'
        ? other.signIn(page, user)
        : other.submit(page, { code: app.recoveryCodes[0] ?? '', action: 'recovery_code' }),
    );
    expect(first).toMatchObject({ amr: ['pwd', 'mfa'], acr: MFA, auth_time: server().clock() });
    const passkey = await addPasskey(server(), agent);
    const third = new UserAgent(server());
    const strong = await idToken(client, third, {}, (page) => usePasskey(third, page, passkey));
    expect(strong).toMatchObject({ amr: ['pop', 'user', 'mfa'], acr: PHR, auth_time: server().clock() });
  });

  test('RFC 8414: acr_values_supported names each of them', async () => {
    const metadata = (await (await server().fetch('/.well-known/openid-configuration')).json()) as object;
    expect(metadata).toMatchObject({ acr_values_supported: [PASSWORD_ACR, MFA, PHR] });
  });

  test('a step-up asks for the missing factor only, and the session keeps its sid', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const client = await server().aClient();
    const agent = await anOldSession(user);
    const before = await idToken(client, agent);
    const at = server().clock();
    expect(before).toMatchObject({ acr: PASSWORD_ACR });
    server().clock.advance(60);
    const cookie = sessionOf(agent);
    const asked: string[] = [];
    const after = await idToken(client, agent, essential(MFA), (page) => {
      asked.push(factorPage(page));
      expect(fieldOf(page, 'state')).toBeNull();
      expect(page).toContain('Test app asks for a stronger proof that it is you.');
      return agent.submit(page, { code: app.code(), action: 'totp' });
    });
    expect(asked).toEqual(['second_factor']);
    // The password is as old as it was.
    expect(after).toMatchObject({ acr: MFA, amr: ['pwd', 'otp', 'mfa'], auth_time: before.auth_time, sid: before.sid });
    expect(after.auth_time).toBeLessThanOrEqual(at);
    expect(sessionOf(agent)).not.toBe(cookie);
    // From here on it is proved, also without a page.
    expect(await refusal(agent, client, essential(MFA))).toBeUndefined();
  });

  /** A session from before the account had more than a password, as one of another server's might be. */
  async function anOldSession(user: TestUser): Promise<UserAgent> {
    const { tenant_id } = await server().tenant();
    const { credentials } = server().deps.storage;
    const totp = await credentials.findTotp(tenant_id, user.sub);
    if (totp === null) throw new Error('the user has no app');
    await credentials.removeTotp(tenant_id, user.sub);
    const agent = await withPassword(user);
    await credentials.addTotp(totp, []);
    return agent;
  }

  test('OIDC Core §3.1.2.1: signing in again as the same user keeps the sid, as another one begins anew', async () => {
    const client = await server().aClient();
    const { user, agent } = await aPerson(server());
    const before = await idToken(client, agent);
    server().clock.advance(5);
    const again = await idToken(client, agent, { prompt: 'login' }, (page) => agent.signIn(page, user));
    expect(again).toMatchObject({ sid: before.sid, auth_time: (before.auth_time ?? 0) + 5 });
    const other = await server().aUser();
    const switched = await idToken(client, agent, { prompt: 'login' }, (page) => agent.signIn(page, other));
    expect(switched.sub).toBe(other.sub);
    expect(switched.sid).not.toBe(before.sid);
  });

  test('catalogue 79: a weaker sign-in, however fresh, does not meet a stronger demand', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const client = await server().aClient();
    const agent = await anOldSession(user);
    await idToken(client, agent);
    for (const demand of [essential(MFA), essential(PHR, MFA)]) {
      expect(await refusal(agent, client, demand)).toBe('login_required');
    }
    // A fresh password alone leads to the code, not past it.
    const page = await (await agent.visit(requestUrl(client, { ...essential(MFA), prompt: 'login' }))).text();
    const second = await (await agent.signIn(page, user)).text();
    expect(factorPage(second)).toBe('second_factor');
    expect(await refusal(agent, client, essential(MFA))).toBe('login_required');
    expect(redirected(await agent.submit(second, { code: app.code(), action: 'totp' })).parameters).toHaveProperty(
      'code',
    );
  });

  test('catalogue 79: a passkey sign-in followed by one with the password alone no longer counts as one', async () => {
    const client = await server().aClient();
    const { user, agent } = await aPerson(server());
    await addPasskey(server(), agent);
    expect(await idToken(client, agent)).toMatchObject({ acr: PHR });
    const weaker = await idToken(client, agent, { prompt: 'login' }, (page) => agent.signIn(page, user));
    expect(weaker).toMatchObject({ acr: PASSWORD_ACR, amr: ['pwd'] });
    expect(await refusal(agent, client, essential(PHR))).toBe('login_required');
    expect(await refusal(agent, client, essential(MFA))).toBe('login_required');
  });

  test('a code does not stand for a passkey: where only that will do, only that is asked for', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const client = await server().aClient();
    await idToken(client, agent, {}, (page) =>
      factorPage(page) === 'login'
        ? agent.signIn(page, user)
        : agent.submit(page, { code: app.code(), action: 'totp' }),
    );
    const passkey = await addPasskey(server(), agent);
    server().clock.advance(30);
    const other = new UserAgent(server());
    await idToken(client, other, {}, (page) =>
      factorPage(page) === 'login'
        ? other.signIn(page, user)
        : other.submit(page, { code: app.code(), action: 'totp' }),
    );
    const page = await (await other.visit(requestUrl(client, essential(PHR)))).text();
    expect(factorPage(page)).toBe('second_factor');
    expect(page).not.toContain('name="code"');
    server().clock.advance(30);
    // A code all the same, which is right: the session is what it was, and the passkey is asked for again.
    const forced = await (await other.submit(page, { action: 'totp', code: app.code(), credential: '' })).text();
    expect(factorPage(forced)).toBe('second_factor');
    expect(redirected(await usePasskey(other, forced, passkey)).parameters).toHaveProperty('code');
  });

  test('§5.5.1.1: what the user cannot prove is refused; acr_values gets the most there is', async () => {
    const client = await server().aClient();
    const { agent } = await aPerson(server());
    await idToken(client, agent);
    const demand = essential(MFA);
    expect(redirected(await agent.visit(requestUrl(client, demand))).parameters.error).toBe(
      'unmet_authentication_requirements',
    );
    expect(await refusal(agent, client, demand)).toBe('unmet_authentication_requirements');
    expect(await idToken(client, agent, { acr_values: MFA })).toMatchObject({ acr: PASSWORD_ACR });
  });

  test('acr_values is a wish: asked for where the user can, declined if they would rather not, never in silence', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const client = await server().aClient();
    const agent = await anOldSession(user);
    await idToken(client, agent);
    expect(await refusal(agent, client, { acr_values: MFA })).toBeUndefined();
    const declined = await idToken(client, agent, { acr_values: MFA }, (page) => {
      expect(factorPage(page)).toBe('second_factor');
      return agent.submit(page, { action: 'decline' });
    });
    expect(declined).toMatchObject({ acr: PASSWORD_ACR });
    const proved = await idToken(client, agent, { acr_values: MFA }, (page) =>
      agent.submit(page, { code: app.code(), action: 'totp' }),
    );
    expect(proved).toMatchObject({ acr: MFA });
    // What is essential cannot be declined.
    const old = await anOldSession(user);
    await idToken(client, old);
    const page = await (await old.visit(requestUrl(client, essential(MFA)))).text();
    expect(page).not.toContain('value="decline"');
    expect(
      factorPage(await (await old.submit(page, { action: 'decline', csrf: fieldOf(page, 'csrf') ?? '' })).text()),
    ).toBe('second_factor');
  });

  test('§5.5.1.1: the acr that is returned is one of those that were named, though more was proved', async () => {
    const client = await server().aClient();
    const { agent } = await aPerson(server());
    await addPasskey(server(), agent);
    expect(await idToken(client, agent, essential(MFA))).toMatchObject({ acr: MFA, amr: ['pop', 'user', 'mfa'] });
    expect(await idToken(client, agent, { acr_values: `urn:other ${PASSWORD_ACR} ${PHR}` })).toMatchObject({
      acr: PASSWORD_ACR,
    });
    expect(await idToken(client, agent)).toMatchObject({ acr: PHR });
  });

  test('§3.1.2.1: max_age asks for everything again, not for the missing factor', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const client = await server().aClient();
    const agent = await anOldSession(user);
    await idToken(client, agent);
    server().clock.advance(100);
    const page = await (await agent.visit(requestUrl(client, { ...essential(MFA), max_age: '60' }))).text();
    expect(factorPage(page)).toBe('login');
    const second = await (await agent.signIn(page, user)).text();
    expect(redirected(await agent.submit(second, { code: app.code(), action: 'totp' })).parameters).toHaveProperty(
      'code',
    );
    expect(await refusal(agent, client, { max_age: '60' })).toBeUndefined();
  });
});
