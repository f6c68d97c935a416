import { authorizationCode } from './authorization-code.ts';
import { clientCredentials } from './client-credentials.ts';
import type { GrantType } from './grant-type.ts';
import { refreshToken } from './refresh-token.ts';

/** Every grant type that the token endpoint knows; discovery and registration derive from it. */
export const GRANT_TYPES: ReadonlyMap<string, GrantType> = new Map(
  [authorizationCode, refreshToken, clientCredentials].map((grantType) => [grantType.grant_type, grantType]),
);
