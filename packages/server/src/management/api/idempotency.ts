import type { TenantContext } from '../operations/operation.ts';
import type { Problem } from './problem.ts';

/** Seconds for which a creation can be asked for again and gets the same answer. */
const TTL = 86_400;
const SEAL = 'idempotent-answer';

/** What a creation answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

interface Asked {
  /** The Idempotency-Key header. */
  readonly key: string;
  /** The operation and everything that it was given. */
  readonly request: unknown;
}

/**
 * Creates once, however often it is asked for with the same key (draft-ietf-httpapi-idempotency-key-header §2). A creation that
 * fails leaves the key free.
 */
export async function once(
  { deps, tenant, caller }: TenantContext,
  { key, request }: Asked,
  create: () => Promise<Answer>,
): Promise<Answer | Problem> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    return problem(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  const { tenant_id } = tenant;
  const { idempotency } = deps.storage;
  // Keyed: the request may hold a password, whose plain hash could be guessed.
  const digest = (value: unknown) => deps.sealer.mac('idempotency', JSON.stringify(value));
  const key_hash = digest([caller.actor, key]);
  const request_hash = digest(request);
  const now = deps.clock();
  const record = { tenant_id, key_hash, request_hash, sealed_answer: null, expires_at: now + TTL };
  const known = await idempotency.claim(record, now);
  if (known !== null) {
    if (known.request_hash !== request_hash) return problem(422, 'The Idempotency-Key was used for another request.');
    const answer = known.sealed_answer === null ? null : deps.sealer.open(SEAL, known.sealed_answer);
    if (answer === null) return problem(409, 'The first request with this Idempotency-Key is still being answered.');
    return JSON.parse(answer.toString()) as Answer;
  }
  try {
    const answer = await create();
    await idempotency.settle(tenant_id, key_hash, deps.sealer.seal(SEAL, JSON.stringify(answer)));
    return answer;
  } catch (error) {
    await idempotency.release(tenant_id, key_hash);
    throw error;
  }
}

function problem(status: number, detail: string): Problem {
  return { status, title: 'The Idempotency-Key cannot be used', detail };
}
