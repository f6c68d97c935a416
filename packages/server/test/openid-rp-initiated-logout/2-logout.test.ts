import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import { errorPage, pageKind, redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorize, redeem, type UserAgent } from '../support/user-agent.ts';

const RETURN_URI = 'https://app.example/bye?from=xenia';

describe('OpenID Connect RP-Initiated Logout 1.0 §2', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient({ post_logout_redirect_uris: [RETURN_URI] });
    user = await server.aUser();
  });
  afterAll(() => server.close());

  async function signedIn(): Promise<{ agent: UserAgent; id_token: string }> {
    const authorized = await authorize(server, client, user, { scope: 'openid' });
    return { agent: authorized.agent, id_token: (await redeem(server, client, authorized)).body.id_token ?? '' };
  }

  const url = (parameters: Record<string, string> = {}) => `/logout?${new URLSearchParams(parameters)}`;
  const isSignedIn = async (agent: UserAgent) => {
    const response = await agent.send(requestUrl(client, { prompt: 'none' }));
    return 'code' in redirected(response).parameters;
  };

  test('id_token_hint of this very session: signed out at once, back to the client with state', async () => {
    const { agent, id_token } = await signedIn();
    const response = await agent.send(
      url({ id_token_hint: id_token, post_logout_redirect_uri: RETURN_URI, state: 'a b&c' }),
    );
    expect(redirected(response)).toEqual({
      uri: 'https://app.example/bye',
      parameters: { from: 'xenia', state: 'a b&c' },
    });
    expect(await isSignedIn(agent)).toBe(false);
  });

  test('without post_logout_redirect_uri: a page that says so', async () => {
    const { agent, id_token } = await signedIn();
    const response = await agent.send(url({ id_token_hint: id_token }));
    expect(await response.text()).toContain('You are signed out');
    expect(await isSignedIn(agent)).toBe(false);
  });

  test('catalogue 27: without a hint the OP MUST ask; nothing happens before the answer', async () => {
    for (const parameters of [
      {},
      { client_id: client.client_id },
      { client_id: client.client_id, post_logout_redirect_uri: RETURN_URI },
    ]) {
      const { agent } = await signedIn();
      const page = await (await agent.send(url(parameters))).text();
      expect(pageKind(page)).toBe('logout');
      expect(await isSignedIn(agent)).toBe(true);
      const stay = await agent.submit(page, { decision: 'stay' });
      expect(await stay.text()).toContain('You are signed in');
      expect(await isSignedIn(agent)).toBe(true);
      await agent.submit(page, { decision: 'sign_out' });
      expect(await isSignedIn(agent)).toBe(false);
    }
  });

  test('the way back survives the question', async () => {
    const { agent } = await signedIn();
    const page = await (
      await agent.send(url({ client_id: client.client_id, post_logout_redirect_uri: RETURN_URI, state: 's' }))
    ).text();
    expect(redirected(await agent.submit(page, { decision: 'sign_out' }))).toEqual({
      uri: 'https://app.example/bye',
      parameters: { from: 'xenia', state: 's' },
    });
  });

  test('a hint of another user, of another session or of nobody here: the OP asks', async () => {
    const { agent } = await signedIn();
    const elsewhere = await signedIn();
    const stranger = await authorize(server, client, await server.aUser(), { scope: 'openid' });
    const foreign = (await redeem(server, client, stranger)).body.id_token ?? '';
    for (const id_token_hint of [elsewhere.id_token, foreign, 'x.y.z', `${elsewhere.id_token}x`]) {
      expect(pageKind(await (await agent.send(url({ id_token_hint }))).text())).toBe('logout');
    }
    expect(await isSignedIn(agent)).toBe(true);
  });

  test('an ID token that has expired SHOULD be accepted as a hint', async () => {
    const { agent, id_token } = await signedIn();
    server.clock.advance(7200);
    expect(
      redirected(await agent.send(url({ id_token_hint: id_token, post_logout_redirect_uri: RETURN_URI }))).uri,
    ).toBe('https://app.example/bye');
    expect(await isSignedIn(agent)).toBe(false);
  });

  test('client_id MUST match the one that the hint was issued to: otherwise the hint counts for nothing', async () => {
    const { agent, id_token } = await signedIn();
    const other = await server.aClient();
    const response = await agent.send(url({ id_token_hint: id_token, client_id: other.client_id }));
    expect(pageKind(await response.text())).toBe('logout');
  });

  test('§3 MUST NOT redirect to a URI that is not registered for this client, character by character', async () => {
    const { agent, id_token } = await signedIn();
    const other = await server.aClient({ post_logout_redirect_uris: ['https://other.example/bye'] });
    for (const uri of [
      'https://evil.example/',
      'https://app.example/bye',
      `${RETURN_URI}&x=1`,
      'https://app.example@evil.example/bye?from=xenia',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      'https://other.example/bye',
      'https://app.example/cb',
    ]) {
      await errorPage(await agent.send(url({ id_token_hint: id_token, post_logout_redirect_uri: uri })));
    }
    for (const parameters of [
      {},
      { client_id: 'app_unknown' },
      { client_id: other.client_id },
      { id_token_hint: 'x.y.z' },
    ]) {
      await errorPage(await agent.send(url({ ...parameters, post_logout_redirect_uri: RETURN_URI })));
    }
    expect(await isSignedIn(agent)).toBe(true);
  });

  test('§3 nor to a disabled client', async () => {
    const gone = await server.aClient({ post_logout_redirect_uris: [RETURN_URI] });
    await setClientDisabled(server.deps, await server.tenant(), gone.client_id, true);
    await errorPage(await server.fetch(url({ client_id: gone.client_id, post_logout_redirect_uri: RETURN_URI })));
  });

  test('§2 MUST support POST as well: by way of a redirection, with which the session cookie comes', async () => {
    const { agent, id_token } = await signedIn();
    const body = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: RETURN_URI, state: 's' });
    const posted = await server.fetch('/logout', { method: 'POST', body, headers: { origin: 'https://app.example' } });
    expect(posted.status).toBe(303);
    expect(redirected(await agent.send(posted.headers.get('location') ?? '')).uri).toBe('https://app.example/bye');
    expect(await isSignedIn(agent)).toBe(false);
  });

  test('the form of another site can neither sign out nor take the cookie away', async () => {
    const { agent } = await signedIn();
    const forge = (parameters: Record<string, string>) =>
      server.fetch('/logout', {
        method: 'POST',
        body: new URLSearchParams(parameters),
        headers: { origin: 'https://evil.example' },
      });
    for (const parameters of [{}, { decision: 'sign_out' }, { csrf: 'x', decision: 'sign_out' }]) {
      const response = await forge(parameters);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    await errorPage(await agent.send('/logout', { method: 'POST', body: new URLSearchParams({ csrf: 'x' }) }), 403);
    expect(await isSignedIn(agent)).toBe(true);
  });

  test('nobody signed in: nothing to ask, back to the client', async () => {
    const response = await server.fetch(url({ client_id: client.client_id, post_logout_redirect_uri: RETURN_URI }));
    expect(redirected(response).uri).toBe('https://app.example/bye');
  });

  test('repeated and malformed parameters: a page', async () => {
    await errorPage(await server.fetch('/logout?state=a&state=b'));
    await errorPage(await server.fetch('/logout?state=%00'));
    await errorPage(
      await server.fetch('/logout', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    );
    await errorPage(await server.fetch('/logout', { method: 'DELETE' }), 405);
  });

  test('catalogue 29: the cookies of a session that was signed out of are worth nothing', async () => {
    const { agent, id_token } = await signedIn();
    const stale = new Map(agent.cookies);
    await agent.send(url({ id_token_hint: id_token }));
    const next = await authorize(server, client, await server.aUser(), { scope: 'openid' }, agent);
    for (const [name, value] of stale) next.agent.cookies.set(name, value);
    expect(await isSignedIn(next.agent)).toBe(false);
  });
});
