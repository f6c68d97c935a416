import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import { errorPage, pageKind } from '../support/answers.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { allow, anImplicitClient, authorizeUrl, fragmentOf, PAGE, SILENT } from '../xena/xena.ts';

/** Attributes of each cookie that the answers of a sign-in set. */
async function cookiesOf(server: TestServer): Promise<Record<string, string>> {
  const agent = new UserAgent(server);
  const client = await anImplicitClient(server, { scope: 'openid' });
  const login = await agent.send(authorizeUrl(client, request));
  const page = await (await agent.send(login.headers.get('location') ?? '')).text();
  const set = [...login.headers.getSetCookie()];
  const user = await server.aUser();
  const [, action = ''] = /action="([^"]*)"/.exec(page) ?? [];
  const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(page) ?? [];
  const signedIn = await agent.send(action.replaceAll('&amp;', '&'), {
    method: 'POST',
    body: new URLSearchParams({ csrf, email: user.email, password: user.password }),
  });
  set.push(...signedIn.headers.getSetCookie());
  return Object.fromEntries(
    set.map((cookie) => {
      const [pair = '', ...attributes] = cookie.split('; ');
      return [pair.slice(0, pair.indexOf('=')), attributes.join('; ')];
    }),
  );
}

const request = { redirect_uri: PAGE, response_type: 'id_token', scope: 'openid', state: 's', nonce: 'n' };
const https = { publicUrl: 'https://id.example', issuer: 'https://id.example' };

describe('RFC 6265bis §5.7: which cookies come along from other sites', () => {
  test('sessionCookieSameSite none under https: the session and what frames read, but not what forms are tied to', async () => {
    const server = await startServer({ ...https, settings: presetSettings('identityserver') });
    expect(await cookiesOf(server)).toEqual({
      '__Host-xenia_browser_demo': 'Path=/; HttpOnly; SameSite=Lax; Secure',
      '__Host-xenia_session_demo': 'Path=/; HttpOnly; SameSite=None; Max-Age=1209600; Secure',
      '__Host-xenia_state_demo': 'Path=/; SameSite=None; Max-Age=1209600; Secure',
      '__Host-xenia_accounts_demo': 'Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000; Secure',
    });
    await server.close();
  });

  test('Lax stays under http, where browsers refuse None without Secure', async () => {
    const server = await startServer({ settings: presetSettings('identityserver') });
    expect(await cookiesOf(server)).toEqual({
      xenia_browser_demo: 'Path=/; HttpOnly; SameSite=Lax',
      xenia_session_demo: 'Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600',
      xenia_state_demo: 'Path=/; SameSite=Lax; Max-Age=1209600',
      xenia_accounts_demo: 'Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000',
    });
    await server.close();
  });

  test('lax: nothing comes along', async () => {
    const settings = { ...presetSettings('identityserver'), sessionCookieSameSite: 'lax' as const };
    const server = await startServer({ ...https, settings });
    expect(Object.values(await cookiesOf(server)).join()).not.toContain('None');
    await server.close();
  });
});

describe('a session cookie that comes along from other sites lets them do nothing that they could not', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer({ ...https, settings: presetSettings('identityserver') });
    client = await anImplicitClient(server, { scope: 'openid profile' });
    user = await server.aUser();
  });
  afterAll(() => server.close());

  /** The browser of a user who is signed in, as a page of another site makes it send: without the cookies that are Lax. */
  async function drivenByAnotherSite(): Promise<UserAgent> {
    const agent = new UserAgent(server);
    fragmentOf(await allow(server, { client, user, request }, agent), PAGE);
    agent.cookies.delete('__Host-xenia_browser_demo');
    return agent;
  }
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const isSignedIn = async (agent: UserAgent) =>
    'id_token' in
    fragmentOf(await agent.send(authorizeUrl(client, { ...request, redirect_uri: SILENT, prompt: 'none' })), SILENT);

  test('catalogue 27: neither a link, nor a frame, nor a form signs out without the user', async () => {
    const agent = await drivenByAnotherSite();
    for (const dest of ['document', 'iframe', 'image']) {
      const page = await agent.send('/connect/endsession', { headers: { 'sec-fetch-dest': dest } });
      expect(page.headers.get('x-frame-options')).toBe('DENY');
      expect(pageKind(await page.text())).toBe('logout');
    }
    for (const body of [{}, { decision: 'sign_out' }]) {
      const form = { method: 'POST', body: new URLSearchParams(body), headers: evil };
      expect(pageKind(await (await agent.visit('/connect/endsession', form)).text())).toBe('logout');
    }
    const forged = { method: 'POST', body: new URLSearchParams({ csrf: 'x', decision: 'sign_out' }), headers: evil };
    for (const path of ['/connect/endsession', '/sign-out']) await errorPage(await agent.send(path, forged), 403);
    expect(await isSignedIn(agent)).toBe(true);
  });

  test('catalogue 13: a form of another site answers no consent page, even if it knew where', async () => {
    const agent = await drivenByAnotherSite();
    const asked = await agent.visit(authorizeUrl(client, { ...request, scope: 'openid profile' }));
    const page = await asked.text();
    expect(pageKind(page)).toBe('consent');
    agent.cookies.delete('__Host-xenia_browser_demo');
    await errorPage(await agent.submit(page, { decision: 'allow' }), 403);
  });

  test('Fetch Metadata §2.1: in a frame or an image no page of ours; whoever embeds it cannot tell who is signed in', async () => {
    const strangers = new UserAgent(server);
    const agent = await drivenByAnotherSite();
    const more = { ...request, scope: 'openid profile' };
    for (const dest of ['iframe', 'image', 'object', 'empty']) {
      const headers = { 'sec-fetch-dest': dest, 'sec-fetch-site': 'cross-site' };
      const answers = await Promise.all(
        [strangers, agent].map((browser) => browser.send(authorizeUrl(client, more), { headers })),
      );
      expect(answers.map((answer) => fragmentOf(answer, PAGE).error)).toEqual(['login_required', 'consent_required']);
    }
    const top = await agent.visit(authorizeUrl(client, more), { headers: { 'sec-fetch-dest': 'document' } });
    expect(pageKind(await top.text())).toBe('consent');
  });
});
