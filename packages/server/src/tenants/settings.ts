import { RESPONSE_TYPES } from '@xenia/protocol/response-type';
import { z } from 'zod';

const seconds = z.int().nonnegative();
const day = 86_400;

/** The page of settings that one stands on. */
export type SettingGroup = 'protocol' | 'tokens' | 'sessions' | 'users' | 'organizations' | 'apps' | 'keys' | 'look';

/** What an operator may set for one tenant. All times in seconds; a whole number that is none says so by its `unit`. Stored is only what deviates from these defaults. */
export const tenantSettingsSchema = z.strictObject({
  dialects: z
    .array(z.string())
    .min(1)
    .default(['standard'])
    .describe('Which wire formats the tenant speaks, by name; the first one is advertised by discovery.')
    .meta({ group: 'protocol' }),
  responseTypes: z
    .array(z.enum(RESPONSE_TYPES))
    .min(1)
    .default(['code'])
    .describe(
      'Which response types clients may be registered for. Those that give tokens through the browser are for apps that cannot do without (RFC 9700 §2.1.2).',
    )
    .meta({ group: 'protocol' }),
  clientIdSuffix: z
    .string()
    .regex(/^(\.[a-z0-9-]{1,63}){0,8}$/, 'Write it like .apps.example.')
    .default('')
    .describe('New client_ids are a UUID followed by this, such as .apps.example; empty: our own form.')
    .meta({ group: 'apps' }),
  grantTypesFixed: z
    .boolean()
    .default(false)
    .describe(
      'A client keeps the grant types and response types that it was registered with; another kind of app is another client.',
    )
    .meta({ group: 'apps' }),
  sessionCookieSameSite: z
    .enum(['lax', 'none'])
    .default('lax')
    .describe(
      'none: browsers send the session cookie also from frames in pages of other sites, which silent renewal and session management need there. Only under https.',
    )
    .meta({ group: 'sessions' }),
  authorizationCodeTtl: seconds
    .min(1)
    .max(60)
    .default(60)
    .describe('How long an authorization code may be redeemed (RFC 6749 §4.1.2).')
    .meta({ group: 'tokens' }),
  accessTokenTtl: seconds
    .min(1)
    .default(3600)
    .describe('Lifetime of access tokens, unless a resource server names its own.')
    .meta({ group: 'tokens' }),
  idTokenTtl: seconds.min(1).default(3600).describe('Lifetime of ID tokens.').meta({ group: 'tokens' }),
  refreshTokenIdleTtl: seconds
    .min(1)
    .default(30 * day)
    .describe('A refresh token that is not used for so long is dead.')
    .meta({ group: 'tokens' }),
  refreshTokenAbsoluteTtl: seconds
    .min(1)
    .default(365 * day)
    .describe("No refresh reaches beyond this, counted from the user's approval (RFC 9700 §4.14.2).")
    .meta({ group: 'tokens' }),
  refreshTokenGrace: seconds
    .max(300)
    .default(30)
    .describe(
      'For so long a repeated refresh gets the identical answer, so that a lost response signs nobody out. 0: strict.',
    )
    .meta({ group: 'tokens' }),
  sessionIdleTtl: seconds
    .min(60)
    .default(2 * day)
    .describe('A browser that does not come back for so long is signed out.')
    .meta({ group: 'sessions' }),
  sessionTtl: seconds
    .min(60)
    .default(14 * day)
    .describe('A browser is signed out after this in any case.')
    .meta({ group: 'sessions' }),
  interactionTtl: seconds
    .min(60)
    .default(3600)
    .describe('How long a sign-in or consent page may stay open.')
    .meta({ group: 'sessions' }),
  signUp: z
    .enum(['open', 'invitation', 'closed'])
    .default('closed')
    .describe(
      'Who may make an account on the pages: anyone who reads the mail of an address, only those who were invited, or nobody.',
    )
    .meta({ group: 'users' }),
  requireVerifiedEmail: z
    .boolean()
    .default(false)
    .describe('Users go on to apps only after they have opened a link that was mailed to their address.')
    .meta({ group: 'users' }),
  signInByMail: z
    .boolean()
    .default(false)
    .describe('Users may sign in with a link or a code that is mailed to them, instead of a password.')
    .meta({ group: 'users' }),
  organizations: z
    .enum(['off', 'by_operator', 'by_anyone'])
    .default('off')
    .describe(
      'Whether apps are installed on organizations (companies, workspaces) that users belong to, instead of on users alone, and who may make one.',
    )
    .meta({ group: 'organizations' }),
  appApproval: z
    .enum(['none', 'admin'])
    .default('none')
    .describe('admin: members of an organization install only apps that one of its admins has approved.')
    .meta({ group: 'organizations' }),
  organizationsPerPerson: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe(
      'Where anyone may make an organization: how many one person may own and still make another, so that nobody fills the tenant with them. No limit where an operator makes them.',
    )
    .meta({ group: 'organizations', unit: 'count' }),
  developers: z
    .enum(['by_role', 'anyone'])
    .default('by_role')
    .describe('Who may register apps: users with the role developer or more, or every user of the tenant.')
    .meta({ group: 'apps' }),
  traceRetention: seconds
    .default(7 * day)
    .describe(
      'How long the requests of apps are kept for their developers, who find out there why one failed. 0: none is recorded.',
    )
    .meta({ group: 'apps' }),
  keyRotationInterval: seconds
    .min(60)
    .default(90 * day)
    .describe('Signing keys are replaced after this.')
    .meta({ group: 'keys' }),
  keyPropagation: seconds
    .min(1)
    .default(900)
    .describe(
      'A new signing key is published for this long before it signs, so that every cached copy of the JWKS has it.',
    )
    .meta({ group: 'keys' }),
  metadataMaxAge: seconds
    .default(300)
    .describe('Caches may keep discovery and JWKS for this long; never longer than keyPropagation for the JWKS.')
    .meta({ group: 'keys' }),
  defaultLocale: z
    .enum(['en', 'de'])
    .default('en')
    .describe(
      'The language of pages and mails where neither the app, the browser nor the user names one that is spoken.',
    )
    .meta({ group: 'look' }),
  accentColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .default('#14595a')
    .describe('The accent colour of the pages, as #rrggbb; adjusted where its contrast would be too low.')
    .meta({ group: 'look' }),
  logoUri: z.url().nullable().default(null).describe('The logo on the pages; https.').meta({ group: 'look' }),
});

export type TenantSettings = Readonly<z.infer<typeof tenantSettingsSchema>>;
/** What is written down for a tenant: a part of the settings. */
export type TenantSettingsInput = z.input<typeof tenantSettingsSchema>;
