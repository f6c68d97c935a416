import type { MailFacts, MailTemplate } from '../interaction/pages/mail-letter.ts';

export type {
  FactorFacts,
  LinkFacts,
  MailFacts,
  MailOccasion,
  MailTemplate,
} from '../interaction/pages/mail-letter.ts';

/** A template with its facts. */
export type MailContent<T extends MailTemplate = MailTemplate> = {
  [K in T]: { readonly template: K; readonly facts: MailFacts[K] };
}[T];

/** What was to be mailed would not have been safe to mail. A mistake in the program, not of the user. */
export class MailContentError extends Error {
  override readonly name = 'MailContentError';
}
