import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { publicJwk, thumbprint } from '@xenia/protocol/jwk-set';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '@xenia/protocol/jws';
import type { Deps } from '../deps.ts';
import type { SigningKeyRecord } from '../storage/records.ts';
import type { Tenant, TenantKey } from '../tenants/tenant.ts';

const generate = promisify(generateKeyPair);

function generatePair(alg: SigningAlgorithm): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  switch (alg) {
    case 'RS256':
    case 'PS256':
      return generate('rsa', { modulusLength: 2048 });
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generate('ed25519');
  }
}

/** A new key of `alg` that is published at once and signs from `signs_from` (seconds). */
export async function generateSigningKey(
  deps: Pick<Deps, 'sealer' | 'clock'>,
  owner: { tenant_id: string; alg: SigningAlgorithm; signs_from: number },
): Promise<SigningKeyRecord> {
  const { privateKey, publicKey } = await generatePair(owner.alg);
  const kid = thumbprint(publicKey.export({ format: 'jwk' }) as Record<string, unknown>);
  return {
    ...owner,
    kid,
    public_jwk: JSON.stringify(publicJwk(publicKey, { kid, alg: owner.alg })),
    sealed_private_key: deps.sealer.seal('signing-key', privateKey.export({ format: 'der', type: 'pkcs8' })),
    created_at: deps.clock(),
    signs_until: null,
    published_until: null,
  };
}

/** The first keys of a tenant, one for every algorithm that a client may register; they may sign at once. */
export function generateFirstSigningKeys(
  deps: Pick<Deps, 'sealer' | 'clock'>,
  tenant_id: string,
): Promise<SigningKeyRecord[]> {
  const signs_from = deps.clock();
  return Promise.all(SIGNING_ALGORITHMS.map((alg) => generateSigningKey(deps, { tenant_id, alg, signs_from })));
}

/** The key that signs now: of those whose time has come the one that came last. */
export function signingKey(tenant: Tenant, alg: SigningAlgorithm, now: number): TenantKey {
  let chosen: TenantKey | null = null;
  for (const key of tenant.keys) {
    if (key.alg === alg && key.signs_from <= now && key.signs_from >= (chosen?.signs_from ?? 0)) chosen = key;
  }
  if (chosen === null) throw new Error(`Tenant ${tenant.name} has no ${alg} key that may sign.`);
  return chosen;
}

/**
 * For how long something that this key signs now may be valid: `wanted` seconds, unless the key leaves the JWKS before that
 * because lifetimes have grown since its successor was scheduled.
 */
export function signedLifetime(key: Pick<TenantKey, 'published_until'>, wanted: number, now: number): number {
  return key.published_until === null ? wanted : Math.min(wanted, key.published_until - now);
}

/** Adds the next key of `alg`: published now, signing once every cached JWKS has it; the old one stays until its last signature expired. */
export async function rotateSigningKey(
  deps: Pick<Deps, 'sealer' | 'clock' | 'storage'>,
  tenant: Tenant,
  alg: SigningAlgorithm,
  delay: number = tenant.settings.keyPropagation,
): Promise<'rotated' | 'exists'> {
  const now = deps.clock();
  const key = await generateSigningKey(deps, { tenant_id: tenant.tenant_id, alg, signs_from: now + delay });
  return deps.storage.signingKeys.rotate(key, key.signs_from + longestSignedLifetime(tenant), now);
}

/** Seconds for which something that a key signed can stay valid. */
function longestSignedLifetime(tenant: Tenant): number {
  const lifetimes = [...tenant.resourceServers.values()].map((server) => server.access_token_ttl ?? 0);
  return Math.max(tenant.settings.accessTokenTtl, tenant.settings.idTokenTtl, ...lifetimes) + 60;
}
