import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { type Changes, requestUrl } from '../support/authorization.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

describe('a refusal says little on the page and everything in the log', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
  });
  afterAll(() => server.close());

  const lineOf = (reference: string) => server.log.find(({ request_id }) => request_id === reference);

  test('the reference on the page leads to the reason and the facts that a developer needs', async () => {
    const redirect_uri = 'https://app.example/callback';
    const { reference } = await errorPage(await server.fetch(requestUrl(client, { redirect_uri })));
    expect(lineOf(reference)).toMatchObject({
      event: 'refused',
      tenant: 'demo',
      path: '/authorize',
      refusal: {
        reason: 'redirect_uri_mismatch',
        client_id: client.client_id,
        received: redirect_uri,
        registered: [REDIRECT_URI],
      },
    });
  });

  const cases: readonly (readonly [string, Changes])[] = [
    ['client_id_missing', { client_id: undefined }],
    ['client_unknown', { client_id: 'app_unknown' }],
    ['repeated_parameter', { redirect_uri: [REDIRECT_URI, REDIRECT_URI] }],
    ['response_mode_not_allowed', { response_mode: 'jwt' }],
  ];
  test.each(cases)('a page for %s', async (reason, changes) => {
    const { reference } = await errorPage(await server.fetch(requestUrl(client, changes)));
    expect(lineOf(reference)).toMatchObject({ refusal: { reason } });
  });

  test('what is told to the client is in the log in full too, found by X-Request-Id', async () => {
    const response = await server.fetch(requestUrl(client, { scope: 'openid nonsense' }));
    expect(redirected(response).parameters.error).toBe('invalid_scope');
    expect(lineOf(response.headers.get('x-request-id') ?? '')).toMatchObject({
      endpoint: 'authorization',
      client_id: client.client_id,
      refusal: { reason: 'scope_not_allowed', refused: ['nonsense'] },
    });
  });

  test('a page that nobody made, and a method that nothing takes', async () => {
    const { text } = await errorPage(await server.fetch('/no/such/page'), 404);
    expect(text).toContain('There is nothing here');
    await errorPage(await server.fetch('/no/such/page', { method: 'POST' }), 404);
    expect((await errorPage(await server.fetch('/', { method: 'PUT' }), 405)).text).toContain(
      'cannot be opened like that',
    );
    expect((await server.fetch('/', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD');
  });

  test('catalogue 86: no secret that passes through these endpoints is in the log, even before it is masked', async () => {
    const canary = 'canary-7f3a9c';
    const user = await server.aUser({ password: `${canary} password` });
    const agent = new UserAgent(server);
    const { code, ...rest } = await authorize(
      server,
      client,
      user,
      { state: `${canary}-state`, nonce: `${canary}-nonce`, login_hint: `${canary}@hint.example` },
      agent,
    );
    const { body } = await redeem(server, client, { code, ...rest });
    const page = await (await agent.visit(requestUrl(client, { prompt: 'login' }))).text();
    await agent.signIn(page, { ...user, password: `${canary} wrong` });
    await agent.signIn(page, { ...user, email: `${canary}@example.com` });
    await agent.send(requestUrl(client, { id_token_hint: `${canary}.x.y`, prompt: 'none' }));
    await agent.send(requestUrl(client, { request: `${canary}.x.y`, claims: `{"${canary}":`, code_challenge: canary }));
    await agent.send(`/logout?${new URLSearchParams({ id_token_hint: body.id_token ?? '', state: canary })}`);
    await agent.send(`/authorize?client_id=unknown&state=${canary}&nonce=${canary}&id_token_hint=${canary}`);
    const log = JSON.stringify(server.log);
    const secrets = [
      code,
      rest.code_verifier,
      body.access_token,
      body.refresh_token,
      body.id_token,
      client.client_secret,
      ...agent.cookies.values(),
    ];
    for (const secret of [canary, ...secrets]) {
      expect(secret).toBeTruthy();
      expect(log).not.toContain(secret);
    }
  });

  test('85 line breaks and control characters in what is quoted cannot forge a line', async () => {
    const forged = 'https://x.example/\r\n{"level":"info","event":"authorized"}\u001b[2J';
    const { reference } = await errorPage(
      await server.fetch(requestUrl(client, { redirect_uri: forged, client_id: client.client_id })),
    );
    expect(lineOf(reference)).toMatchObject({ refusal: { received: forged } });
  });
});
