import type { Dialect } from './dialect.ts';
import { OAUTH_WIRE } from './oauth-wire.ts';

/** OAuth 2.0 and OpenID Connect to the letter. */
export const standard: Dialect = {
  ...OAUTH_WIRE,
  name: 'standard',
  paths: {
    authorization_endpoint: '/authorize',
    token_endpoint: '/token',
    introspection_endpoint: '/introspect',
    revocation_endpoint: '/revoke',
    userinfo_endpoint: '/userinfo',
    end_session_endpoint: '/logout',
    jwks_uri: '/jwks',
  },
};
