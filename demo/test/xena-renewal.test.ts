import { afterAll, beforeAll, expect, test } from 'vitest';
import { putScope } from 'xenia';
import { fieldOf } from '../../packages/server/test/support/answers.ts';
import { API, startServer, type TestServer } from '../../packages/server/test/support/start-server.ts';
import { UserAgent } from '../../packages/server/test/support/user-agent.ts';
import { createKontor } from '../src/xena/kontor/app.ts';

const app = 'http://localhost:3004';
const api = 'http://localhost:3003';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ settings: { dialects: ['identityserver'], responseTypes: ['code', 'code id_token'] } });
  await putScope(server.deps, await server.tenant(), { name: 'testapi', resource: API, display_name: 'All of it' });
  // openid-client has a clock of its own.
  server.clock.advance(Math.max(0, Math.floor(Date.now() / 1000) - server.clock()));
});

afterAll(() => server.close());

/** Kontor and one browser of its own, which is signed in; the API is not there. */
async function signedIn() {
  const user = await server.aUser();
  const { client_id, client_secret = '' } = await server.aClient({
    redirect_uris: [`${app}/signin-oidc`],
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    response_types: ['code id_token'],
    scope: 'openid profile email offline_access testapi',
    token_endpoint_auth_method: 'client_secret_post',
    require_pkce: false,
  });
  const sent: string[] = [];
  const kontor = createKontor({
    client_id,
    client_secret,
    server: new URL(server.issuer).origin,
    issuer: server.issuer,
    api,
    app,
    clock: server.clock,
    fetch: async (url, init) => {
      if (init.body instanceof URLSearchParams) sent.push(init.body.get('grant_type') ?? '');
      return url.startsWith(api) ? Response.json({ error: 'not_found' }, { status: 404 }) : server.fetch(url, init);
    },
  });
  let cookie = '';
  const visit = async (path: string, form?: Record<string, string>) => {
    const init = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    const headers = { cookie, origin: app };
    const response = await kontor.fetch(new Request(`${app}${path}`, { ...init, headers }));
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
  const agent = new UserAgent(server);
  const location = (await visit('/sign-in')).headers.get('location') ?? '';
  const consent = await agent.signIn(await (await agent.visit(location)).text(), user);
  const scope = new URL(location).searchParams.get('scope')?.split(' ') ?? [];
  const answer = await (await agent.submit(await consent.text(), { decision: 'allow', scope })).text();
  const form = Object.fromEntries(
    ['code', 'id_token', 'state', 'iss', 'session_state', 'scope'].flatMap((name) => {
      const value = fieldOf(answer, name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return { visit, sent, form };
}

test('an access token is renewed when half of its life is over, and not before', async () => {
  const { visit, sent, form } = await signedIn();
  await visit('/signin-oidc', form);
  expect(sent).toEqual(['authorization_code']);

  server.clock.advance(1799);
  await visit('/read', {});
  expect(sent).toEqual(['authorization_code']);

  server.clock.advance(1);
  await visit('/read', {});
  expect(sent).toEqual(['authorization_code', 'refresh_token']);
});

test('OIDC Core §3.3.2.11: a code that does not belong to the ID token beside it is not redeemed', async () => {
  const { visit, sent, form } = await signedIn();
  await visit('/signin-oidc', { ...form, code: `${form.code}x` });
  expect(await (await visit('/')).text()).toContain('Kontor did not trust the answer it got.');
  expect(sent).toEqual([]);
});

test('an answer without the ID token is not taken', async () => {
  const { visit, sent, form } = await signedIn();
  const { id_token: _, ...rest } = form;
  await visit('/signin-oidc', rest);
  expect(await (await visit('/')).text()).toContain('Kontor did not trust the answer it got.');
  expect(sent).toEqual([]);
});
