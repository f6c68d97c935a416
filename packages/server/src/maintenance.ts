import type { SigningAlgorithm } from '@xenia/protocol/jws';
import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import type { Deps } from './deps.ts';
import { MAINTENANCE_LEASE } from './storage/port.ts';
import { loadTenant } from './tenants/directory.ts';
import type { Tenant } from './tenants/tenant.ts';
import { rotateSigningKey } from './tokens/signing-keys.ts';

type MaintenanceDeps = Pick<Deps, 'storage' | 'clock' | 'sealer' | 'log' | 'random'>;

/** Seconds between two rounds. */
const INTERVAL = 30;
const BATCH = 500;
/** So that one round never works for long while requests wait. */
const MAX_BATCHES = 20;

/** Starts the housekeeping of this process; returns the function that stops it and waits for a round under way. */
export function startMaintenance(deps: MaintenanceDeps): () => Promise<void> {
  const holder = deps.random(16).toString('base64url');
  let running: Promise<void> = Promise.resolve();
  const round = () => {
    running = maintain(deps, holder).catch((error: unknown) => deps.log.warn({ err: error }, 'maintenance failed'));
  };
  round();
  const timer = setInterval(round, INTERVAL * 1000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** One round: removes what has expired and rotates signing keys that are due. Only the holder of the lease works. */
export async function maintain(deps: MaintenanceDeps, holder: string): Promise<void> {
  const { name, ttl } = MAINTENANCE_LEASE;
  if (!(await deps.storage.maintenance.acquireLease(name, holder, ttl, deps.clock()))) return;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    if ((await deps.storage.maintenance.removeExpired(deps.clock(), BATCH)) < BATCH) break;
  }
  let after: string | null = null;
  do {
    const page = await deps.storage.tenants.list({ after, limit: 100 });
    for (const record of page) await rotateDueKeys(deps, await loadTenant(deps, record));
    after = page.length === 100 ? (page.at(-1)?.name ?? null) : null;
  } while (after !== null);
}

async function rotateDueKeys(deps: MaintenanceDeps, tenant: Tenant): Promise<void> {
  for (const alg of SIGNING_ALGORITHMS) {
    if (!isDue(tenant, alg, deps.clock())) continue;
    const outcome = await rotateSigningKey(deps, tenant, alg);
    if (outcome === 'rotated') deps.log.info({ event: 'key_rotated', tenant: tenant.name, alg }, 'signing key rotated');
  }
}

function isDue(tenant: Tenant, alg: SigningAlgorithm, now: number): boolean {
  const newest = Math.max(...tenant.keys.filter((key) => key.alg === alg).map((key) => key.signs_from));
  return now >= newest + tenant.settings.keyRotationInterval;
}
