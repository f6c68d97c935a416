import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { DIALECTS } from '../../src/dialects/index.ts';
import { OAUTH_WIRE } from '../../src/dialects/oauth-wire.ts';
import { json } from '../../src/http/responses.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import { redirected } from '../support/answers.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

/** A product that nobody thought of when the rest was written. */
const weather: Dialect = {
  ...OAUTH_WIRE,
  name: 'weather',
  paths: { authorization_endpoint: '/door', token_endpoint: '/desk', jwks_uri: '/seals' },
  tenantDefaults: { accessTokenTtl: 120 },
  clientDefaults: () => ({ require_pkce: false }),
  renderTokens: ({ access_token, expires_in }) => json(200, { umbrella: access_token, dry_for: expires_in }),
};

describe('another product is one file and its line in the registry', () => {
  let server: TestServer;
  beforeAll(async () => {
    // The line in the registry; of this process only.
    (DIALECTS as Map<string, Dialect>).set(weather.name, weather);
    server = await startServer({ settings: presetSettings('weather') });
  });
  afterAll(() => server.close());

  test('its preset, its clients, its paths and its answers are there', async () => {
    expect((await server.tenant()).settings).toMatchObject({ dialects: ['weather'], accessTokenTtl: 120 });
    const client = await server.aClient();
    expect(client).toMatchObject({ require_pkce: false, legacy: ['pkce_not_required'] });

    const agent = new UserAgent(server);
    const request = { client_id: client.client_id, response_type: 'code', scope: 'invoices.read' };
    const signIn = await (await agent.visit(`/door?${new URLSearchParams(request)}`)).text();
    const consent = await (await agent.signIn(signIn, await server.aUser())).text();
    const response = await agent.submit(consent, { decision: 'allow', scope: ['invoices.read'] });
    const { code = '' } = redirected(response).parameters;

    const { client_id, client_secret = '' } = client;
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, client_id, client_secret });
    const answer = await server.fetch('/desk', { method: 'POST', body });
    expect(await answer.json()).toEqual({ umbrella: expect.any(String), dry_for: 120 });
  });

  test('discovery names its paths', async () => {
    const metadata = await (await server.fetch('/.well-known/openid-configuration')).json();
    expect(metadata).toMatchObject({
      authorization_endpoint: `${server.issuer}/door`,
      token_endpoint: `${server.issuer}/desk`,
      jwks_uri: `${server.issuer}/seals`,
    });
    expect(metadata).not.toHaveProperty('introspection_endpoint');
  });

  test('nothing outside of the dialects knows one by its name, but for the standard one', () => {
    const names = [...DIALECTS.keys()].filter((name) => name !== 'standard');
    const packages = resolve(import.meta.dirname, '../../..');
    const known = ['server', 'protocol', 'resource-server'].flatMap((name) => {
      const folder = join(packages, name, 'src');
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.startsWith('dialects/'))
        .flatMap((file) => {
          const text = readFileSync(join(folder, file), 'utf8');
          return names
            .filter((dialect) => new RegExp(`\\b${dialect}\\b`).test(text))
            .map((dialect) => `${file}: ${dialect}`);
        });
    });
    expect(known).toEqual([]);
  });
});
