import type { SigningAlgorithm } from '@xenia/protocol/jws';
import { recordEvent } from '../storage/record-event.ts';
import { loadTenant } from '../tenants/directory.ts';
import type { Tenant, TenantKey } from '../tenants/tenant.ts';
import { publishedKeys } from '../tenants/tenant-keys.ts';
import { rotateSigningKey, signingKey } from '../tokens/signing-keys.ts';
import { type KeyRotation, keyRotation, parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';

export interface KeyInformation {
  kid: string;
  alg: SigningAlgorithm;
  /** 'next': published, signs from `signs_from` on; 'retired': still published for what it has signed. */
  state: 'next' | 'signing' | 'retired';
  signs_from: number;
  signs_until: number | null;
  published_until: number | null;
}

export function listKeys({ clock }: Pick<ManagementDeps, 'clock'>, tenant: Tenant): KeyInformation[] {
  const now = clock();
  return publishedKeys(tenant, now)
    .map((key) => describeKey(tenant, key, now))
    .sort((a, b) => a.alg.localeCompare(b.alg) || a.signs_from - b.signs_from);
}

/** Publishes the next key of an algorithm, which signs once every cached JWKS has it. Throws ManagementError. */
export async function rotateKey(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  input: KeyRotation,
): Promise<KeyInformation[]> {
  const { alg } = parseInput(keyRotation, input);
  if ((await rotateSigningKey(deps, tenant, alg)) === 'exists') {
    const problem = `The next ${alg} key is published already and has not begun to sign; \`xenia key list\` shows when it does.`;
    throw new ManagementError('conflict', [{ field: 'alg', problem }]);
  }
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'key.rotated', details: { alg } });
  const record = await deps.storage.tenants.findByName(tenant.name);
  return listKeys(deps, record === null ? tenant : await loadTenant(deps, record)).filter((key) => key.alg === alg);
}

function describeKey(tenant: Tenant, key: TenantKey, now: number): KeyInformation {
  const { kid, alg, signs_from, signs_until, published_until } = key;
  const state = signs_from > now ? 'next' : signingKey(tenant, alg, now).kid === kid ? 'signing' : 'retired';
  return { kid, alg, state, signs_from, signs_until, published_until };
}
