import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { SigningAlgorithm } from '@xenia/protocol/jws';
import type { Deps } from '../deps.ts';
import type { SigningKeyRecord } from '../storage/records.ts';
import type { Tenant, TenantKey } from './tenant.ts';

/** Throws if the master key is not the one that sealed the record. */
export function openSigningKey(deps: Pick<Deps, 'sealer'>, record: SigningKeyRecord): TenantKey {
  const der = deps.sealer.open('signing-key', record.sealed_private_key);
  if (der === null) {
    throw new Error(
      `The signing key ${record.kid} cannot be opened: XENIA_MASTER_KEY is not the one it was made with.`,
    );
  }
  const jwk = JSON.parse(record.public_jwk) as Record<string, unknown>;
  return {
    kid: record.kid,
    alg: record.alg as SigningAlgorithm,
    publicJwk: jwk,
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    signs_from: record.signs_from,
    signs_until: record.signs_until,
    published_until: record.published_until,
  };
}

/** Those whose public half everybody may know at `now`: a tenant that was read a while ago may still have others. */
export function publishedKeys({ keys }: Pick<Tenant, 'keys'>, now: number): TenantKey[] {
  return keys.filter(({ published_until }) => published_until === null || published_until > now);
}
