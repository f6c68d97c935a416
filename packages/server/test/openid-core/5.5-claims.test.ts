import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorize, redeem } from '../support/user-agent.ts';

describe('OpenID Connect Core §5.5 the claims request parameter', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
    user = await server.aUser({ claims: { name: 'Ada Lovelace', locale: 'en-GB' } });
  });
  afterAll(() => server.close());

  /** What the client learns from its ID token and from the UserInfo endpoint. */
  async function learned(claims: object | undefined, scope: string) {
    const parameters = { scope, ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }) };
    const { body } = await redeem(server, client, await authorize(server, client, user, parameters));
    const payload = Buffer.from((body.id_token ?? '').split('.')[1] ?? '', 'base64url').toString();
    const userinfo = await server.fetch('/userinfo', { headers: { authorization: `Bearer ${body.access_token}` } });
    const read = (text: string) => JSON.parse(text) as Record<string, unknown>;
    return { id_token: read(payload), userinfo: read(await userinfo.text()) };
  }

  test('§5.4 the claims of a scope come from the UserInfo endpoint', async () => {
    const { id_token, userinfo } = await learned(undefined, 'openid profile email');
    expect(userinfo).toMatchObject({ sub: user.sub, name: 'Ada Lovelace', email: user.email });
    expect(id_token).not.toHaveProperty('email');
    expect(id_token.sub).toBe(user.sub);
  });

  test('§5.5 a claim that is requested for the ID token is in the ID token', async () => {
    const { id_token } = await learned(
      { id_token: { email: null, name: { essential: true } } },
      'openid profile email',
    );
    expect(id_token).toMatchObject({ email: user.email, name: 'Ada Lovelace' });
    expect(id_token).not.toHaveProperty('locale');
  });

  test('§5.5 claims whose scope the user was not asked for are not released', async () => {
    const { id_token, userinfo } = await learned(
      { id_token: { email: null }, userinfo: { email: { essential: true } } },
      'openid',
    );
    expect(id_token).not.toHaveProperty('email');
    expect(userinfo).toEqual({ sub: user.sub });
  });

  test.each([
    'x',
    '[]',
    '1',
    'null',
    '"text"',
    '{',
    '{"id_token":1}',
    '{"id_token":{"__proto__":null}}',
    '{"id_token":{"sub":1}}',
    '{"userinfo":{"a":{"essential":"yes"}}}',
    '{"userinfo":{"a":{"values":1}}}',
  ])('a claims parameter that is no claims request (%s): invalid_request', async (claims) => {
    expect(redirected(await server.fetch(requestUrl(client, { claims }))).parameters.error).toBe('invalid_request');
  });

  test('§5.5 members and claims that are not understood MUST be ignored', async () => {
    const claims = '{"unheard_of":{},"id_token":{"toString":null,"https://x.example/c":null},"userinfo":null}';
    expect((await server.fetch(requestUrl(client, { claims }))).headers.get('location')).toContain('/interaction/');
  });

  test('§3.1.2.1 a nonce of 512 characters comes back unmodified in the ID token', async () => {
    const nonce = `${'n-0S6_WzA2Mj'.repeat(42)}%20&"<`;
    const { body } = await redeem(server, client, await authorize(server, client, user, { nonce, scope: 'openid' }));
    const payload = JSON.parse(Buffer.from((body.id_token ?? '').split('.')[1] ?? '', 'base64url').toString()) as {
      nonce: string;
    };
    expect(payload.nonce).toBe(nonce);
  });
});
