import { expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { managementApi } from '../support/management-api.ts';
import { startServer } from '../support/start-server.ts';

describeServer('where a tenant answers apps, for the console', {}, (server) => {
  test('RFC 8414 §2, RFC 7517 §5: says what the server metadata and the JWKS say', async () => {
    const { call } = await managementApi(server(), null);
    const { status, body } = await call('GET', '/tenants/{tenant}/metadata');
    expect(status).toBe(200);
    const published = (await (await server().fetch('/.well-known/openid-configuration')).json()) as Record<
      string,
      string
    >;
    expect(body.issuer).toBe(published.issuer);
    expect(body.dialects).toEqual([
      {
        name: 'standard',
        endpoints: body.endpoints,
        token_request: 'form',
        authorization_names: {},
        scopes: 'space_separated',
        implied: [],
      },
    ]);
    expect(Object.keys(body.endpoints)).toContain('token_endpoint');
    for (const [name, url] of Object.entries(body.endpoints)) expect([name, url]).toEqual([name, published[name]]);
    expect(body.jwks).toEqual(await (await server().fetch('/jwks')).json());
    expect(JSON.stringify(body)).not.toContain('"d":');
  });

  test('says of every dialect how its clients write their requests, the advertised one first', async () => {
    const several = await startServer({ settings: { dialects: ['xendit', 'xeno', 'standard'] } });
    const { call } = await managementApi(several, null);
    const { body } = await call('GET', '/tenants/{tenant}/metadata');
    expect(body.endpoints).toEqual(body.dialects[0].endpoints);
    expect(body.dialects).toMatchObject([
      {
        name: 'xendit',
        endpoints: { token_endpoint: `${several.issuer}/oauth/tokens` },
        token_request: 'json',
        authorization_names: { response_type: 'grant_type', scope: 'scopes' },
        scopes: 'json_array',
        implied: ['authorization_code', 'refresh_token'],
      },
      { name: 'xeno', token_request: 'form', implied: ['code', 'authorization_code', 'refresh_token'] },
      { name: 'standard', endpoints: { userinfo_endpoint: `${several.issuer}/userinfo` }, implied: [] },
    ]);
    await several.close();
  });

  test('asks for a token, as every operation does', async () => {
    expect((await server().fetch('/api/v1/tenants/demo/metadata')).status).toBe(401);
  });
});
