import type { TokenEndpointResponse } from 'openid-client';
import type { Tokens } from './session.ts';

/** For a server that does not say how long its tokens live. */
const USUAL_LIFETIME = 3600;

/** What a token response gave; what it did not mention stays as it was. `now`: seconds. */
export function tokensFrom(
  response: TokenEndpointResponse,
  now: number,
  before: Pick<Tokens, 'id_token' | 'refresh_token' | 'scope'>,
): Tokens {
  return {
    access_token: response.access_token,
    id_token: response.id_token ?? before.id_token,
    refresh_token: response.refresh_token ?? before.refresh_token,
    scope: response.scope?.split(' ') ?? before.scope,
    obtained_at: now,
    expires_at: now + (response.expires_in ?? USUAL_LIFETIME),
  };
}

/** Whether half of the access token's life is over: time to get another one while the old one still works. */
export function isHalfSpent({ obtained_at, expires_at }: Tokens, now: number): boolean {
  return now >= (obtained_at + expires_at) / 2;
}
