import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { pkce, startServer, type TestServer } from '../support/start-server.ts';
import { type AuthorizationParameters, authorize, redeem } from '../support/user-agent.ts';

describe('RFC 7636 §4.5-4.6 the code verifier at the token endpoint', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function anAuthorization(metadata: ClientMetadataInput = {}, parameters: AuthorizationParameters = {}) {
    const client = await server.aClient(metadata);
    return { client, authorized: await authorize(server, client, await server.aUser(), parameters) };
  }

  test.each(['none', 'client_secret_basic'])(
    '§4.6 "If the values are not equal, an error response indicating "invalid_grant" MUST be returned" (%s)',
    async (token_endpoint_auth_method) => {
      const { client, authorized } = await anAuthorization({ token_endpoint_auth_method });
      const { code_verifier, code_challenge } = pkce();
      const own = authorized.code_verifier;
      for (const wrong of [
        code_verifier,
        code_challenge,
        own.slice(0, -1),
        `${own}A`,
        own.toUpperCase(),
        'x',
        'A'.repeat(129),
      ]) {
        const answer = await redeem(server, client, { ...authorized, code_verifier: wrong });
        expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      }
      expect((await redeem(server, client, authorized)).status).toBe(200);
    },
  );

  test('catalogue 19: a challenge and no verifier is invalid_grant, and burns nothing', async () => {
    const { client, authorized } = await anAuthorization();
    const answer = await redeem(server, client, { ...authorized, code_verifier: '' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await redeem(server, client, authorized)).status).toBe(200);
  });

  test('catalogue 18: no challenge and a verifier is invalid_grant (RFC 9700 §4.8.2)', async () => {
    const unprotected = { code_challenge: '', code_challenge_method: '' };
    const { client, authorized } = await anAuthorization({ require_pkce: false }, unprotected);
    expect((await redeem(server, client, authorized)).body.error).toBe('invalid_grant');
    expect((await redeem(server, client, { ...authorized, code_verifier: '' })).status).toBe(200);
  });

  test('§7.2 codes and verifiers of two requests cannot be swapped (code injection, RFC 9700 §4.5.3.1)', async () => {
    const victim = await anAuthorization();
    const attacker = await authorize(server, victim.client, await server.aUser());
    const injected = { ...attacker, code: victim.authorized.code };
    expect((await redeem(server, victim.client, injected)).body.error).toBe('invalid_grant');
    expect((await redeem(server, victim.client, victim.authorized)).status).toBe(200);
  });
});
