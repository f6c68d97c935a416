import { z } from 'zod';
import { LEGACY_MARKS } from '../client-legacy.ts';
import { clientMetadataInput } from '../contract.ts';

/** A secret as it may be shown. Strict, likewise below, so that no hash, and no secret where there is to be none, gets out. */
export const secretResult = z.strictObject({
  secret_id: z.string(),
  description: z.string(),
  hint: z.string().describe('Its last four characters.'),
  type: z.enum(['client_secret', 'client_secret_jwt']),
  created_at: z.int(),
  expires_at: z.int().nullable(),
});

/** The one time that a secret is shown. */
export const createdSecretResult = secretResult.extend({
  client_id: z.string(),
  client_secret: z.string(),
  client_secret_expires_at: z.int().describe('0: never (RFC 7591 §3.2.1).'),
});

const metadata = clientMetadataInput.shape;

/** The client information response (RFC 7591 §3.2.1). */
export const clientResult = z.strictObject({
  ...metadata,
  client_id: z.string(),
  client_id_issued_at: z.int(),
  updated_at: z.int(),
  revision: z.int(),
  disabled_at: z.int().nullable(),
  disabled_by: z.enum(['admin', 'developer']).nullable().describe('Whose word it takes to enable it again.'),
  app_id: z.string().nullable(),
  legacy: z.array(z.enum(LEGACY_MARKS)).describe('What it is allowed that RFC 9700 advises against.'),
  service_account: z
    .strictObject({ sub: z.string() })
    .optional()
    .describe('The user for whom it acts without asking them.'),
});

export const shownClientResult = clientResult.extend({ secrets: z.array(secretResult) });

export const issuedClientResult = clientResult.extend({
  client_secret: z.string().optional().describe('Shown this once.'),
  client_secret_expires_at: z.int().optional(),
});
