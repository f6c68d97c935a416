import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { z } from 'zod';
import { ORGANIZATION_ROLES } from '../storage/organization-records.ts';
import { resourceServerInput, scopeInput, userRole } from './contract.ts';

/**
 * What the management operations answer. Strict, so that a column which somebody adds to a table (a hash, a sealed secret) does not
 * get out: the operation fails instead. Times are NumericDates.
 */

const time = z.int();
const count = z.int().nonnegative();
const disabled_at = time.nullable().describe('null: it is in force.');
const alg = z.enum(SIGNING_ALGORITHMS);

export const tenantResult = z.strictObject({
  name: z.string(),
  issuer: z.string(),
  display_name: z.string(),
  settings: z.record(z.string(), z.unknown()).describe('Only what deviates from the defaults.'),
  revision: z.int().describe('Grows with every change of the tenant, its scopes, resource servers or keys.'),
  created_at: time,
  disabled_at,
});

export const presetResult = z.strictObject({
  name: z.string(),
  settings: z.record(z.string(), z.unknown()).describe('What it writes down for a new tenant.'),
});

export const settingResult = z.strictObject({
  name: z.string(),
  group: z.string().describe('The page of settings that it belongs on.'),
  description: z.string().describe('What it does, and why one would change it.'),
  spec: z.string().nullable().describe('The section that it follows or deviates from.'),
  default: z.unknown(),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of its value.'),
});

export const userResult = z.strictObject({
  sub: z.string(),
  email: z.string(),
  email_verified: z.boolean(),
  claims: z.record(z.string(), z.unknown()).describe('Standard claims other than those here (OIDC Core §5.1).'),
  has_password: z.boolean(),
  role: userRole.shape.role,
  created_at: time,
  updated_at: time,
  disabled_at,
});

const factors = z.strictObject({
  passkeys: count,
  totp: z.boolean(),
  recovery_codes: count.describe('Those that are unused.'),
});

export const shownUserResult = userResult.extend({ factors });

export const factorsResetResult = z.strictObject({ sub: z.string(), removed: factors, sessions_ended: count });

export const sessionsEndedResult = z.strictObject({ sub: z.string(), sessions_ended: count });

export const mailedLinkResult = z.strictObject({
  email: z.string(),
  expires_at: time.describe('Until when the link works.'),
});

export const sessionResult = z.strictObject({
  sid: z.string(),
  auth_time: time,
  amr: z.array(z.string()).describe('How they proved who they are (RFC 8176).'),
  acr: z.string(),
  user_agent: z.string().nullable(),
  address: z.string().nullable(),
  created_at: time,
  last_seen_at: time,
  expires_at: time,
});

export const userImpactResult = z.strictObject({
  apps: count.describe('That they have installed, on their account or on an organization.'),
  sessions: count,
  organizations_owned_alone: z.array(
    z.strictObject({
      org_id: z.string(),
      name: z.string(),
      deleted: z.boolean().describe('Nobody else belongs to it; otherwise it passes to its oldest admin, or member.'),
    }),
  ),
});

export const grantResult = z.strictObject({
  grant_id: z.string(),
  client_id: z.string(),
  sub: z.string(),
  org_id: z.string().describe('The organization that it is installed on; empty: on the user alone.'),
  scope: z.string(),
  created_at: time,
  updated_at: time,
  last_used_at: time.nullable(),
  installed: z.boolean().describe('false: only the answer of the user is remembered, no token is in force.'),
});

const role = z.enum(ORGANIZATION_ROLES);

export const organizationResult = z.strictObject({
  org_id: z.string(),
  name: z.string(),
  disabled_at,
  created_at: time,
  updated_at: time,
});

export const organizationOfUserResult = organizationResult.extend({ role, last_used_at: time.nullable() });

export const disabledOrganizationResult = organizationResult.pick({ org_id: true, disabled_at: true });

export const membershipResult = z.strictObject({ org_id: z.string(), sub: z.string(), role });

export const memberResult = z.strictObject({ sub: z.string(), email: z.string(), role, created_at: time });

export const resourceServerResult = z.strictObject({
  resource: z.string(),
  name: z.string(),
  access_token_format: z.enum(['jwt', 'opaque']),
  access_token_ttl: resourceServerInput.shape.access_token_ttl.unwrap().describe('Seconds; null: that of the tenant.'),
  access_token_signing_alg: z.string(),
  created_at: time,
});

export const resourceServerUseResult = z.strictObject({
  scopes: count,
  clients: count.describe('Those that say to be this resource server.'),
});

export const scopeResult = z.strictObject({
  ...scopeInput.shape,
  resource: z.string().nullable().describe('null: a scope of OpenID Connect.'),
  description: z.string(),
  required: z.boolean(),
  emphasised: z.boolean(),
  needs_review: z.boolean(),
});

export const scopeImpactResult = z.strictObject({ clients: count.describe('Those that are registered for it.') });

export const providerResult = z.strictObject({
  provider_id: z.string(),
  display_name: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  has_client_secret: z.boolean(),
  scope: z.string(),
  trusts_email: z.boolean(),
  may_create_users: z.boolean(),
  position: z.int(),
  redirect_uri: z.string().describe('What to register at the provider.'),
  disabled_at,
  created_at: time,
  updated_at: time,
});

export const keyResult = z.strictObject({
  kid: z.string(),
  alg,
  state: z
    .enum(['next', 'signing', 'retired'])
    .describe('next: published, and signs from signs_from on. retired: still published for what it has signed.'),
  signs_from: time,
  signs_until: time.nullable(),
  published_until: time.nullable(),
});

export const keyRotationResult = z.strictObject({ keys: z.array(keyResult).describe('Every one of the algorithm.') });

export const deliveryResult = z.strictObject({
  event_id: z.string(),
  client_id: z.string(),
  kind: z.enum(['backchannel_logout', 'webhook']),
  status: z.enum(['delivered', 'waiting', 'given up']),
  attempts: count,
  created_at: time,
  next_attempt_at: time.nullable(),
  delivered_at: time.nullable(),
  last_status: z.int().nullable().describe('Of the last answer.'),
  last_error: z.string().nullable(),
});

export const tokenResult = z.strictObject({
  kind: z.string(),
  state: z.enum(['active', 'inactive', 'unknown']),
  reason: z.string().nullable().describe('Why, in a word; null while it is active.'),
  client_id: z.string().nullable().optional(),
  sub: z.string().nullable().optional(),
  scope: z.string().optional(),
  aud: z.array(z.string()).optional(),
  iat: z.number().optional(),
  exp: z.number().nullable().optional(),
  grant_id: z.string().optional(),
  revocation_reason: z.string().nullable().optional(),
});

export const healthResult = z.strictObject({
  version: z.string(),
  mode: z.enum(['development', 'production']),
  storage: z.strictObject({
    kind: z.enum(['sqlite', 'postgres']),
    ready: z.boolean(),
    migration: z.string().describe('The newest that the program knows; ready: the database has it.'),
  }),
  mail: z.strictObject({
    kind: z
      .enum(['smtp', 'inbox', 'none'])
      .describe(
        'smtp: it is sent. inbox: in development it gets no further than /dev/mail. none: there is no mail server.',
      ),
  }),
  maintenance: z.strictObject({ last_at: time.nullable().describe('When expired rows were last looked for.') }),
  keys: z
    .array(
      z.strictObject({
        kid: z.string(),
        alg,
        signs_from: time,
        age: z.int().describe('Seconds for which it has signed.'),
        rotates_at: time.describe('When its successor is published.'),
      }),
    )
    .describe('Those that sign now.'),
});
