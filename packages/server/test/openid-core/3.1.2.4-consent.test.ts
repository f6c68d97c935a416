import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { listGrants } from '../../src/management/operations/grants.ts';
import { putScope } from '../../src/management/scopes.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import { pageKind, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent, VERIFIER } from '../support/authorization.ts';
import { API, REDIRECT_URI, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { redeem, type UserAgent } from '../support/user-agent.ts';

describe('OpenID Connect Core §3.1.2.4 Authorization Server Obtains End-User Consent', () => {
  let server: TestServer;
  let client: IssuedClient;
  const grantsOf = ({ sub }: TestUser) =>
    operationsOn(server.deps, server.tenant).performAll(listGrants, { query: { client_id: client.client_id, sub } });
  beforeAll(async () => {
    server = await startServer();
    await putScope(server.deps, await server.tenant(), {
      name: 'account.basic',
      resource: API,
      display_name: 'Basics',
      required: true,
    });
    client = await server.aClient({
      scope: 'openid profile email offline_access invoices.read invoices.write account.basic',
    });
  });
  afterAll(() => server.close());

  const newcomer = async () => signedInAgent(server, await server.aUser());
  const ask = async (agent: UserAgent, scope: string) => agent.visit(requestUrl(client, { scope }));
  const given = async (response: Response) => {
    const { code = '' } = redirected(response).parameters;
    const { body } = await redeem(server, client, { code, code_verifier: VERIFIER, redirect_uri: REDIRECT_URI });
    return body.scope?.split(' ').sort();
  };

  test('what was allowed is remembered, and less is not asked for again', async () => {
    const agent = await newcomer();
    await agent.submit(await (await ask(agent, 'openid email invoices.read')).text(), {
      decision: 'allow',
      scope: ['openid', 'email', 'invoices.read'],
    });
    expect(await given(await ask(agent, 'openid email invoices.read'))).toEqual(['email', 'invoices.read', 'openid']);
    expect(await given(await ask(agent, 'openid'))).toEqual(['openid']);
  });

  test('more is asked for, and the page tells what is new from what was allowed before', async () => {
    const agent = await newcomer();
    await agent.submit(await (await ask(agent, 'openid invoices.read')).text(), {
      decision: 'allow',
      scope: ['invoices.read'],
    });
    const page = await (await ask(agent, 'openid invoices.read invoices.write')).text();
    expect(pageKind(page)).toBe('consent');
    expect(page.split('Allowed before')).toHaveLength(3);
    expect(page.indexOf('Allowed before', page.indexOf('Change your invoices'))).toBe(-1);
    expect(
      await given(await agent.submit(page, { decision: 'allow', scope: ['invoices.read', 'invoices.write'] })),
    ).toEqual(['invoices.read', 'invoices.write', 'openid']);
    expect(await given(await ask(agent, 'openid invoices.write invoices.read'))).toEqual([
      'invoices.read',
      'invoices.write',
      'openid',
    ]);
  });

  test('a scope that was unticked is not given, and is asked for the next time', async () => {
    const agent = await newcomer();
    const page = await (await ask(agent, 'openid email invoices.read')).text();
    expect(await given(await agent.submit(page, { decision: 'allow', scope: ['email'] }))).toEqual(['email', 'openid']);
    expect(pageKind(await (await ask(agent, 'openid email invoices.read')).text())).toBe('consent');
    expect(await given(await ask(agent, 'openid email'))).toEqual(['email', 'openid']);
  });

  test('a required scope cannot be unticked', async () => {
    const agent = await newcomer();
    const page = await (await ask(agent, 'openid account.basic invoices.read')).text();
    expect(page).not.toMatch(/type="checkbox"[^>]*value="account.basic"/);
    expect(page).toMatch(/type="checkbox"[^>]*value="invoices.read"/);
    expect(await given(await agent.submit(page, { decision: 'allow', scope: [] }))).toEqual([
      'account.basic',
      'openid',
    ]);
  });

  test('a scope that the request did not ask for is not given, whatever the form says', async () => {
    const agent = await newcomer();
    const page = await (await ask(agent, 'openid')).text();
    const response = await agent.submit(page, {
      decision: 'allow',
      scope: ['openid', 'invoices.write', 'unheard.of', 'offline_access'],
    });
    expect(await given(response)).toEqual(['openid']);
  });

  test('consent that was taken back is asked for again', async () => {
    const user = await server.aUser();
    const agent = await signedInAgent(server, user);
    await agent.submit(await (await ask(agent, 'openid')).text(), { decision: 'allow' });
    const tenant = await server.tenant();
    const [grant] = await grantsOf(user);
    await revokeGrant(server.deps, tenant, grant?.grant_id ?? '');
    expect(pageKind(await (await ask(agent, 'openid')).text())).toBe('consent');
  });

  test('one consent is for one client and one user', async () => {
    const agent = await newcomer();
    await agent.submit(await (await ask(agent, 'openid')).text(), { decision: 'allow' });
    expect(pageKind(await (await agent.visit(requestUrl(await server.aClient()))).text())).toBe('consent');
    const another = await signedInAgent(server, await server.aUser(), agent);
    expect(pageKind(await (await ask(another, 'openid')).text())).toBe('consent');
  });

  test('the account can be changed from the consent page', async () => {
    const agent = await newcomer();
    const page = await (await ask(agent, 'openid')).text();
    const login = await (await agent.submit(page, { decision: 'switch_account' })).text();
    expect(pageKind(login)).toBe('login');
    const other = await server.aUser();
    const consent = await (await agent.signIn(login, other)).text();
    expect(consent.replaceAll('<wbr>', '')).toContain(other.email);
  });

  test('catalogue 29: an answer counts only for the account that the page named', async () => {
    const first = await server.aUser();
    const agent = await signedInAgent(server, first);
    const page = await (await ask(agent, 'openid invoices.write')).text();
    const second = await server.aUser();
    await signedInAgent(server, second, agent);
    const response = await agent.submit(page, { decision: 'allow', scope: ['invoices.write'] });
    const again = await response.text();
    expect(pageKind(again)).toBe('consent');
    expect(again.replaceAll('<wbr>', '')).toContain(second.email);
    expect(await grantsOf(second)).toEqual([]);
  });

  test('a session that ended while the page was open leads to the login page; nothing is allowed', async () => {
    const user = await server.aUser();
    const agent = await signedInAgent(server, user);
    const page = await (await ask(agent, 'openid')).text();
    const tenant = await server.tenant();
    await setUserDisabled(server.deps, tenant, user.email, true);
    expect(pageKind(await (await agent.submit(page, { decision: 'allow' })).text())).toBe('login');
    expect(await grantsOf(user)).toEqual([]);
  });

  test('§11 offline_access is asked for like any other, and can be unticked; ignored for a client without refresh tokens', async () => {
    const agent = await newcomer();
    const page = await (await ask(agent, 'openid offline_access')).text();
    expect(page).toContain('Keep access while you are away');
    const { code = '' } = redirected(await agent.submit(page, { decision: 'allow', scope: ['openid'] })).parameters;
    const { body } = await redeem(server, client, { code, code_verifier: VERIFIER, redirect_uri: REDIRECT_URI });
    expect(body).not.toHaveProperty('refresh_token');
    const withoutRefresh = await server.aClient({ grant_types: ['authorization_code'] });
    const other = await (await agent.visit(requestUrl(withoutRefresh, { scope: 'openid offline_access' }))).text();
    expect(other).not.toContain('Keep access while you are away');
  });
});
