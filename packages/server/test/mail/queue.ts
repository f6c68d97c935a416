import { composeMail } from '../../src/mail/compose.ts';
import type { MailRecord } from '../../src/storage/account-records.ts';
import type { TestServer } from '../support/start-server.ts';
import type { PostOffice } from './post-office.ts';

export const TO = 'ada@example.com';
export const SECRET = 's3cr3t-t1ck3t';

export const mailEnv = ({ port }: Pick<PostOffice, 'port'>) => ({
  XENIA_MAIL_SMTP_URL: `smtp://127.0.0.1:${port}`,
  XENIA_MAIL_FROM: 'no-reply@id.example',
});

export async function aMail(server: TestServer, to = TO, lifetime = 7 * 86_400): Promise<MailRecord> {
  const facts = { link: `https://id.example/reset?ticket=${SECRET}`, expires_at: server.deps.clock() + lifetime };
  return composeMail(server.deps, await server.tenant(), { template: 'reset_password', to, locale: 'en', facts });
}

export async function queue(server: TestServer, to?: string, lifetime?: number): Promise<MailRecord> {
  const mail = await aMail(server, to, lifetime);
  await server.deps.storage.mails.enqueue(mail);
  return mail;
}

export async function stateOf(server: TestServer, { tenant_id, mail_id }: MailRecord): Promise<MailRecord | undefined> {
  return (await server.deps.storage.mails.newest(tenant_id, 1_000)).find((mail) => mail.mail_id === mail_id);
}
