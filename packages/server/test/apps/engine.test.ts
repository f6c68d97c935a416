import { expect, test } from 'vitest';
import { addAppTester, removeAppPerson } from '../../src/management/apps-people.ts';
import { reinstateApp, suspendApp } from '../../src/management/apps-review.ts';
import { putScope } from '../../src/management/scopes.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aResourceServerClient, introspect, serviceToken, userinfo } from '../support/installed-app.ts';
import { API, type TestUser } from '../support/start-server.ts';
import { authorize, redeem, refresh } from '../support/user-agent.ts';
import { aDraft, anApprovedApp, approve, as, asAdmin, submit } from './maker.ts';

describeServer('what an app may do at the engine', {}, (server) => {
  async function refusedPage(client: { client_id: string }, user: TestUser, scope = 'openid') {
    const agent = await signedInAgent(server(), user);
    return errorPage(await agent.visit(requestUrl(client, { scope })), 403);
  }

  async function testerOf(draft: { owner: TestUser; app_id: string }): Promise<TestUser> {
    const tester = await server().aUser();
    await addAppTester(as(server(), draft.owner), await server().tenant(), draft.app_id, { user: tester.sub });
    return tester;
  }

  test('a draft is closed to strangers, with the reason in the log, and open to its developers and test users', async () => {
    const draft = await aDraft(server());
    const stranger = await server().aUser();
    const { text, reference } = await refusedPage(draft.client, stranger);
    expect(text).toContain('This app is not approved yet');
    const logged = server().log.find(({ request_id, event }) => request_id === reference && event === 'refused');
    expect(logged).toMatchObject({
      refusal: { reason: 'app_not_approved', app_id: draft.app_id, client_id: draft.client.client_id, state: 'draft' },
    });
    for (const user of [draft.owner, await testerOf(draft)]) {
      const { access_token } = await anInstalledApp(server(), { client: draft.client, user });
      expect((await userinfo(server(), access_token)).status).toBe(200);
    }
    await submit(server(), draft);
    await refusedPage(draft.client, stranger);
  });

  test('prompt=none tells the app access_denied, and nothing of the app’s state', async () => {
    const { client } = await aDraft(server());
    const agent = await signedInAgent(server(), await server().aUser());
    const { parameters } = redirected(await agent.send(requestUrl(client, { prompt: 'none' })));
    expect(parameters).toMatchObject({ error: 'access_denied', state: 'af0ifjsldkj' });
    expect(parameters).not.toHaveProperty('code');
  });

  test('a test user who is taken off a draft loses what they had allowed it at once', async () => {
    const draft = await aDraft(server());
    const tester = await testerOf(draft);
    const { client } = draft;
    const installed = await anInstalledApp(server(), { client, user: tester });
    const removal = { app_id: draft.app_id, sub: tester.sub, kind: 'testers' } as const;
    await removeAppPerson(as(server(), draft.owner), await server().tenant(), removal);
    expect((await userinfo(server(), installed.access_token)).status).toBe(401);
    expect((await refresh(server(), client, installed.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('a code that a test user got is worthless once they are none', async () => {
    const draft = await aDraft(server());
    const tester = await testerOf(draft);
    const authorized = await authorize(server(), draft.client, tester);
    const removal = { app_id: draft.app_id, sub: tester.sub, kind: 'testers' } as const;
    await removeAppPerson(as(server(), draft.owner), await server().tenant(), removal);
    expect((await redeem(server(), draft.client, authorized)).body.error).toBe('invalid_grant');
  });

  test('suspended, it is refused everywhere and its tokens are dead; reinstated, they live again', async () => {
    const tenant = await server().tenant();
    const { app_id, client } = await anApprovedApp(server());
    const user = await server().aUser();
    const installed = await anInstalledApp(server(), { client, user });
    const api = await aResourceServerClient(server(), API);
    const app = { app_id, revision: null };
    const active = async () => (await introspect(server(), api, installed.access_token)).active;
    expect(await active()).toBe(true);

    await suspendApp(asAdmin(server()), tenant, app, { note: 'Spam.' });
    expect(await active()).toBe(false);
    expect((await userinfo(server(), installed.access_token)).status).toBe(401);
    expect((await refresh(server(), client, installed.refresh_token)).body.error).toBe('invalid_client');
    const refused = server().log.filter(({ event }) => event === 'refused');
    expect(refused.at(-1)).toMatchObject({ refusal: { reason: 'app_suspended' } });
    const before = await installed.authorized.agent.visit(requestUrl(client));
    expect((await errorPage(before, 403)).text).toContain('This app is suspended');
    const apps = await (await installed.authorized.agent.visit('/apps')).text();
    expect(apps).toContain('Switched off by Demo');

    await reinstateApp(asAdmin(server()), tenant, app);
    expect(await active()).toBe(true);
    expect((await refresh(server(), client, installed.refresh_token)).status).toBe(200);
  });

  test('a suspension reaches what the client got for itself, too', async () => {
    const tenant = await server().tenant();
    const { app_id } = await anApprovedApp(server());
    const service = await server().aClient({
      ...{ app_id, client_name: 'Nightly', redirect_uris: [], grant_types: ['client_credentials'] },
      scope: 'invoices.read',
    });
    const api = await aResourceServerClient(server(), API);
    const { access_token } = (await serviceToken(server(), service)).body;
    expect(await introspect(server(), api, access_token)).toMatchObject({ active: true });
    await suspendApp(asAdmin(server()), tenant, { app_id, revision: null }, { note: 'Spam.' });
    expect(await introspect(server(), api, access_token)).toEqual({ active: false });
    expect((await serviceToken(server(), service)).body.error).toBe('invalid_client');
  });

  test('an internal app is for users with a role', async () => {
    const { client } = await anApprovedApp(server(), { visibility: 'internal' });
    const user = await server().aUser();
    expect((await refusedPage(client, user)).text).toContain('This app is not for this account');
    const { tenant_id } = await server().tenant();
    const { administrators } = server().deps.storage;
    const to = (role: 'developer' | null, from: 'developer' | null) =>
      administrators.setRole({ tenant_id, sub: user.sub }, { from, to: role }, server().clock());
    expect(await to('developer', null)).toBe('changed');
    const { access_token } = await anInstalledApp(server(), { client, user });
    expect((await userinfo(server(), access_token)).status).toBe(200);
    expect(await to(null, 'developer')).toBe('changed');
    expect((await userinfo(server(), access_token)).status).toBe(401);
  });

  test('a scope that demands a review is for developers and test users until it had one', async () => {
    const scope = { name: 'payments', resource: API, display_name: 'Pay', needs_review: true };
    await putScope(server().deps, await server().tenant(), scope);
    // On PostgreSQL a copy of the tenant is used for a moment.
    server().clock.advance(5);
    const draft = await anApprovedApp(server());
    const terms = { tos_uri: 'https://notes.example/terms', policy_uri: 'https://notes.example/privacy' };
    const client = await server().aClient({ app_id: draft.app_id, ...terms, scope: 'openid payments' });
    const user = await server().aUser();
    const agent = await signedInAgent(server(), user);
    const { parameters } = redirected(await agent.visit(requestUrl(client, { scope: 'openid payments' })));
    expect(parameters).toMatchObject({ error: 'invalid_scope' });
    const log = server().log.filter(({ event }) => event === 'refused');
    expect(log.at(-1)).toMatchObject({ refusal: { reason: 'scope_needs_review' } });
    const asked = { client, parameters: { scope: 'openid payments' } };
    expect((await anInstalledApp(server(), { ...asked, user: draft.owner })).tokens.scope).toContain('payments');

    await submit(server(), draft);
    await approve(server(), draft);
    expect((await anInstalledApp(server(), { ...asked, user })).tokens.scope).toContain('payments');
  });

  test('a client that acts for itself gets no scope before its review either; one without an app needs none', async () => {
    const scope = { name: 'refunds', resource: API, display_name: 'Refund', needs_review: true };
    await putScope(server().deps, await server().tenant(), scope);
    // On PostgreSQL a copy of the tenant is used for a moment.
    server().clock.advance(5);
    const { app_id } = await aDraft(server());
    const metadata = { redirect_uris: [], grant_types: ['client_credentials'], scope: 'invoices.read refunds' };
    const service = await server().aClient({ ...metadata, app_id });
    expect((await serviceToken(server(), service)).body.scope).toBe('invoices.read');
    const refused = await serviceToken(server(), service, { scope: 'refunds' });
    expect(refused.body.error).toBe('invalid_scope');
    const log = server().log.filter(({ event }) => event === 'refused');
    expect(log.at(-1)).toMatchObject({ refusal: { reason: 'scope_needs_review' } });
    const own = await server().aClient(metadata);
    expect((await serviceToken(server(), own)).body.scope).toBe('invoices.read refunds');
  });

  test('users read the name that was reviewed, not what a developer wrote into the client', async () => {
    const { owner, client } = await anApprovedApp(server(), { client_name: 'Your Bank' });
    const agent = await signedInAgent(server(), await server().aUser());
    const page = await (await agent.visit(requestUrl(client))).text();
    expect(page).toContain('Allow Engine Notes to use');
    expect(page).not.toContain('Your Bank');
    expect(page).toContain('Verified by Demo');
    const draft = await aDraft(server(), { client_name: 'Your Bank' });
    expect(owner.sub).not.toBe(draft.owner.sub);
    const own = await signedInAgent(server(), draft.owner);
    expect(await (await own.visit(requestUrl(draft.client))).text()).toContain('Not verified by Demo.');
  });
});
