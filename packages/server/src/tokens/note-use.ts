import type { Exchange } from '../exchange.ts';
import type { FamilyStatus } from '../storage/grant-port.ts';

/** Seconds between two notes that an app uses what it was allowed. */
const INTERVAL = 3600;

/** For the user, among their apps: when the app was last seen at work. Writes at most once an hour for each grant. */
export async function noteUse(
  { deps, tenant }: Pick<Exchange, 'deps' | 'tenant'>,
  { family, last_used_at }: Pick<FamilyStatus, 'family' | 'last_used_at'>,
): Promise<void> {
  const now = deps.clock();
  if (last_used_at !== null && now - last_used_at < INTERVAL) return;
  await deps.storage.grants.touch(tenant.tenant_id, family.grant_id, now);
}
