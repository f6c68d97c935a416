import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { errorPage } from '../support/answers.ts';
import { listeningServer, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { type Answer, CLIENT_SECRET, type RogueProvider, startRogue } from './rogue-provider.ts';
import { aRogueProvider, identitiesOf, locationOf, pressButton, submitTo, verifyEmail, whoIsIn } from './traveller.ts';

let skew = 0;

describe('attacks on signing in through others', () => {
  let server: TestServer;
  let city: RogueProvider;
  let town: RogueProvider;
  let user: TestUser;
  beforeAll(async () => {
    const clock = () => Math.floor(Date.now() / 1000) + skew;
    [server, city, town] = await Promise.all([listeningServer({ deps: { clock } }), startRogue(), startRogue()]);
    await aRogueProvider(server, city, { provider_id: 'city', trusts_email: true });
    await aRogueProvider(server, town, { provider_id: 'town', display_name: 'Town ID', trusts_email: true });
    user = await server.aUser();
    await verifyEmail(server, user);
    // From here on both know the user.
    city.answer = town.answer = { claims: { email: user.email, email_verified: true, name: 'Ada' } };
    for (const [provider_id, rogue] of [
      ['city', city],
      ['town', town],
    ] as const) {
      const agent = new UserAgent(server);
      await agent.visit(rogue.callback(locationOf(await pressButton(server, agent, provider_id))));
      expect(await whoIsIn(agent)).toBe(user.sub);
    }
  });
  afterEach(() => {
    skew = 0;
    for (const rogue of [city, town]) {
      rogue.answer = {};
      rogue.metadata = {};
      rogue.down = false;
    }
  });
  afterAll(async () => {
    await Promise.all([server.close(), city.close(), town.close()]);
  });

  async function depart(provider_id = 'city'): Promise<{ agent: UserAgent; location: string }> {
    const agent = new UserAgent(server);
    return { agent, location: locationOf(await pressButton(server, agent, provider_id)) };
  }

  async function expectOver(response: Response): Promise<void> {
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This sign-in is over');
  }

  test('who comes back as they should is signed in', async () => {
    const { agent, location } = await depart();
    expect(locationOf(await agent.send(city.callback(location)))).toBe(`${server.issuer}/account`);
    expect(await whoIsIn(agent)).toBe(user.sub);
  });

  test('RFC 6749 §2.3.1: the client secret goes form-encoded in the Authorization header; RFC 7636: with the verifier', async () => {
    const { agent, location } = await depart();
    await agent.send(city.callback(location));
    const { form, authorization = '' } = city.redeemed.at(-1) ?? { form: new URLSearchParams() };
    const [id = '', secret = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
    const decode = (text: string) => new URLSearchParams(`x=${text}`).get('x');
    expect([decode(id), decode(secret)]).toEqual(['xenia', CLIENT_SECRET]);
    expect(form.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(form.get('redirect_uri')).toBe(`${server.issuer}/sign-in-with/city/callback`);
    expect(new URL(location).searchParams.get('code_challenge_method')).toBe('S256');
  });

  test('RFC 6749 §2.3.1: in the form where the provider takes it only there; a public client sends none', async () => {
    for (const [provider_id, methods, client_secret] of [
      ['post', ['client_secret_post'], CLIENT_SECRET],
      ['public', ['client_secret_basic', 'none'], null],
    ] as const) {
      const rogue = await startRogue();
      rogue.metadata = { token_endpoint_auth_methods_supported: methods };
      await aRogueProvider(server, rogue, { provider_id, client_secret, trusts_email: true });
      rogue.answer = { claims: { email: user.email, email_verified: true } };
      const { agent, location } = await depart(provider_id);
      await agent.send(rogue.callback(location));
      expect(await whoIsIn(agent)).toBe(user.sub);
      expect(rogue.redeemed).toHaveLength(1);
      expect(rogue.redeemed[0]?.authorization).toBeUndefined();
      expect(rogue.redeemed[0]?.form.get('client_secret')).toBe(client_secret);
      expect(rogue.redeemed[0]?.form.get('client_id')).toBe('xenia');
      await rogue.close();
    }
  });

  test('catalogue 22: the state of one provider is refused at the redirect URI of another', async () => {
    const { agent, location } = await depart('city');
    const swapped = city.callback(location).replace('/sign-in-with/city/', '/sign-in-with/town/');
    const before = town.redeemed.length;
    await expectOver(await agent.send(swapped));
    expect(town.redeemed.length).toBe(before);
    // Nor is it used up by that.
    await agent.send(city.callback(location));
    expect(await whoIsIn(agent)).toBe(user.sub);
  });

  test('catalogue 22: a state that is forged, tampered with, missing or of another installation is refused', async () => {
    const { agent, location } = await depart();
    const state = new URL(location).searchParams.get('state') ?? '';
    const other = await startServer();
    const foreign = other.deps.sealer.seal('upstream-state', '["x"]');
    await other.close();
    for (const forged of [
      '',
      'x',
      `${state}x`,
      state.slice(1),
      `${state[0] === 'A' ? 'B' : 'A'}${state.slice(1)}`,
      foreign,
      null,
    ]) {
      await expectOver(await agent.send(city.callback(location, { state: forged })));
    }
    expect(await whoIsIn(agent)).toBeNull();
  });

  test('a callback counts once: the same again, and many at the same moment', async () => {
    const { agent, location } = await depart();
    const callback = city.callback(location);
    const before = city.redeemed.length;
    const answers = await Promise.all(Array.from({ length: 12 }, () => agent.send(callback)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(city.redeemed.length).toBe(before + 1);
    await expectOver(await agent.send(callback));
    await expectOver(await agent.send(city.callback(location)));
  });

  test('RFC 6749 §10.12: what one browser began cannot be ended in another', async () => {
    const { location } = await depart();
    const victim = new UserAgent(server);
    await expectOver(await victim.send(city.callback(location)));
    await victim.visit('/account');
    await expectOver(await victim.send(city.callback(location)));
    expect(await whoIsIn(victim)).toBeNull();
  });

  test('ten minutes, and no longer', async () => {
    const late = await depart();
    skew = 600;
    await expectOver(await late.agent.send(city.callback(late.location)));
    skew = 0;
    const intime = await depart();
    skew = 590;
    await intime.agent.send(city.callback(intime.location));
    expect(await whoIsIn(intime.agent)).toBe(user.sub);
  });

  test('several tabs of one browser go their ways', async () => {
    const agent = new UserAgent(server);
    const page = await (await agent.visit('/account/profile')).text();
    const other = await (await agent.visit('/account/devices')).text();
    const [first, second, third] = await Promise.all([
      submitTo(server, agent, page, 'city'),
      submitTo(server, agent, other, 'town'),
      submitTo(server, agent, other, 'city'),
    ]).then((responses) => responses.map(locationOf));
    expect(locationOf(await agent.send(city.callback(third ?? '')))).toBe(`${server.issuer}/account/devices`);
    expect(locationOf(await agent.send(town.callback(second ?? '')))).toBe(`${server.issuer}/account/devices`);
    expect(locationOf(await agent.send(city.callback(first ?? '')))).toBe(`${server.issuer}/account/profile`);
  });

  test('RFC 9207 §2.4: an answer that names another issuer, or none where one was promised, is refused', async () => {
    for (const iss of [town.issuer, `${city.issuer}/`, null]) {
      const { agent, location } = await depart();
      const response = await agent.send(city.callback(location, { iss }));
      expect(response.status).toBe(502);
      expect(await response.text()).toContain('Signing in with City ID did not work.');
      expect(await whoIsIn(agent)).toBeNull();
    }
  });

  test.each<[string, Answer]>([
    ['§2 nonce: that of another visit', { claims: { nonce: 'n-0S6_WzA2Mj' } }],
    ['§3.1.3.7-11: no nonce', { claims: { nonce: undefined } }],
    ['§3.1.3.7-2: another iss', { claims: { iss: 'https://evil.example' } }],
    ['§3.1.3.7-3: another aud', { claims: { aud: 'another-client' } }],
    ['§3.1.3.7-3: more aud without azp', { claims: { aud: ['another-client', 'third'] } }],
    ['§3.1.3.7-9: expired', { claims: { exp: 1_700_000_000 } }],
    ['§3.1.3.7-6: signed with another key', { foreignKey: true }],
    ['catalogue 46: alg none', { alg: 'none' }],
    ['catalogue 47: HS256 with the public key', { alg: 'HS256' }],
    ['§2 sub: none', { claims: { sub: undefined } }],
    ['§2 sub: too long', { claims: { sub: 'x'.repeat(256) } }],
    ['§5.3.2: userinfo of another sub', { userinfo: { sub: 'somebody else' } }],
    ['§5.3.2: userinfo that is refused', { userinfoStatus: 401 }],
  ])('OIDC Core %s: nobody is signed in', async (_, answer) => {
    const { agent, location } = await depart();
    city.answer = answer;
    const response = await agent.send(city.callback(location));
    expect(response.status).toBe(502);
    const page = await response.text();
    expect(page).toContain('Signing in with City ID did not work.');
    expect(page).toContain('name="password"');
    expect(await whoIsIn(agent)).toBeNull();
  });

  test('catalogue 46: alg none is refused also by a provider that says to use it', async () => {
    city.metadata = { id_token_signing_alg_values_supported: ['none', 'HS256'] };
    skew = 700;
    for (const alg of ['none', 'HS256'] as const) {
      const { agent, location } = await depart();
      city.answer = { alg };
      expect((await agent.send(city.callback(location))).status).toBe(502);
      expect(await whoIsIn(agent)).toBeNull();
    }
    city.metadata = {};
    skew = 1400;
    await depart();
  });

  test('catalogue 24: starting by GET is refused, and so is a form of another site or without its token', async () => {
    const agent = new UserAgent(server);
    await agent.visit('/account');
    for (const method of ['GET', 'HEAD']) {
      const response = await agent.send('/sign-in-with/city', { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    const origin = new URL(server.issuer).origin;
    const post = (body: Record<string, string>, from: string) =>
      agent.send('/sign-in-with/city', {
        method: 'POST',
        body: new URLSearchParams(body),
        headers: { origin: from },
      });
    const page = await (await agent.visit('/account')).text();
    const csrf = /sign-in-with\/city"><input type="hidden" name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(csrf).not.toBe('');
    await errorPage(await post({ csrf }, 'https://evil.example'), 403);
    await errorPage(await post({}, origin), 403);
    await errorPage(await post({ csrf: `${csrf}x` }, origin), 403);
    expect((await post({ csrf }, origin)).status).toBe(303);
    for (const method of ['POST', 'HEAD']) {
      expect((await agent.send('/sign-in-with/city/callback', { method })).status).toBe(405);
    }
  });

  test('catalogue 63: it goes on to our own pages only', async () => {
    for (const path of ['https://evil.example', '//evil.example', '/\\evil', '/%09/evil', '/interaction/x', '/token']) {
      const agent = new UserAgent(server);
      const page = (await (await agent.visit('/account')).text()).replaceAll(
        'name="continue" value="/account"',
        `name="continue" value="${path}"`,
      );
      const location = locationOf(await submitTo(server, agent, page, 'city'));
      expect(locationOf(await agent.send(city.callback(location)))).toBe(`${server.issuer}/`);
    }
  });

  test('an interaction of another browser or one that is over cannot be signed in for', async () => {
    const client = await server.aClient({ require_pkce: false });
    const stranger = new UserAgent(server);
    const page = await (
      await stranger.visit(
        `/authorize?${new URLSearchParams({ client_id: client.client_id, response_type: 'code', redirect_uri: client.redirect_uris?.[0] ?? '', scope: 'openid' })}`,
      )
    ).text();
    const path = /name="continue" value="(\/interaction\/[\w-]+)"/.exec(page)?.[1] ?? '';
    expect(path).not.toBe('');
    const agent = new UserAgent(server);
    const own = (await (await agent.visit('/account')).text()).replaceAll('value="/account"', `value="${path}"`);
    await errorPage(await submitTo(server, agent, own, 'city'));
    const location = locationOf(await submitTo(server, stranger, page, 'city'));
    skew = 3_601;
    await expectOver(await stranger.send(city.callback(location)));
  });

  test('a provider that nobody added, and one that is disabled, is no page', async () => {
    const agent = new UserAgent(server);
    const { tenant_id } = await server.tenant();
    const page = await (await agent.visit('/account')).text();
    const location = locationOf(await submitTo(server, agent, page, 'town'));
    const { upstream } = server.deps.storage;
    await upstream.updateProvider(tenant_id, 'town', { disabled_at: 1 }, 1);
    expect((await submitTo(server, agent, page, 'town')).status).toBe(404);
    expect((await agent.send(town.callback(location))).status).toBe(404);
    expect(await (await agent.visit('/account')).text()).not.toContain('Town ID');
    await upstream.updateProvider(tenant_id, 'town', { disabled_at: null }, 1);
    for (const path of [
      '/sign-in-with/none/callback',
      '/sign-in-with/',
      '/sign-in-with/city/x',
      '/sign-in-with/city/callback/x',
    ]) {
      expect((await agent.send(path)).status).toBeGreaterThanOrEqual(404);
    }
  });

  test('a disabled user is refused in the words of a wrong password', async () => {
    const disabled = await server.aUser();
    await verifyEmail(server, disabled);
    const claims = { sub: 'another', email: disabled.email, email_verified: true };
    city.answer = { claims, userinfo: { sub: 'another' } };
    const first = await depart();
    await first.agent.send(city.callback(first.location));
    expect(await identitiesOf(server, disabled)).toHaveLength(1);
    const { tenant_id } = await server.tenant();
    await server.deps.storage.users.setDisabled(
      tenant_id,
      disabled.sub,
      server.deps.clock(),
      'event',
      server.deps.clock(),
    );
    const { agent, location } = await depart();
    const response = await agent.send(city.callback(location));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('The email or the password is not right.');
  });

  test('a provider that is away: a page that says so and leads on, at the start and at the end; then it works again', async () => {
    town.down = true;
    const started = await depart('town').then(
      ({ location }) => location,
      () => '',
    );
    // Its metadata is known from before.
    expect(started).toContain(`${town.issuer}/authorize`);
    const { agent, location } = await depart('city');
    city.answer = { tokenError: { status: 503, body: { error: 'temporarily_unavailable' } } };
    const response = await agent.send(city.callback(location));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    const page = await response.text();
    expect(page).toContain('City ID cannot be reached.');
    city.answer = {};
    const again = locationOf(await submitTo(server, agent, page, 'city'));
    expect(locationOf(await agent.send(city.callback(again)))).toBe(`${server.issuer}/account`);
  });

  test.each([
    ['access_denied', 200, 'You did not sign in with City ID.'],
    ['server_error', 503, 'City ID cannot be reached.'],
    ['invalid_scope', 502, 'Signing in with City ID did not work.'],
    ['<script>', 502, 'Signing in with City ID did not work.'],
  ])('RFC 6749 §4.1.2.1: the error %s leads back to the login page', async (error, status, words) => {
    const { agent, location } = await depart();
    const description = '<img src=x>';
    const response = await agent.send(city.callback(location, { code: null, error, error_description: description }));
    expect(response.status).toBe(status);
    const page = await response.text();
    expect(page).toContain(words);
    expect(page).not.toContain('<img src=x>');
    expect(page).toContain('name="password"');
    expect(locationOf(await submitTo(server, agent, page, 'city'))).toContain(city.issuer);
  });

  test('metadata and keys are asked for once, also by many at once, and again after ten minutes', async () => {
    const fresh = await startRogue();
    await aRogueProvider(server, fresh, { provider_id: 'fresh', display_name: 'Fresh ID', trusts_email: true });
    fresh.answer = { claims: { sub: 'fresh', email: user.email, email_verified: true }, userinfo: { sub: 'fresh' } };
    const visits = await Promise.all(Array.from({ length: 5 }, () => depart('fresh')));
    await Promise.all(visits.map(({ agent, location }) => agent.send(fresh.callback(location))));
    expect(fresh.asked.metadata).toBe(1);
    expect(fresh.asked.jwks).toBeLessThanOrEqual(5);
    const { agent, location } = await depart('fresh');
    const keys = fresh.asked.jwks;
    await agent.send(fresh.callback(location));
    expect(fresh.asked).toEqual({ metadata: 1, jwks: keys });
    skew = 601;
    await depart('fresh');
    expect(fresh.asked.metadata).toBe(2);
    // What is old goes on serving while it is away.
    skew = 1_300;
    fresh.down = true;
    expect((await depart('fresh')).location).toContain(fresh.issuer);
    await fresh.close();
  });

  test('a provider that was never reached: the login page says so, and nothing is lost', async () => {
    await aProviderNobodyAnswersFor(server);
    const client = await server.aClient({ require_pkce: false });
    const agent = new UserAgent(server);
    const query = {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: client.redirect_uris?.[0] ?? '',
      scope: 'openid',
    };
    const page = await (await agent.visit(`/authorize?${new URLSearchParams(query)}`)).text();
    const response = await submitTo(server, agent, page, 'gone');
    expect(response.status).toBe(503);
    const told = await response.text();
    expect(told).toContain('Gone ID cannot be reached.');
    expect(told).toContain('to continue to Test app');
    expect(told).toContain('/interaction/');
  });

  test('catalogue 82, 86: neither the secret nor a token stands in a page or in the log', async () => {
    const log = JSON.stringify(server.log);
    expect(log).toContain('upstream_asked');
    for (const secret of [CLIENT_SECRET, encodeURIComponent(CLIENT_SECRET), 'code_verifier='])
      expect(log).not.toContain(secret);
    expect(log).not.toMatch(/"(access|id)_token":"[^"[]/);
  });
});

/** A port on which nothing listens. */
async function aProviderNobodyAnswersFor(server: TestServer): Promise<void> {
  const gone = await startRogue();
  await gone.close();
  await aRogueProvider(server, gone, { provider_id: 'gone', display_name: 'Gone ID' });
}
