import { CONSOLE_CLIENT_ID } from '../tenants/first-party.ts';
import type { Dialect } from './dialect.ts';
import { OAUTH_WIRE } from './oauth-wire.ts';

/**
 * What the console speaks at every tenant, whatever that one's apps speak. Its pages renew what they may by asking for a code with
 * `accept: application/json`, which needs no frame, no refresh token and no navigation.
 */
export const consoleDialect: Dialect = {
  ...OAUTH_WIRE,
  name: 'console',
  onlyFor: CONSOLE_CLIENT_ID,
  paths: {
    authorization_endpoint: '/console/oauth/authorize',
    token_endpoint: '/console/oauth/token',
    revocation_endpoint: '/console/oauth/revoke',
    end_session_endpoint: '/console/oauth/logout',
  },
  authorizationReader: ({ headers }) => (headers.get('accept') === 'application/json' ? 'client' : 'person'),
};
