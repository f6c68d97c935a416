import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { operationsOn } from '../../src/cli/perform.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled, updateClient } from '../../src/management/clients.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { listGrants } from '../../src/management/operations/grants.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { startXena, TESTAPI, tokenRequest, verified } from './xena.ts';

describe('Xena: a console program with a service account (client_credentials)', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;

  const serviceAccount = (change: object = {}) =>
    server.aClient({
      client_name: 'Nightly export',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'testapi',
      service_account: user.email,
      ...change,
    });
  const askForToken = (parameters: Record<string, string> = {}) =>
    tokenRequest(server, client, { grant_type: 'client_credentials', ...parameters });
  /** Whether the server still stands by a token that was given before. */
  const isActive = async (token: string) => {
    const api = await server.aClient({
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: '',
      resource: [TESTAPI],
    });
    const response = await server.fetch('/connect/introspect', {
      method: 'POST',
      body: new URLSearchParams({ client_id: api.client_id, client_secret: api.client_secret ?? '', token }),
    });
    return ((await response.json()) as { active: boolean }).active;
  };

  beforeEach(async () => {
    server = await startXena();
    user = await server.aUser();
    client = await serviceAccount();
  });
  afterEach(() => server.close());

  test('"impersonate a single user without the need for consent authorization": that user\'s sub, this client\'s id', async () => {
    const { status, body } = await askForToken({ scope: 'testapi' });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
    const claims = await verified(server, body.access_token ?? '', TESTAPI);
    expect(claims).toMatchObject({ sub: user.sub, client_id: client.client_id, scope: ['testapi'] });
    // Nobody signed in, and nothing says so.
    for (const claim of ['auth_time', 'acr', 'amr']) expect(claims).not.toHaveProperty(claim);
  });

  test('it identifies nobody: openid, profile and offline_access are refused', async () => {
    const curious = await serviceAccount({ scope: 'openid profile testapi' });
    for (const scope of ['openid', 'testapi profile', 'offline_access']) {
      const refused = await tokenRequest(server, curious, { grant_type: 'client_credentials', scope });
      expect(refused.body.error).toBe('invalid_scope');
    }
  });

  test('only the scopes that were permitted when it was made, and no more than it is registered for now', async () => {
    const widened = { client_id: client.client_id, change: { scope: 'testapi invoices.read' } };
    const tenant = await server.tenant();
    await updateClient(server.deps, tenant, capabilities([...tenant.scopes.keys()]), widened);
    expect((await askForToken({ scope: 'invoices.read' })).body.error).toBe('invalid_scope');
    expect((await askForToken()).body.scope).toBe('testapi');
  });

  test('"pre-authorized in the backend": it is among the apps installed on the account', async () => {
    const grants = await operationsOn(server.deps, server.tenant).performAll(listGrants, { query: { sub: user.sub } });
    expect(grants).toMatchObject([{ client_id: client.client_id, sub: user.sub, scope: 'testapi', installed: true }]);
  });

  test('the permission does not expire', async () => {
    server.clock.advance(10 * 365 * 86_400);
    expect((await askForToken()).body).toHaveProperty('access_token');
  });

  test.each([
    [
      'the user is disabled',
      async () => setUserDisabled(server.deps, await server.tenant(), user.email, true),
      'invalid_grant',
    ],
    [
      'the client is disabled',
      async () => setClientDisabled(server.deps, await server.tenant(), client.client_id, true),
      'invalid_client',
    ],
    [
      'the app is uninstalled',
      async () => {
        const [grant] = await operationsOn(server.deps, server.tenant).performAll(listGrants, {
          query: { client_id: client.client_id },
        });
        await revokeGrant(server.deps, await server.tenant(), grant?.grant_id ?? '');
      },
      'invalid_grant',
    ],
  ] as const)('it ends at once when %s: the token it holds and the next one', async (_, end, error) => {
    const { body } = await askForToken();
    expect(await isActive(body.access_token ?? '')).toBe(true);
    await end();
    expect(await isActive(body.access_token ?? '')).toBe(false);
    expect((await askForToken()).body.error).toBe(error);
  });

  test('revoking one access token ends that token and leaves the service account', async () => {
    const { body } = await askForToken();
    const { client_id, client_secret = '' } = client;
    const token = body.access_token ?? '';
    const form = new URLSearchParams({ client_id, client_secret, token });
    expect((await server.fetch('/connect/revocation', { method: 'POST', body: form })).status).toBe(200);
    expect(await isActive(token)).toBe(false);
    expect((await askForToken()).status).toBe(200);
  });

  test('it is made for one user who exists and is enabled, with client_credentials and no other grant type', async () => {
    await expect(serviceAccount({ service_account: 'nobody@example.com' })).rejects.toThrow('There is no user');
    await expect(
      serviceAccount({
        grant_types: ['client_credentials', 'authorization_code'],
        redirect_uris: ['https://a.example/cb'],
      }),
    ).rejects.toThrow('client_credentials and no other');
    await setUserDisabled(server.deps, await server.tenant(), user.email, true);
    await expect(serviceAccount()).rejects.toThrow('disabled');
  });
});
