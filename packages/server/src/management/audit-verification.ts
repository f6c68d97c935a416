import { setImmediate } from 'node:timers/promises';
import type { ChainPoint } from '../storage/audit-port.ts';
import { auditSealKey } from '../storage/record-event.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { describeAuditEvent } from './audit.ts';
import { type AuditVerification, checkChain } from './audit-chain-check.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';

const PAGE = 200;

/** Reads the whole log of the tenant. `expect`: a head that was kept elsewhere, as text. Throws ManagementError. */
export async function verifyAuditLog(
  deps: Pick<ManagementDeps, 'storage' | 'sealer'>,
  { tenant_id }: Tenant,
  { expect }: { expect?: string | undefined } = {},
): Promise<AuditVerification> {
  const check = checkChain({ expect: readChainPoint('expect', expect), sealKey: auditSealKey(deps, tenant_id) });
  for (let after = 0; ; ) {
    const { head, events } = await deps.storage.audit.chain(tenant_id, after, PAGE);
    const last = events.at(-1);
    if (last === undefined) return check.finish(head);
    for (const event of events) {
      const { category, seal } = event;
      check.take({ ...describeAuditEvent(event), category, seal });
    }
    after = last.seq;
    // As in exportAuditLog: other requests get their turn.
    await setImmediate();
  }
}

/** A place in the chain as people write it: `<seq>:<hash>`. */
export function formatChainPoint({ seq, hash }: ChainPoint): string {
  return `${seq}:${hash}`;
}

/** Throws ManagementError. */
export function readChainPoint(field: string, text: string | undefined): ChainPoint | undefined {
  if (text === undefined) return undefined;
  const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new ManagementError('invalid', [{ field, problem: 'Write <seq>:<hash>, as the verification gave it.' }]);
}
