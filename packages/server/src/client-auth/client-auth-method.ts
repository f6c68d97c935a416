import type { ClientRequest } from '../dialects/dialect.ts';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';

/**
 * One value of `token_endpoint_auth_method`. Every method is asked what it finds in a request; more than one find is refused
 * (RFC 6749 §2.3), so no method can be tried after another failed.
 */
export interface ClientAuthMethod {
  readonly method: string;
  /** Whether the request holds this method's credentials. */
  presents(request: ClientRequest): boolean;
  /** The client that they claim to be; nothing is verified yet. Throws OAuthError when they cannot be read. */
  claimedClientId(request: ClientRequest): string;
  /** Which registered methods these credentials serve. */
  readonly serves: readonly string[];
  /** Throws OAuthError invalid_client unless the credentials are the client's. */
  authenticate(exchange: Exchange, client: Client, request: ClientRequest): Promise<void>;
}
