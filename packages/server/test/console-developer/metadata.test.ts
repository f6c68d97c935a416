import { expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { managementApi } from '../support/management-api.ts';

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
    expect(Object.keys(body.endpoints)).toContain('token_endpoint');
    for (const [name, url] of Object.entries(body.endpoints)) expect([name, url]).toEqual([name, published[name]]);
    expect(body.jwks).toEqual(await (await server().fetch('/jwks')).json());
    expect(JSON.stringify(body)).not.toContain('"d":');
  });

  test('asks for a token, as every operation does', async () => {
    expect((await server().fetch('/api/v1/tenants/demo/metadata')).status).toBe(401);
  });
});
