import { RESPONSE_TYPES } from '@xenia/protocol/response-type';
import type { Dialect } from './dialect.ts';
import { OAUTH_WIRE } from './oauth-wire.ts';

/** The paths and access tokens that clients and APIs of an identity server for .NET know; everything else is as the standards say. */
export const identityserver: Dialect = {
  ...OAUTH_WIRE,
  name: 'identityserver',
  paths: {
    authorization_endpoint: '/connect/authorize',
    token_endpoint: '/connect/token',
    introspection_endpoint: '/connect/introspect',
    revocation_endpoint: '/connect/revocation',
    userinfo_endpoint: '/connect/userinfo',
    end_session_endpoint: '/connect/endsession',
    check_session_iframe: '/connect/checksession',
    jwks_uri: '/.well-known/openid-configuration/jwks',
  },
  accessToken: { ...OAUTH_WIRE.accessToken, scope: 'array' },
  tenantDefaults: {
    responseTypes: [...RESPONSE_TYPES],
    grantTypesFixed: true,
    // Its pages renew their tokens in a frame.
    sessionCookieSameSite: 'none',
    accessTokenTtl: 3600,
  },
};
