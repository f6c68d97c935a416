import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revokeGrant } from '../../src/management/grants.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { aResourceServerClient } from '../support/installed-app.ts';
import type { TestServer } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';
import {
  aCode,
  anApp,
  answer,
  authorizeUrl,
  CHAT,
  credentials,
  exchange,
  install,
  installations,
  introspect,
  REDIRECT_URI,
  SCOPES,
  startXeno,
} from './chat.ts';

const CENTURY = 100 * 365 * 86_400;

describe("what the product's document promises", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startXeno();
  });
  afterAll(() => server.close());

  test('"lets your app request authorization to private details in a user\'s account without getting their password"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const response = await answer(server, authorizeUrl(app, { scope: 'faqs' }), user, ['faqs']);
    const { uri, parameters } = redirected(response);
    expect(uri).toBe(REDIRECT_URI);
    expect(Object.keys(parameters).sort()).toEqual(['code', 'iss']);
    expect(response.headers.get('location')).not.toContain(encodeURIComponent(user.password));
  });

  test('"It\'s also the vehicle by which apps are installed on a account"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    expect(await installations(server, app)).toEqual([]);
    const now = server.clock();
    await install(server, app, user);
    expect(await installations(server, app)).toMatchObject([{ sub: user.sub, scope: SCOPES, created_at: now }]);
  });

  test('"Your app asks for specific permission scopes and is rewarded with access tokens upon a user\'s approval"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const request = authorizeUrl(app, { scope: 'faqs contacts', state: 's' });
    const refused = redirected(await answer(server, request, user, 'deny'));
    expect(refused.parameters).toMatchObject({ error: 'access_denied', state: 's' });
    expect(refused.parameters).not.toHaveProperty('code');
    const { code = '' } = redirected(await answer(server, request, user, ['faqs'])).parameters;
    const { status, body } = await exchange(server, { ...credentials(app), code });
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'faqs' });
  });

  test('"A registered app is assigned a unique Client ID and Client Secret"', async () => {
    const [one, two] = [await anApp(server), await anApp(server)];
    expect(one.client_id).not.toBe(two.client_id);
    expect(one.client_secret).toBeTruthy();
    expect(one.client_secret).not.toBe(two.client_secret);
  });

  test('"The Client Secret should not be shared": whoever does not know it gets nothing', async () => {
    const [app, other, user] = [await anApp(server), await anApp(server), await server.aUser()];
    const code = await aCode(server, app, user);
    for (const client_secret of ['', 'wrong', other.client_secret ?? '']) {
      const refused = await exchange(server, { client_id: app.client_id, client_secret, code });
      expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
    expect((await exchange(server, { ...credentials(app), code })).status).toBe(200);
  });

  describe('GET parameters of /oauth/authorize', () => {
    test('"client_id - issued when you created your app (required)"', async () => {
      const user = await server.aUser();
      for (const client_id of ['', 'app_unknown']) {
        await errorPage(await answer(server, authorizeUrl({ client_id }, { scope: 'faqs' }), user, []));
      }
    });

    test('"scope - permissions to request (required)"', async () => {
      const app = await anApp(server);
      for (const parameters of [{ state: 's' }, { state: 's', scope: '' }]) {
        const response = await server.fetch(authorizeUrl(app, parameters));
        const { uri, parameters: told } = redirected(response);
        expect(uri).toBe(REDIRECT_URI);
        expect(told).toMatchObject({ error: 'invalid_scope', state: 's' });
      }
    });

    test('"redirect_uri - URL to redirect back to (optional)": without it to the registered one', async () => {
      const [app, user] = [await anApp(server), await server.aUser()];
      for (const parameters of [{}, { redirect_uri: REDIRECT_URI }]) {
        const response = await answer(server, authorizeUrl(app, { scope: 'faqs', ...parameters }), user, ['faqs']);
        expect(redirected(response).uri).toBe(REDIRECT_URI);
      }
    });

    test('"redirect_uri (optional)": several registered and none sent is refused on a page; each can be chosen', async () => {
      const redirect_uris = [REDIRECT_URI, 'https://app.example/other'];
      const [app, user] = [await anApp(server, { redirect_uris }), await server.aUser()];
      await errorPage(await server.fetch(authorizeUrl(app, { scope: 'faqs' })));
      await errorPage(
        await server.fetch(authorizeUrl(app, { scope: 'faqs', redirect_uri: 'https://evil.example/cb' })),
      );
      for (const redirect_uri of redirect_uris) {
        const response = await answer(server, authorizeUrl(app, { scope: 'faqs', redirect_uri }), user, ['faqs']);
        expect(redirected(response).uri).toBe(redirect_uri);
      }
    });

    test('"state - unique string to be passed back upon completion (optional)"', async () => {
      const [app, user] = [await anApp(server), await server.aUser()];
      for (const state of ['a b+c/é%20&=', 'x'.repeat(500)]) {
        const response = await answer(server, authorizeUrl(app, { scope: 'faqs', state }), user, ['faqs']);
        expect(redirected(response).parameters.state).toBe(state);
      }
    });
  });

  test('"a space-separated list of OAuth scopes, indicating which parts of the user\'s account you\'d like your app to be able to access"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const code = await aCode(server, app, user, { scope: 'conversations widgets' });
    const { body } = await exchange(server, { ...credentials(app), code });
    expect(String(body.scope).split(' ').sort()).toEqual(['conversations', 'widgets']);
  });

  test('"Available scopes are: widgets (brands), faqs, contacts and conversations"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const asked = {
      widgets: 'widgets',
      brands: 'widgets',
      faqs: 'faqs',
      contacts: 'contacts',
      conversations: 'conversations',
    };
    for (const [scope, allowed] of Object.entries(asked)) {
      const { code = '' } = redirected(await answer(server, authorizeUrl(app, { scope }), user, [allowed])).parameters;
      const { body } = await exchange(server, { ...credentials(app), code });
      expect(body.scope).toBe(allowed);
    }
    const response = await server.fetch(authorizeUrl(app, { scope: 'faqs calendar' }));
    expect(redirected(response).parameters.error).toBe('invalid_scope');
  });

  describe('the code for an access token at /oauth/token', () => {
    test.each(['form', 'json'] as const)(
      '"client_id (required), client_secret (required), code (required)" as %s',
      async (format) => {
        const [app, user] = [await anApp(server), await server.aUser()];
        const all: Record<string, string> = { ...credentials(app), code: await aCode(server, app, user) };
        const expected = { client_id: 'invalid_client', client_secret: 'invalid_client', code: 'invalid_request' };
        for (const [name, error] of Object.entries(expected)) {
          const { [name]: _, ...rest } = all;
          expect((await exchange(server, rest, format)).body.error).toBe(error);
        }
        expect((await exchange(server, all, format)).status).toBe(200);
      },
    );

    test('"code - a temporary authorization code": for a minute and once', async () => {
      const [app, user] = [await anApp(server), await server.aUser()];
      const late = await aCode(server, app, user);
      server.clock.advance(60);
      const refused = await exchange(server, { ...credentials(app), code: late });
      expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await installations(server, app)).toEqual([]);
    });

    test('"redirect_uri - must match the originally submitted URI (if one was sent)"', async () => {
      const [app, user] = [await anApp(server), await server.aUser()];
      const sent = { ...credentials(app), code: await aCode(server, app, user, { redirect_uri: REDIRECT_URI }) };
      for (const wrong of [{}, { redirect_uri: `${REDIRECT_URI}/` }]) {
        const refused = await exchange(server, { ...sent, ...wrong });
        expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      }
      expect((await exchange(server, { ...sent, redirect_uri: REDIRECT_URI })).status).toBe(200);
      const notSent = { ...credentials(app), code: await aCode(server, app, user) };
      expect((await exchange(server, notSent)).status).toBe(200);
    });
  });

  test.each(['form', 'json'] as const)(
    '"You\'ll receive a JSON response containing an access_token" and its scope, nothing else (%s)',
    async (format) => {
      const [app, user] = [await anApp(server), await server.aUser()];
      const code = await aCode(server, app, user, { scope: 'widgets' });
      const { status, body } = await exchange(server, { ...credentials(app), code }, format);
      expect(status).toBe(200);
      expect(body).toEqual({ access_token: expect.stringMatching(/^[0-9a-f]{64}$/), scope: 'widgets' });
    },
  );

  test('"You can then use this token to call API methods on behalf of the user"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user, { scope: 'faqs' });
    const api = await aResourceServerClient(server, CHAT);
    expect(await introspect(server, api, token)).toMatchObject({
      active: true,
      sub: user.sub,
      client_id: app.client_id,
      scope: 'faqs',
      aud: CHAT,
      token_type: 'Bearer',
    });
  });

  test('"The token will continue functioning until the installing user either revokes the token": the others go on', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const [first, second] = [await install(server, app, user), await install(server, app, user)];
    const stranger = await anApp(server);
    expect((await post(server, '/oauth/revoke', stranger, { token: first })).status).toBe(200);
    expect((await introspect(server, app, first)).active).toBe(true);
    expect((await post(server, '/oauth/revoke', app, { token: first })).status).toBe(200);
    expect(await introspect(server, app, first)).toEqual({ active: false });
    expect((await introspect(server, app, second)).active).toBe(true);
  });

  test('"and/or uninstalls your application": every token is dead at once', async () => {
    const [app, user, bystander] = [await anApp(server), await server.aUser(), await server.aUser()];
    const tokens = [await install(server, app, user), await install(server, app, user)];
    const other = await install(server, app, bystander);
    const unused = await aCode(server, app, user);
    const grant = (await installations(server, app)).find(({ sub }) => sub === user.sub);
    await revokeGrant(server.deps, await server.tenant(), grant?.grant_id ?? '');
    for (const token of tokens) expect(await introspect(server, app, token)).toEqual({ active: false });
    expect((await exchange(server, { ...credentials(app), code: unused })).body.error).toBe('invalid_grant');
    expect((await introspect(server, app, other)).active).toBe(true);
    expect(await installations(server, app)).toMatchObject([{ sub: bystander.sub }]);
  });

  test('"Your app is considered "installed" as long as one of these tokens is still valid"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const tokens = [await install(server, app, user), await install(server, app, user)];
    for (const token of tokens) {
      expect(await installations(server, app)).toHaveLength(1);
      await post(server, '/oauth/revoke', app, { token });
    }
    expect(await installations(server, app)).toEqual([]);
  });

  test('"these access tokens do not expire"', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user);
    server.clock.advance(CENTURY);
    await server.deps.storage.maintenance.removeExpired(server.clock(), 10_000);
    const told = await introspect(server, app, token);
    expect(told).toMatchObject({ active: true, sub: user.sub });
    expect(told).not.toHaveProperty('exp');
    expect(await installations(server, app)).toHaveLength(1);
  });
});
