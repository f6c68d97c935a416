import { generateKeyPairSync } from 'node:crypto';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { API, listeningServer, REDIRECT_URI, type TestServer, type TestUser } from '../support/start-server.ts';
import { Visitor } from './visitor.ts';

const SCOPE = 'openid profile email offline_access invoices.read';

describe('openid-client 6', () => {
  let server: TestServer;
  let user: TestUser;
  let app: IssuedClient;
  beforeAll(async () => {
    server = await listeningServer();
    user = await server.aUser();
    app = await server.aClient({ post_logout_redirect_uris: ['https://app.example/bye'] });
  });
  afterAll(() => server.close());

  function discover(client: IssuedClient, authentication?: oidc.ClientAuth, algorithm?: 'oidc' | 'oauth2') {
    return oidc.discovery(new URL(server.issuer), client.client_id, client.client_secret, authentication, {
      execute: [oidc.allowInsecureRequests],
      ...(algorithm === undefined ? {} : { algorithm }),
    });
  }

  async function signIn(config: oidc.Configuration, parameters: Record<string, string> = {}) {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const expectedState = oidc.randomState();
    const expectedNonce = oidc.randomNonce();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      ...parameters,
    });
    const arrival = await new Visitor(server, user).arrive(url.href);
    return oidc.authorizationCodeGrant(config, arrival.method === 'POST' ? arrival : new URL(arrival.url), {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    });
  }

  test.each(['oidc', 'oauth2'] as const)(
    'OIDC Discovery §4, RFC 8414 §3: finds the metadata (%s)',
    async (algorithm) => {
      const metadata = (await discover(app, undefined, algorithm)).serverMetadata();
      expect(metadata.issuer).toBe(server.issuer);
      expect(metadata.supportsPKCE()).toBe(true);
      expect(metadata.authorization_response_iss_parameter_supported).toBe(true);
    },
  );

  test.each([
    ['client_secret_basic', oidc.ClientSecretBasic],
    ['client_secret_post', oidc.ClientSecretPost],
  ] as const)('OIDC Core §3.1: code, PKCE, state and nonce, authenticated with %s', async (method, authentication) => {
    const client = await server.aClient({ token_endpoint_auth_method: method });
    const tokens = await signIn(await discover(client, authentication()));
    expect(tokens.claims()).toMatchObject({ iss: server.issuer, sub: user.sub, aud: client.client_id });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: SCOPE });
  });

  test('OIDC Core §5.3: userinfo is about the subject of the ID token', async () => {
    const config = await discover(app);
    const tokens = await signIn(config);
    const claims = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(claims).toMatchObject({ sub: user.sub, email: user.email, name: 'Ada Lovelace' });
  });

  test('RFC 6749 §6, OIDC Core §12.2: refreshes, with a new ID token for the same user, narrowed when asked', async () => {
    const config = await discover(app);
    const tokens = await signIn(config);
    const next = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(next.claims()).toMatchObject({ sub: user.sub, auth_time: tokens.claims()?.auth_time });
    const narrowed = await oidc.refreshTokenGrant(config, next.refresh_token ?? '', { scope: 'openid' });
    expect(narrowed.scope).toBe('openid');
  });

  test('RFC 6749 §5.2: a refusal comes as error and error_description that the library can read', async () => {
    const config = await discover(app);
    await expect(oidc.refreshTokenGrant(config, 'never-issued')).rejects.toMatchObject({
      code: 'OAUTH_RESPONSE_BODY_ERROR',
      error: 'invalid_grant',
      status: 400,
    });
  });

  test('RFC 7662 §2: the resource server, the client itself and a stranger learn what each may', async () => {
    const api = await server.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: '',
      resource: [API],
    });
    const stranger = await server.aClient();
    const { access_token } = await signIn(await discover(app));
    const asApi = await oidc.tokenIntrospection(await discover(api), access_token);
    expect(asApi).toMatchObject({ active: true, sub: user.sub, client_id: app.client_id, iss: server.issuer });
    expect(asApi.aud).toContain(API);
    expect(await oidc.tokenIntrospection(await discover(app), access_token)).toMatchObject({
      active: true,
      scope: SCOPE,
    });
    expect(await oidc.tokenIntrospection(await discover(stranger), access_token)).toEqual({ active: false });
  });

  test('RFC 7009 §2.1: a revoked refresh token takes its access token with it', async () => {
    const config = await discover(app);
    const { access_token, refresh_token = '' } = await signIn(config);
    await oidc.tokenRevocation(config, refresh_token, { token_type_hint: 'refresh_token' });
    await expect(oidc.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await oidc.tokenIntrospection(config, access_token)).toEqual({ active: false });
  });

  test('RFC 6749 §4.4, RFC 8707 §2.2: client credentials for one resource', async () => {
    const client = await server.aClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
    });
    const config = await discover(client, oidc.ClientSecretBasic());
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'invoices.read', resource: API });
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'invoices.read' });
    expect(tokens.refresh_token).toBeUndefined();
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toMatchObject({
      aud: API,
      sub: client.client_id,
    });
  });

  test('RFC 8707 §2: a resource named at the authorization endpoint becomes the audience', async () => {
    const config = await discover(app);
    const tokens = await signIn(config, { resource: API, scope: 'openid offline_access invoices.read' });
    const narrowed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', { resource: API });
    expect(await oidc.tokenIntrospection(config, narrowed.access_token)).toMatchObject({ aud: API });
    const elsewhere = oidc.refreshTokenGrant(config, narrowed.refresh_token ?? '', {
      resource: 'https://other.example/',
    });
    await expect(elsewhere).rejects.toMatchObject({ error: 'invalid_target' });
  });

  test.each([
    ['ES256', 'ec', { namedCurve: 'P-256' }],
    ['PS256', 'rsa', { modulusLength: 2048 }],
    ['RS256', 'rsa', { modulusLength: 2048 }],
    ['EdDSA', 'ed25519', {}],
  ] as const)('OIDC Core §9 private_key_jwt: %s', async (alg, type, options) => {
    const { publicKey, privateKey } = generateKeyPairSync(type as 'rsa', options as { modulusLength: number });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg, use: 'sig' };
    const client = await server.aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } });
    const key = await webCryptoKey(alg, privateKey.export({ type: 'pkcs8', format: 'der' }));
    const tokens = await signIn(await discover(client, oidc.PrivateKeyJwt({ key, kid: 'k1' })));
    expect(tokens.claims()?.sub).toBe(user.sub);
  });

  test('OIDC Core §9 client_secret_jwt', async () => {
    const client = await server.aClient({ token_endpoint_auth_method: 'client_secret_jwt' });
    const tokens = await signIn(await discover(client, oidc.ClientSecretJwt(client.client_secret)));
    expect(tokens.claims()?.sub).toBe(user.sub);
  });

  test('RFC 6749 §2.1: a public client', async () => {
    const client = await server.aClient({ token_endpoint_auth_method: 'none' });
    const tokens = await signIn(await discover(client, oidc.None()));
    expect(tokens.claims()?.sub).toBe(user.sub);
  });

  test('Form Post Response Mode §2: the code comes as a POST', async () => {
    const tokens = await signIn(await discover(app), { response_mode: 'form_post' });
    expect(tokens.claims()?.sub).toBe(user.sub);
  });

  test('OIDC RP-Initiated Logout §2: the end session URL leads back to the app with the state', async () => {
    const config = await discover(app);
    const tokens = await signIn(config);
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'https://app.example/bye',
      state: 'xyz',
    });
    const arrival = await new Visitor(server, user).arrive(url.href);
    expect(arrival.url).toBe('https://app.example/bye?state=xyz');
  });
});

function webCryptoKey(alg: 'ES256' | 'PS256' | 'RS256' | 'EdDSA', pkcs8: Buffer<ArrayBuffer>) {
  const algorithm = {
    ES256: { name: 'ECDSA', namedCurve: 'P-256' },
    PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
    RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    EdDSA: { name: 'Ed25519' },
  }[alg];
  return crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}
