import type { TOTP } from 'otpauth';
import type { Deps } from '../deps.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** RFC 6238 §4: what every authenticator app understands, and some nothing else. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** RFC 4226 §4 R6 recommends 160 bits. */
const SECRET_BYTES = 20;
/** Steps that a clock may be wrong by, or a person slow (RFC 6238 §5.2). */
const WINDOW = 1;

/** A secret for the user's app, in the two forms that it can be given to the app in. */
export interface TotpSetUp {
  readonly secret: Buffer;
  /** Base32, as it is typed into an app. */
  readonly text: string;
  /** https://github.com/google/google-authenticator/wiki/Key-Uri-Format, the form that apps agree on. */
  readonly uri: string;
}

/** A fresh secret, kept nowhere. */
export async function newTotp(
  { random }: Pick<Deps, 'random'>,
  tenant: Pick<Tenant, 'displayName'>,
  user: Pick<UserRecord, 'email'>,
): Promise<TotpSetUp> {
  return totpSetUp(random(SECRET_BYTES), tenant, user);
}

/** The same secret again, for a page that is shown a second time. */
export async function totpSetUp(
  secret: Buffer,
  { displayName }: Pick<Tenant, 'displayName'>,
  { email }: Pick<UserRecord, 'email'>,
): Promise<TotpSetUp> {
  // A colon separates the two in the label of the URI.
  const totp = await totpOf(secret, { issuer: displayName.replaceAll(':', ' '), label: email.replaceAll(':', ' ') });
  return { secret, text: totp.secret.base32, uri: totp.toString() };
}

/**
 * The time step that a code belongs to; null if it is none of those around `now` (seconds). Spaces, which people type as apps show
 * them, are passed over.
 */
export async function totpStep(secret: Buffer, code: string, now: number): Promise<number | null> {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const totp = await totpOf(secret);
  const delta = totp.validate({ token, timestamp: now * 1000, window: WINDOW });
  return delta === null ? null : Math.floor(now / PARAMETERS.period) + delta;
}

/** Whether the user's app showed this code just now; a step counts once (RFC 6238 §5.2). */
export async function redeemTotp(
  { storage, sealer, clock }: Pick<Deps, 'storage' | 'sealer' | 'clock'>,
  { tenant_id, sub }: Pick<UserRecord, 'tenant_id' | 'sub'>,
  code: string,
): Promise<boolean> {
  const totp = await storage.credentials.findTotp(tenant_id, sub);
  const secret = totp === null ? null : openTotp(sealer, { tenant_id, sub }, totp.sealed_secret);
  if (secret === null) return false;
  const step = await totpStep(secret, code, clock());
  return step !== null && storage.credentials.useTotpStep(tenant_id, sub, step);
}

/** Sealed for its user: put into another's row it opens nothing. */
export function sealTotp(
  sealer: Deps['sealer'],
  user: Pick<UserRecord, 'tenant_id' | 'sub'>,
  secret: Uint8Array,
): string {
  return sealer.seal('totp', JSON.stringify([user.tenant_id, user.sub, Buffer.from(secret).toString('base64url')]));
}

function openTotp(
  sealer: Deps['sealer'],
  user: Pick<UserRecord, 'tenant_id' | 'sub'>,
  sealed_secret: string,
): Buffer | null {
  const opened = sealer.open('totp', sealed_secret);
  if (opened === null) return null;
  const [tenant_id, sub, secret] = JSON.parse(opened.toString()) as [string, string, string];
  return tenant_id === user.tenant_id && sub === user.sub ? Buffer.from(secret, 'base64url') : null;
}

async function totpOf(secret: Buffer, names: { issuer?: string; label?: string } = {}): Promise<TOTP> {
  const { Secret, TOTP } = await import('otpauth');
  const buffer = new Uint8Array(secret).buffer;
  return new TOTP({ ...PARAMETERS, ...names, secret: new Secret({ buffer }) });
}
