import { isPublicClient } from '@xenia/protocol/client-metadata';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';

/**
 * Whether what a user allows this client through this dialect does not end until it is revoked. A client that can renew has no need
 * of it, also where its user unticks renewing; one without a credential must not have it.
 */
export function givesLastingTokens(
  { dialect }: Pick<Exchange, 'dialect'>,
  { metadata }: Pick<Client, 'metadata'>,
): boolean {
  return (
    dialect.accessToken.lifetime === 'never' &&
    !metadata.grant_types.includes('refresh_token') &&
    !isPublicClient(metadata)
  );
}
