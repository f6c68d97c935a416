import type { UsageDayRecord } from '../storage/trace-records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { dayOf } from '../traces/usage-counter.ts';
import { clientForCaller } from './client-access.ts';
import type { ManagementDeps } from './management-deps.ts';

/** What a client did on one day of UTC. */
export interface UsageInformation {
  /** YYYY-MM-DD. */
  day: string;
  /** Access tokens that it was given. */
  tokens: number;
  /** Users for whom. */
  users: number;
  /** Requests that were refused, by the code on the wire. */
  errors: Record<string, number>;
}

const DAY = 86_400;
const ERROR = 'error:';

/** The last `days` days, oldest first, today last; those without anything too. Throws ManagementError. */
export async function getUsage(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'caller'>,
  tenant: Tenant,
  client_id: string,
  days: number,
): Promise<UsageInformation[]> {
  await clientForCaller(deps, tenant, client_id);
  const now = deps.clock();
  const wanted = Array.from({ length: days }, (_, index) => dayOf(now - (days - 1 - index) * DAY));
  const records = await deps.storage.traces.usage(tenant.tenant_id, client_id, wanted[0] ?? dayOf(now));
  return wanted.map((day) => summary(day, records));
}

function summary(day: string, records: readonly UsageDayRecord[]): UsageInformation {
  const own = records.filter((record) => record.day === day);
  const count = (kind: string) => own.find((record) => record.kind === kind)?.count ?? 0;
  const errors = own.filter(({ kind }) => kind.startsWith(ERROR));
  return {
    day,
    tokens: count('tokens'),
    users: count('users'),
    errors: Object.fromEntries(errors.map((record) => [record.kind.slice(ERROR.length), record.count])),
  };
}
