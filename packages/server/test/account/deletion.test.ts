import { describe, expect, test } from 'vitest';
import { deleteUser } from '../../src/management/users.ts';
import { aCompany, aMember, BY_ANYONE, rolesIn } from '../organizations-pages/company.ts';
import { pageKind } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aResourceServerClient, introspect, userinfo } from '../support/installed-app.ts';
import { API, PASSWORD, startServer } from '../support/start-server.ts';
import { authorize, redeem, refresh, UserAgent } from '../support/user-agent.ts';
import { anotherBrowser, aPerson, EDGE, type Person, send } from './account.ts';

const SCOPE = 'openid profile offline_access invoices.read';

describeServer('deleting the account', {}, (server) => {
  const remove = (person: Pick<Person, 'agent'>, password = PASSWORD) =>
    send(server(), person, '/account/data/delete', { password });
  const stored = async ({ user }: Person) =>
    server().deps.storage.users.find((await server().tenant()).tenant_id, user.sub);

  test('the page says what will break before it does', async () => {
    const person = await aPerson(server());
    await anotherBrowser(server(), person.user, EDGE);
    for (const client_name of ['Papyrus', 'Pocket Ledger', 'Scribe']) {
      await anInstalledApp(server(), { user: person.user, metadata: { client_name } });
    }
    const page = await (await person.agent.visit('/account/data/delete')).text();
    expect(page).toContain('Papyrus, Pocket Ledger, and Scribe lose access.');
    expect(page).toMatch(/You are signed out on all \d devices/);
    const alone = await (await (await aPerson(server())).agent.visit('/account/data/delete')).text();
    expect(alone).toContain('No app has access, so none loses it.');
    expect(alone).toContain('You are signed out on this device');
  });

  test('catalogue 34, 90: every token is dead at once, at every endpoint; the code, too; those of others live on', async () => {
    const person = await aPerson(server());
    const neighbour = await aPerson(server());
    const client = await server().aClient();
    const input = { client, parameters: { scope: SCOPE } };
    const theirs = await anInstalledApp(server(), { ...input, user: person.user });
    const others = await anInstalledApp(server(), { ...input, user: neighbour.user });
    const waiting = await authorize(server(), client, person.user, { scope: SCOPE });
    const api = await aResourceServerClient(server(), API);
    expect((await introspect(server(), api, theirs.access_token)).active).toBe(true);

    const response = await remove(person);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Your account is deleted');
    expect(await stored(person)).toBeNull();
    expect(await introspect(server(), api, theirs.access_token)).toEqual({ active: false });
    expect((await userinfo(server(), theirs.access_token)).status).toBe(401);
    expect(await refresh(server(), client, theirs.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await redeem(server(), client, waiting)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await introspect(server(), api, others.access_token)).active).toBe(true);
    expect((await refresh(server(), client, others.refresh_token)).status).toBe(200);
  });

  test('catalogue 90: every browser is signed out, and nobody can sign in again', async () => {
    const person = await aPerson(server());
    const elsewhere = await anotherBrowser(server(), person.user, EDGE);
    const before = new Map(person.agent.cookies);
    await remove(person);
    expect(person.agent.cookies.has('xenia_session_demo')).toBe(false);
    for (const [name, value] of before) person.agent.cookies.set(name, value);
    for (const agent of [person.agent, elsewhere]) {
      const login = await (await agent.visit('/account')).text();
      expect(pageKind(login)).toBe('login');
      expect((await agent.signIn(login, person.user)).status).toBe(422);
    }
  });

  test('catalogue 88: whoever has the address next is another user to every app', async () => {
    const person = await aPerson(server(), { email: `again-${server().issuer.length}@example.com` });
    const client = await server().aClient();
    await anInstalledApp(server(), { user: person.user, client });
    await remove(person);
    const next = await aPerson(server(), { email: person.user.email });
    expect(next.user.sub).not.toBe(person.user.sub);
    expect(await (await next.agent.visit('/apps')).text()).toContain('No app has access');
    const { tenant_id } = await server().tenant();
    const record = await server().deps.storage.users.find(tenant_id, next.user.sub);
    const other = { email: 'x@example.com', email_key: 'x@example.com' };
    expect(
      record === null
        ? 'gone'
        : await server().deps.storage.users.create({ ...record, ...other, sub: person.user.sub }),
    ).toBe('exists');
  });

  test('catalogue 74: a wrong password deletes nothing, and tries count as those of signing in', async () => {
    const person = await aPerson(server());
    const first = await remove(person, 'not the password');
    expect(first.status).toBe(422);
    const page = await first.text();
    expect(page).toContain('Nothing was deleted.');
    expect(page).not.toContain('not the password');
    let response = await remove(person, '');
    for (let tries = 0; tries < 20 && response.status === 422; tries++) response = await remove(person, 'wrong again');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await remove(person)).status).toBe(429);
    const elsewhere = await anotherTry(person);
    expect(elsewhere.status).toBe(429);
    expect(await stored(person)).not.toBeNull();
    server().clock.advance(3_600);
    expect((await remove({ agent: await anotherBrowser(server(), person.user) })).status).toBe(200);
    expect(await stored(person)).toBeNull();
  });

  /** Signing in with the right password from a browser of its own. */
  async function anotherTry({ user }: Person): Promise<Response> {
    const agent = new UserAgent(server());
    return agent.signIn(await (await agent.visit('/sign-in')).text(), user);
  }

  test('apps are told by webhook and back channel, and by the browser where they want that', async () => {
    const person = await aPerson(server());
    const { user, agent } = person;
    const wants = await server().aClient({
      webhook_uri: 'https://app.example/webhook',
      backchannel_logout_uri: 'https://app.example/back',
      frontchannel_logout_uri: 'https://app.example/front',
    });
    await authorize(server(), wants, user, { scope: 'openid' }, agent);
    const { tenant_id } = await server().tenant();
    const page = await (await remove(person)).text();
    expect(page).toContain('<iframe hidden src="https://app.example/front"');
    const deliveries = await server().deps.storage.deliveries.list(tenant_id, wants.client_id, {
      after: null,
      limit: 9,
    });
    expect(deliveries.map(({ kind }) => kind).sort()).toEqual(['backchannel_logout', 'webhook']);
  });

  test('who has no password, or more than one, signs in once more first, unless that was just now', async () => {
    const person = await aPerson(server());
    const { tenant_id } = await server().tenant();
    const { users } = server().deps.storage;
    await users.update(tenant_id, person.user.sub, { password_hash: null }, server().clock());
    server().clock.advance(3_600);
    const page = await (await person.agent.visit('/account/data/delete')).text();
    expect(page).toContain('Sign in once more first');
    expect(pageKind(page)).not.toBe('login');
    const response = await remove(person, PASSWORD);
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `${server().issuer}/sign-in?continue=%2Faccount%2Fdata%2Fdelete&again=1`,
    ]);
    expect(await stored(person)).not.toBeNull();

    const fresh = await aPerson(server());
    await users.update(tenant_id, fresh.user.sub, { password_hash: null }, server().clock());
    expect((await remove(fresh, '')).status).toBe(200);
    expect(await stored(fresh)).toBeNull();
  });

  test('who did it is written down, also where an operator did', async () => {
    const [person, other] = [await aPerson(server()), await aPerson(server())];
    await remove(person);
    const { deps } = server();
    const tenant = await server().tenant();
    expect(await deleteUser(deps, tenant, other.user.email)).toEqual({ sub: other.user.sub, deleted: true });
    await expect(deleteUser(deps, tenant, other.user.email)).rejects.toMatchObject({ kind: 'not_found' });
    const actors = await Promise.all(
      [person, other].map(async ({ user: { sub } }) => {
        const events = await deps.storage.audit.list(tenant.tenant_id, { sub }, { after: null, limit: 9 });
        return events.filter(({ action }) => action === 'user.deleted').map(({ actor }) => actor);
      }),
    );
    expect(actors).toEqual([[`user:${person.user.sub}`], ['operator']]);
    expect(await stored(other)).toBeNull();
  });
});

describeServer('deleting the account of who owns organizations', { settings: BY_ANYONE }, (server) => {
  test('the page names those that nobody else owns, and says what becomes of each', async () => {
    const solo = await aCompany(server(), 'Solo Works');
    const { owner } = solo;
    const make = async (name: string) => {
      const made = await send(server(), owner, '/account/organizations/new', { name });
      return { ...solo, org_id: /(org_[0-9a-f]{32})/.exec(made.headers.get('location') ?? '')?.[1] ?? '' };
    };
    const [team, shared] = [await make('Analytical <Engines>'), await make('Shared Ltd')];
    const heir = await aMember(team, 'member');
    const partner = await aMember(shared, 'owner');
    const page = await (await owner.agent.visit('/account/data/delete')).text();
    expect(page).toContain('Analytical &lt;Engines&gt;: nobody else owns it.');
    expect(page).toContain('Solo Works: nobody else belongs to it, so it is deleted');
    expect(page).not.toContain('Shared Ltd');
    await send(server(), owner, '/account/data/delete', { password: PASSWORD });
    // As it was said.
    expect(await rolesIn(team)).toEqual({ [heir.user.sub]: 'owner' });
    expect(await rolesIn(shared)).toEqual({ [partner.user.sub]: 'owner' });
    expect(await server().deps.storage.organizations.find(solo.tenant_id, solo.org_id)).toBeNull();
    const none = await (await (await aPerson(server())).agent.visit('/account/data/delete')).text();
    expect(none).not.toContain('nobody else');
  });
});

describe('two deletions at once', () => {
  test('both are answered, and one is written down', async () => {
    const server = await startServer();
    const person = await aPerson(server);
    const same = { agent: person.agent };
    const responses = await Promise.all(
      [1, 2, 3].map(() => send(server, same, '/account/data/delete', { password: PASSWORD })),
    );
    for (const { status } of responses) expect([200, 303, 403]).toContain(status);
    const { tenant_id } = await server.tenant();
    const events = await server.deps.storage.audit.list(tenant_id, { sub: person.user.sub }, { after: null, limit: 9 });
    expect(events.filter(({ action }) => action === 'user.deleted')).toHaveLength(1);
    await server.close();
  });
});
