import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import { inviteUser } from '../../src/management/invitations.ts';
import { listAuditEvents } from '../../src/management/operations/audit.ts';
import { updateTenant } from '../../src/management/tenants.ts';
import { aPersonWithTotp } from '../factors/person.ts';
import { fieldOf } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { mailsTo, mailTo } from '../support/mails.ts';
import { giveRole } from '../support/management-api.ts';
import type { TestUser } from '../support/start-server.ts';
import { authorizationUrl, UserAgent } from '../support/user-agent.ts';
import { type RogueProvider, startRogue } from './rogue-provider.ts';
import { aRogueProvider, identitiesOf, locationOf, pressButton, submitTo, verifyEmail, whoIsIn } from './traveller.ts';

describeServer('who somebody is whom a provider vouches for', {}, (server) => {
  const clock = () => server().clock();
  let rogue: RogueProvider;
  beforeAll(async () => {
    rogue = await startRogue();
    await aRogueProvider(server(), rogue, { provider_id: 'trusted', trusts_email: true, may_create_users: true });
    await aRogueProvider(server(), rogue, { provider_id: 'untrusted', may_create_users: true });
    await aRogueProvider(server(), rogue, { provider_id: 'closed', trusts_email: true });
  });
  afterAll(() => rogue.close());

  let people = 0;
  const someone = () => {
    people += 1;
    return { sub: `there-${people}`, email: `person${people}@city.example` };
  };

  function say(
    person: { sub: string; email?: string | undefined },
    more: Readonly<Record<string, unknown>> = {},
  ): void {
    rogue.answer = { claims: { email_verified: true, ...person, ...more }, userinfo: { sub: person.sub } };
  }

  async function arrive(provider_id: string, agent = new UserAgent(server()), path?: string): Promise<Response> {
    const location = locationOf(await pressButton(server(), agent, provider_id, path));
    return agent.send(rogue.callback(location));
  }

  async function signUp(setting: 'open' | 'invitation' | 'closed'): Promise<void> {
    await updateTenant(server().deps, 'demo', { settings: { signUp: setting } });
    // On PostgreSQL the server's copy may be a moment old.
    server().clock.advance(30);
  }

  const actionsOf = async (sub: string) =>
    (
      await operationsOn(server().deps, server().tenant).performAll(listAuditEvents, {
        query: { user: sub, order: 'oldest_first' },
      })
    ).map(({ action }) => action);

  async function aUserWithVerifiedAddress(): Promise<TestUser> {
    const user = await server().aUser();
    await verifyEmail(server(), user);
    return user;
  }

  describe('an address that a user has', () => {
    test('verified on both sides and trusted: connected, told by mail, written down', async () => {
      const user = await aUserWithVerifiedAddress();
      say({ sub: someone().sub, email: user.email.toUpperCase() });
      const agent = new UserAgent(server());
      expect(locationOf(await arrive('trusted', agent))).toBe(`${server().issuer}/account`);
      expect(await whoIsIn(agent)).toBe(user.sub);
      const [identity] = await identitiesOf(server(), user);
      expect(identity).toMatchObject({ provider_id: 'trusted', email: user.email.toUpperCase() });
      expect(identity?.last_used_at).not.toBeNull();
      const mail = await mailTo(server(), user.email, 'factor_added');
      expect(mail.text).toContain('City ID');
      expect(await actionsOf(user.sub)).toEqual(['user.provider_connected']);
      // The next time by the identity alone, whatever address it has by then; no second mail.
      say({ sub: identity?.upstream_sub ?? '', email: 'elsewhere@city.example' });
      const again = new UserAgent(server());
      await arrive('trusted', again);
      expect(await whoIsIn(again)).toBe(user.sub);
      expect(await mailsTo(server(), user.email)).toHaveLength(1);
    });

    test.each([
      ['the provider is not trusted with addresses', 'untrusted', {}],
      ['the provider has not verified it', 'trusted', { email_verified: false }],
      ['the provider says nothing about it', 'trusted', { email_verified: undefined }],
      ['the provider says so in a text', 'trusted', { email_verified: 'true' }],
    ])('catalogue 68: never connected where %s', async (_, provider_id, more) => {
      const user = await aUserWithVerifiedAddress();
      say({ sub: someone().sub, email: user.email }, more);
      const agent = new UserAgent(server());
      const response = await arrive(provider_id, agent);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('Sign in first to connect City ID');
      expect(await whoIsIn(agent)).toBeNull();
      expect(await identitiesOf(server(), user)).toEqual([]);
    });

    test('catalogue 68: never connected where our own user has not verified it: somebody else may have made the account', async () => {
      const user = await server().aUser();
      say({ sub: someone().sub, email: user.email });
      const agent = new UserAgent(server());
      expect(await (await arrive('trusted', agent)).text()).toContain('Sign in first to connect City ID');
      expect(await whoIsIn(agent)).toBeNull();
      expect(await identitiesOf(server(), user)).toEqual([]);
    });

    test('catalogue 81: never connected where the user administers: an admin could add a provider that vouches for an operator', async () => {
      const user = await aUserWithVerifiedAddress();
      await giveRole(server(), user.sub, 'operator');
      say({ sub: someone().sub, email: user.email });
      const agent = new UserAgent(server());
      expect(await (await arrive('trusted', agent)).text()).toContain('Sign in first to connect City ID');
      expect(await whoIsIn(agent)).toBeNull();
      expect(await identitiesOf(server(), user)).toEqual([]);
    });

    test('a claim and its verification come from one document', async () => {
      const user = await aUserWithVerifiedAddress();
      const { sub } = someone();
      rogue.answer = {
        claims: { sub, email_verified: true },
        userinfo: { sub, email: user.email, email_verified: false },
      };
      expect(await (await arrive('trusted')).text()).toContain('Sign in first');
      rogue.answer = { claims: { sub, email: user.email }, userinfo: { sub, email_verified: true } };
      expect(await (await arrive('trusted')).text()).toContain('Sign in first');
      rogue.answer = { claims: { sub }, userinfo: { sub, email: user.email, email_verified: true } };
      expect((await arrive('trusted')).status).toBe(303);
    });

    test('who has connected another person there is asked to sign in', async () => {
      const user = await aUserWithVerifiedAddress();
      say({ sub: someone().sub, email: user.email });
      await arrive('trusted');
      say({ sub: someone().sub, email: user.email });
      expect(await (await arrive('trusted')).text()).toContain('Sign in first');
      expect(await identitiesOf(server(), user)).toHaveLength(1);
    });
  });

  describe('signing in first', () => {
    async function asked(user: TestUser, agent: UserAgent, path = '/account/profile') {
      const person = { sub: someone().sub, email: user.email };
      say(person, { email_verified: false });
      const page = await (await arrive('trusted', agent, path)).text();
      const href = /<a class="button primary" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
      return { person, href };
    }

    test('then one form connects, and it goes on where it was meant to', async () => {
      const user = await server().aUser();
      const agent = new UserAgent(server());
      const { person, href } = await asked(user, agent);
      const offer = await (await agent.signIn(await (await agent.visit(href)).text(), user)).text();
      expect(offer).toContain('Connect City ID?');
      expect(offer).toContain(user.email);
      expect(await identitiesOf(server(), user)).toEqual([]);
      const response = await agent.submit(offer, { action: 'connect' });
      expect(await response.text()).toContain('name="given_name"');
      expect(await identitiesOf(server(), user)).toMatchObject([{ upstream_sub: person.sub }]);
      expect((await mailTo(server(), user.email, 'factor_added')).text).toContain('City ID');
      // Once only.
      expect(locationOf(await agent.send('/account/security/connections/offer'))).toBe(
        `${server().issuer}/account/security`,
      );
      const next = new UserAgent(server());
      await arrive('trusted', next);
      expect(await whoIsIn(next)).toBe(user.sub);
    });

    test('"not now" connects nothing and goes on to the app', async () => {
      const user = await server().aUser();
      const client = await server().aClient({ require_pkce: false });
      const agent = new UserAgent(server());
      const { href } = await asked(user, agent, authorizationUrl(client));
      expect(href).toContain('/interaction/');
      const offer = await (await agent.signIn(await (await agent.visit(href)).text(), user)).text();
      const consent = await (await agent.submit(offer, { action: 'skip' })).text();
      expect(consent).toContain('Allow Test app to use your Demo account?');
      expect(await identitiesOf(server(), user)).toEqual([]);
    });

    test('only for the account with that address, in that browser, for ten minutes', async () => {
      const [user, stranger] = [await server().aUser(), await server().aUser()];
      const agent = new UserAgent(server());
      await asked(user, agent);
      const stolen = agent.cookies.get('xenia_offer_demo') ?? '';
      expect(stolen).not.toBe('');
      const notTheirs = await agent.signIn(await (await agent.visit('/account')).text(), stranger);
      expect(await notTheirs.text()).not.toContain('Connect City ID?');
      const thief = new UserAgent(server());
      await thief.visit('/account');
      thief.cookies.set('xenia_offer_demo', stolen);
      expect(await (await thief.signIn(await (await thief.visit('/account')).text(), user)).text()).not.toContain(
        'Connect City ID?',
      );
      expect(await identitiesOf(server(), user)).toEqual([]);
    });

    test('catalogue 23: the form needs its token, and the page a session', async () => {
      const user = await server().aUser();
      const agent = new UserAgent(server());
      const { href } = await asked(user, agent);
      expect(locationOf(await agent.send('/account/security/connections/offer'))).toContain('/sign-in?');
      await agent.signIn(await (await agent.visit(href)).text(), user);
      const body = new URLSearchParams({ action: 'connect' });
      const response = await agent.send('/account/security/connections/offer', { method: 'POST', body });
      expect(response.status).toBe(403);
      expect(await identitiesOf(server(), user)).toEqual([]);
    });

    test('catalogue 70: an address that nobody verified does not tell whether somebody has it', async () => {
      await signUp('closed');
      const user = await server().aUser();
      const seen = [];
      for (const email of [user.email, 'nobody@example.com']) {
        say({ sub: someone().sub, email }, { email_verified: false });
        const agent = new UserAgent(server());
        const response = await arrive('trusted', agent);
        const page = (await response.text()).replaceAll(/href="[^"]*"/g, '');
        seen.push({ status: response.status, page, length: agent.cookies.get('xenia_offer_demo')?.length });
      }
      expect(seen[0]?.page).toBe(seen[1]?.page);
      expect(seen[0]?.status).toBe(seen[1]?.status);
      // The addresses themselves are of different length.
      expect(Math.abs((seen[0]?.length ?? 0) - (seen[1]?.length ?? 99))).toBeLessThanOrEqual(8);
    });
  });

  describe('an address that nobody has', () => {
    test('signUp open: an account with what passes the rules of the profile, its address verified', async () => {
      await signUp('open');
      const person = someone();
      say(person, {
        name: '  Grace\u202e  Hopper ',
        given_name: 'Grace',
        family_name: 'x'.repeat(61),
        picture: 'http://city.example/p.png',
        locale: 'de-AT',
        birthdate: '1906-12-09',
        updated_at: 1,
        is_admin: true,
      });
      const agent = new UserAgent(server());
      expect(locationOf(await arrive('trusted', agent))).toBe(`${server().issuer}/account`);
      const sub = (await whoIsIn(agent)) ?? '';
      const { tenant_id } = await server().tenant();
      const user = await server().deps.storage.users.find(tenant_id, sub);
      expect(user).toMatchObject({ email: person.email, email_verified: 1, password_hash: null });
      expect(JSON.parse(user?.claims ?? '')).toEqual({ given_name: 'Grace', locale: 'de' });
      expect(await actionsOf(sub)).toEqual(['user.signed_up']);
      expect(await identitiesOf(server(), { sub })).toMatchObject([{ upstream_sub: person.sub, email: person.email }]);
      // The same person again, in another browser.
      const other = new UserAgent(server());
      await arrive('trusted', other);
      expect(await whoIsIn(other)).toBe(sub);
    });

    test('not trusted or not verified there: an account, its address unverified', async () => {
      await signUp('open');
      for (const [provider_id, more] of [
        ['untrusted', {}],
        ['trusted', { email_verified: false }],
      ] as const) {
        say(someone(), more);
        const agent = new UserAgent(server());
        await arrive(provider_id, agent);
        const { tenant_id } = await server().tenant();
        const user = await server().deps.storage.users.find(tenant_id, (await whoIsIn(agent)) ?? '');
        expect(user?.email_verified).toBe(0);
      }
    });

    test('many tabs at once make one account', async () => {
      await signUp('open');
      const person = someone();
      say(person);
      const agents = Array.from({ length: 6 }, () => new UserAgent(server()));
      await Promise.all(agents.map((agent) => arrive('trusted', agent)));
      const subs = await Promise.all(agents.map((agent) => whoIsIn(agent)));
      expect(new Set(subs).size).toBe(1);
      expect(subs[0]).not.toBeNull();
    });

    test.each([
      ['signUp is closed', 'trusted', 'closed'],
      ['signUp is by invitation and nobody was invited', 'trusted', 'invitation'],
      ['the provider may not make any', 'closed', 'open'],
    ] as const)('no account where %s: a page that says so', async (_, provider_id, setting) => {
      await signUp(setting);
      const person = someone();
      say(person);
      const agent = new UserAgent(server());
      const response = await arrive(provider_id, agent);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('You have no Demo account yet');
      const { tenant_id } = await server().tenant();
      expect(await server().deps.storage.users.findByEmailKey(tenant_id, person.email)).toBeNull();
    });

    test('an invited address is let in, and its invitation is used up; an address that is not verified is not', async () => {
      await signUp('invitation');
      const person = someone();
      const claims = { name: 'Guest of Honour' };
      await inviteUser(server().deps, await server().tenant(), { email: person.email, claims });
      say(person, { email_verified: false });
      expect(await (await arrive('trusted')).text()).toContain('Sign in first');
      say(person, { name: 'Grace', given_name: 'Grace' });
      expect((await arrive('untrusted')).status).toBe(200);
      const agent = new UserAgent(server());
      await arrive('trusted', agent);
      const { tenant_id } = await server().tenant();
      const user = await server().deps.storage.users.find(tenant_id, (await whoIsIn(agent)) ?? '');
      expect(user).toMatchObject({ email: person.email, email_verified: 1 });
      expect(JSON.parse(user?.claims ?? '')).toEqual({ name: 'Guest of Honour', given_name: 'Grace' });
      expect(await server().deps.storage.upstream.findInvitation(tenant_id, person.email, clock())).toBeNull();
    });

    test.each([
      ['none', undefined],
      ['one that is none', 'x＠city.example'],
    ])('no account without an address: %s', async (_, email) => {
      await signUp('open');
      say({ sub: someone().sub, email });
      const response = await arrive('trusted');
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('City ID did not tell us your email');
    });
  });

  describe('what is proved by it', () => {
    async function aConnected(): Promise<{ user: TestUser; sub: string }> {
      const user = await aUserWithVerifiedAddress();
      const { sub } = someone();
      say({ sub, email: user.email });
      await arrive('trusted');
      return { user, sub };
    }

    const sessionOf = async ({ sub }: TestUser) => {
      const { tenant_id } = await server().tenant();
      const [session] = await server().deps.storage.sessions.listOfUser(tenant_id, sub, clock(), 9_999);
      return session;
    };

    test('RFC 8176: one factor, `fed`', async () => {
      const { user } = await aConnected();
      expect(await sessionOf(user)).toMatchObject({ amr: 'fed', acr: 'urn:xenia:acr:password' });
    });

    test('catalogue 16: a second factor is still asked for', async () => {
      const { user, app } = await aPersonWithTotp(server());
      server().clock.advance(60);
      await verifyEmail(server(), user);
      say({ sub: someone().sub, email: user.email });
      const agent = new UserAgent(server());
      const question = await arrive('trusted', agent);
      expect(question.status).toBe(200);
      const page = await question.text();
      expect(page).toContain('One more step');
      expect(await whoIsIn(agent)).toBeNull();
      await agent.submit(page, { code: app.code(), action: 'totp' });
      expect(await whoIsIn(agent)).toBe(user.sub);
      expect(await sessionOf(user)).toMatchObject({ amr: 'fed otp mfa', acr: 'urn:xenia:acr:mfa' });
    });

    test('OIDC Core §3.1.2.1 max_age, prompt and login_hint reach the provider, and its auth_time counts', async () => {
      const { user, sub } = await aConnected();
      const client = await server().aClient({ require_pkce: false });
      const agent = new UserAgent(server());
      const wish = { max_age: '1000', prompt: 'login', login_hint: 'ada@city.example' };
      const location = locationOf(await pressButton(server(), agent, 'trusted', authorizationUrl(client, wish)));
      const asked = new URL(location).searchParams;
      expect(Object.fromEntries(asked)).toMatchObject(wish);
      server().clock.advance(60);
      const auth_time = clock() - 30;
      say({ sub, email: user.email }, { auth_time });
      await agent.send(rogue.callback(location));
      expect((await sessionOf(user))?.auth_time).toBe(auth_time);
    });

    test('who was to sign in again at the provider and did not is not let in', async () => {
      const { user, sub } = await aConnected();
      const client = await server().aClient({ require_pkce: false });
      for (const [wish, age] of [
        [{ prompt: 'login' }, 200],
        [{ max_age: '100' }, 200],
      ] as const) {
        say({ sub, email: user.email }, { auth_time: clock() - age });
        const agent = new UserAgent(server());
        const response = await arrive('trusted', agent, authorizationUrl(client, wish));
        expect(response.status).toBe(422);
        expect(await response.text()).toContain('City ID did not ask you to sign in again.');
        expect(await whoIsIn(agent)).toBeNull();
      }
    });

    test('showing that it is still them: only what they have connected, with a new sign-in there', async () => {
      const { user, sub } = await aConnected();
      const agent = new UserAgent(server());
      await arrive('trusted', agent);
      const page = await (await agent.visit('/sign-in?again=1&continue=%2Faccount%2Fsecurity')).text();
      // Just proved: it goes on at once.
      expect(page).toContain('Connected sign-ins');
      const { tenant_id } = await server().tenant();
      const [session] = await server().deps.storage.sessions.listOfUser(tenant_id, user.sub, clock(), 9_999);
      expect(session?.sid).toBeDefined();
      say({ sub, email: user.email }, { auth_time: clock() - 5_000 });
      const old = new UserAgent(server());
      const client = await server().aClient({ require_pkce: false });
      await arrive('trusted', old, authorizationUrl(client, { max_age: '9000' }));
      const again = await (await old.visit('/sign-in?again=1&continue=%2Faccount%2Fsecurity')).text();
      expect(again).toContain('Confirm that it is you');
      expect(again).toContain('/sign-in-with/trusted');
      expect(again).not.toContain('/sign-in-with/untrusted');
      expect(fieldOf(again, 'again')).toBe('1');
      const location = locationOf(await submitTo(server(), old, again, 'trusted'));
      expect(new URL(location).searchParams.get('prompt')).toBe('login');
      expect(new URL(location).searchParams.get('max_age')).toBe('0');
      expect(new URL(location).searchParams.get('login_hint')).toBe(user.email);
      expect((await old.send(rogue.callback(location))).status).toBe(422);
      say({ sub, email: user.email }, { auth_time: clock() });
      const next = locationOf(await submitTo(server(), old, again, 'trusted'));
      expect(locationOf(await old.send(rogue.callback(next)))).toBe(`${server().issuer}/account/security`);
    });
  });
});
