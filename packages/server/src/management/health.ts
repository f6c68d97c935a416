import type { SigningAlgorithm } from '@xenia/protocol/jws';
import type { Config } from '../config/schema.ts';
import { smtpServer } from '../mail/smtp-server.ts';
import { MAINTENANCE_LEASE } from '../storage/port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { VERSION } from '../version.ts';
import { listKeys } from './keys.ts';
import type { ManagementDeps } from './management-deps.ts';

/** Whether the installation is well, for whoever looks after it. */
export interface Health {
  version: string;
  mode: 'development' | 'production';
  storage: {
    kind: 'sqlite' | 'postgres';
    /** Whether it answers and is at `migration`. */
    ready: boolean;
    /** The newest that the program knows. */
    migration: string;
  };
  /** Where mail goes: smtp to its readers; inbox, in development, no further than /dev/mail; none: there is no mail server. */
  mail: { kind: 'smtp' | 'inbox' | 'none' };
  /** `last_at`: when a process last kept house; null: none ever did. */
  maintenance: { last_at: number | null };
  /** Those that sign now. */
  keys: { kid: string; alg: SigningAlgorithm; signs_from: number; age: number; rotates_at: number }[];
}

export async function getHealth(
  deps: Pick<ManagementDeps, 'config' | 'storage' | 'clock'>,
  tenant: Tenant,
): Promise<Health> {
  const { config, storage, clock } = deps;
  const ready = await storage.ready().then(
    () => true,
    () => false,
  );
  const held_until = await storage.maintenance.leaseEnd(MAINTENANCE_LEASE.name);
  const signing = listKeys(deps, tenant).filter(({ state }) => state === 'signing');
  return {
    version: VERSION,
    mode: config.mode,
    storage: { kind: config.databaseUrl === null ? 'sqlite' : 'postgres', ready, migration: storage.migration },
    mail: { kind: mailKind(config) },
    maintenance: { last_at: held_until === null ? null : held_until - MAINTENANCE_LEASE.ttl },
    keys: signing.map(({ kid, alg, signs_from }) => ({
      kid,
      alg,
      signs_from,
      age: clock() - signs_from,
      rotates_at: signs_from + tenant.settings.keyRotationInterval,
    })),
  };
}

function mailKind(config: Pick<Config, 'mode' | 'mail'>): Health['mail']['kind'] {
  if (smtpServer(config) !== null) return 'smtp';
  return config.mode === 'development' ? 'inbox' : 'none';
}
