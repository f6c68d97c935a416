import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectSettings } from '../../src/config/load.ts';
import { warnings } from '../../src/config/rules.ts';
import { canMail } from '../../src/mail/can-mail.ts';
import type { MailMessage } from '../../src/mail/message.ts';
import { SmtpError, sendBySmtp } from '../../src/mail/smtp.ts';
import { type SmtpServer, smtpServer } from '../../src/mail/smtp-server.ts';
import { trialMessage } from '../../src/mail/trial-message.ts';
import { type PostOffice, startPostOffice } from './post-office.ts';

const FROM = 'no-reply@id.example';
const production = {
  XENIA_MODE: 'production',
  XENIA_PUBLIC_URL: 'https://id.example',
  XENIA_MASTER_KEY: 'a1b2c3d4e5f6'.repeat(6),
};

/** What the settings of an environment say, and everything that is wrong with those of mail. */
function inspect(env: Record<string, string>) {
  const { settings, problems } = inspectSettings({ cwd: '/nowhere', env });
  return { settings, problems: problems.filter(({ path }) => path.startsWith('mail')) };
}

function serverOf(smtpUrl: string, mode: 'production' | 'development' = 'production'): SmtpServer | null {
  return smtpServer({ mode, mail: { smtpUrl, from: FROM } });
}

describe('the configuration', () => {
  test.each([
    ['ftp://smtp.example.com', /is not an smtp:\/\/ or smtps:\/\/ URL/],
    ['smtp.example.com', /is not an smtp/],
    ['smtps://smtp.example.com?tls.rejectUnauthorized=false', /carries more than/],
    ['smtps://smtp.example.com/path', /carries more than/],
    ['smtps://smtp.example.com#x', /carries more than/],
    ['smtps://user:100%@smtp.example.com', /percent-encoded/],
    ['smtps:///x', /no host|is not an smtp/],
  ])('refuses %s as the mail server', (url, problem) => {
    const { problems } = inspect({ XENIA_MAIL_SMTP_URL: url, XENIA_MAIL_FROM: FROM });
    expect(problems).toEqual([
      { path: 'mail.smtpUrl', problem: expect.stringMatching(problem), remedy: expect.anything() },
    ]);
  });

  test.each(['no-reply', 'Xenia <no-reply@id.example>', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example'])(
    'refuses %j as the sender',
    (from) => {
      const { problems } = inspect({ XENIA_MAIL_SMTP_URL: 'smtps://smtp.example.com', XENIA_MAIL_FROM: from });
      expect(problems).toMatchObject([{ path: 'mail.from', problem: 'is not an email address' }]);
    },
  );

  test('a mail server needs a sender; in production a sender needs a mail server', () => {
    expect(inspect({ XENIA_MAIL_SMTP_URL: 'smtp://localhost' }).problems).toMatchObject([
      {
        path: 'mail.from',
        problem: 'is missing, and mail.smtpUrl is set',
        remedy: expect.stringContaining('XENIA_MAIL_FROM'),
      },
    ]);
    expect(inspect({ ...production, XENIA_MAIL_FROM: FROM }).problems).toMatchObject([{ path: 'mail.smtpUrl' }]);
    expect(inspect({ XENIA_MAIL_FROM: FROM }).problems).toEqual([]);
  });

  test('production without mail is allowed, and warned of', () => {
    const without = { mode: 'production', mail: { smtpUrl: null, from: null } } as const;
    const whole = { mode: 'production', mail: { smtpUrl: 'smtps://smtp.example.com', from: FROM } } as const;
    const warn = (settings: object) => warnings.flatMap((rule) => rule.problem(settings as never) ?? []);
    expect(inspect(production).problems).toEqual([]);
    expect(warn(without)).toMatchObject([{ path: 'mail.smtpUrl', remedy: expect.stringContaining('xenia mail test') }]);
    expect(warn(whole)).toEqual([]);
    expect(warn({ ...without, mode: 'development' })).toEqual([]);
  });

  test('mail can reach somebody: in development always, in production with a mail server', () => {
    const mail = { smtpUrl: null, from: null };
    expect(canMail({ mode: 'development', mail })).toBe(true);
    expect(canMail({ mode: 'production', mail })).toBe(false);
    expect(canMail({ mode: 'production', mail: { smtpUrl: 'smtps://smtp.example.com', from: FROM } })).toBe(true);
  });
});

describe('what the URL says', () => {
  test.each([
    [
      'smtps://smtp.example.com',
      { host: 'smtp.example.com', port: 465, implicitTls: true, requireTls: false, auth: null },
    ],
    ['smtp://smtp.example.com', { host: 'smtp.example.com', port: 587, implicitTls: false, requireTls: true }],
    ['smtp://SMTP.example.com:2525', { host: 'smtp.example.com', port: 2525 }],
    ['smtps://u%40x:p%3A%2F@smtp.example.com', { auth: { user: 'u@x', pass: 'p:/' } }],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, requireTls: false, anyCertificate: true }],
    ['smtp://[::1]:1025', { host: '::1', requireTls: false, anyCertificate: true }],
    ['smtp://127.0.0.1', { host: '127.0.0.1', requireTls: false }],
    ['smtp://127.0.0.1.example.com', { requireTls: true, anyCertificate: false }],
    ['smtp://10.0.0.1', { requireTls: true, anyCertificate: false }],
  ])('in production %s', (url, expected) => {
    expect(serverOf(url)).toMatchObject({ from: FROM, ...expected });
  });

  test('in development nothing but credentials needs TLS', () => {
    expect(serverOf('smtp://mail:1025', 'development')).toMatchObject({ requireTls: false, anyCertificate: false });
    expect(serverOf('smtp://user:pass@mail:1025', 'development')).toMatchObject({ requireTls: true });
  });

  test('without an address of the server or the sender there is none', () => {
    expect(smtpServer({ mode: 'production', mail: { smtpUrl: null, from: FROM } })).toBeNull();
    expect(smtpServer({ mode: 'production', mail: { smtpUrl: 'smtp://x', from: null } })).toBeNull();
  });
});

describe('on a network', () => {
  let plain: PostOffice;
  let withTls: PostOffice;
  beforeAll(async () => {
    [plain, withTls] = await Promise.all([startPostOffice(), startPostOffice({ disabledCommands: [] })]);
  });
  afterAll(() => Promise.all([plain.close(), withTls.close()]));

  /** As a mail server elsewhere is met in production; it happens to be here. */
  const elsewhere = ({ port }: PostOffice): SmtpServer => ({
    host: '127.0.0.1',
    port,
    implicitTls: false,
    requireTls: true,
    anyCertificate: false,
    auth: { user: 'xenia', pass: 'secret' },
    from: FROM,
  });
  const stamp = { mail_id: 'm', at: 1_800_000_000 };
  const send = (server: SmtpServer, message: MailMessage = trialMessage('ada@example.com', 'x')) =>
    sendBySmtp(server, message, stamp).then(
      () => null,
      (error: unknown) => error as SmtpError,
    );

  test('neither credentials nor mail are sent where STARTTLS is not offered: who stands between could have removed it', async () => {
    const error = await send(elsewhere(plain));
    expect(error).toBeInstanceOf(SmtpError);
    expect(error).toMatchObject({ final: false });
    expect(plain.received).toEqual([]);
  });

  test('nor to a server whose certificate nobody vouches for', async () => {
    const error = await send(elsewhere(withTls));
    expect(error).toBeInstanceOf(SmtpError);
    expect(error).toMatchObject({ final: false });
    expect(withTls.received).toEqual([]);
    expect(await send({ ...elsewhere(withTls), auth: null, anyCertificate: true })).toBeNull();
    expect(withTls.received).toHaveLength(1);
  });

  test('a message that came past composing with a line break in a header is not sent', async () => {
    const server = { ...elsewhere(plain), requireTls: false, auth: null };
    for (const change of [
      { to: 'ada@example.com\r\nBcc: x@example.com' },
      { subject: 'a\r\nBcc: b' },
      { from_name: 'a\nb' },
    ]) {
      await expect(sendBySmtp(server, { ...trialMessage('ada@example.com', 'x'), ...change }, stamp)).rejects.toThrow(
        /header|recipient/,
      );
    }
    expect(plain.received).toEqual([]);
  });

  test('RFC 5321 §4.5.2: a line that is a single dot does not end the mail', async () => {
    const server = { ...elsewhere(plain), requireTls: false, auth: null };
    const text = 'before\n.\nafter\n..\n';
    expect(await send(server, { ...trialMessage('ada@example.com', 'x'), text })).toBeNull();
    expect(plain.received.at(-1)?.parts.get('text/plain')?.replaceAll('\r\n', '\n')).toContain('before\n.\nafter\n..');
  });
});
