import { generateKeyPairSync } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { API, listeningServer, REDIRECT_URI, type TestServer, type TestUser } from '../support/start-server.ts';
import { Visitor } from './visitor.ts';

const SCOPE = 'openid email offline_access invoices.read';
/** The server listens on the loopback, where there is no TLS. */
const loopback = { [oauth.allowInsecureRequests]: true };

describe('oauth4webapi 3', () => {
  let server: TestServer;
  let user: TestUser;
  let app: oauth.Client;
  let as: oauth.AuthorizationServer;
  let authentication: oauth.ClientAuth;
  beforeAll(async () => {
    server = await listeningServer();
    user = await server.aUser();
    const issuer = new URL(server.issuer);
    as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, loopback));
    ({ client: app, authentication } = await register());
  });
  afterAll(() => server.close());

  async function register(metadata?: ClientMetadataInput) {
    const { client_id, client_secret = '' } = await server.aClient(metadata);
    const client: oauth.Client = { client_id };
    return { client, authentication: client_secret === '' ? oauth.None() : oauth.ClientSecretBasic(client_secret) };
  }

  /** From the app's redirect to what comes back at its redirect URI. */
  async function visit(client: oauth.Client, parameters: Record<string, string>): Promise<URL> {
    const url = new URL(as.authorization_endpoint ?? '');
    const all = { client_id: client.client_id, response_type: 'code', redirect_uri: REDIRECT_URI, ...parameters };
    url.search = new URLSearchParams(all).toString();
    return new URL((await new Visitor(server, user).arrive(url.href)).url);
  }

  /** The token endpoint's answer for a fresh code. */
  async function redeem(
    client: oauth.Client,
    proof: oauth.ClientAuth,
    parameters: Record<string, string>,
  ): Promise<Response> {
    const code_verifier = oauth.generateRandomCodeVerifier();
    const code_challenge = await oauth.calculatePKCECodeChallenge(code_verifier);
    const state = oauth.generateRandomState();
    const arrival = await visit(client, { state, code_challenge, code_challenge_method: 'S256', ...parameters });
    // Refuses a response without the iss that the metadata promises (RFC 9207 §2.4).
    const response = oauth.validateAuthResponse(as, client, arrival, state);
    return oauth.authorizationCodeGrantRequest(as, client, proof, response, REDIRECT_URI, code_verifier, loopback);
  }

  async function signIn(client: oauth.Client, proof: oauth.ClientAuth) {
    const nonce = oauth.generateRandomNonce();
    const answer = await redeem(client, proof, { scope: SCOPE, nonce, max_age: '60' });
    const expected = { expectedNonce: nonce, requireIdToken: true, maxAge: 60 };
    return oauth.processAuthorizationCodeResponse(as, client, answer, expected);
  }

  const asksApi = (access_token: string, url = API) =>
    new Request(url, { headers: { authorization: `Bearer ${access_token}` } });

  test('OIDC Core §3.1.3.7: the code flow under strict validation of iss, state, nonce, max_age and ID token', async () => {
    const tokens = await signIn(app, authentication);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ iss: server.issuer, sub: user.sub });
    expect(tokens.scope).toBe(SCOPE);
  });

  test('OIDC Core §3.1.3.7: the ID token carries a signature that verifies with the published keys', async () => {
    const answer = await redeem(app, authentication, { scope: 'openid' });
    await oauth.processAuthorizationCodeResponse(as, app, answer, { requireIdToken: true });
    await expect(oauth.validateApplicationLevelSignature(as, answer, loopback)).resolves.toBeUndefined();
  });

  test('RFC 9207 §2: an error response carries iss too', async () => {
    const arrival = await visit(app, {
      scope: 'openid',
      prompt: 'none',
      state: 's',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    expect(arrival.searchParams.get('iss')).toBe(server.issuer);
    expect(() => oauth.validateAuthResponse(as, app, arrival, 's')).toThrow(
      expect.objectContaining({ code: oauth.AUTHORIZATION_RESPONSE_ERROR, error: 'login_required' }),
    );
  });

  test('OIDC Core §5.3: userinfo, and RFC 6750 §3 its challenge that names the reason', async () => {
    const tokens = await signIn(app, authentication);
    const answer = await oauth.userInfoRequest(as, app, tokens.access_token, loopback);
    expect(await oauth.processUserInfoResponse(as, app, user.sub, answer)).toMatchObject({ email: user.email });
    const refused = await oauth.userInfoRequest(as, app, 'not-a-token', loopback);
    await expect(oauth.processUserInfoResponse(as, app, user.sub, refused)).rejects.toMatchObject({
      code: oauth.WWW_AUTHENTICATE_CHALLENGE,
      status: 401,
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token', realm: server.issuer } }],
    });
  });

  test('RFC 6750 §3.1: insufficient_scope names the scope that is needed', async () => {
    const answer = await redeem(app, authentication, { scope: 'email' });
    const { access_token } = await oauth.processAuthorizationCodeResponse(as, app, answer);
    const refused = await oauth.userInfoRequest(as, app, access_token, loopback);
    await expect(oauth.processUserInfoResponse(as, app, user.sub, refused)).rejects.toMatchObject({
      code: oauth.WWW_AUTHENTICATE_CHALLENGE,
      status: 403,
      cause: [{ scheme: 'bearer', parameters: { error: 'insufficient_scope', scope: 'openid' } }],
    });
  });

  test('RFC 6749 §5.2: a client that fails to authenticate with the Authorization header is challenged', async () => {
    const wrong = oauth.ClientSecretBasic('wrong');
    const answer = await oauth.refreshTokenGrantRequest(as, app, wrong, 'whatever', loopback);
    await expect(oauth.processRefreshTokenResponse(as, app, answer)).rejects.toMatchObject({
      code: oauth.WWW_AUTHENTICATE_CHALLENGE,
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: server.issuer } }],
    });
  });

  test('OIDC Core §9 private_key_jwt: at the token, introspection and revocation endpoints', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] };
    const { client } = await register({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const proof = oauth.PrivateKeyJwt({ key, kid: 'k1' });
    const { access_token } = await signIn(client, proof);
    const introspect = async () => {
      const answer = await oauth.introspectionRequest(as, client, proof, access_token, loopback);
      return oauth.processIntrospectionResponse(as, client, answer);
    };
    expect(await introspect()).toMatchObject({ active: true, sub: user.sub, client_id: client.client_id });
    const revoked = await oauth.revocationRequest(as, client, proof, access_token, loopback);
    await expect(oauth.processRevocationResponse(revoked)).resolves.toBeUndefined();
    expect(await introspect()).toEqual({ active: false });
  });

  test('RFC 9068 §4: the access token is a JWT for the API and for no other', async () => {
    const { access_token } = await signIn(app, authentication);
    const claims = await oauth.validateJwtAccessToken(as, asksApi(access_token), API, loopback);
    expect(claims).toMatchObject({ iss: server.issuer, sub: user.sub, client_id: app.client_id, scope: SCOPE });
    const elsewhere = oauth.validateJwtAccessToken(as, asksApi(access_token), 'https://other.example/', loopback);
    await expect(elsewhere).rejects.toMatchObject({ code: oauth.JWT_CLAIM_COMPARISON });
  });

  test('RFC 9068 §2.1, OIDC Core §2: an ID token does not pass for an access token', async () => {
    const { id_token = '' } = await signIn(app, authentication);
    const passed = oauth.validateJwtAccessToken(as, asksApi(id_token), app.client_id, loopback);
    await expect(passed).rejects.toMatchObject({ code: oauth.INVALID_RESPONSE });
  });

  test('RFC 8707 §2.2, RFC 6749 §4.4: client credentials for one resource', async () => {
    const { client, authentication: proof } = await register({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
    });
    const answer = await oauth.clientCredentialsGrantRequest(as, client, proof, { resource: API }, loopback);
    const { access_token } = await oauth.processClientCredentialsResponse(as, client, answer);
    const claims = await oauth.validateJwtAccessToken(as, asksApi(access_token), API, loopback);
    expect(claims).toMatchObject({ aud: API, sub: client.client_id, scope: 'invoices.read' });
  });

  test('RFC 6749 §6: refreshes; the second ID token is for the same user', async () => {
    const tokens = await signIn(app, authentication);
    const answer = await oauth.refreshTokenGrantRequest(as, app, authentication, tokens.refresh_token ?? '', loopback);
    const next = await oauth.processRefreshTokenResponse(as, app, answer);
    expect(oauth.getValidatedIdTokenClaims(next)?.sub).toBe(user.sub);
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
  });
});
