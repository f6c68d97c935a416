import { describe, expect, test } from 'vitest';
import { type ClientMetadata, clientMetadataProblems, completeClientMetadata } from '../../src/client-metadata.ts';

const capabilities = {
  grant_types: ['authorization_code', 'client_credentials'],
  response_types: ['code'],
  response_modes: ['query'],
  token_endpoint_auth_methods: ['client_secret_basic'],
  id_token_signing_algs: ['RS256'],
  scopes: ['openid'],
};

const problemsOf = (change: Partial<ClientMetadata>) =>
  clientMetadataProblems(
    completeClientMetadata({
      client_name: 'App',
      redirect_uris: ['https://app.example/cb', 'http://localhost:5173/cb'],
      response_modes: ['query'],
      ...change,
    }),
    capabilities,
  );
const fieldsOf = (change: Partial<ClientMetadata>) => problemsOf(change).map(({ field }) => field);

const ADDRESSES = ['frontchannel_logout_uri', 'backchannel_logout_uri', 'webhook_uri'] as const;

describe('where a client is told that something ended', () => {
  test.each(ADDRESSES)('%s: https with path and query, or http that never leaves the machine', (field) => {
    for (const uri of ['https://app.example/out', 'https://app.example/out?from=xenia', 'http://localhost:5173/out']) {
      expect(problemsOf({ [field]: uri })).toEqual([]);
    }
  });

  test.each(ADDRESSES)('OIDC Back-Channel Logout 1.0 §2.2 "MUST NOT include a fragment": %s', (field) => {
    for (const uri of ['https://app.example/out#', 'https://app.example/out#x']) {
      expect(fieldsOf({ [field]: uri })).toEqual([field]);
    }
  });

  test.each(ADDRESSES)(
    'OIDC Back-Channel Logout 1.0 §2.2 "SHOULD use the https scheme", "MUST be an absolute URI": %s',
    (field) => {
      for (const uri of [
        'http://app.example/out',
        '/out',
        'javascript:alert(1)',
        'https://user:password@app.example/out',
        `https://app.example/${'x'.repeat(2048)}`,
      ]) {
        expect(new Set(fieldsOf({ [field]: uri }))).toEqual(new Set([field]));
      }
    },
  );

  test.each([
    'https://app.example:8443/out',
    'https://other.example/out',
    'https://sub.app.example/out',
    'http://localhost:5174/out',
  ])(
    'OIDC Front-Channel Logout 1.0 §2 "The domain, port, and scheme of this URL MUST be the same as that of a registered Redirection URI": %s',
    (uri) => {
      expect(fieldsOf({ frontchannel_logout_uri: uri })).toEqual(['frontchannel_logout_uri']);
      for (const field of ['backchannel_logout_uri', 'webhook_uri']) expect(fieldsOf({ [field]: uri })).toEqual([]);
    },
  );

  test('OIDC Front-Channel Logout 1.0 §2: a private-use scheme has no origin that a page could be on', () => {
    const native = { redirect_uris: ['com.example.app:/cb'], application_type: 'native' as const };
    expect(fieldsOf({ ...native, frontchannel_logout_uri: 'https://app.example/out' })).toEqual([
      'frontchannel_logout_uri',
    ]);
  });

  test('a client without redirect URIs has no page that a browser could open, but may be called', () => {
    const service = { redirect_uris: [], grant_types: ['client_credentials'], response_types: [] };
    expect(fieldsOf({ ...service, frontchannel_logout_uri: 'https://app.example/out' })).toEqual([
      'frontchannel_logout_uri',
    ]);
    expect(fieldsOf({ ...service, webhook_uri: 'https://app.example/out' })).toEqual([]);
  });

  test.each(['frontchannel', 'backchannel'])(
    '%s: which session ended is only asked for where somebody is told',
    (kind) => {
      const required = { [`${kind}_logout_session_required`]: true };
      expect(fieldsOf(required)).toEqual([`${kind}_logout_session_required`]);
      expect(fieldsOf({ ...required, [`${kind}_logout_uri`]: 'https://app.example/out' })).toEqual([]);
      expect(fieldsOf({ [`${kind}_logout_session_required`]: false })).toEqual([]);
    },
  );
});
