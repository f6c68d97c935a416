import { z } from 'zod';

const seconds = z.int().nonnegative();
const day = 86_400;

/** What an operator may set for one tenant. All times in seconds. Stored is only what deviates from these defaults. */
export const tenantSettingsSchema = z.strictObject({
  /** Which wire formats the tenant speaks, by name (dialects/index.ts); the first one is advertised by discovery. */
  dialects: z.array(z.string()).min(1).default(['standard']),
  /** RFC 9700 §2.1.1 and RFC 6749 §4.1.2: short-lived. */
  authorizationCodeTtl: seconds.min(1).max(60).default(60),
  accessTokenTtl: seconds.min(1).default(3600),
  idTokenTtl: seconds.min(1).default(3600),
  /** A refresh token that is not used for so long is dead. */
  refreshTokenIdleTtl: seconds.min(1).default(30 * day),
  /** No refresh reaches beyond this, counted from the user's approval (RFC 9700 §4.14.2). */
  refreshTokenAbsoluteTtl: seconds.min(1).default(365 * day),
  /** For so long the same answer is given to a repeated refresh, so that a lost response signs nobody out. 0: strict. */
  refreshTokenGrace: seconds.max(300).default(30),
  sessionIdleTtl: seconds.min(60).default(2 * day),
  sessionTtl: seconds.min(60).default(14 * day),
  /** How long a sign-in or consent page may stay open. */
  interactionTtl: seconds.min(60).default(3600),
  /** Signing keys are replaced after this. */
  keyRotationInterval: seconds.min(60).default(90 * day),
  /** A new signing key is published for this long before it signs, so that every cached copy of the JWKS has it. */
  keyPropagation: seconds.min(1).default(900),
  /** Caches may keep discovery and JWKS for this long; must not exceed keyPropagation. */
  metadataMaxAge: seconds.default(300),
  accentColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .default('#1f5fbf'),
  logoUri: z.url().nullable().default(null),
});

export type TenantSettings = Readonly<z.infer<typeof tenantSettingsSchema>>;
/** What is written down for a tenant: a part of the settings. */
export type TenantSettingsInput = z.input<typeof tenantSettingsSchema>;
