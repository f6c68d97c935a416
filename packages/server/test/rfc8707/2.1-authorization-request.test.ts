import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { redirected } from '../support/answers.ts';
import { type Changes, requestUrl } from '../support/authorization.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { authorize, redeem } from '../support/user-agent.ts';

const FILES = 'https://files.example/';

describe('RFC 8707 §2.1 resource in the authorization request', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    await putResourceServer(server.deps, await server.tenant(), {
      resource: FILES,
      name: 'Files',
      access_token_signing_alg: 'ES256',
    });
    client = await server.aClient();
  });
  afterAll(() => server.close());

  const get = (changes: Changes) => server.fetch(requestUrl(client, changes));

  test.each([
    'https://unknown.example/',
    'not a uri',
    '/v1',
    `${API}#fragment`,
    `${API}/`,
    API.toUpperCase(),
    'https://api.example',
  ])('§2 a resource that is invalid, unknown or malformed (%s): invalid_target', async (resource) => {
    expect(redirected(await get({ resource })).parameters).toMatchObject({
      error: 'invalid_target',
      state: 'af0ifjsldkj',
    });
    expect(redirected(await get({ resource: [API, resource] })).parameters.error).toBe('invalid_target');
  });

  test('§2 multiple resource parameters MAY be used; the token is for what was named', async () => {
    expect((await get({ resource: [API, FILES] })).headers.get('location')).toContain('/interaction/');
    const authorized = await authorize(server, client, await server.aUser(), { scope: 'invoices.read', resource: API });
    const { body } = await redeem(server, client, authorized);
    const payload = JSON.parse(Buffer.from(body.access_token.split('.')[1] ?? '', 'base64url').toString()) as {
      aud: unknown;
    };
    expect([payload.aud].flat()).toEqual([API]);
  });
});
