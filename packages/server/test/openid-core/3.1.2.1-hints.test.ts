import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { fieldOf, pageKind, redirected } from '../support/answers.ts';
import { type Changes, requestUrl } from '../support/authorization.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

describe('OpenID Connect Core §3.1.2.1 hints: login_hint, id_token_hint, ui_locales, acr_values', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  let other: TestUser;
  let agent: UserAgent;
  let id_token: string;
  beforeAll(async () => {
    server = await startServer();
    [client, user, other] = await Promise.all([server.aClient(), server.aUser(), server.aUser()]);
    const authorized = await authorize(server, client, user, { scope: 'openid' });
    agent = authorized.agent;
    id_token = (await redeem(server, client, authorized)).body.id_token ?? '';
  });
  afterAll(() => server.close());

  const silent = async (changes: Changes, who = agent) =>
    redirected(await who.send(requestUrl(client, { prompt: 'none', ...changes }))).parameters;

  test('login_hint fills the field in, as text', async () => {
    const fresh = new UserAgent(server);
    const page = await (await fresh.visit(requestUrl(client, { login_hint: user.email }))).text();
    expect(fieldOf(page, 'email')).toBe(user.email);
    const hostile = await (await fresh.visit(requestUrl(client, { login_hint: '"><script>alert(1)</script>' }))).text();
    expect(hostile).not.toContain('<script>');
    expect(fieldOf(hostile, 'email')).toBe('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('§3.1.2.2 id_token_hint of the user who is signed in: a positive response', async () => {
    expect(await silent({ id_token_hint: id_token })).toHaveProperty('code');
  });

  test('id_token_hint that has expired serves as well', async () => {
    const authorized = await authorize(server, client, user, { scope: 'openid' }, agent);
    const hint = (await redeem(server, client, authorized)).body.id_token ?? '';
    server.clock.advance(7200);
    expect(await silent({ id_token_hint: hint })).toHaveProperty('code');
  });

  test('§3.1.2.2 id_token_hint of somebody else: MUST NOT answer for the one who is signed in', async () => {
    const stranger = (await authorize(server, client, other, { scope: 'openid' })).agent;
    expect((await silent({ id_token_hint: id_token }, stranger)).error).toBe('login_required');
    const page = await (await stranger.visit(requestUrl(client, { id_token_hint: id_token }))).text();
    expect(pageKind(page)).toBe('login');
    const refused = redirected(await stranger.signIn(page, other)).parameters;
    expect(refused.error).toBe('login_required');
    expect(refused).not.toHaveProperty('code');
    const right = await (await stranger.visit(requestUrl(client, { id_token_hint: id_token }))).text();
    expect(redirected(await stranger.signIn(right, user)).parameters).toHaveProperty('code');
  });

  test('§3.1.2.2 sub requested with a value in the claims parameter: MUST NOT answer for another user', async () => {
    const requesting = (sub: string) => JSON.stringify({ id_token: { sub: { value: sub } } });
    expect(await silent({ claims: requesting(user.sub) })).toHaveProperty('code');
    expect((await silent({ claims: requesting(other.sub) })).error).toBe('login_required');
    expect(await silent({ claims: requesting(user.sub), id_token_hint: id_token })).toHaveProperty('code');
    expect((await silent({ claims: requesting(other.sub), id_token_hint: id_token })).error).toBe('invalid_request');
  });

  test('an id_token_hint that this issuer did not give this client: invalid_request', async () => {
    const stranger = await server.aClient();
    const authorized = await authorize(server, stranger, user, { scope: 'openid invoices.read' }, agent);
    const { body } = await redeem(server, stranger, authorized);
    const [header, payload, signature] = id_token.split('.');
    const forged = Buffer.from(JSON.stringify({ iss: server.issuer, aud: client.client_id, sub: user.sub })).toString(
      'base64url',
    );
    for (const hint of [
      body.id_token ?? '',
      body.access_token,
      `${header}.${forged}.${signature}`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      id_token.slice(0, -1),
      'x.y.z',
      '',
    ].filter((value) => value !== '')) {
      expect((await silent({ id_token_hint: hint })).error).toBe('invalid_request');
    }
  });

  test('ui_locales: an error SHOULD NOT result from a language that is not supported', async () => {
    const fresh = new UserAgent(server);
    for (const ui_locales of ['fr-CA fr en', 'tlh', 'en-US', '*', 'x'.repeat(300), '"><b>']) {
      const response = await fresh.visit(requestUrl(client, { ui_locales }));
      expect(await response.text()).toContain('<html lang="en"');
    }
  });

  test('acr_values is a wish; an essential acr that cannot be met is refused (§5.5.1.1)', async () => {
    expect(await silent({ acr_values: 'urn:unknown phr' })).toHaveProperty('code');
    const essential = (acr: object) => ({ claims: JSON.stringify({ id_token: { acr: { essential: true, ...acr } } }) });
    for (const unmet of [{ value: 'phr' }, { values: ['phr', 'phrh'] }]) {
      expect((await silent(essential(unmet))).error).toBe('unmet_authentication_requirements');
    }
    expect(await silent(essential({ values: ['phr', 'urn:xenia:acr:password'] }))).toHaveProperty('code');
    expect(await silent({ claims: JSON.stringify({ id_token: { acr: { value: 'phr' } } }) })).toHaveProperty('code');
  });

  test('§3.1.2.1 display and login_hint of any value, and claims_locales, are accepted', async () => {
    expect(await silent({ display: 'popup', login_hint: 'nobody', claims_locales: 'fr' })).toHaveProperty('code');
  });

  test.each([
    ['request', 'request_not_supported'],
    ['request_uri', 'request_uri_not_supported'],
    ['registration', 'registration_not_supported'],
  ])('§3.1.2.6 %s is answered with %s; catalogue 61: and nothing is fetched', async (name, error) => {
    expect((await silent({ [name]: 'https://evil.example/object.jwt' })).error).toBe(error);
  });
});
