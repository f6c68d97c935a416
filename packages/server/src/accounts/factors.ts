import type { Factors } from '../storage/account-port.ts';
import type { SessionRecord } from '../storage/records.ts';

/**
 * How a user can prove who they are, with what RFC 8176 calls it. An authenticator of a passkey is not asked what it is made of
 * (no attestation), so nothing is claimed of its key but that it was there. No registered value names a recovery code: `mfa`, which is
 * added beside it, says all that is true.
 */
const METHODS = {
  password: { amr: ['pwd'], factors: ['knowledge'] },
  /** Whoever reads the mail of the address. No registered value names it. */
  mail: { amr: ['mail'], factors: ['mailbox'] },
  /**
   * Another OpenID Provider said who it is. No registered value names that; `fed` is what others say. What was proved there is not ours
   * to count: no more than a password.
   */
  upstream: { amr: ['fed'], factors: ['knowledge'] },
  totp: { amr: ['otp'], factors: ['possession'] },
  recovery_code: { amr: [], factors: ['possession'] },
  /** Its authenticator verified the user, by a PIN or a finger (WebAuthn §6.2.3): two factors in one. */
  passkey: { amr: ['pop', 'user'], factors: ['possession', 'inherence'] },
} as const;

export type Method = keyof typeof METHODS;

/**
 * Authentication contexts, the weakest first: each is met by those after it. The first two are ours; `phr` is registered for what
 * cannot be phished (OpenID Extended Authentication Profile 1.0 §2), so that an app may ask for it without knowing us.
 */
export const ACR_VALUES = ['urn:xenia:acr:password', 'urn:xenia:acr:mfa', 'phr'] as const;
export type Acr = (typeof ACR_VALUES)[number];
export const [ACR_PASSWORD, ACR_MFA, ACR_PASSKEY] = ACR_VALUES;

/** What a session says about how its user proved who they are. */
export interface Proof {
  /** RFC 8176. */
  readonly amr: readonly string[];
  readonly acr: Acr;
  /** When: of several proofs the oldest. NumericDate. */
  readonly auth_time: number;
  /** How it was proved just now, without what a session had before. */
  readonly methods: readonly Method[];
  /** The `sid` of the session that it adds to; null: it needs none. */
  readonly adds_to: string | null;
  /** The passkey that proved it. */
  readonly credential_id?: string;
}

/** What has been proved by these methods together. */
export function proofBy(methods: readonly Method[], auth_time: number): Proof {
  const factors = new Set(methods.flatMap((method): readonly string[] => METHODS[method].factors));
  const amr = [...new Set(methods.flatMap((method): readonly string[] => METHODS[method].amr))];
  const multiple = factors.size > 1;
  const strong = multiple ? ACR_MFA : ACR_PASSWORD;
  return {
    amr: multiple ? [...amr, 'mfa'] : amr,
    acr: methods.includes('passkey') ? ACR_PASSKEY : strong,
    auth_time,
    methods,
    adds_to: null,
  };
}

export function proofByPasskey({ credential_id }: { readonly credential_id: string }, auth_time: number): Proof {
  return { ...proofBy(['passkey'], auth_time), credential_id };
}

/** What a session says to have been proved, with one more method; its time stays that of the oldest. */
export function proofWith(session: Pick<SessionRecord, 'amr' | 'auth_time' | 'sid'>, method: Method): Proof {
  const amr = session.amr.split(' ');
  const proved = (Object.keys(METHODS) as Method[]).filter(
    (name) => METHODS[name].amr.length > 0 && METHODS[name].amr.every((value) => amr.includes(value)),
  );
  const proof = proofBy([...new Set([...proved, method])], session.auth_time);
  return { ...proof, methods: [method], adds_to: session.sid };
}

export function isAcr(value: unknown): value is Acr {
  return (ACR_VALUES as readonly unknown[]).includes(value);
}

/** Whether whoever has proved `acr` has proved what `wanted` stands for; an unknown value proves nothing. */
export function satisfies(acr: string, wanted: Acr): boolean {
  return isAcr(acr) && ACR_VALUES.indexOf(acr) >= ACR_VALUES.indexOf(wanted);
}

/** The strongest that the user could prove. */
export function strongestAcr({ passkeys, totp, recovery_codes }: Factors): Acr {
  if (passkeys > 0) return ACR_PASSKEY;
  return totp || recovery_codes > 0 ? ACR_MFA : ACR_PASSWORD;
}

/** What whoever changes how the account is signed in to must have proved: more than one factor, wherever there is more than one. */
export function acrForChanges(factors: Factors): Acr {
  return strongestAcr(factors) === ACR_PASSWORD ? ACR_PASSWORD : ACR_MFA;
}

/** Whether a password alone signs the user in no longer. */
export function needsSecondFactor({ totp }: Factors): boolean {
  return totp;
}

/** NIST SP 800-63B-4 §3.1.1.2: characters, where the password is the only factor and where it is one of two. */
export function minPasswordLength(factors: Pick<Factors, 'totp'> | null): number {
  return factors?.totp === true ? 8 : 15;
}
