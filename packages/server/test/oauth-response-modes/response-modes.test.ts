import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorPage, fieldOf, redirected } from '../support/answers.ts';
import { type Changes, requestUrl, VERIFIER } from '../support/authorization.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

describe('OAuth 2.0 Multiple Response Type Encoding Practices §2.1, Form Post Response Mode §2', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /** Everything up to the answer that the client gets. */
  async function allowed(changes: Changes): Promise<Response> {
    const agent = new UserAgent(server);
    const client = await server.aClient();
    const login = await (await agent.visit(requestUrl(client, changes))).text();
    const consent = await (await agent.signIn(login, await server.aUser())).text();
    return agent.submit(consent, { decision: 'allow' });
  }

  test('§2.1 query is the default for the code response type', async () => {
    for (const response_mode of [undefined, 'query']) {
      const response = await allowed({ response_mode });
      expect(redirected(response).parameters).toMatchObject({ code: expect.any(String), state: 'af0ifjsldkj' });
      expect(response.headers.get('location')).not.toContain('#');
    }
  });

  test('§2.1 fragment: parameters are encoded in the fragment of the redirect URI, none in the query', async () => {
    const response = await allowed({ response_mode: 'fragment', state: 'a b&c#d' });
    const { uri, parameters } = redirected(response, 'hash');
    expect(uri).toBe(REDIRECT_URI);
    expect(parameters).toMatchObject({ code: expect.any(String), state: 'a b&c#d' });
  });

  test('Form Post §2 a page whose form the browser posts to the redirect URI', async () => {
    const response = await allowed({ response_mode: 'form_post' });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).toContain(`<form class="answers" method="post" action="${REDIRECT_URI}">`);
    expect(fieldOf(page, 'code')).toMatch(/^\S{43,}$/);
    expect(fieldOf(page, 'state')).toBe('af0ifjsldkj');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'sha256-[\w+/]+=*';/);
  });

  test('Form Post §2 errors too', async () => {
    const client = await server.aClient();
    const page = await (
      await server.fetch(requestUrl(client, { response_mode: 'form_post', scope: 'nonsense' }))
    ).text();
    expect(fieldOf(page, 'error')).toBe('invalid_scope');
    expect(fieldOf(page, 'state')).toBe('af0ifjsldkj');
  });

  test('catalogue 65: a state with markup is text in the posted form', async () => {
    const client = await server.aClient();
    const state = '"><script>alert(1)</script>\'&amp;';
    const page = await (
      await server.fetch(requestUrl(client, { response_mode: 'form_post', state, prompt: 'none' }))
    ).text();
    expect(page).not.toContain('<script>alert');
    expect(fieldOf(page, 'state')).toBe('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;amp;');
  });

  test('Form Post §2 cannot reach the private-use scheme of an app: refused before anything is asked', async () => {
    const redirect_uris = ['com.example.app:/cb'];
    const client = await server.aClient({ redirect_uris, token_endpoint_auth_method: 'none' });
    await errorPage(
      await server.fetch(requestUrl(client, { redirect_uri: redirect_uris[0], response_mode: 'form_post' })),
    );
  });

  test('a code that came in a fragment or a form is as good as any', async () => {
    const user = await server.aUser();
    const client = await server.aClient();
    const { agent } = await authorize(server, client, user, { scope: 'openid' });
    const ask = (response_mode: string) => agent.send(requestUrl(client, { response_mode }));
    const codes = [
      redirected(await ask('fragment'), 'hash').parameters.code ?? '',
      fieldOf(await (await ask('form_post')).text(), 'code') ?? '',
    ];
    for (const code of codes) {
      const redemption = { code, code_verifier: VERIFIER, redirect_uri: REDIRECT_URI };
      expect((await redeem(server, client, redemption)).status).toBe(200);
    }
  });
});
