import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldOf, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize } from '../support/user-agent.ts';

describe('RFC 9207 §2 iss in every authorization response', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('catalogue 21: §2 success and error responses MUST carry the exact issuer identifier', async () => {
    const client = await server.aClient();
    const { response, agent } = await authorize(server, client, await server.aUser());
    expect(redirected(response).parameters.iss).toBe(server.issuer);
    const requested = redirected(await server.fetch(requestUrl(client, { response_type: 'x' })));
    expect(requested.parameters).toMatchObject({ error: 'unsupported_response_type', iss: server.issuer });
    const page = await (await agent.visit(requestUrl(client, { prompt: 'consent' }))).text();
    const denied = redirected(await agent.submit(page, { decision: 'deny' }));
    expect(denied.parameters).toMatchObject({ error: 'access_denied', iss: server.issuer });
  });

  test('catalogue 21: in every response mode', async () => {
    const client = await server.aClient();
    const agent = await signedInAgent(server, await server.aUser());
    const ask = (response_mode: string) => agent.send(requestUrl(client, { response_mode, prompt: 'none' }));
    expect(redirected(await ask('query')).parameters.iss).toBe(server.issuer);
    expect(redirected(await ask('fragment'), 'hash').parameters.iss).toBe(server.issuer);
    expect(fieldOf(await (await ask('form_post')).text(), 'iss')).toBe(server.issuer);
  });

  test('§3 the metadata say so', async () => {
    const metadata = (await (await server.fetch('/.well-known/oauth-authorization-server')).json()) as Record<
      string,
      unknown
    >;
    expect(metadata).toMatchObject({ issuer: server.issuer, authorization_response_iss_parameter_supported: true });
  });
});
