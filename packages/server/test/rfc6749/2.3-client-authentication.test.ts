import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import { createSecret, revokeSecret } from '../../src/management/secrets.ts';
import { anAssertion, anAssertionKey, postWithAssertion, secretKey } from '../support/client-assertions.ts';
import { aService, expectRefusal, serviceToken } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { basic, post } from '../support/user-agent.ts';

describe('RFC 6749 §2.3 Client Authentication', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await aService(server);
  });
  afterAll(() => server.close());

  /** A token request of `client_credentials` with exactly these headers and parameters. */
  const send = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    server.fetch('/token', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
    });
  const secret = () => client.client_secret ?? '';

  test('§2.3.1 "The authorization server MUST support the HTTP Basic authentication scheme"', async () => {
    expect((await send({}, { authorization: basic(client) })).status).toBe(200);
  });

  test('§2.3.1 "MAY support including the client credentials in the request-body"', async () => {
    expect((await send({ client_id: client.client_id, client_secret: secret() })).status).toBe(200);
  });

  test('§2.3.1 the identifier and the password "is encoded using the application/x-www-form-urlencoded encoding algorithm"', async () => {
    const encode = (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
    const authorization = `Basic ${btoa(`${encode(client.client_id)}:${encode(secret())}`)}`;
    expect((await send({}, { authorization })).status).toBe(200);
  });

  test('§2.3.1 "The parameters can only be transmitted in the request-body and MUST NOT be included in the request URI"', async () => {
    const query = new URLSearchParams({ client_id: client.client_id, client_secret: secret() });
    const response = await server.fetch(`/token?${query}`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    await expectRefusal(response, 401, 'invalid_client');
  });

  test('catalogue 41: §2.3 "The client MUST NOT use more than one authentication method in each request"', async () => {
    const key = await anAssertionKey();
    const assertion = { client_assertion: await anAssertion(server, client, key), client_assertion_type: 'x' };
    const inBody = { client_id: client.client_id, client_secret: secret() };
    const inHeader = { authorization: basic(client) };
    await expectRefusal(await send(inBody, inHeader), 400, 'invalid_request');
    await expectRefusal(await send({ ...inBody, ...assertion }), 400, 'invalid_request');
    await expectRefusal(await send(assertion, inHeader), 400, 'invalid_request');
    await expectRefusal(await send({ ...inBody, client_secret: 'wrong' }, inHeader), 400, 'invalid_request');
  });

  test('catalogue 39: without its secret, or with a wrong one, a confidential client is refused with 401', async () => {
    const wrong = `${secret().slice(0, -1)}${secret().endsWith('A') ? 'B' : 'A'}`;
    const { client_id } = client;
    const attempts: [Record<string, string>, Record<string, string>?][] = [
      [{}],
      [{ client_id }],
      [{ client_id, client_secret: '' }],
      [{ client_id, client_secret: wrong }],
      [{ client_secret: secret() }],
      [{}, { authorization: basic({ client_id, client_secret: wrong }) }],
      [{}, { authorization: basic({ client_id, client_secret: '' }) }],
      [{}, { authorization: basic({ client_id, client_secret: secret().slice(0, -1) }) }],
      [{}, { authorization: basic({ client_id, client_secret: `${secret()}A` }) }],
    ];
    for (const [parameters, headers] of attempts) {
      await expectRefusal(await send(parameters, headers), 401, 'invalid_client');
    }
  });

  test('catalogue 39: the secret of one client does not open another', async () => {
    const other = await aService(server);
    const mixed = { client_id: client.client_id, client_secret: other.client_secret };
    await expectRefusal(await send({}, { authorization: basic(mixed) }), 401, 'invalid_client');
  });

  test('a client_id in the body that contradicts the credentials is refused', async () => {
    const other = await aService(server);
    await expectRefusal(
      await send({ client_id: other.client_id }, { authorization: basic(client) }),
      401,
      'invalid_client',
    );
  });

  test('catalogue 76: an unknown client, a wrong secret, another method and a disabled client get the same answer', async () => {
    const disabled = await aService(server);
    await setClientDisabled(server.deps, await server.tenant(), disabled.client_id, true);
    const publicClient = await server.aClient({ token_endpoint_auth_method: 'none' });
    const answers = await Promise.all(
      [
        { client_id: 'app_00000000000000000000000000000000', client_secret: secret() },
        { client_id: client.client_id, client_secret: 'wrong' },
        { client_id: publicClient.client_id, client_secret: 'wrong' },
        disabled,
      ].map(async (credentials) => {
        const response = await send({}, { authorization: basic(credentials) });
        return {
          status: response.status,
          challenge: response.headers.get('www-authenticate'),
          body: await response.text(),
        };
      }),
    );
    expect(answers[0]?.status).toBe(401);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('catalogue 44: whatever is in the Authorization header, what is no credential of a client is 401', async () => {
    const junk = fc.oneof(
      fc.string({
        unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
        maxLength: 200,
      }),
      fc.string({ maxLength: 60, unit: 'binary' }).map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => `Basic ${Buffer.from(bytes).toString('base64')}`),
      fc.string({ maxLength: 40, unit: 'binary' }).map((text) => {
        const pair = `${client.client_id}:${encodeURIComponent(text.toWellFormed())}`;
        return `Basic ${Buffer.from(pair).toString('base64')}`;
      }),
      fc.constantFrom('Bearer', 'Digest', 'Negotiate', 'Basic', 'basic ', 'DPoP').map((scheme) => `${scheme} QUFB`),
    );
    await fc.assert(
      fc.asyncProperty(junk, async (authorization) => {
        const response = await send({}, { authorization });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
        expect(await response.json()).toMatchObject({ error: 'invalid_client' });
      }),
      { numRuns: 300 },
    );
  });

  test('catalogue 44: §5.2 a header of another scheme is an "unsupported authentication method", also from a public client', async () => {
    const { client_id } = await server.aClient({ token_endpoint_auth_method: 'none' });
    const parameters = { client_id, grant_type: 'refresh_token', refresh_token: 'x' };
    await expectRefusal(await send(parameters), 400, 'invalid_grant');
    for (const authorization of ['Bearer abc', 'Digest username="x"', 'Basic', 'Basicx', '%%%']) {
      await expectRefusal(await send(parameters, { authorization }), 401, 'invalid_client');
    }
  });

  test('two secrets overlap, so that one can replace the other without a gap', async () => {
    const tenant = await server.tenant();
    const first = await aService(server);
    const second = await createSecret(server.deps, tenant, first.client_id, { expires_in: 3600 });
    expect((await serviceToken(server, first)).status).toBe(200);
    expect((await serviceToken(server, second)).status).toBe(200);
    server.clock.advance(3600);
    expect((await serviceToken(server, second)).status).toBe(401);
    expect((await serviceToken(server, first)).status).toBe(200);
    const third = await createSecret(server.deps, tenant, first.client_id, {});
    await revokeSecret(server.deps, tenant, first.client_id, third.secret_id);
    expect((await serviceToken(server, third)).status).toBe(401);
    expect((await serviceToken(server, first)).status).toBe(200);
  });

  test('a client uses the method that it is registered for: a secret does not stand in for a key', async () => {
    const key = await anAssertionKey();
    const keyed = await aService(server, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } });
    expect(keyed.client_secret).toBeUndefined();
    const forged = { client_id: keyed.client_id, client_secret: secret() };
    await expectRefusal(await send({}, { authorization: basic(forged) }), 401, 'invalid_client');
    await expectRefusal(await send({ client_id: keyed.client_id }), 401, 'invalid_client');
    const hmac = await anAssertion(server, keyed, secretKey(secret()));
    await expectRefusal(
      await postWithAssertion(server, '/token', hmac, { grant_type: 'client_credentials' }),
      401,
      'invalid_client',
    );
  });

  test('§3.2.1 "clients issued client credentials MUST authenticate" also at introspection and revocation', async () => {
    for (const path of ['/introspect', '/revoke']) {
      const without = await server.fetch(path, {
        method: 'POST',
        body: new URLSearchParams({ client_id: client.client_id, token: 'x' }),
      });
      await expectRefusal(without, 401, 'invalid_client');
      expect((await post(server, path, client, { token: 'x' })).status).toBe(200);
    }
  });
});
