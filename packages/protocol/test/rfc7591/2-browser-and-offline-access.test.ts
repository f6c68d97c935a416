import { describe, expect, test } from 'vitest';
import {
  type Capabilities,
  type ClientMetadata,
  clientMetadataProblems,
  completeClientMetadata,
} from '../../src/client-metadata.ts';
import { RESPONSE_TYPES } from '../../src/response-type.ts';

const capabilities: Capabilities = {
  grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
  response_types: RESPONSE_TYPES,
  response_modes: ['query', 'fragment', 'form_post'],
  token_endpoint_auth_methods: ['client_secret_basic', 'none'],
  id_token_signing_algs: ['RS256'],
  scopes: ['openid'],
};

const problemsOf = (change: Partial<ClientMetadata>) =>
  clientMetadataProblems(
    completeClientMetadata({ client_name: 'App', redirect_uris: ['https://app.example/cb'], ...change }),
    capabilities,
  ).map(({ field }) => field);

const implicit = { grant_types: ['implicit'], response_types: ['id_token'], token_endpoint_auth_method: 'none' };
const service_account = { sub: 'usr_1', family_id: 'f' };

describe('RFC 7591 §2.1, OIDC Dynamic Client Registration §2: clients that get tokens through the browser', () => {
  test.each<[string, Partial<ClientMetadata>]>([
    ['an ID token alone', implicit],
    ['an access token, browser access', { ...implicit, response_types: ['id_token token'], browser_access: true }],
    [
      'hybrid with offline access',
      {
        grant_types: ['authorization_code', 'implicit', 'refresh_token'],
        response_types: ['code id_token'],
        offline_access: true,
        require_pkce: false,
      },
    ],
    ['a service account', { grant_types: ['client_credentials'], redirect_uris: [], service_account }],
  ])('%s is fine', (_, change) => {
    expect(problemsOf(change)).toEqual([]);
  });

  test.each<[string, Partial<ClientMetadata>, string]>([
    ['implicit that gives nothing', { ...implicit, response_types: [] }, 'response_types'],
    ['a token without the grant type implicit', { response_types: ['code', 'token'] }, 'grant_types'],
    ['browser access for what is never given', { ...implicit, browser_access: true }, 'browser_access'],
    ['offline access without refresh tokens', { offline_access: true }, 'offline_access'],
    ['refresh tokens without a code', { ...implicit, grant_types: ['implicit', 'refresh_token'] }, 'grant_types'],
    ['a service account that signs users in', { service_account }, 'grant_types'],
    [
      'hybrid without PKCE and without a secret',
      {
        grant_types: ['authorization_code', 'implicit'],
        response_types: ['code id_token'],
        token_endpoint_auth_method: 'none',
        require_pkce: false,
      },
      'require_pkce',
    ],
  ])('%s is refused', (_, change, field) => {
    expect(problemsOf(change)).toEqual([field]);
  });
});
