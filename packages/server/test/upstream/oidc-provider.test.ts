import type { RequestListener } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUpstreamProvider } from '../../src/management/upstream-providers.ts';
import { type RunningApp, serveApp } from '../interop/visitor.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, UserAgent } from '../support/user-agent.ts';
import { locationOf, pressButton, submitTo, whoIsIn } from './traveller.ts';

const PEOPLE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ada: { email: 'ada@elsewhere.example', email_verified: true, name: 'Ada Lovelace' },
  bob: { email: 'bob@elsewhere.example', email_verified: false, name: 'Bob' },
};

const SECRET = 'a secret that is long enough for any algorithm';

/** Somebody who answers every page of oidc-provider's own development interactions. */
async function signInThere(location: string, login: string, jar = new Map<string, string>()): Promise<string> {
  let url = location;
  let init: RequestInit = {};
  for (let hops = 0; hops < 20; hops++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const pair of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(pair) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const next = response.headers.get('location');
    init = {};
    if (next !== null) {
      url = new URL(next, url).href;
      if (url.includes('/sign-in-with/')) return url;
      continue;
    }
    const page = await response.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? '';
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    expect(prompt, `${response.status} ${page}`).not.toBe('');
    url = new URL(action, url).href;
    init = { method: 'POST', body: new URLSearchParams({ prompt, login, password: 'any' }) };
  }
  throw new Error('oidc-provider asks without end');
}

describe('oidc-provider as the provider, over HTTP', () => {
  let server: TestServer;
  let app: RunningApp;
  let handle: RequestListener = (_, response) => response.end();
  beforeAll(async () => {
    server = await listeningServer({ settings: { signUp: 'open' } });
    app = await serveApp((request, response) => handle(request, response), 'localhost');
    const redirect = (name: string) => [`${server.issuer}/sign-in-with/${name}/callback`];
    const configuration: Configuration = {
      clients: [
        { client_id: 'basic', client_secret: SECRET, redirect_uris: redirect('basic') },
        {
          client_id: 'public',
          redirect_uris: redirect('public'),
          token_endpoint_auth_method: 'none',
          id_token_signed_response_alg: 'ES256',
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      cookies: { keys: ['a key of this test'] },
      pkce: { required: () => true },
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'PS256'] },
      jwks: { keys: await keys() },
      findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...PEOPLE[sub] }) }),
    };
    const provider = new Provider(app.origin, configuration);
    handle = provider.callback();
    for (const name of ['basic', 'public']) {
      await addUpstreamProvider(
        server.deps,
        await server.tenant(),
        {
          provider_id: name,
          display_name: `Elsewhere ${name}`,
          issuer: app.origin,
          client_id: name,
          client_secret: name === 'public' ? null : SECRET,
          trusts_email: true,
          may_create_users: true,
        },
        { verify: true },
      );
    }
  });
  afterAll(async () => {
    await server.close();
    await app.close();
  });

  async function userOf(agent: UserAgent) {
    const { tenant_id } = await server.tenant();
    return server.deps.storage.users.find(tenant_id, (await whoIsIn(agent)) ?? '');
  }

  test('a confidential client: code, PKCE, nonce, userinfo; an account with a verified address', async () => {
    const agent = new UserAgent(server);
    const callback = await signInThere(locationOf(await pressButton(server, agent, 'basic')), 'ada');
    expect(new URL(callback).searchParams.get('iss')).toBe(app.origin);
    expect(locationOf(await agent.send(callback))).toBe(`${server.issuer}/account`);
    expect(await userOf(agent)).toMatchObject({
      email: 'ada@elsewhere.example',
      email_verified: 1,
      password_hash: null,
    });
  });

  test('a public client, and an ID token that is signed with another algorithm', async () => {
    const agent = new UserAgent(server);
    const callback = await signInThere(locationOf(await pressButton(server, agent, 'public')), 'bob');
    expect(locationOf(await agent.send(callback))).toBe(`${server.issuer}/account`);
    expect(await userOf(agent)).toMatchObject({ email: 'bob@elsewhere.example', email_verified: 0 });
  });

  test('its session there is enough the next time; a new sign-in that the app asks for is made there, and proved by auth_time', async () => {
    const jar = new Map<string, string>();
    const first = new UserAgent(server);
    await first.send(await signInThere(locationOf(await pressButton(server, first, 'basic')), 'ada', jar));
    const client = await server.aClient({ require_pkce: false });
    const agent = new UserAgent(server);
    const login = await (await agent.visit(authorizationUrl(client, { prompt: 'login', max_age: '300' }))).text();
    const location = locationOf(await submitTo(server, agent, login, 'basic'));
    expect(new URL(location).searchParams.get('prompt')).toBe('login');
    const callback = await signInThere(location, 'ada', jar);
    const response = await agent.visit(callback);
    expect(await response.text()).toContain('Allow Test app to use your Demo account?');
    expect(await whoIsIn(agent)).toBe(await whoIsIn(first));
  });

  test('a code of another client, and one that is redeemed twice, is refused there and so by us', async () => {
    const agent = new UserAgent(server);
    const callback = new URL(await signInThere(locationOf(await pressButton(server, agent, 'basic')), 'ada'));
    const other = new UserAgent(server);
    const own = new URL(await signInThere(locationOf(await pressButton(server, other, 'basic')), 'bob'));
    // The code that somebody stole, in their own visit: PKCE and nonce are of the other one (RFC 9700 §4.5).
    own.searchParams.set('code', callback.searchParams.get('code') ?? '');
    expect((await other.send(own.href)).status).toBe(502);
    expect(await whoIsIn(other)).toBeNull();
  });
});

async function keys() {
  const { exportJWK, generateKeyPair } = await import('jose');
  const made = await Promise.all(
    ['RS256', 'ES256'].map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: alg };
    }),
  );
  return made;
}
