import { OAuthError } from '@xenia/protocol/errors';
import type { Exchange } from '../exchange.ts';
import type { UserRecord } from '../storage/records.ts';

/** The user on whose behalf tokens are given; throws invalid_grant when there is none any more or they are disabled. */
export async function liveUser(exchange: Exchange, sub: string): Promise<UserRecord> {
  const user = await exchange.deps.storage.users.find(exchange.tenant.tenant_id, sub);
  if (user !== null && user.disabled_at === null) return user;
  throw new OAuthError('invalid_grant', 'The grant is no longer valid', {
    reason: user === null ? 'user_deleted' : 'user_disabled',
  });
}
