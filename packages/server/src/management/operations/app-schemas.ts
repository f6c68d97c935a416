import { z } from 'zod';
import { APP_CATEGORIES } from '../../apps/categories.ts';
import { APP_ROLES, APP_STATES, APP_VISIBILITIES } from '../../storage/app-records.ts';

const trusted = {
  name: z.string(),
  homepage_uri: z.string().nullable(),
  icon_uri: z.string().nullable(),
  visibility: z.enum(APP_VISIBILITIES).describe('internal: only for users with a role.'),
};

export const appResult = z.strictObject({
  app_id: z.string(),
  ...trusted,
  short_description: z.string(),
  details: z.string(),
  category: z.enum(APP_CATEGORIES),
  state: z.enum(APP_STATES),
  note: z.string().describe('What the reviewer, or who suspended it, said last.'),
  proposed: z
    .strictObject({ ...trusted, scope: z.string() })
    .partial()
    .describe('What waits for a review besides what is in force; `scope`: those that demand one.'),
  review_since: z.int().nullable().describe('null: it does not wait for a review.'),
  reviewed_scope: z.string().describe('Those scopes that demand a review and have had it.'),
  terms_version: z.int().describe('The newest version of its terms; 0: it has none.'),
  revision: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
});

export const deletedApp = z.strictObject({ app_id: z.string(), deleted: z.literal(true) });

export const appPersonResult = z.strictObject({
  sub: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(APP_ROLES),
  created_at: z.int(),
});

export const removedPerson = z.strictObject({ app_id: z.string(), sub: z.string(), removed: z.literal(true) });

export const subscriberResult = z.strictObject({
  client_id: z.string(),
  sub: z.string(),
  name: z.string().nullable().describe('null unless the user allowed the app `profile`.'),
  organization: z
    .strictObject({ org_id: z.string(), name: z.string() })
    .nullable()
    .describe('What it is installed on; null: on the user alone.'),
  since: z.int(),
});

export const termsResult = z.strictObject({
  app_id: z.string(),
  version: z.int(),
  text: z.string().nullable(),
  uri: z.string().nullable(),
  published_by: z.string().nullable(),
  created_at: z.int(),
});

export const directoryEntry = appResult.pick({
  app_id: true,
  name: true,
  short_description: true,
  details: true,
  homepage_uri: true,
  category: true,
  icon_uri: true,
});

export const placedClient = z.strictObject({ client_id: z.string(), app_id: z.string().nullable() });
