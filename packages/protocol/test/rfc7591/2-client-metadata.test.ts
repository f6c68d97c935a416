import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type ClientMetadata,
  clientMetadataProblems,
  completeClientMetadata,
  corsOrigins,
  isPublicClient,
} from '../../src/client-metadata.ts';
import { publicJwk } from '../../src/jwk-set.ts';
import { SIGNING_ALGORITHMS } from '../../src/jws.ts';

const capabilities = {
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  response_modes: ['query', 'fragment', 'form_post'],
  token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_jwt', 'private_key_jwt', 'none'],
  id_token_signing_algs: SIGNING_ALGORITHMS,
  scopes: ['openid', 'read'],
};
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const jwks = { keys: [{ ...publicJwk(publicKey, { kid: 'k', alg: 'EdDSA' }) }] };

/** A client that is fine unless `change` spoils it. */
function aClient(change: Partial<ClientMetadata> = {}): ClientMetadata {
  return completeClientMetadata({
    client_name: 'Photos',
    redirect_uris: ['https://app.example/cb'],
    scope: 'openid read',
    ...change,
  });
}

function fieldsAtFault(change: Partial<ClientMetadata>): string[] {
  return clientMetadataProblems(aClient(change), capabilities).map(({ field }) => field);
}

describe('RFC 7591 §2: defaults', () => {
  test('"If omitted, the default is client_secret_basic", authorization_code and code', () => {
    expect(completeClientMetadata({})).toEqual({
      client_name: '',
      application_type: 'web',
      redirect_uris: [],
      post_logout_redirect_uris: [],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      response_modes: ['query', 'fragment', 'form_post'],
      scope: '',
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'RS256',
      require_pkce: true,
      verified: false,
      allowed_cors_origins: [],
      resource: [],
    });
    expect(completeClientMetadata({ grant_types: ['client_credentials'] }).response_types).toEqual([]);
  });

  test.each([
    [['com.example.app:/cb', 'http://127.0.0.1/cb'], 'none', 'native'],
    [['http://localhost/cb'], 'client_secret_basic', 'web'],
    [['http://localhost/cb', 'https://app.example/cb'], 'none', 'web'],
    [[], 'none', 'web'],
  ])('application_type of %j with %s is %s', (redirect_uris, token_endpoint_auth_method, application_type) => {
    expect(completeClientMetadata({ redirect_uris, token_endpoint_auth_method }).application_type).toBe(
      application_type,
    );
  });

  test('what was given stays', () => {
    const given = aClient({ application_type: 'native', require_pkce: false, response_types: [] });
    expect(completeClientMetadata(given)).toEqual(given);
  });
});

describe('RFC 7591 §2, OIDC Registration §2: what may be registered', () => {
  test.each<[string, Partial<ClientMetadata>]>([
    ['a web app', {}],
    [
      'a native app',
      { redirect_uris: ['com.example.app:/cb', 'http://127.0.0.1/cb'], token_endpoint_auth_method: 'none' },
    ],
    ['a service', { redirect_uris: [], grant_types: ['client_credentials'] }],
    [
      'private_key_jwt with jwks',
      { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'EdDSA', jwks },
    ],
    [
      'private_key_jwt with jwks_uri',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example/jwks' },
    ],
    [
      'client_secret_jwt',
      { token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'HS256' },
    ],
    [
      'everything else',
      {
        grant_types: ['authorization_code', 'refresh_token'],
        client_uri: 'https://app.example',
        logo_uri: 'http://localhost:3000/logo.png',
        contacts: ['dev@app.example'],
        post_logout_redirect_uris: ['https://app.example/bye'],
        default_max_age: 0,
        require_pkce: false,
        allowed_cors_origins: ['https://app.example', 'http://localhost:3000'],
        resource: ['https://api.example', 'urn:api'],
      },
    ],
  ])('%s is fine', (_, change) => {
    expect(clientMetadataProblems(aClient(change), capabilities)).toEqual([]);
  });

  test.each<[string, Partial<ClientMetadata>, string]>([
    ['no name', { client_name: ' ' }, 'client_name'],
    ['a long description', { description: 'x'.repeat(1001) }, 'description'],
    ['a description that hides something', { description: 'Photos\u2066' }, 'description'],
    ['a long name', { client_name: 'x'.repeat(101) }, 'client_name'],
    ['catalogue 66: a name that turns the text around it', { client_name: 'Photos\u202e' }, 'client_name'],
    ['a contact without @', { contacts: ['x'] }, 'contacts'],
    ['no redirect URI though one is needed', { redirect_uris: [] }, 'redirect_uris'],
    ['catalogue 6: a script', { redirect_uris: ['JaVaScRiPt:alert(1)'] }, 'redirect_uris'],
    ['the same URI twice', { redirect_uris: ['https://a.example/', 'https://a.example/'] }, 'redirect_uris'],
    ['a private-use scheme for a web app', { redirect_uris: ['com.example.app:/cb'] }, 'redirect_uris'],
    ['post-logout URIs alike', { post_logout_redirect_uris: ['http://app.example/bye'] }, 'post_logout_redirect_uris'],
    ['no grant type', { grant_types: [] }, 'grant_types'],
    [
      'catalogue 45: a grant type that is not there',
      { grant_types: ['authorization_code', 'password'] },
      'grant_types',
    ],
    ['a response type that is not there', { response_types: ['code', 'none'] }, 'response_types'],
    ['code without its grant type', { grant_types: ['client_credentials'], response_types: ['code'] }, 'grant_types'],
    ['the grant type without code', { response_types: [] }, 'response_types'],
    ['a response mode that is not there', { response_modes: ['web_message'] }, 'response_modes'],
    ['no response mode', { response_modes: [] }, 'response_modes'],
    [
      'refresh tokens from nowhere',
      { grant_types: ['refresh_token', 'client_credentials'], response_types: [] },
      'grant_types',
    ],
    ['a public client without PKCE', { token_endpoint_auth_method: 'none', require_pkce: false }, 'require_pkce'],
    [
      'a public client with client_credentials',
      { token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'client_credentials'] },
      'grant_types',
    ],
    [
      'an authentication method that is not there',
      { token_endpoint_auth_method: 'tls_client_auth' },
      'token_endpoint_auth_method',
    ],
    ['private_key_jwt without a key', { token_endpoint_auth_method: 'private_key_jwt' }, 'jwks'],
    ['"jwks_uri and jwks MUST NOT be used together"', { jwks, jwks_uri: 'https://app.example/jwks' }, 'jwks'],
    ['no usable key', { jwks: { keys: [] } }, 'jwks'],
    ['a duplicate kid', { jwks: { keys: [...jwks.keys, ...jwks.keys] } }, 'jwks'],
    ['a private key', { jwks: { keys: [...jwks.keys, { ...privateKey.export({ format: 'jwk' }) }] } }, 'jwks'],
    [
      'HS256 with private_key_jwt',
      { token_endpoint_auth_method: 'private_key_jwt', jwks, token_endpoint_auth_signing_alg: 'HS256' },
      'token_endpoint_auth_signing_alg',
    ],
    [
      'RS256 with client_secret_jwt',
      { token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'RS256' },
      'token_endpoint_auth_signing_alg',
    ],
    [
      'an algorithm for a method that signs nothing',
      { token_endpoint_auth_signing_alg: 'RS256' },
      'token_endpoint_auth_signing_alg',
    ],
    ['catalogue 46: ID tokens with alg none', { id_token_signed_response_alg: 'none' }, 'id_token_signed_response_alg'],
    ['a negative default_max_age', { default_max_age: -1 }, 'default_max_age'],
    ['catalogue 56: an unconfigured scope', { scope: 'openid admin' }, 'scope'],
    ['a malformed scope', { scope: 'a"b' }, 'scope'],
    ['an http client_uri', { client_uri: 'http://app.example' }, 'client_uri'],
    ['a script as logo', { logo_uri: 'javascript:alert(1)' }, 'logo_uri'],
    ['a jwks_uri with credentials', { jwks_uri: 'https://u:p@app.example/jwks' }, 'jwks_uri'],
    ['any origin', { allowed_cors_origins: ['*'] }, 'allowed_cors_origins'],
    ['an origin with a path', { allowed_cors_origins: ['https://app.example/'] }, 'allowed_cors_origins'],
    ['the null origin', { allowed_cors_origins: ['null'] }, 'allowed_cors_origins'],
    ['a resource that is no URI', { resource: ['api'] }, 'resource'],
    ['RFC 8707 §2: a resource with a fragment', { resource: ['https://api.example#x'] }, 'resource'],
  ])('%s', (_, change, field) => {
    expect(fieldsAtFault(change)).toEqual([field]);
  });

  test('all problems are told at once, in sentences', () => {
    const metadata = aClient({
      client_name: '',
      scope: 'x',
      default_max_age: 0.5,
      redirect_uris: ['http://a.example'],
    });
    const problems = clientMetadataProblems(metadata, capabilities);
    expect(problems.map(({ field }) => field)).toEqual(['client_name', 'redirect_uris', 'default_max_age', 'scope']);
    for (const { problem } of problems) expect(problem).toMatch(/^["A-Z0-9].*\.$/);
  });
});

describe('own: origins for CORS', () => {
  test('catalogue 85: those named, and those to which a public client returns', () => {
    const redirect_uris = ['https://app.example/cb', 'http://localhost:3000/cb', 'com.example.app:/cb'];
    const allowed_cors_origins = ['https://other.example', 'https://app.example'];
    const spa = aClient({ token_endpoint_auth_method: 'none', redirect_uris, allowed_cors_origins });
    expect(isPublicClient(spa)).toBe(true);
    expect(corsOrigins(spa)).toEqual(['https://other.example', 'https://app.example', 'http://localhost:3000']);
    expect(corsOrigins(aClient({ redirect_uris, allowed_cors_origins }))).toEqual(allowed_cors_origins);
  });
});
