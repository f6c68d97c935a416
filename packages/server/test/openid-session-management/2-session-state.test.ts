import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { redirected } from '../support/answers.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { allow, anImplicitClient, authorizeUrl, fragmentOf, PAGE, SILENT, startXena } from '../xena/xena.ts';

const STATE = 'xenia_state_demo';

describe('OpenID Connect Session Management 1.0 §2, session_state', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  beforeAll(async () => {
    server = await startXena();
    client = await anImplicitClient(server);
    user = await server.aUser();
  });
  afterAll(() => server.close());

  const request = { redirect_uri: PAGE, response_type: 'id_token', scope: 'openid', state: 's', nonce: 'n' };
  const silently = (agent: UserAgent, change: Record<string, string> = {}) =>
    agent.send(authorizeUrl(client, { ...request, redirect_uri: SILENT, prompt: 'none', ...change }));

  /** What check_session_iframe would compute for a page of this origin. */
  function hashFor(origin: string, { salt, state }: { salt: string; state: string }): string {
    return createHash('sha256').update(`${client.client_id} ${origin} ${state} ${salt}`).digest('base64url');
  }
  const saltOf = (session_state = '') => session_state.split('.')[1] ?? '';

  async function signedIn() {
    const agent = new UserAgent(server);
    const answer = fragmentOf(await allow(server, { client, user, request }, agent), PAGE);
    return { agent, session_state: answer.session_state ?? '', state: agent.cookies.get(STATE) ?? '' };
  }

  test('a salted hash of Client ID, origin of the response and browser state; MUST NOT contain a space', async () => {
    const { session_state, state } = await signedIn();
    const salt = saltOf(session_state);
    expect(session_state).toBe(`${hashFor('https://page.example', { salt, state })}.${salt}`);
    expect(state).toMatch(/^[\w-]{43}$/);
    expect(session_state).not.toContain(' ');
  });

  test('another salt each time, the same browser state as long as the session lasts', async () => {
    const { agent, session_state, state } = await signedIn();
    const renewed = fragmentOf(await silently(agent), SILENT);
    expect(saltOf(renewed.session_state)).not.toBe(saltOf(session_state));
    expect(agent.cookies.get(STATE)).toBe(state);
  });

  test('the browser state is another for each session, and tells neither sid nor sub', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    expect(one.state).not.toBe(other.state);
    const { tenant_id } = await server.tenant();
    const grant = await server.deps.storage.grants.find(tenant_id, client.client_id, user.sub, '');
    const families = await server.deps.storage.grants.listFamilies(tenant_id, grant?.grant_id ?? '', server.clock(), {
      after: null,
      limit: 100,
    });
    expect(families.length).toBeGreaterThan(0);
    for (const { sid, sub } of families) expect([sid, sub]).not.toContain(one.state);
  });

  test('§3.1 session_state SHOULD be returned upon an authentication failure: that of a browser where nobody is signed in', async () => {
    const agent = new UserAgent(server);
    const refused = fragmentOf(await silently(agent), SILENT);
    expect(refused.error).toBe('login_required');
    const salt = saltOf(refused.session_state);
    expect(refused.session_state).toBe(`${hashFor('https://page.example', { salt, state: '' })}.${salt}`);
    expect(agent.cookies.has(STATE)).toBe(false);
  });

  test('also with access_denied, when the user refuses', async () => {
    const stranger = await server.aUser();
    const agent = new UserAgent(server);
    const consent = await (
      await agent.signIn(await (await agent.visit(authorizeUrl(client, request))).text(), stranger)
    ).text();
    const denied = fragmentOf(await agent.submit(consent, { decision: 'deny' }), PAGE);
    expect(denied.error).toBe('access_denied');
    const salt = saltOf(denied.session_state);
    const state = agent.cookies.get(STATE) ?? '';
    expect(denied.session_state).toBe(`${hashFor('https://page.example', { salt, state })}.${salt}`);
  });

  test('signing out removes the browser state; a session that idled away is found out at the next request', async () => {
    const { agent } = await signedIn();
    const home = await (await agent.send('/')).text();
    await agent.submit(home, {});
    expect(agent.cookies.has(STATE)).toBe(false);
    const idle = await signedIn();
    server.clock.advance(3 * 86_400);
    expect(fragmentOf(await silently(idle.agent), SILENT).error).toBe('login_required');
    expect(idle.agent.cookies.has(STATE)).toBe(false);
  });

  test('a browser that lost its state cookie gets it back with the next answer', async () => {
    const { agent, state } = await signedIn();
    agent.cookies.delete(STATE);
    await silently(agent);
    expect(agent.cookies.get(STATE)).toBe(state);
  });

  test('only OpenID requests have it: not those without the scope openid', async () => {
    const { nonce: _, ...plain } = { ...request, response_type: 'token', scope: 'testapi' };
    const answer = fragmentOf(await allow(server, { client, user, request: plain }), PAGE);
    expect(answer).toHaveProperty('access_token');
    expect(answer).not.toHaveProperty('session_state');
  });

  test('a dialect without check_session_iframe has neither session_state nor the cookie', async () => {
    const standard = await startServer();
    const agent = new UserAgent(standard);
    const app = await standard.aClient();
    const parameters = new URLSearchParams({
      client_id: app.client_id,
      response_type: 'code',
      redirect_uri: 'https://app.example/cb',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    const consent = await (
      await agent.signIn(await (await agent.visit(`/authorize?${parameters}`)).text(), await standard.aUser())
    ).text();
    const answer = redirected(await agent.submit(consent, { decision: 'allow', scope: 'openid' })).parameters;
    expect(Object.keys(answer).sort()).toEqual(['code', 'iss']);
    expect([...agent.cookies.keys()].filter((name) => name.includes('state'))).toEqual([]);
    const metadata = await (await standard.fetch('/.well-known/openid-configuration')).json();
    expect(metadata).not.toHaveProperty('check_session_iframe');
    expect(metadata).toMatchObject({
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    });
    await standard.close();
  });
});

describe('§3.3 check_session_iframe: the URL of an iframe that supports cross-origin communication', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startXena();
  });
  afterAll(() => server.close());

  test('in discovery; a page that may be framed and cached, and holds one script by its hash', async () => {
    const metadata = (await (await server.fetch('/.well-known/openid-configuration')).json()) as Record<string, string>;
    const response = await server.fetch(metadata.check_session_iframe ?? '');
    const policy = response.headers.get('content-security-policy') ?? '';
    const page = await response.text();
    const [, script = ''] = /<script data-cookie="xenia_state_demo">([\s\S]*?)<\/script>/.exec(page) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(policy).toBe(`default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors *`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(response.headers.get('x-frame-options')).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('GET and HEAD only', async () => {
    expect((await server.fetch('/connect/checksession', { method: 'HEAD' })).status).toBe(200);
    expect((await server.fetch('/connect/checksession', { method: 'POST' })).status).toBe(405);
  });
});
