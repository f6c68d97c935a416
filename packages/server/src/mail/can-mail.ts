import type { Config } from '../config/schema.ts';

/** Whether mail can reach anybody: in development always, if only in the inbox at /dev/mail. What needs mail asks, and says so if not. */
export function canMail({ mode, mail }: Pick<Config, 'mode' | 'mail'>): boolean {
  return mode === 'development' || (mail.smtpUrl !== null && mail.from !== null);
}
