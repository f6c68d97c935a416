import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';
import type { Authority } from '../tokens/authority.ts';

/**
 * One value of `grant_type`. The token endpoint has already read the request, authenticated the client and made sure that it
 * is registered for this grant; `redeem` proves what is unique to the grant. Reads only: what it proves is consumed by
 * `Authority.commit`. Throws OAuthError.
 */
export interface GrantType {
  readonly grant_type: string;
  redeem(exchange: Exchange, client: Client, parameters: Parameters): Promise<Authority>;
}
