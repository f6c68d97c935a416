import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setClientDisabled } from '../../src/management/clients.ts';
import { createSecret } from '../../src/management/secrets.ts';
import type { TraceInformation } from '../../src/management/traces.ts';
import { anAssertion, anAssertionKey, postWithAssertion } from '../support/client-assertions.ts';
import { anInstalledApp, aService } from '../support/installed-app.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, authorize, post, redeem, refresh } from '../support/user-agent.ts';
import { newestOf } from './traces-of.ts';

const CALLBACK = 'https://app.example/callback';

describe('why it failed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { refreshTokenGrace: 0 } });
  });
  afterAll(() => server.close());

  /** The first explanation of the client's newest request. */
  async function explained(client: { client_id: string }): Promise<TraceInformation['explanations'][number]> {
    const { explanations, reason } = await newestOf(server, client);
    const [first] = explanations;
    if (first === undefined) throw new Error(`${reason} is not explained`);
    return first;
  }

  test.each([
    [
      'a slash at the end',
      `${CALLBACK}/`,
      { position: 29, expected_character: null, received_character: '/' },
      'slash',
    ],
    [
      'http',
      'http://app.example/callback',
      { position: 5, expected_character: 's', received_character: ':' },
      'scheme',
    ],
    [
      'another port',
      'https://app.example:8443/callback',
      { position: 20, expected_character: '/', received_character: ':' },
      'port',
    ],
    [
      'upper case',
      'https://app.example/Callback',
      { position: 21, expected_character: 'c', received_character: 'C' },
      'case',
    ],
    ['a query', `${CALLBACK}?next=1`, { position: 29, expected_character: null, received_character: '?' }, 'query'],
    [
      'www.',
      'https://www.app.example/callback',
      { position: 9, expected_character: 'a', received_character: 'w' },
      'www.',
    ],
    [
      'encoded twice',
      encodeURIComponent(CALLBACK),
      { position: 6, expected_character: ':', received_character: '%' },
      'twice',
    ],
  ])('redirect_uri, character by character: %s', async (_, redirect_uri, difference, hint) => {
    const client = await server.aClient({ redirect_uris: ['https://other.example/x', CALLBACK] });
    await server.fetch(authorizationUrl(client, { redirect_uri }));
    const explanation = await explained(client);
    expect(explanation).toMatchObject({ expected: CALLBACK, received: redirect_uri });
    expect(explanation.difference).toEqual({ ...difference, nearest: CALLBACK });
    expect(explanation.hints.join(' ')).toContain(hint);
  });

  test('redirect_uri of the token request', async () => {
    const { client, user } = await anInstalledApp(server);
    const authorized = await authorize(server, client, user);
    await redeem(server, client, { ...authorized, redirect_uri: `${REDIRECT_URI}/` });
    expect(await explained(client)).toMatchObject({ expected: REDIRECT_URI, difference: { received_character: '/' } });
  });

  test.each([
    ['hex', createHash('sha256').update('x').digest('hex'), 'hexadecimal'],
    ['padded', `${'x'.repeat(43)}=`, 'padding'],
    ['base64', `${'+'.repeat(43)}`, 'base64url'],
  ])('PKCE: a challenge that is %s', async (_, code_challenge, hint) => {
    const client = await server.aClient();
    await server.fetch(authorizationUrl(client, { code_challenge, code_challenge_method: 'S256' }));
    const explanation = await explained(client);
    expect(explanation.hints.join(' ')).toContain(hint);
    expect(JSON.stringify(await newestOf(server, client))).not.toContain(code_challenge);
  });

  test.each([
    ['missing', {}, 'no code_challenge'],
    [
      'with the method plain',
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
      'code_challenge_method=plain',
    ],
    ['without a method', { code_challenge: 'x'.repeat(43) }, 'no code_challenge_method'],
  ])('PKCE: %s', async (_, parameters, received) => {
    const client = await server.aClient();
    await server.fetch(authorizationUrl(client, parameters));
    expect(await explained(client)).toMatchObject({ received });
  });

  test('PKCE: the challenge in place of the verifier, another verifier, one that is too short', async () => {
    const { client, user } = await anInstalledApp(server);
    const authorized = await authorize(server, client, user);
    const challenge = createHash('sha256').update(authorized.code_verifier).digest('base64url');
    await redeem(server, client, { ...authorized, code_verifier: challenge });
    expect(await explained(client)).toMatchObject({ received: 'the code_challenge itself' });
    await redeem(server, client, { ...authorized, code_verifier: randomBytes(32).toString('base64url') });
    expect((await explained(client)).step).toContain('verifier of its own request');
    await redeem(server, client, { ...authorized, code_verifier: 'short' });
    expect(await explained(client)).toMatchObject({ expected: '43 to 128 characters', received: '5 characters' });
    await post(server, '/token', client, {
      grant_type: 'authorization_code',
      code: authorized.code,
      redirect_uri: REDIRECT_URI,
    });
    expect(await explained(client)).toMatchObject({ received: 'no code_verifier' });
  });

  test('a clock that is wrong, in seconds', async () => {
    const key = await anAssertionKey();
    const client = await aService(server, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } });
    const now = server.clock();
    const send = async (claims: Record<string, unknown>) => {
      await postWithAssertion(server, '/token', await anAssertion(server, client, key, { claims }), {
        grant_type: 'client_credentials',
      });
      return explained(client);
    };
    expect(await send({ iat: now + 300 })).toMatchObject({ received: '300 seconds ahead' });
    expect(await send({ iat: now - 500, exp: now - 420 })).toMatchObject({
      what: 'The client assertion expired 7 minutes ago.',
      received: '420 seconds ago',
    });
    expect(await send({ exp: now * 1000 })).toMatchObject({ expected: 'at most 600 seconds ahead' });
    expect(await send({ aud: `${server.issuer}/token` })).toMatchObject({
      expected: server.issuer,
      received: `${server.issuer}/token`,
    });
  });

  test('which secret came: revoked or another client’s, expired, damaged', async () => {
    const client = await server.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
    });
    const tenant = await server.tenant();
    const expiring = await createSecret(server.deps, tenant, client.client_id, {
      description: 'old server',
      expires_in: 60,
    });
    const send = async (client_secret: string) => {
      await post(server, '/token', { ...client, client_secret }, { grant_type: 'client_credentials' });
      return explained(client);
    };
    const foreign = (await server.aClient()).client_secret ?? '';
    const wrong = await send(foreign);
    expect(wrong.received).toBe(`…${foreign.slice(-4)}`);
    expect(wrong.expected).toContain(`…${expiring.hint} (old server)`);
    expect(wrong.step).toContain('revoked, or belongs to another client');
    expect((await send(`${client.client_secret}\n`)).hints.join()).toContain('line break');
    expect((await send(client.client_secret?.slice(0, -3) ?? '')).hints.join()).toContain('not whole');
    server.clock.advance(3 * 60);
    expect(await send(expiring.client_secret)).toMatchObject({
      what: `The client secret …${expiring.hint} (old server) has expired.`,
      received: `…${expiring.hint} (old server), expired 2 minutes ago`,
    });
  });

  test('which scopes, and how the right one is spelled', async () => {
    const client = await server.aClient({ scope: 'openid invoices.read' });
    await server.fetch(authorizationUrl(client, { scope: 'openid invoices.raed admin' }));
    expect(await explained(client)).toMatchObject({
      expected: 'openid invoices.read',
      received: 'invoices.raed admin',
      hints: ['invoices.raed: did you mean invoices.read?'],
    });
    await server.fetch(authorizationUrl(client, { scope: 'openid,invoices.read' }));
    expect((await explained(client)).hints.join()).toContain('separated by spaces');
  });

  test('a grant type and a response type that the client is not registered for', async () => {
    const client = await server.aClient({ grant_types: ['authorization_code'], scope: 'openid' });
    await post(server, '/token', client, { grant_type: 'client_credentials' });
    expect(await explained(client)).toMatchObject({ expected: 'authorization_code', received: 'client_credentials' });
    await server.fetch(authorizationUrl(client, { response_type: 'token' }));
    expect(await explained(client)).toMatchObject({ received: 'token' });
  });

  test('a code that is used twice, or too late', async () => {
    const { client, user, authorized } = await anInstalledApp(server);
    server.clock.advance(5);
    await redeem(server, client, authorized);
    expect(await explained(client)).toMatchObject({ received: 'another use, 5 seconds after it was redeemed' });
    const late = await authorize(server, client, user, {}, authorized.agent);
    server.clock.advance(90);
    await redeem(server, client, late);
    expect(await explained(client)).toMatchObject({ received: '30 seconds too late' });
  });

  test('a refresh token that is used twice', async () => {
    const { client, refresh_token } = await anInstalledApp(server);
    await refresh(server, client, refresh_token);
    server.clock.advance(7);
    await refresh(server, client, refresh_token);
    expect(await explained(client)).toMatchObject({ received: 'another use, 7 seconds after it was used' });
    await refresh(server, client, refresh_token);
    expect((await newestOf(server, client)).reason).toBe('family_revoked');
  });

  test('a body in JSON, and a client that is disabled', async () => {
    const client = await server.aClient();
    await server.fetch('/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: client.client_id, client_secret: client.client_secret }),
    });
    expect(await explained(client)).toMatchObject({ received: 'Content-Type: application/json' });
    expect(JSON.stringify(await newestOf(server, client))).not.toContain(client.client_secret);
    await setClientDisabled(server.deps, await server.tenant(), client.client_id, true);
    await post(server, '/token', client, { grant_type: 'authorization_code' });
    expect((await explained(client)).what).toContain('disabled');
  });

  test('prompt=none without a session', async () => {
    const client = await server.aClient();
    const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    await server.fetch(authorizationUrl(client, { prompt: 'none', ...challenge }));
    expect(await explained(client)).toMatchObject({
      what: 'Nobody is signed in on this browser, and prompt=none forbids to show a page.',
      received: 'the page login is needed',
    });
  });
});
