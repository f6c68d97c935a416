import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import {
  ACCESS_TOKEN_TTL,
  API_LIST,
  BROWSERS,
  type Credentials,
  IDENTITY_SCOPE,
  REDIRECT_URI,
  type Wiring,
} from '../wiring.ts';

/**
 * The peer: oidc-provider with the adapter that it brings, which keeps at most 1,000 entries in memory and writes nothing to a
 * disk. Set up to do what Xenia does: rotation at each refresh, an ID token with each answer, JWT access tokens for an API.
 */
const port = Number(process.argv[2]);
const origin = `http://127.0.0.1:${port}`;
const machine = credentials('machine');
const app = credentials('app');
const api = credentials('api');

const provider = new Provider(origin, configuration());
const server = provider.listen(port, '127.0.0.1', async () => {
  const cookies: string[] = [];
  for (let number = 0; number < BROWSERS; number += 1) cookies.push(await signedInBrowser(`user${number}`));
  const wiring: Wiring = {
    port,
    wire: 'form',
    paths: {
      discovery: '/.well-known/openid-configuration',
      authorization: '/auth',
      token: '/token',
      introspection: '/token/introspection',
    },
    cookies,
    clients: { machine, app, api },
  };
  process.send?.(wiring);
});
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});

function configuration(): Configuration {
  const web = { response_types: [], redirect_uris: [], token_endpoint_auth_method: 'client_secret_basic' } as const;
  return {
    clients: [
      { ...web, ...machine, grant_types: ['client_credentials'] },
      { ...web, ...api, grant_types: [] },
      {
        ...app,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [privateJwk('ES256'), privateJwk('RS256')] },
    scopes: IDENTITY_SCOPE.split(' '),
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: { enabled: true, getResourceServerInfo: resourceServer, useGrantedResource: () => true },
    },
    interactions: { url: () => '/interaction' },
    ttl: {
      AccessToken: ACCESS_TOKEN_TTL,
      ClientCredentials: ACCESS_TOKEN_TTL,
      IdToken: 3600,
      Session: 86_400,
      Grant: 86_400,
    },
  };
}

function resourceServer(_: unknown, resource: string) {
  const found = API_LIST.find((candidate) => candidate.resource === resource);
  if (found === undefined) throw new Error(`there is no API ${resource}`);
  const common = { scope: found.scope, audience: resource, accessTokenTTL: ACCESS_TOKEN_TTL };
  if (found.alg === null) return { ...common, accessTokenFormat: 'opaque' as const };
  return { ...common, accessTokenFormat: 'jwt' as const, jwt: { sign: { alg: found.alg } } };
}

/** A session of somebody who has allowed the app everything. */
async function signedInBrowser(accountId: string): Promise<string> {
  const grant = new provider.Grant({ accountId, clientId: app.client_id });
  grant.addOIDCScope(IDENTITY_SCOPE);
  for (const { resource, scope } of API_LIST) grant.addResourceScope(resource, scope);
  const grantId = await grant.save();
  const session = new provider.Session();
  session.loginAccount({ accountId, loginTs: Math.floor(Date.now() / 1000) });
  session.ensureClientContainer(app.client_id);
  session.grantIdFor(app.client_id, grantId);
  await session.save(86_400);
  return `_session=${session.jti}`;
}

function credentials(client_id: string): Credentials {
  return { client_id, client_secret: randomBytes(32).toString('base64url') };
}

function privateJwk(alg: 'ES256' | 'RS256'): JWK {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg } as JWK;
}
