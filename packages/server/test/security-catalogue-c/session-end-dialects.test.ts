import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anotherBrowser, send } from '../account/account.ts';
import { redirected } from '../support/answers.ts';
import type { TestServer } from '../support/start-server.ts';
import { post, type UserAgent } from '../support/user-agent.ts';
import { allow, anImplicitClient, fragmentOf, PAGE, startXena } from '../xena/xena.ts';
import { anApplication, login, startPayments, tokens } from '../xendit/payments.ts';
import { anApp, answer, authorizeUrl, credentials, exchange, introspect, SCOPES, startXeno } from '../xeno/chat.ts';

async function signOut(server: TestServer, agent: UserAgent): Promise<void> {
  const response = await send(server, { agent }, '/account/devices/sign-out', { which: 'every' });
  expect(await response.text()).toContain('You are signed out');
}

describe('xeno: what lasts until it is uninstalled', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startXeno();
  });
  afterAll(() => server.close());

  test('catalogue 90: a token without an end lives on after sign-out', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const agent = await anotherBrowser(server, user);
    const response = await answer(server, authorizeUrl(app, { scope: SCOPES }), user, SCOPES.split(' '), agent);
    const { code } = redirected(response).parameters;
    const { body } = await exchange(server, { ...credentials(app), code });
    await signOut(server, agent);
    expect(await introspect(server, app, String(body.access_token))).toMatchObject({ active: true, sub: user.sub });
  });
});

describe('xendit: a refresh token with every code', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPayments();
  });
  afterAll(() => server.close());

  test('catalogue 90: the implied offline_access lives on after sign-out, unless the user unticked it', async () => {
    const [app, user, other] = [await anApplication(server), await server.aUser(), await server.aUser()];
    const isActive = async (access_token: unknown) => {
      const response = await post(server, '/oauth/tokens/introspect', app, { token: String(access_token) });
      return ((await response.json()) as { active: boolean }).active;
    };
    const client = { client_id: app.client_id, client_secret: app.client_secret };
    const allowed = await login(server, app, user, { agent: await anotherBrowser(server, user) });
    const { body } = await tokens(server, { ...client, code: allowed.code });
    await signOut(server, allowed.agent);
    expect(await isActive(body.access_token)).toBe(true);
    expect((await tokens(server, { ...client, refresh_token: body.refresh_token })).status).toBe(200);

    const unticked = await login(server, app, other, {
      agent: await anotherBrowser(server, other),
      allow: ['INVOICE.READ'],
    });
    const { body: brief } = await tokens(server, { ...client, code: unticked.code });
    expect(brief).not.toHaveProperty('refresh_token');
    expect(await isActive(brief.access_token)).toBe(true);
    await signOut(server, unticked.agent);
    expect(await isActive(brief.access_token)).toBe(false);
  });
});

describe('identityserver: tokens of pages in the browser', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startXena();
  });
  afterAll(() => server.close());

  test('catalogue 90: what the implicit flow gave ends with the session', async () => {
    const [client, user] = [await anImplicitClient(server), await server.aUser()];
    const agent = await anotherBrowser(server, user);
    const request = {
      redirect_uri: PAGE,
      response_type: 'id_token token',
      scope: 'openid testapi',
      nonce: 'n-0S6_WzA2Mj',
      state: 'af0ifjsldkj',
    };
    const { access_token } = fragmentOf(await allow(server, { client, user, request }, agent), PAGE);
    const userinfo = async () =>
      (await server.fetch('/connect/userinfo', { headers: { authorization: `Bearer ${access_token}` } })).status;
    expect(await userinfo()).toBe(200);
    await signOut(server, agent);
    expect(await userinfo()).toBe(401);
  });
});
