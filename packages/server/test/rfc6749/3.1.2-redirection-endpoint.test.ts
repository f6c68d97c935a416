import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createClient, setClientDisabled, updateClient } from '../../src/management/clients.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { type Changes, requestForm, requestUrl } from '../support/authorization.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';

const MODES = [undefined, 'query', 'fragment', 'form_post'];

/** What must not be taken for https://app.example/cb, by the row of the catalogue that it belongs to. */
const IMPOSTORS: readonly (readonly [row: number, redirect_uri: string])[] = [
  [1, 'https://evil.example/cb'],
  [1, 'https://app.example/'],
  [1, 'https://app.example/cb/'],
  [1, 'https://app.example/cb2'],
  [1, 'https://app.example/CB'],
  [1, 'http://app.example/cb'],
  [1, 'https://app.example:443/cb'],
  [1, 'https://app.example/cb?next=https://evil.example'],
  [1, 'https://app.example/cb#fragment'],
  [1, 'https://app.example/cb%00'],
  [1, ' https://app.example/cb'],
  [1, '//app.example/cb'],
  [1, '/cb'],
  [2, 'https://app.example/cb/..;/x'],
  [2, 'https://app.example/cb/../cb'],
  [2, 'https://app.example/cb/%2e%2e/cb'],
  [2, 'https://app.example/cb/%2e%2e%2fadmin'],
  [3, 'https://app.example@evil.example/cb'],
  [3, 'https://app.example\\@evil.example/cb'],
  [3, 'https://app.example%40evil.example/cb'],
  [3, 'https://app.example.evil.example/cb'],
  [3, 'https://app.example%2eevil.example/cb'],
  [5, 'https://appXexample/cb'],
  [6, 'HTTPS://app.example/cb'],
  [6, 'JaVaScRiPt:alert(1)//app.example/cb'],
  [6, '\tjavascript:alert(1)'],
  [6, 'data:text/html,x'],
  [7, 'https://app.example/cb?code=x'],
  [10, `https://app.example/${'[::'.repeat(500)}`],
];

describe('RFC 6749 §3.1.2 Redirection Endpoint', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
  });
  afterAll(() => server.close());

  const get = (changes: Changes, of = client) => server.fetch(requestUrl(of, changes));

  test.each(IMPOSTORS)(
    'catalogue %i: §3.1.2.4 %s is not the registered URI: no redirection, under no response mode',
    async (_, redirect_uri) => {
      for (const response_mode of MODES) {
        const { text } = await errorPage(await get({ redirect_uri, response_mode }));
        expect(text).not.toContain('evil.example');
      }
      await errorPage(await server.fetch('/authorize', requestForm(client, { redirect_uri })));
    },
  );

  test.each(IMPOSTORS)('catalogue 8: prompt=none does not make %i %s acceptable', async (_, redirect_uri) => {
    await errorPage(await get({ redirect_uri, prompt: 'none' }));
  });

  test('catalogue 9: an unknown response_mode, or one the client is not registered for, answers nowhere', async () => {
    const queryOnly = await server.aClient({ response_modes: ['query'] });
    for (const response_mode of ['web_message', 'jwt', 'query.jwt', 'FRAGMENT', '__proto__'])
      await errorPage(await get({ response_mode }));
    for (const response_mode of ['fragment', 'form_post']) await errorPage(await get({ response_mode }, queryOnly));
  });

  test('§3.1.2.3 the redirect URI MUST be in the request unless exactly one was registered', async () => {
    const two = await server.aClient({ redirect_uris: [REDIRECT_URI, 'https://app.example/other'] });
    await errorPage(await get({ redirect_uri: undefined }, two));
    const { uri, parameters } = redirected(await get({ redirect_uri: undefined, response_type: 'x' }));
    expect(uri).toBe(REDIRECT_URI);
    expect(parameters.error).toBe('unsupported_response_type');
  });

  test('§3.1.2 a query that the registered URI has MUST be retained when parameters are added', async () => {
    const redirect_uri = 'https://app.example/cb?tenant=a%20b&empty=';
    const withQuery = await server.aClient({ redirect_uris: [redirect_uri] });
    const location = (await get({ redirect_uri, response_type: 'x' }, withQuery)).headers.get('location') ?? '';
    expect(location.startsWith(`${redirect_uri}&error=unsupported_response_type&`)).toBe(true);
  });

  test('§4.1.2.1 an invalid client identifier MUST NOT redirect: missing, unknown, malformed', async () => {
    for (const client_id of [
      undefined,
      '',
      'app_unknown',
      `${client.client_id} `,
      client.client_id.toUpperCase(),
      '\u202e',
      'é',
    ]) {
      const { text } = await errorPage(await get({ client_id }));
      expect(text).toContain('We do not know this app');
    }
  });

  test('§4.1.2.1 a disabled client gets nothing from the next request on, and everything back when enabled', async () => {
    const disabled = await server.aClient();
    await setClientDisabled(server.deps, await server.tenant(), disabled.client_id, true);
    await errorPage(await get({}, disabled));
    await setClientDisabled(server.deps, await server.tenant(), disabled.client_id, false);
    expect((await get({}, disabled)).status).toBe(303);
  });

  test('catalogue 80: a client of another tenant is unknown here', async () => {
    await createTenant(server.deps, { name: 'other' });
    const other = await server.deps.tenants.byName('other');
    if (other === null) throw new Error('the tenant is missing');
    const foreign = await createClient(server.deps, other, capabilities(['openid']), {
      client_name: 'x',
      redirect_uris: [REDIRECT_URI],
      scope: 'openid',
    });
    await errorPage(await get({}, foreign));
    const own = await server.fetch(`http://localhost:3000/other${requestUrl(foreign)}`);
    expect(own.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/other\/interaction\//);
  });

  test.each([
    [6, 'JaVaScRiPt:alert(1)'],
    [6, '\tjavascript:alert(1)'],
    [6, 'data:text/html,x'],
    [7, 'https://app.example/cb?code=x'],
    [7, 'https://app.example/cb?state=x'],
    [2, 'https://app.example/cb/..;/x'],
    [3, 'https://app.example@evil.example/cb'],
  ])('catalogue %i: §3.1.2 %s cannot even be registered', async (_, uri) => {
    await expect(server.aClient({ redirect_uris: [uri] })).rejects.toMatchObject({
      problems: [{ field: 'redirect_uris' }],
    });
  });

  test('§3.1.2 a URI counts from the moment it is registered and no longer than that', async () => {
    const changing = await server.aClient();
    const change = { redirect_uris: ['https://app.example/new'] };
    const tenant = await server.tenant();
    await updateClient(server.deps, tenant, capabilities([...tenant.scopes.keys()]), {
      client_id: changing.client_id,
      change,
    });
    await errorPage(await get({}, changing));
    expect((await get({ redirect_uri: 'https://app.example/new' }, changing)).status).toBe(303);
  });
});
