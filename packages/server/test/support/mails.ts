import { expect } from 'vitest';
import type { MailTemplate } from '../../src/mail/content.ts';
import { type MailMessage, openMail } from '../../src/mail/message.ts';
import type { TestServer } from './start-server.ts';

/** Every mail to the address, newest first; the order of those of one second is open. */
export async function mailsTo(server: TestServer, address: string): Promise<MailMessage[]> {
  const { tenant_id } = await server.tenant();
  const records = await server.deps.storage.mails.newest(tenant_id, 1_000);
  const mails = records.map((record) => openMail(server.deps, record));
  return mails.filter((mail) => mail !== null && mail.to === address) as MailMessage[];
}

/** The newest mail of the template to the address; fails if there is none. */
export async function mailTo(server: TestServer, address: string, template: MailTemplate): Promise<MailMessage> {
  const mails = await mailsTo(server, address);
  const mail = mails.find((one) => one.template === template);
  expect(mail, `no ${template} to ${address}, only: ${mails.map((one) => one.template).join(', ')}`).toBeDefined();
  return mail as MailMessage;
}

/** The first URL of its text. */
export function linkIn({ text }: Pick<MailMessage, 'text'>): string {
  const [link = ''] = /https?:\/\/\S+/.exec(text) ?? [];
  expect(link, text).not.toBe('');
  return link;
}

/** The six digits of a sign_in_link. */
export function codeIn({ text }: Pick<MailMessage, 'text'>): string {
  const [code = ''] = /^\d{6}$/m.exec(text) ?? [];
  expect(code, text).not.toBe('');
  return code;
}
