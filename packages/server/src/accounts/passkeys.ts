import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Deps } from '../deps.ts';
import type { PasskeyRecord } from '../storage/account-records.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** COSE algorithms, the preferred one first: ES256, EdDSA, RS256 (WebAuthn §5.8.5). */
const ALGORITHMS = [-7, -8, -257];
/** Seconds for which a page's challenge can be answered. */
const CHALLENGE_TTL = 300;
/** WebAuthn §4, Credential ID. */
const MAX_CREDENTIAL_ID_BYTES = 1023;

/** What a challenge is made for: answered elsewhere it is worth nothing. */
export interface ChallengeBinding {
  /** The browser's secret. */
  readonly browser: string;
  /** What the answer will do, and where. */
  readonly purpose: string;
}

/**
 * The domain that passkeys belong to: the issuer's host. null where browsers have none for it: an address instead of a name, or no
 * secure connection (WebAuthn §5.1.3 steps 6-8, §13.4.9).
 */
export function relyingPartyId({ issuer }: Pick<Tenant, 'issuer'>): string | null {
  const { protocol, hostname } = new URL(issuer);
  if (/^[\d.]+$|^\[/.test(hostname)) return null;
  const local = hostname === 'localhost' || hostname.endsWith('.localhost');
  return protocol === 'https:' || local ? hostname : null;
}

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn §5.1.10) for whichever passkey the user chooses; null where there can be none. */
export function requestOptions(
  deps: Pick<Deps, 'sealer' | 'clock' | 'random'>,
  tenant: Pick<Tenant, 'tenant_id' | 'issuer'>,
  binding: ChallengeBinding,
): object | null {
  const rpId = relyingPartyId(tenant);
  if (rpId === null) return null;
  const challenge = newChallenge(deps, tenant, binding);
  return { challenge, rpId, allowCredentials: [], userVerification: 'required', timeout: CHALLENGE_TTL * 1000 };
}

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn §5.1.9) for a passkey that names its user itself. */
export function creationOptions(
  deps: Pick<Deps, 'sealer' | 'clock' | 'random'>,
  tenant: Pick<Tenant, 'tenant_id' | 'issuer' | 'displayName'>,
  user: UserRecord,
  { passkeys, ...binding }: ChallengeBinding & { readonly passkeys: readonly PasskeyRecord[] },
): object | null {
  const id = relyingPartyId(tenant);
  if (id === null) return null;
  return {
    rp: { id, name: tenant.displayName },
    user: { id: userHandle(user), name: user.email, displayName: user.email },
    challenge: newChallenge(deps, tenant, binding),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: passkeys.map(({ credential_id }) => ({ type: 'public-key', id: credential_id })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    timeout: CHALLENGE_TTL * 1000,
  };
}

/** A new passkey of the user's from what navigator.credentials.create() gave; null if it is not acceptable. Stores nothing. */
export async function readRegistration(
  deps: Pick<Deps, 'sealer' | 'clock' | 'storage'>,
  tenant: Pick<Tenant, 'tenant_id' | 'issuer'>,
  user: UserRecord,
  { response, name, ...binding }: ChallengeBinding & { readonly response: string; readonly name: string },
): Promise<PasskeyRecord | null> {
  const credential = parseCredential(response) as RegistrationResponseJSON | null;
  const rpId = relyingPartyId(tenant);
  if (credential === null || rpId === null) return null;
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const challenge = claimedChallenge(deps, tenant, binding);
  const verified = await verifyRegistrationResponse({
    response: credential,
    expectedChallenge: challenge.isOurs,
    expectedOrigin: new URL(tenant.issuer).origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (verified?.verified !== true || !(await challenge.claim())) return null;
  const { credential: made, credentialBackedUp } = verified.registrationInfo;
  if (Buffer.from(made.id, 'base64url').length > MAX_CREDENTIAL_ID_BYTES) return null;
  return {
    tenant_id: tenant.tenant_id,
    credential_id: made.id,
    sub: user.sub,
    public_key: Buffer.from(made.publicKey).toString('base64url'),
    counter: made.counter,
    transports: JSON.stringify((made.transports ?? []).slice(0, 10).map((transport) => String(transport).slice(0, 20))),
    backed_up: credentialBackedUp ? 1 : 0,
    name,
    created_at: deps.clock(),
    last_used_at: null,
  };
}

/** The passkey that navigator.credentials.get() was answered with, and whose it is, its use noted; null if it proves nothing. */
export async function redeemPasskey(
  deps: Pick<Deps, 'sealer' | 'clock' | 'storage'>,
  tenant: Pick<Tenant, 'tenant_id' | 'issuer'>,
  { response, ...binding }: ChallengeBinding & { readonly response: string },
): Promise<{ readonly user: UserRecord; readonly credential_id: string } | null> {
  const { storage, clock } = deps;
  const { tenant_id } = tenant;
  const credential = parseCredential(response) as AuthenticationResponseJSON | null;
  const rpId = relyingPartyId(tenant);
  const passkey =
    credential === null || rpId === null ? null : await storage.credentials.findPasskey(tenant_id, credential.id);
  if (credential === null || rpId === null || passkey === null) return null;
  // WebAuthn §7.2 step 6: the authenticator must name the same user.
  if (credential.response.userHandle !== userHandle(passkey)) return null;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const challenge = claimedChallenge(deps, tenant, binding);
  const { credential_id, counter } = passkey;
  const verified = await verifyAuthenticationResponse({
    response: credential,
    expectedChallenge: challenge.isOurs,
    expectedOrigin: new URL(tenant.issuer).origin,
    expectedRPID: rpId,
    credential: { id: credential_id, publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')), counter },
    requireUserVerification: true,
  }).catch(() => null);
  if (verified?.verified !== true || !(await challenge.claim())) return null;
  const { newCounter } = verified.authenticationInfo;
  if (!(await storage.credentials.usePasskey(tenant_id, credential_id, newCounter, clock()))) return null;
  const user = await storage.users.find(tenant_id, passkey.sub);
  return user === null || user.disabled_at !== null ? null : { user, credential_id };
}

/**
 * WebAuthn §5.4.3: opaque, nothing personal. Of the tenant too: two tenants on one host share their passkeys' domain, and an
 * authenticator keeps one passkey for each user of a domain.
 */
function userHandle({ tenant_id, sub }: Pick<UserRecord, 'tenant_id' | 'sub'>): string {
  return createHash('sha256').update(`${tenant_id}\0${sub}`).digest('base64url');
}

/** Random, when it ends, and the proof that we made it for this binding: nothing needs to be kept until it is answered. */
function newChallenge(
  { sealer, clock, random }: Pick<Deps, 'sealer' | 'clock' | 'random'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  binding: ChallengeBinding,
): string {
  const head = Buffer.alloc(24);
  random(16).copy(head);
  head.writeBigUInt64BE(BigInt(clock() + CHALLENGE_TTL), 16);
  return Buffer.concat([head, challengeMac(sealer, tenant, binding, head)]).toString('base64url');
}

/** The challenge of one answer: whether it is ours, and the one use that it is good for. */
function claimedChallenge(
  { sealer, clock, storage }: Pick<Deps, 'sealer' | 'clock' | 'storage'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  binding: ChallengeBinding,
) {
  let answered: { id: string; expires_at: number } | null = null;
  return {
    isOurs: (challenge: string): boolean => {
      const bytes = Buffer.from(challenge, 'base64url');
      if (bytes.length !== 56) return false;
      const head = bytes.subarray(0, 24);
      const expires_at = Number(head.readBigUInt64BE(16));
      if (expires_at <= clock()) return false;
      if (!timingSafeEqual(bytes.subarray(24), challengeMac(sealer, tenant, binding, head))) return false;
      answered = { id: head.toString('base64url'), expires_at };
      return true;
    },
    claim: async (): Promise<boolean> =>
      answered !== null &&
      storage.replay.claim(tenant.tenant_id, 'passkey_challenge', answered.id, answered.expires_at, clock()),
  };
}

function challengeMac(
  sealer: Deps['sealer'],
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { browser, purpose }: ChallengeBinding,
  head: Buffer,
): Buffer {
  const value = [tenant_id, browser, purpose, head.toString('base64url')].join('\0');
  return Buffer.from(sealer.mac('passkey-challenge', value), 'base64url');
}

/** A PublicKeyCredential as JSON, of which only what is read here is looked at; the library looks at the rest. */
function parseCredential(text: string): { id: string; response: Record<string, unknown> } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { id, response } = value as { id?: unknown; response?: unknown };
    const readable =
      typeof id === 'string' && /^[\w-]{1,1364}$/.test(id) && typeof response === 'object' && response !== null;
    return readable ? (value as { id: string; response: Record<string, unknown> }) : null;
  } catch {
    return null;
  }
}
