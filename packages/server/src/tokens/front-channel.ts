import { type Given, givenBy } from '@xenia/protocol/response-type';
import { formatScope } from '@xenia/protocol/scope';
import type { Exchange } from '../exchange.ts';
import type { AccessTokenRecord } from '../storage/records.ts';
import { type AccessAuthority, type MintedAccessToken, mintAccessToken } from './access-token.ts';
import { audience, scopeFor } from './audience.ts';
import type { Authority } from './authority.ts';
import { mintIdToken } from './id-token.ts';

/** On whose behalf the authorization endpoint gives tokens, and for what. */
export type FrontChannelAuthority = Pick<Authority, 'client' | 'scope' | 'nonce'> & {
  readonly user: NonNullable<Authority['user']>;
};

/** What an authorization gives besides its code, ready to be stored and sent. */
export interface FrontChannelTokens {
  /** Parameters of the authorization response (RFC 6749 §4.2.2, OIDC Core §3.2.2.5, §3.3.2.5). */
  readonly parameters: Readonly<Record<string, string>>;
  /** null for a JWT, which is not stored, and where none is given. */
  readonly access_token: AccessTokenRecord | null;
  /** Seconds for which the access token is valid; 0 if there is none. */
  readonly expires_in: number;
}

export const NO_TOKENS: FrontChannelTokens = { parameters: {}, access_token: null, expires_in: 0 };

/** Mints the tokens that this response type gives through the browser, by the same rules as the token endpoint's. */
export async function mintFrontChannel(
  exchange: Exchange,
  authority: FrontChannelAuthority,
  { response_type, code }: { response_type: string; code: string | null },
): Promise<FrontChannelTokens> {
  const now = exchange.deps.clock();
  const given: Given = givenBy(response_type);
  const allowed: AccessAuthority = accessAuthority(exchange, authority);
  const access = given.access_token ? await mintAccessToken(exchange, allowed, now) : null;
  const id_token = given.id_token
    ? await mintIdToken(
        exchange,
        { ...authority, sub: allowed.sub },
        { access_token: access?.value ?? null, code, now },
      )
    : null;
  return {
    parameters: {
      ...(access === null ? {} : responseParameters(access, allowed.scope)),
      ...(id_token === null ? {} : { id_token }),
    },
    access_token: access?.record ?? null,
    expires_in: access?.expires_in ?? 0,
  };
}

function responseParameters(access: MintedAccessToken, scope: readonly string[]): Record<string, string> {
  return {
    access_token: access.value,
    token_type: 'Bearer',
    // Only the token endpoint gives what does not expire (Authority.lasting).
    expires_in: String(access.expires_in),
    scope: formatScope(scope),
  };
}

/** For everything that was allowed: there is no token request that could narrow it (RFC 8707 §2.1). */
function accessAuthority({ tenant }: Exchange, { client, scope, user }: FrontChannelAuthority): AccessAuthority {
  const aud = audience(tenant, scope, JSON.parse(user.family.resource) as string[], []);
  return { client, sub: user.record.sub, scope: scopeFor(tenant, scope, aud), aud, user };
}
