import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOutboundFetch, type Resolver } from '../../src/http/outbound-fetch.ts';
import { anAssertion, anAssertionKey, postWithAssertion } from '../support/client-assertions.ts';
import { aService, expectRefusal } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe('catalogue 60: jwks_uri of a client that points inside', () => {
  let server: TestServer;
  let connections = 0;
  let port = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  /** Public when asked first, loopback from then on. */
  let lookups = 0;
  const rebinding: Resolver = (hostname, _, callback) => {
    lookups += 1;
    const inside = hostname === 'inside.example' || lookups > 1;
    callback(null, [{ address: inside ? '127.0.0.1' : '192.0.2.1', family: 4 }]);
  };
  beforeAll(async () => {
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    port = (listener.address() as AddressInfo).port;
    server = await startServer({
      deps: { fetch: createOutboundFetch({ allowPrivateNetworks: false, lookup: rebinding }) },
    });
  });
  afterAll(async () => {
    listener.close();
    await server.close();
  });

  test.each([
    'https://127.0.0.1:PORT/jwks',
    'https://localhost:PORT/jwks',
    'https://[::1]:PORT/jwks',
    'https://[::ffff:127.0.0.1]:PORT/jwks',
    'https://[::ffff:169.254.169.254]/latest/meta-data',
    'https://169.254.169.254/latest/meta-data',
    'https://0.0.0.0:PORT/jwks',
    'https://2130706433:PORT/jwks',
    'https://0x7f.1:PORT/jwks',
    'https://inside.example:PORT/jwks',
    'https://10.0.0.1/jwks',
    'http://127.0.0.1:PORT/jwks',
  ])('%s: invalid_client and no connection', async (template) => {
    const jwks_uri = template.replace('PORT', String(port));
    const client = await aService(server, { token_endpoint_auth_method: 'private_key_jwt', jwks_uri });
    const assertion = await anAssertion(server, client, await anAssertionKey());
    const response = await postWithAssertion(server, '/token', assertion, { grant_type: 'client_credentials' });
    await expectRefusal(response, 401, 'invalid_client');
    expect(connections).toBe(0);
  });
});
