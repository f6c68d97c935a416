import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem, refresh } from '../support/user-agent.ts';

describe('RFC 6749 §4.1 Authorization Code Grant', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('§4.1 the whole way: request, sign-in, consent, code, tokens, refresh', async () => {
    const client = await server.aClient();
    const user = await server.aUser();
    const authorized = await authorize(server, client, user);
    const { status, body } = await redeem(server, client, authorized);
    expect(body.error_description).toBeUndefined();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid offline_access invoices.read',
    });
    const next = await refresh(server, client, body.refresh_token ?? '');
    expect(next.status).toBe(200);
    expect(next.body.refresh_token).not.toBe(body.refresh_token);
  });
});
