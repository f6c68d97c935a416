import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { isSecureUrl } from '@xenia/protocol/loopback';
import { z } from 'zod';
import { MAX_ORGANIZATION_NAME, organizationName } from '../organizations/new-organization.ts';
import { ORGANIZATION_ROLES } from '../storage/organization-records.ts';
import { tenantSettingsSchema } from '../tenants/settings.ts';
import { inWords } from './input-words.ts';
import { ManagementError } from './management-error.ts';

/**
 * What the management operations take. Members that a specification names carry that name (RFC 7591 §2); times and
 * lifetimes are seconds. Unknown members are refused, so that nothing is set by accident or stealth.
 */

const text = z.string().trim().min(1).max(200);
const strings = z.array(z.string());

export const newTenant = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'Use 1 to 63 lower-case letters, digits and inner hyphens.'),
  /** Default: the name below the installation's public URL. */
  issuer: z.string().optional(),
  /** Default: the name. */
  display_name: text.optional(),
  /** The product whose apps it serves, by the name of its dialect: the settings that it writes down unless they are given. */
  preset: z.string().optional(),
  settings: tenantSettingsSchema.partial().optional(),
});
export type NewTenant = z.input<typeof newTenant>;

/** Absent settings stay as they are; null resets one to its default. */
export const tenantChange = z.strictObject({
  display_name: text.optional(),
  settings: z.strictObject(nullable(tenantSettingsSchema.shape)).partial().optional(),
});
export type TenantChange = z.input<typeof tenantChange>;

export const resourceServerInput = z.strictObject({
  resource: z
    .string()
    .max(2048)
    .refine(
      (value) => URL.canParse(value) && !value.includes('#'),
      'Must be an absolute URI without a fragment (RFC 8707 §2).',
    ),
  name: text,
  access_token_format: z.enum(['jwt', 'opaque']).default('jwt'),
  /** null: the tenant's accessTokenTtl. */
  access_token_ttl: z.int().min(1).nullable().default(null),
  access_token_signing_alg: z.enum(SIGNING_ALGORITHMS).default('ES256'),
});
export type ResourceServerInput = z.input<typeof resourceServerInput>;

export const scopeInput = z.strictObject({
  /** RFC 6749 §3.3 */
  name: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/, 'Use visible ASCII characters without space, quote and backslash.'),
  /** The resource server that it belongs to. */
  resource: z.string(),
  display_name: text,
  description: z.string().trim().max(1000).default(''),
  required: z.boolean().default(false),
  emphasised: z.boolean().default(false),
  /** An app gets it for users at large only after a review. */
  needs_review: z.boolean().default(false),
});
export type ScopeInput = z.input<typeof scopeInput>;

/** RFC 7591 §2, OpenID Connect Dynamic Client Registration §2, and our own as in the protocol's ClientMetadata. */
export const clientMetadataInput = z
  .strictObject({
    client_name: z.string(),
    description: z.string(),
    client_uri: z.string(),
    logo_uri: z.string(),
    tos_uri: z.string(),
    policy_uri: z.string(),
    contacts: strings,
    application_type: z.enum(['web', 'native']),
    redirect_uris: strings,
    post_logout_redirect_uris: strings,
    frontchannel_logout_uri: z.string(),
    frontchannel_logout_session_required: z.boolean(),
    backchannel_logout_uri: z.string(),
    backchannel_logout_session_required: z.boolean(),
    webhook_uri: z.string(),
    grant_types: strings,
    response_types: strings,
    response_modes: strings,
    scope: z.string(),
    token_endpoint_auth_method: z.string(),
    token_endpoint_auth_signing_alg: z.string(),
    jwks: z.looseObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
    jwks_uri: z.string(),
    id_token_signed_response_alg: z.string(),
    default_max_age: z.int().nonnegative(),
    require_pkce: z.boolean(),
    browser_access: z.boolean(),
    offline_access: z.boolean(),
    verified: z.boolean(),
    allowed_cors_origins: strings,
    resource: strings,
  })
  .partial();
export type ClientMetadataInput = z.input<typeof clientMetadataInput>;

/** One that the server makes, or that somebody chose: no user can have it as their `sub` (RFC 9700 §4.15), nor any client of our own. */
export const clientId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/, 'Use 1 to 255 letters, digits, dots, hyphens and underscores.')
  .refine((client_id) => !/^(usr_|xenia-)/i.test(client_id), 'Must not begin with usr_ or xenia-; choose another.');

/** `service_account`: the user, by e-mail address or subject, for whom the client may act without asking; for its whole life. */
export const newClient = clientMetadataInput.extend({
  /** For operators, who bring a client from elsewhere; absent: the server makes it. */
  client_id: clientId.optional(),
  service_account: z.string().optional(),
  /** The app that it is to belong to; absent: none, it is the administrators'. */
  app_id: z.string().optional(),
});
export type NewClientInput = z.input<typeof newClient>;

/** Absent members stay as they are; null removes one that is optional and resets one that has a default in RFC 7591. */
export const clientMetadataChange = z.strictObject(nullable(clientMetadataInput.shape));
export type ClientMetadataChange = z.input<typeof clientMetadataChange>;

export const newSecret = z.strictObject({
  description: z.string().trim().max(200).default(''),
  /** Seconds from now; null: does not expire. */
  expires_in: z.int().min(1).nullable().default(null),
});
export type NewSecret = z.input<typeof newSecret>;

/** OIDC Core §5.1; e-mail address and subject are not among them. */
const standardClaims = z
  .record(z.string().regex(/^[\w:/.-]{1,64}$/), z.unknown())
  .refine((claims) => !['sub', 'iss', 'aud', 'email', 'email_verified', 'updated_at'].some((name) => name in claims), {
    error: 'Must not contain sub, iss, aud, email, email_verified or updated_at.',
  });

export const newUser = z.strictObject({
  email: z.string(),
  password: z.string().nullable().default(null),
  email_verified: z.boolean().default(false),
  claims: standardClaims.default({}),
});
export type NewUserInput = z.input<typeof newUser>;

/** Absent members stay as they are, as do absent claims; null removes a claim. A new address is unverified unless it is said to be. */
export const userChange = z
  .strictObject({ email: z.string(), email_verified: z.boolean(), claims: standardClaims })
  .partial();
export type UserChangeInput = z.input<typeof userChange>;

export const newServiceAccountRequest = z.strictObject({
  /** What it is for, for the administrator who decides. */
  reason: z.string().trim().min(1).max(1000),
});

/** `user`: for whom the client may act, by e-mail address or subject. */
export const serviceAccountApproval = z.strictObject({
  user: z.string().min(1).max(320),
  note: z.string().trim().max(1000).default(''),
});

export const serviceAccountRefusal = z.strictObject({ note: z.string().trim().max(1000).default('') });

export const newPassword = z.strictObject({ password: z.string() });
export type NewPasswordInput = z.input<typeof newPassword>;

/** null: an ordinary user. */
export const userRole = z.strictObject({ role: z.enum(['developer', 'admin', 'operator']).nullable() });
export type UserRoleInput = z.input<typeof userRole>;

const organizationText = z.string().transform((typed, context) => {
  const name = organizationName(typed);
  if (name !== null) return name;
  context.addIssue({ code: 'custom', message: `Write a name of 1 to ${MAX_ORGANIZATION_NAME} characters.` });
  return z.NEVER;
});

/** `owner`: the first one, by e-mail address or subject. */
export const newOrganization = z.strictObject({ name: organizationText, owner: z.string() });
export type NewOrganizationInput = z.input<typeof newOrganization>;

export const organizationChange = z.strictObject({ name: organizationText });
export type OrganizationChange = z.input<typeof organizationChange>;

/** `user`: by e-mail address or subject. */
export const memberInput = z.strictObject({ user: z.string(), role: z.enum(ORGANIZATION_ROLES) });
export type MemberInput = z.input<typeof memberInput>;

/** Who is a member is in the path. */
export const memberRole = memberInput.pick({ role: true });

/** `invited_by`: a name that the mail says. `locale`: the language of the mail, BCP 47; that of the claims, else the tenant's. */
export const newInvitation = newUser
  .pick({ email: true, claims: true })
  .extend({ invited_by: text.optional(), locale: z.string().max(35).optional() });
export type NewInvitationInput = z.input<typeof newInvitation>;

const providerMembers = {
  /** What users read: "Continue with ...". */
  display_name: text.max(60),
  /** What the tenant is registered as at the provider. */
  client_id: z.string().regex(/^[\x20-\x7e]{1,255}$/, 'Use 1 to 255 visible ASCII characters (RFC 6749 Appendix A.1).'),
  /** null: a public client, which has none. */
  client_secret: z
    .string()
    .regex(/^[\x20-\x7e]{1,1024}$/, 'Use 1 to 1024 visible ASCII characters (RFC 6749 Appendix A.2).')
    .nullable(),
  scope: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'Separate scopes by single spaces.')
    .max(1000)
    .refine((scope) => scope.split(' ').includes('openid'), 'Must contain openid (OIDC Core §3.1.2.1).'),
  /** Whether an address that the provider calls verified counts as verified here. */
  trusts_email: z.boolean(),
  /** Whether those whom nobody knows here may get an account, as far as the tenant's signUp lets them. */
  may_create_users: z.boolean(),
  /** The place of its button: the lowest comes first. */
  position: z.int().min(0).max(999),
};

export const newUpstreamProvider = z.strictObject({
  ...providerMembers,
  provider_id: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'Use 1 to 32 lower-case letters, digits and inner hyphens.'),
  issuer: z
    .url()
    .max(500)
    .refine((issuer) => isSecureUrl(issuer) && !/[?#@]/.test(issuer), {
      error: 'Must be an https URL without query and fragment (OpenID Connect Discovery §3).',
    }),
  client_secret: providerMembers.client_secret.default(null),
  scope: providerMembers.scope.default('openid profile email'),
  trusts_email: providerMembers.trusts_email.default(false),
  may_create_users: providerMembers.may_create_users.default(false),
  /** Behind the others unless given. */
  position: providerMembers.position.optional(),
});
export type NewUpstreamProvider = z.input<typeof newUpstreamProvider>;

/** Absent members stay as they are; a client_secret of null takes it away. The issuer stays: another one is another provider. */
export const upstreamProviderChange = z.strictObject(providerMembers).partial();
export type UpstreamProviderChange = z.input<typeof upstreamProviderChange>;

/** Any string that might be a token of the tenant. It is in no answer and no log. */
export const tokenExplanation = z.strictObject({ token: z.string().min(1).max(16_384) });

export const keyRotation = z.strictObject({
  alg: z.enum(SIGNING_ALGORITHMS),
});
export type KeyRotation = z.input<typeof keyRotation>;

function nullable<Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, z.nullable(schema)])) as {
    [Name in keyof Shape]: z.ZodNullable<Shape[Name]>;
  };
}

/** Parses the input of an operation. Throws ManagementError 'invalid' with every problem. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: inWords });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: [...issue.path, key].join('.'),
          problem: 'There is no such member; remove it.',
        }))
      : [{ field: issue.path.join('.'), problem: issue.message }],
  );
  throw new ManagementError('invalid', problems);
}
