import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import { listAuditEvents } from '../../src/management/operations/audit.ts';
import { createUser } from '../../src/management/users.ts';
import { aPerson, csrfOf, type Person, send } from '../account/account.ts';
import { addPasskey } from '../factors/person.ts';
import { describeServer } from '../support/databases.ts';
import { mailsTo } from '../support/mails.ts';
import { UserAgent } from '../support/user-agent.ts';
import { type RogueProvider, startRogue } from './rogue-provider.ts';
import { aRogueProvider, identitiesOf, locationOf, pressButton, whoIsIn } from './traveller.ts';

const CONNECT = '/account/security/connections/connect';
const DISCONNECT = '/account/security/connections/disconnect';

describeServer('connected sign-ins of an account', {}, (server) => {
  let rogue: RogueProvider;
  beforeAll(async () => {
    rogue = await startRogue();
    await aRogueProvider(server(), rogue, { provider_id: 'city', may_create_users: true });
    await aRogueProvider(server(), rogue, { provider_id: 'town', display_name: 'Town ID' });
  });
  afterAll(() => rogue.close());

  let people = 0;
  function there(more: Readonly<Record<string, unknown>> = {}): string {
    people += 1;
    const sub = `there-${people}`;
    rogue.answer = { claims: { sub, email: `${sub}@city.example`, name: 'Ada', ...more }, userinfo: { sub } };
    return sub;
  }

  /** From the button on the security page to the page that says what came of it. */
  async function connect(person: Person, provider = 'city', change: Readonly<Record<string, string | null>> = {}) {
    const location = locationOf(await send(server(), person, CONNECT, { provider }));
    return (await person.agent.visit(rogue.callback(location, change))).text();
  }

  const actionsOf = async (sub: string) =>
    (
      await operationsOn(server().deps, server().tenant).performAll(listAuditEvents, {
        query: { user: sub, order: 'oldest_first' },
      })
    ).map(({ action, details }) => [action, details]);

  test('connecting: one form, the provider, and back; told by mail, written down, and good for signing in', async () => {
    const person = await aPerson(server());
    const { user } = person;
    const upstream_sub = there();
    const before = await (await person.agent.visit('/account/security')).text();
    expect(before).toContain('Connect City ID');
    const page = await connect(person);
    expect(page).toContain('You can sign in with it from now on.');
    expect(page).toContain(`${upstream_sub}@city.example`);
    expect(page).toContain('Not used yet');
    expect(page).not.toContain('Connect City ID');
    expect(await identitiesOf(server(), user)).toMatchObject([{ provider_id: 'city', upstream_sub }]);
    expect((await mailsTo(server(), user.email)).map(({ template }) => template)).toEqual(['factor_added']);
    expect(await actionsOf(user.sub)).toEqual([['user.provider_connected', { provider_id: 'city' }]]);
    const other = new UserAgent(server());
    await other.visit(rogue.callback(locationOf(await pressButton(server(), other, 'city'))));
    expect(await whoIsIn(other)).toBe(user.sub);
    expect(await (await person.agent.visit('/account/security')).text()).toContain('Last used');
    // Once more is no news.
    expect(await connect(person)).toContain('You can sign in with it from now on.');
    expect(await mailsTo(server(), user.email)).toHaveLength(1);
  });

  test('catalogue 24: by a form only, with its token, from a page of ours', async () => {
    const person = await aPerson(server());
    for (const path of [CONNECT, DISCONNECT]) {
      const response = await person.agent.send(path);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    const csrf = await csrfOf(person);
    const post = (body: Record<string, string>, origin: string) =>
      person.agent.send(CONNECT, { method: 'POST', body: new URLSearchParams(body), headers: { origin } });
    expect((await post({ provider: 'city' }, new URL(server().issuer).origin)).status).toBe(403);
    expect((await post({ provider: 'city', csrf }, 'https://evil.example')).status).toBe(403);
    const elsewhere = new UserAgent(server());
    expect(
      locationOf(await elsewhere.send(CONNECT, { method: 'POST', body: new URLSearchParams({ csrf }) })),
    ).toContain('/sign-in?');
  });

  test('ASVS 5 §7.5: only after showing just now that it is still them', async () => {
    const person = await aPerson(server());
    there();
    await connect(person);
    server().clock.advance(601);
    for (const path of [CONNECT, DISCONNECT]) {
      const location = locationOf(await send(server(), person, path, { provider: 'city', confirm: 'yes' }));
      expect(location).toBe(`${server().issuer}/sign-in?continue=%2Faccount%2Fsecurity&again=1`);
    }
    expect(await identitiesOf(server(), person.user)).toHaveLength(1);
  });

  test('whoever went to the provider must still be signed in when they come back', async () => {
    const person = await aPerson(server());
    const { agent, user } = person;
    there();
    const location = locationOf(await send(server(), person, CONNECT, { provider: 'city' }));
    const session = agent.cookies.get('xenia_session_demo') ?? '';
    agent.cookies.delete('xenia_session_demo');
    expect(locationOf(await agent.send(rogue.callback(location)))).toContain('/sign-in?');
    agent.cookies.set('xenia_session_demo', session);
    const second = locationOf(await send(server(), person, CONNECT, { provider: 'city' }));
    const neighbour = await server().aUser();
    agent.cookies.delete('xenia_session_demo');
    await agent.signIn(await (await agent.visit('/account')).text(), neighbour);
    expect(locationOf(await agent.send(rogue.callback(second)))).toContain('/sign-in?');
    for (const one of [user, neighbour]) expect(await identitiesOf(server(), one)).toEqual([]);
  });

  test('what belongs to another user is not connected, nor a second one of the same provider', async () => {
    const [first, second] = [await aPerson(server()), await aPerson(server())];
    there();
    await connect(first);
    expect(await connect(second)).toContain('That account belongs to somebody else here.');
    expect(await identitiesOf(server(), second.user)).toEqual([]);
    there();
    expect(await connect(first)).toContain('You have connected another account there.');
    expect(await identitiesOf(server(), first.user)).toHaveLength(1);
    expect(await mailsTo(server(), second.user.email)).toEqual([]);
  });

  test('what goes wrong there is said on the page, and nothing has changed', async () => {
    const person = await aPerson(server());
    there();
    expect(await connect(person, 'city', { code: null, error: 'access_denied' })).toContain(
      'You did not finish there.',
    );
    expect(await connect(person, 'city', { code: null, error: 'server_error' })).toContain('It cannot be reached.');
    expect(await connect(person, 'city', { iss: 'https://evil.example' })).toContain('We could not use the answer.');
    expect(locationOf(await send(server(), person, CONNECT, { provider: 'none' }))).toBe(
      `${server().issuer}/account/security`,
    );
    expect(await identitiesOf(server(), person.user)).toEqual([]);
  });

  test('disconnecting asks first; then it signs nobody in, its user is told, and it can be connected again', async () => {
    const person = await aPerson(server());
    const { user, agent } = person;
    const upstream_sub = there();
    await connect(person);
    const question = await (await send(server(), person, DISCONNECT, { provider: 'city' })).text();
    expect(question).toContain('Disconnect City ID?');
    expect(await identitiesOf(server(), user)).toHaveLength(1);
    // Events of one second are in no order.
    server().clock.advance(1);
    expect(await (await agent.submit(question, { confirm: 'yes' })).text()).toContain(
      'It no longer signs you in here.',
    );
    expect(await identitiesOf(server(), user)).toEqual([]);
    expect((await mailsTo(server(), user.email)).map(({ template }) => template).sort()).toEqual([
      'factor_added',
      'factor_removed',
    ]);
    expect((await actionsOf(user.sub)).at(-1)).toEqual(['user.provider_disconnected', { provider_id: 'city' }]);
    rogue.answer = { claims: { sub: upstream_sub, email: 'x@city.example' }, userinfo: { sub: upstream_sub } };
    const other = new UserAgent(server());
    await other.visit(rogue.callback(locationOf(await pressButton(server(), other, 'city'))));
    expect(await whoIsIn(other)).toBeNull();
    expect(await connect(person)).toContain('You can sign in with it from now on.');
  });

  test('the last way to sign in cannot be disconnected, with the reason', async () => {
    const created = await createUser(server().deps, await server().tenant(), { email: `only${people}@example.com` });
    const { tenant_id } = await server().tenant();
    const upstream_sub = there();
    const identity = { tenant_id, provider_id: 'city', upstream_sub, sub: created.sub, email: null };
    await server().deps.storage.upstream.link({ ...identity, created_at: 1, last_used_at: null }, []);
    const agent = new UserAgent(server());
    await agent.visit(rogue.callback(locationOf(await pressButton(server(), agent, 'city'))));
    expect(await whoIsIn(agent)).toBe(created.sub);
    const person: Person = { agent, user: { sub: created.sub, email: created.email, password: '' } };
    for (const confirm of ['', 'yes']) {
      const page = await (await send(server(), person, DISCONNECT, { provider: 'city', confirm })).text();
      expect(page).toContain('It is your only way to sign in.');
      expect(page).not.toContain('value="yes"');
    }
    expect(await identitiesOf(server(), person.user)).toHaveLength(1);
    // Another provider is another way.
    there();
    await connect(person, 'town');
    await send(server(), person, DISCONNECT, { provider: 'city', confirm: 'yes' });
    expect(await identitiesOf(server(), person.user)).toMatchObject([{ provider_id: 'town' }]);
  });

  test('the last passkey is no only way where a provider is connected, and the page says which it is', async () => {
    const person = await aPerson(server());
    const { tenant_id } = await server().tenant();
    const { credentials, users, upstream } = server().deps.storage;
    await addPasskey(server(), person.agent);
    there();
    await connect(person);
    await users.update(tenant_id, person.user.sub, { password_hash: null }, server().clock());
    const [{ credential_id: passkey } = { credential_id: '' }] = await credentials.listPasskeys(
      tenant_id,
      person.user.sub,
    );
    const ask = async (more = {}) => send(server(), person, '/account/security/passkeys/remove', { passkey, ...more });
    await upstream.updateProvider(tenant_id, 'city', { disabled_at: 1 }, 1);
    expect(await (await ask({ confirm: 'yes' })).text()).toContain('It is your only way to sign in.');
    await upstream.updateProvider(tenant_id, 'city', { disabled_at: null }, 1);
    const page = await (await ask()).text();
    expect(page).toContain('You can still sign in with City ID.');
    expect(page).not.toContain('only way');
    await ask({ confirm: 'yes' });
    expect(await credentials.listPasskeys(tenant_id, person.user.sub)).toEqual([]);
  });

  test('a provider that is turned off is said to be; it can be disconnected', async () => {
    const person = await aPerson(server());
    there();
    await connect(person, 'town');
    const { tenant_id } = await server().tenant();
    const { upstream } = server().deps.storage;
    await upstream.updateProvider(tenant_id, 'town', { disabled_at: 1 }, 1);
    const page = await (await person.agent.visit('/account/security')).text();
    expect(page).toContain('Cannot be used at the moment');
    await send(server(), person, DISCONNECT, { provider: 'town', confirm: 'yes' });
    await upstream.updateProvider(tenant_id, 'town', { disabled_at: null }, 1);
    expect(await identitiesOf(server(), person.user)).toEqual([]);
  });

  test('it is part of what users download, and goes with the account', async () => {
    const person = await aPerson(server());
    const upstream_sub = there();
    await connect(person);
    const file = (await (await person.agent.visit('/account/data/download')).json()) as { sign_in: object };
    expect(file.sign_in).toMatchObject({
      connected_sign_ins: [
        {
          provider_id: 'city',
          sub_there: upstream_sub,
          email: `${upstream_sub}@city.example`,
          connected_at: new Date(server().clock() * 1000).toISOString(),
          last_used_at: null,
        },
      ],
    });
    const { tenant_id } = await server().tenant();
    const notice = { event_id: 'event', initiating_entity: 'user' as const };
    await server().deps.storage.users.delete(tenant_id, person.user.sub, notice, server().clock());
    expect(await server().deps.storage.upstream.findIdentity(tenant_id, 'city', upstream_sub)).toBeNull();
  });

  test('form-action: the page with a button that leads to a provider lets its form go there, others do not', async () => {
    const person = await aPerson(server());
    const policy = async (path: string) =>
      (await person.agent.visit(path)).headers.get('content-security-policy') ?? '';
    expect(await policy('/account/security')).not.toContain('form-action');
    expect(await policy('/account/profile')).toContain("form-action 'self'");
    const stranger = new UserAgent(server());
    expect((await stranger.visit('/sign-in')).headers.get('content-security-policy')).not.toContain('form-action');
  });
});
