import { isSecureUrl } from '@xenia/protocol/loopback';
import { z } from 'zod';
import { APP_CATEGORIES } from '../apps/categories.ts';
import { APP_STATES, APP_VISIBILITIES } from '../storage/app-records.ts';

/** What the operations on apps take. Unknown members are refused. */

const oneLine = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'Write it on one line, without control characters.');

/** Line breaks and tabs are the only control characters. */
const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, 'Write plain text, without control characters.');

const webPage = z
  .string()
  .max(2048)
  .refine((uri) => isSecureUrl(uri), 'Must be an https URL.');

/** A picture that the browser fetches from its own place. There is no upload, and so nothing of ours that could run a script. */
const picture = z
  .string()
  .max(2048)
  .refine((uri) => uri.startsWith('https://') && URL.canParse(uri), 'Must be an https URL.');

const members = {
  name: oneLine(60).min(1),
  /** One sentence, shown in lists. */
  short_description: oneLine(120),
  details: plainText(4000),
  homepage_uri: webPage.nullable(),
  category: z.enum(APP_CATEGORIES),
  icon_uri: picture.nullable(),
  visibility: z.enum(APP_VISIBILITIES),
};

export const newApp = z.strictObject({
  name: members.name,
  short_description: members.short_description.default(''),
  details: members.details.default(''),
  homepage_uri: members.homepage_uri.default(null),
  category: members.category.default('other'),
  icon_uri: members.icon_uri.default(null),
  visibility: members.visibility.default('private'),
  /** Its first owner, by subject or e-mail address; only an administrator names somebody else than themselves. */
  owner: z.string().optional(),
});
export type NewAppInput = z.input<typeof newApp>;

export const appChange = z.strictObject(members).partial();
export type AppChangeInput = z.input<typeof appChange>;

/** What the developers are told; a return and a suspension have to say why. */
export const approvalInput = z.strictObject({ note: plainText(1000).default('') });
export const reasonInput = z.strictObject({ note: plainText(1000).min(1) });
export type NoteInput = z.input<typeof approvalInput>;

/** `user`: by subject or e-mail address. */
export const developerInput = z.strictObject({ user: z.string(), role: z.enum(['owner', 'developer']) });
export type DeveloperInput = z.input<typeof developerInput>;
export const testerInput = z.strictObject({ user: z.string() });
export type TesterInput = z.input<typeof testerInput>;

/** Either the text itself or where it stands. */
export const newTerms = z
  .strictObject({ text: plainText(20_000).min(1).optional(), uri: webPage.optional() })
  .refine(({ text, uri }) => (text === undefined) !== (uri === undefined), {
    error: 'Give either text or uri.',
    path: ['text'],
  });
export type NewTermsInput = z.input<typeof newTerms>;

export const appFilter = z.strictObject({
  search: z.string().max(100).optional().describe('Stands in the name or the short description.'),
  state: z.enum(APP_STATES).optional(),
  waiting: z.enum(['true', 'false']).optional().describe('true: those that wait for a review, first or of a change.'),
  mine: z.enum(['true', 'false']).optional().describe('true: those that the caller develops.'),
});
export type AppFilterInput = z.input<typeof appFilter>;
