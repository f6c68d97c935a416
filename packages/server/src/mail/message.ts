import { emailKey } from '../accounts/email.ts';
import type { Deps } from '../deps.ts';
import type { MailRecord } from '../storage/account-records.ts';
import { MailContentError, type MailTemplate } from './content.ts';

/** A mail as it is sent. */
export interface MailMessage {
  readonly template: MailTemplate | 'trial';
  /** One address. */
  readonly to: string;
  readonly from_name: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47. */
  readonly lang: string;
  /** NumericDate after which it would only lead its reader to a dead end. */
  readonly link_expires_at: number | null;
}

type MailKey = Pick<MailRecord, 'tenant_id' | 'mail_id'>;

/** One purpose for all mails: the sealer keeps a key for each that it has seen. */
const SEAL = 'mail';

/** The text for MailRecord.sealed_message. Throws MailContentError if a header could be told apart from what it was meant to be. */
export function sealMail({ sealer }: Pick<Deps, 'sealer'>, key: MailKey, message: MailMessage): string {
  assertHeaders(message);
  // Bound to its row: what was sealed for one mail is not the message of another one.
  return sealer.seal(SEAL, JSON.stringify({ tenant_id: key.tenant_id, mail_id: key.mail_id, message }));
}

/** null if it was not sealed by this installation for this mail. */
export function openMail({ sealer }: Pick<Deps, 'sealer'>, mail: MailKey & Pick<MailRecord, 'sealed_message'>) {
  const text = sealer.open(SEAL, mail.sealed_message)?.toString();
  if (text === undefined) return null;
  const { tenant_id, mail_id, message } = JSON.parse(text) as MailKey & { message: MailMessage };
  return tenant_id === mail.tenant_id && mail_id === mail.mail_id ? message : null;
}

/** RFC 5322 §2.2: a line break ends a header. Whoever could write one would write headers, recipients and bodies of their own. */
export function assertHeaders({ to, from_name, subject }: Pick<MailMessage, 'to' | 'from_name' | 'subject'>): void {
  if (emailKey(to) === null || to.trim() !== to) throw new MailContentError('the recipient is not one email address');
  if (/[\p{Cc}\u2028\u2029]/u.test(`${from_name}${subject}`))
    throw new MailContentError('a header has a line break in it');
}
