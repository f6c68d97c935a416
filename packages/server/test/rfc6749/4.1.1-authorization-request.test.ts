import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { pageKind, redirected } from '../support/answers.ts';
import { type Changes, requestForm, requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

describe('RFC 6749 §4.1.1 Authorization Request', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
  });
  afterAll(() => server.close());

  test('§4.1.1 the server authenticates the resource owner, then obtains a decision', async () => {
    const agent = new UserAgent(server);
    const user = await server.aUser();
    const login = await (await agent.visit(requestUrl(client))).text();
    expect(pageKind(login)).toBe('login');
    const consent = await (await agent.signIn(login, user)).text();
    expect(pageKind(consent)).toBe('consent');
    expect(consent.replaceAll('<wbr>', '')).toContain(user.email);
    expect(consent).toContain('app.example');
    const { parameters } = redirected(await agent.submit(consent, { decision: 'allow' }));
    expect(parameters.code).toMatch(/^\S{43,}$/);
  });

  test('§3.3 a scope that is unknown, or not registered for this client: invalid_scope', async () => {
    const narrow = await server.aClient({ scope: 'openid' });
    for (const [who, scope] of [
      [client, 'openid invoices.delete'],
      [client, 'OPENID'],
      [client, 'openid "quoted"'],
      [client, 'openid\\'],
      [client, 'openid\tprofile'],
      [client, 'öpenid'],
      [narrow, 'openid invoices.read'],
    ] as const) {
      const { parameters } = redirected(await server.fetch(requestUrl(who, { scope })));
      expect(parameters).toMatchObject({ error: 'invalid_scope', state: 'af0ifjsldkj' });
    }
  });

  test('§3.3 a request without scope is processed with the default: all that the client is registered for', async () => {
    const agent = await signedInAgent(server, await server.aUser());
    const page = await (await agent.visit(requestUrl(client, { scope: undefined }))).text();
    expect(page).toContain('Change your invoices');
    expect(page).toContain('See your e-mail address');
  });

  test('§3.3 scopes are not in an order and count once', async () => {
    const authorized = await authorize(server, client, await server.aUser(), {
      scope: 'invoices.read  openid invoices.read openid',
    });
    const { body } = await redeem(server, client, authorized);
    expect(body.scope?.split(' ').sort()).toEqual(['invoices.read', 'openid']);
  });

  test('catalogue 87: 10,000 scopes, or JSON nested a thousand deep, are refused', async () => {
    const post = (changes: Changes) => server.fetch('/authorize', requestForm(client, changes));
    const scopes = (count: number) => Array.from({ length: count }, () => 's').join(' ');
    expect(redirected(await post({ scope: scopes(101) })).parameters.error).toBe('invalid_scope');
    expect(redirected(await post({ scope: scopes(10_000) })).parameters.error).toBe('invalid_request');
    const claims = (depth: number) => `${'{"userinfo":'.repeat(depth)}1${'}'.repeat(depth)}`;
    for (const depth of [8, 500, 1000]) {
      expect(redirected(await post({ claims: claims(depth) })).parameters.error).toBe('invalid_request');
    }
  });
});
