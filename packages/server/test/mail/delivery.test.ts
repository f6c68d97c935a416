import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeMail } from '../../src/mail/compose.ts';
import { createMailer, type Mailer } from '../../src/mail/mailer.ts';
import type { TicketRecord } from '../../src/storage/account-records.ts';
import { listeningServer, startServer, type TestServer } from '../support/start-server.ts';
import { type PostOffice, startPostOffice } from './post-office.ts';
import { aMail, mailEnv, queue, SECRET, stateOf, TO } from './queue.ts';

describe('sending', () => {
  let office: PostOffice;
  let server: TestServer;
  let mailer: Mailer;
  beforeAll(async () => {
    office = await startPostOffice();
    server = await startServer({ env: mailEnv(office) });
    mailer = createMailer(server.deps);
  });
  afterAll(async () => {
    await server.close();
    await office.close();
  });
  beforeEach(() => {
    office.received.length = 0;
    office.next.length = 0;
  });
  // Nothing of one test is due in the next.
  afterEach(async () => {
    office.next.length = 0;
    server.clock.advance(4 * 86_400);
    await mailer.sendDue();
  });

  test('what is queued reaches the mail server, with the headers of mail that a program wrote', async () => {
    const mail = await queue(server);
    await mailer.sendDue();
    const [received, ...more] = office.received;
    expect(more).toEqual([]);
    expect(received).toMatchObject({ from: 'no-reply@id.example', to: [TO] });
    expect(Object.fromEntries(received?.headers ?? [])).toMatchObject({
      from: 'Demo <no-reply@id.example>',
      to: TO,
      subject: 'Choose a new password for Demo',
      date: new Date(server.clock() * 1000).toUTCString().replace('GMT', '+0000'),
      'message-id': `<${mail.mail_id}@id.example>`,
      'auto-submitted': 'auto-generated',
      'mime-version': '1.0',
    });
    expect([...(received?.parts.keys() ?? [])]).toEqual(['text/plain', 'text/html']);
    expect(received?.parts.get('text/plain')).toContain(`https://id.example/reset?ticket=${SECRET}`);
    expect(received?.parts.get('text/html')).toContain(`href="https://id.example/reset?ticket=${SECRET}"`);
    expect(await stateOf(server, mail)).toMatchObject({ sent_at: server.clock(), attempts: 1, next_attempt_at: null });
    await mailer.sendDue();
    expect(office.received).toHaveLength(1);
  });

  test('UTF-8 names, subjects and addresses arrive as they are', async () => {
    const tenant = { ...(await server.tenant()), displayName: 'Żółć, "Bank" <東京>' };
    const facts = { link: 'https://id.example/', expires_at: server.clock() + 600, invited_by: 'Zoë 😀' };
    const mail = { template: 'invitation', to: 'jörg@example.com', locale: 'en', facts } as const;
    await server.deps.storage.mails.enqueue(composeMail(server.deps, tenant, mail));
    await mailer.sendDue();
    const [received] = office.received;
    expect(received?.to).toEqual(['jörg@example.com']);
    expect(received?.headers.get('from')).toMatch(/^"?Żółć, \\?"Bank\\?" <東京>"? <no-reply@id\.example>$/);
    expect(received?.headers.get('subject')).toBe('You are invited to Żółć, "Bank" <東京>');
    expect(received?.parts.get('text/plain')).toContain('Zoë 😀 has invited you');
    // RFC 5322 §2.1.1
    for (const line of received?.raw.split('\r\n') ?? []) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
  });

  test('a tenant whose name has line breaks in it writes no header of its own, and nobody else gets the mail', async () => {
    const tenant = { ...(await server.tenant()), displayName: 'Demo\r\nBcc: mallory@example.com\r\n\r\nHello' };
    const facts = { link: 'https://id.example/', expires_at: server.clock() + 600 };
    const mail = { template: 'sign_up', to: TO, locale: 'en', facts } as const;
    await server.deps.storage.mails.enqueue(composeMail(server.deps, tenant, mail));
    await mailer.sendDue();
    const [received] = office.received;
    expect(received?.to).toEqual([TO]);
    expect([...(received?.headers.keys() ?? [])]).not.toContain('bcc');
    expect(received?.headers.get('from')).toContain('Demo Bcc: mallory@example.com Hello');
  });

  test('RFC 5321 §4.2.1: a 4yz answer is asked again later and later, with the same Message-ID', async () => {
    const mail = await queue(server);
    office.next.push({ at: 'recipient', code: 450 }, { at: 'message', code: 451, text: '4.3.0 Busy' });
    await mailer.sendDue();
    await mailer.sendDue();
    expect(office.next).toHaveLength(1);
    expect(await stateOf(server, mail)).toMatchObject({
      attempts: 1,
      sent_at: null,
      last_error: 'The mail server refused the recipient: 450.',
    });
    server.clock.advance(59);
    await mailer.sendDue();
    expect(office.next).toHaveLength(1);
    server.clock.advance(14);
    await mailer.sendDue();
    expect(await stateOf(server, mail)).toMatchObject({
      last_error: 'The mail server refused the message: 451 4.3.0.',
    });
    server.clock.advance(361);
    await mailer.sendDue();
    expect(office.received.map(({ headers }) => headers.get('message-id'))).toEqual([`<${mail.mail_id}@id.example>`]);
    expect(await stateOf(server, mail)).toMatchObject({ attempts: 3, sent_at: server.clock(), last_error: null });
  });

  test('is given up after six pauses: 1 min, 5 min, 30 min, 2 h, 6 h and 24 h', async () => {
    const mail = await queue(server);
    const pauses = [60, 300, 1800, 7200, 6 * 3600, 24 * 3600];
    for (const [index, pause] of [0, ...pauses].entries()) {
      server.clock.advance(pause);
      office.next.splice(0, 1, { at: 'message', code: 421 });
      // Some wait up to a fifth longer.
      for (let step = 0; step < 21 && (await stateOf(server, mail))?.attempts === index; step += 1) {
        await mailer.sendDue();
        server.clock.advance(Math.ceil(pause / 100));
      }
      expect((await stateOf(server, mail))?.attempts).toBe(index + 1);
    }
    expect(await stateOf(server, mail)).toMatchObject({ attempts: 7, next_attempt_at: null, sent_at: null });
    expect(server.log).toContainEqual(
      expect.objectContaining({ event: 'mail_given_up', mail_id: mail.mail_id, attempts: 7 }),
    );
    expect(office.received).toEqual([]);
  });

  test.each([
    ['recipient', 'The mail server refused the recipient: 550 5.1.1.'],
    ['message', 'The mail server refused the message: 550 5.1.1.'],
  ] as const)('RFC 5321 §4.2.1: a 5yz answer to the %s is final', async (at, last_error) => {
    const mail = await queue(server);
    office.next.push({ at, code: 550, text: `5.1.1 <${TO}> unknown` });
    await mailer.sendDue();
    expect(await stateOf(server, mail)).toMatchObject({
      attempts: 1,
      next_attempt_at: null,
      sent_at: null,
      last_error,
    });
    server.clock.advance(30 * 86_400);
    await mailer.sendDue();
    expect(office.received).toEqual([]);
  });

  test('a refused sender is for the operator to mend: the mail waits', async () => {
    const mail = await queue(server);
    office.next.push({ at: 'sender', code: 550, text: '5.7.1 Not yours' });
    await mailer.sendDue();
    const waiting = await stateOf(server, mail);
    expect(waiting?.last_error).toBe('The mail server refused the sender: 550 5.7.1.');
    expect(waiting?.next_attempt_at).toBeGreaterThan(server.clock());
    server.clock.advance(75);
    await mailer.sendDue();
    expect(office.received).toHaveLength(1);
  });

  test('one that is refused holds up no other', async () => {
    office.next.push({ at: 'recipient', code: 550 }, { at: 'recipient', code: 450 });
    for (let index = 0; index < 12; index += 1) await queue(server, `user${index}@example.com`);
    await mailer.sendDue();
    expect(office.received).toHaveLength(10);
  });

  test('a link that has expired meanwhile is not sent any more', async () => {
    const mail = await queue(server, TO, 90);
    office.next.push({ at: 'message', code: 451 });
    await mailer.sendDue();
    server.clock.advance(91);
    await mailer.sendDue();
    expect(office.received).toEqual([]);
    expect(await stateOf(server, mail)).toMatchObject({
      next_attempt_at: null,
      last_error: 'Its link has expired meanwhile.',
    });
  });

  test('one that was sealed with another master key is given up', async () => {
    const mail = { ...(await aMail(server)), mail_id: 'moved' };
    await server.deps.storage.mails.enqueue(mail);
    await mailer.sendDue();
    expect(await stateOf(server, mail)).toMatchObject({
      next_attempt_at: null,
      last_error: 'It was sealed with another master key.',
    });
  });

  test('neither recipient nor content stands in the log', async () => {
    office.next.push(
      { at: 'recipient', code: 450, text: `<${TO}> busy` },
      { at: 'message', code: 554, text: `no ${SECRET}` },
    );
    await queue(server);
    await queue(server);
    await mailer.sendDue();
    server.clock.advance(80);
    await mailer.sendDue();
    const lines = server.log.filter(({ event }) => String(event).startsWith('mail_'));
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(server.log)).not.toContain(SECRET);
    expect(JSON.stringify(lines)).not.toMatch(/ada|@/);
  });
});

describe('a mail server that cannot be used', () => {
  async function firstError(env: Record<string, string>): Promise<string | null | undefined> {
    const server = await startServer({ env: { XENIA_MAIL_FROM: 'no-reply@id.example', ...env } });
    const mail = await queue(server);
    await createMailer(server.deps).sendDue();
    const state = await stateOf(server, mail);
    expect(state).toMatchObject({ attempts: 1, sent_at: null });
    expect(state?.next_attempt_at).toBeGreaterThan(server.clock());
    await server.close();
    return state?.last_error;
  }

  test('is down: the mail waits and is sent when it is back', async () => {
    const office = await startPostOffice();
    const { port } = office;
    const server = await startServer({ env: mailEnv(office) });
    await office.close();
    const mail = await queue(server);
    const mailer = createMailer(server.deps);
    await mailer.sendDue();
    expect(await stateOf(server, mail)).toMatchObject({
      attempts: 1,
      sent_at: null,
      last_error: 'The mail server cannot be reached (ECONNREFUSED).',
    });
    const back = await startPostOffice({}, port);
    server.clock.advance(75);
    await mailer.sendDue();
    expect(back.received).toHaveLength(1);
    await back.close();
    await server.close();
  });

  test('hangs up in the middle, or is no mail server at all', async () => {
    const rude = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const address = rude.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await firstError({ XENIA_MAIL_SMTP_URL: `smtp://127.0.0.1:${port}` })).toBe(
      'It does not answer like a mail server.',
    );
    rude.close();
  });

  test('refuses the credentials: they are the operator’s to mend, the mail waits', async () => {
    const office = await startPostOffice({ onAuth: (_, __, done) => done(new Error('Wrong')) });
    const url = `smtp://xenia:p%40ss@127.0.0.1:${office.port}`;
    expect(await firstError({ XENIA_MAIL_SMTP_URL: url })).toMatch(/^The mail server refused the credentials: 535/);
    await office.close();
  });
});

describe('credentials and TLS', () => {
  test('signs in with user and password of the URL, percent-decoded', async () => {
    const tried: unknown[] = [];
    const office = await startPostOffice({
      onAuth({ username, password }, _, done) {
        tried.push([username, password]);
        done(null, { user: username });
      },
    });
    const env = { ...mailEnv(office), XENIA_MAIL_SMTP_URL: `smtp://xe%3Ania:p%40ss%2F@127.0.0.1:${office.port}` };
    const server = await startServer({ env });
    await queue(server);
    await createMailer(server.deps).sendDue();
    expect(tried).toEqual([['xe:nia', 'p@ss/']]);
    expect(office.received).toMatchObject([{ user: 'xe:nia' }]);
    await server.close();
    await office.close();
  });

  test.each([
    ['smtps', { secure: true }],
    ['smtp', { disabledCommands: [] }],
  ])('%s: encrypted where the server can; on the loopback with any certificate', async (scheme, options) => {
    const office = await startPostOffice(options);
    const server = await startServer({
      env: { ...mailEnv(office), XENIA_MAIL_SMTP_URL: `${scheme}://127.0.0.1:${office.port}` },
    });
    await queue(server);
    await createMailer(server.deps).sendDue();
    expect(office.received).toMatchObject([{ secure: true }]);
    await server.close();
    await office.close();
  });
});

describe('waking', () => {
  test('what this process queues is sent at once, by whichever operation', async () => {
    const office = await startPostOffice();
    const server = await startServer({ env: mailEnv(office) });
    const mailer = createMailer(server.deps);
    const { storage } = mailer;
    const user = await server.aUser();
    const mail = await aMail(server);
    await storage.mails.enqueue(mail);
    await office.heard(1);
    const now = server.clock();
    const ticket: TicketRecord = {
      tenant_id: mail.tenant_id,
      ticket_hash: 'hash',
      purpose: 'verify_email',
      sub: user.sub,
      email: user.email,
      email_key: user.email,
      data: '{}',
      created_at: now,
      expires_at: now + 600,
      used_at: null,
    };
    await storage.tickets.issue(ticket, await aMail(server));
    await office.heard(2);
    await storage.tickets.redeem(ticket, { kind: 'verify_email' }, [await aMail(server)], now);
    await office.heard(3);
    const { tenant_id } = mail;
    const { sub } = user;
    const change = { password_hash: 'hash', replaces: undefined, keep_sid: null, event_id: 'password' };
    await storage.users.setPassword(tenant_id, sub, { ...change, mails: [await aMail(server)] }, now);
    await office.heard(4);
    const totp = { tenant_id, sub, sealed_secret: 'sealed', created_at: now, last_step: 1 };
    await storage.credentials.addTotp(totp, [], [await aMail(server)]);
    await office.heard(5);
    await storage.credentials.replaceRecoveryCodes(tenant_id, sub, [], [await aMail(server)]);
    await office.heard(6);
    await storage.credentials.removeTotp(tenant_id, sub, [await aMail(server)]);
    await office.heard(7);
    const notice = { event_id: 'deleted', initiating_entity: 'user' as const };
    await storage.users.delete(tenant_id, sub, { ...notice, mails: [await aMail(server)] }, now);
    await office.heard(8);
    await mailer.stop();
    await server.close();
    await office.close();
  });

  test('a started mailer sends by itself what was queued before, and stops for good', async () => {
    const office = await startPostOffice();
    const server = await listeningServer({ env: mailEnv(office) });
    await queue(server);
    // Whatever the storage of the running server is told, it looks every few seconds.
    await office.heard(1);
    await server.close();
    await office.close();
  });
});

describe('without a mail server', () => {
  test('in development it counts as sent: the inbox has it', async () => {
    const server = await startServer();
    const mail = await queue(server);
    await createMailer(server.deps).sendDue();
    expect(await stateOf(server, mail)).toMatchObject({ sent_at: server.clock(), next_attempt_at: null });
    expect(server.log).toContainEqual(
      expect.objectContaining({ event: 'mail_kept', mail_id: mail.mail_id, inbox: 'http://localhost:3000/dev/mail' }),
    );
    await server.close();
  });

  test('in production nothing is taken, and the operator is told at the start', async () => {
    const env = { XENIA_MODE: 'production', XENIA_PUBLIC_URL: 'https://id.example' };
    const server = await startServer({ env });
    const mail = await queue(server);
    const mailer = createMailer(server.deps);
    mailer.start();
    await mailer.sendDue();
    await mailer.stop();
    expect(await stateOf(server, mail)).toEqual(mail);
    expect(server.log.map(({ msg }) => msg)).toContain('No mail can be sent: mail.smtpUrl and mail.from are not set');
    await server.close();
  });
});
