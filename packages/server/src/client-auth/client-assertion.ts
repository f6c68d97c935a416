import { CLIENT_ASSERTION_TYPE, validateClientAssertion } from '@xenia/protocol/client-assertion';
import { OAuthError } from '@xenia/protocol/errors';
import { decodeJws, JwsError } from '@xenia/protocol/jws';
import { hashToken } from '@xenia/protocol/token-format';
import type { ClientRequest } from '../dialects/dialect.ts';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';
import { invalidClient } from './client-secret.ts';

/** Whether there is a `client_assertion` whose algorithm is of this family; an unreadable one counts as asymmetric. */
export function presentsAssertion({ parameters }: ClientRequest, family: 'symmetric' | 'asymmetric'): boolean {
  const assertion = parameters.get('client_assertion');
  if (assertion === undefined) return false;
  const header = Buffer.from(assertion.slice(0, 1024).split('.', 1)[0] ?? '', 'base64url').toString();
  return /"alg"\s*:\s*"HS/i.test(header) === (family === 'symmetric');
}

/** Who the assertion claims to be (RFC 7523 §3). */
export function claimedByAssertion({ parameters }: ClientRequest): string {
  if (parameters.get('client_assertion_type') !== CLIENT_ASSERTION_TYPE) {
    throw new OAuthError('invalid_request', 'client_assertion_type is missing or unknown', {
      reason: 'client_assertion_type',
    });
  }
  const { payload } = readAssertion(() => decodeJws(parameters.get('client_assertion') ?? ''));
  return typeof payload.sub === 'string' ? payload.sub : '';
}

/** RFC 7523 §3: the claims must be right, and each jti counts once, so that no assertion can be replayed. */
export async function acceptAssertion(
  exchange: Exchange,
  client: Client,
  payload: Record<string, unknown>,
): Promise<void> {
  const { deps, tenant } = exchange;
  const now = deps.clock();
  const { jti, exp } = validateClientAssertion(payload, { client_id: client.client_id, audience: tenant.issuer, now });
  // Kept past exp by the clock skew that validation forgives.
  const fresh = await deps.storage.replay.claim(
    tenant.tenant_id,
    `client_assertion:${client.client_id}`,
    // Hashed: a jti may be any text, and not every text is a fit key.
    hashToken(jti),
    exp + 120,
    now,
  );
  if (!fresh) throw invalidClient({ reason: 'client_assertion_replayed' });
}

/** Runs a JWS operation and turns its refusal into invalid_client. */
export function readAssertion<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (error instanceof JwsError) throw invalidClient({ reason: `client_assertion_${error.reason}` });
    throw error;
  }
}
