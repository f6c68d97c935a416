import { randomBytes } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { emailKey } from '../../accounts/email.ts';
import { readSettings } from '../../config/load.ts';
import { INBOX_PATH } from '../../mail/dev-inbox.ts';
import { SmtpError, sendBySmtp } from '../../mail/smtp.ts';
import { type SmtpServer, smtpServer } from '../../mail/smtp-server.ts';
import { trialMessage } from '../../mail/trial-message.ts';
import { CliError } from '../cli-error.ts';
import { commandSources } from '../installation.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { createOutput, factLines } from '../output.ts';

export function defineMail(command: Command): void {
  withCommonOptions(
    command
      .command('test')
      .description('Send one mail by the mail server of the configuration, and tell what it said')
      .requiredOption('--to <address>', 'who gets it', oneAddress),
  ).action(async (options: CommonOptions & { to: string }) => {
    const output = createOutput(options.json === true);
    const server = configuredServer(options);
    const { host, port, from } = server;
    output.progress(`Sending from ${from} to ${options.to} by ${host}:${port} ...`);
    const { systemClock } = await import('../../main.ts');
    const stamp = { mail_id: randomBytes(16).toString('base64url'), at: systemClock() };
    const receipt = await sendBySmtp(server, trialMessage(options.to, host), stamp).catch((error: unknown) => {
      throw error instanceof SmtpError ? explain(error, server) : error;
    });
    const facts = { to: options.to, from, server: `${host}:${port}`, signed_in: server.auth !== null, ...receipt };
    output.result(
      facts,
      `The mail server has taken the mail. Whether it arrives, only the mailbox shows.\n${factLines(facts)}`,
    );
  });
}

function oneAddress(value: string): string {
  if (emailKey(value) === null) throw new InvalidArgumentError('Must be one email address.');
  return value.trim();
}

/** No database is needed for it. */
function configuredServer(options: CommonOptions): SmtpServer {
  const server = smtpServer(readSettings(commandSources(options)));
  if (server !== null) return server;
  throw new CliError(
    1,
    `No mail server is configured: mail.smtpUrl and mail.from are not set. In development mail is kept at ${INBOX_PATH}; in production none is sent.`,
    'Set XENIA_MAIL_SMTP_URL, for example smtps://user:password@smtp.example.com, and XENIA_MAIL_FROM.',
  );
}

/** What the operator can do about it. */
function explain({ message, response }: SmtpError, { host, port, implicitTls, from }: SmtpServer): CliError {
  const words = response === null || response === '' ? message : `${message} It said: ${response}`;
  const other = implicitTls ? 'smtp:// (STARTTLS, port 587)' : 'smtps:// (TLS from the start, port 465)';
  return new CliError(
    1,
    words,
    `Settings: mail.smtpUrl with ${host}:${port}, mail.from with ${from}. Compare host, port and credentials with what the provider says; if it is about encryption, try ${other}.`,
  );
}
