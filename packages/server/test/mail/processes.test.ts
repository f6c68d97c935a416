import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createMailer } from '../../src/mail/mailer.ts';
import { startXenia } from '../cli/xenia.ts';
import { describeServer } from '../support/databases.ts';
import { fakeClock, startServer } from '../support/start-server.ts';
import { startPostOffice } from './post-office.ts';
import { mailEnv, queue, stateOf } from './queue.ts';

describe('a process that ends', () => {
  test('at least once: what was on its way when it was killed is sent by the next one', async () => {
    const office = await startPostOffice();
    const start = Math.floor(Date.now() / 1000);
    const server = await startServer({ env: mailEnv(office), deps: { clock: fakeClock(start) } });
    const { dataDir, masterKey } = server.deps.config;
    const mail = await queue(server);
    office.next.push('hangs');
    const env = { ...mailEnv(office), XENIA_DATA_DIR: dataDir, XENIA_MASTER_KEY: masterKey };
    const child = startXenia(['dev', '--port', '0'], { cwd: dataDir, env });
    const exit = once(child, 'exit');
    await office.hung();
    child.kill('SIGKILL');
    await exit;
    expect(await stateOf(server, mail)).toMatchObject({ attempts: 1, sent_at: null });
    // Past the lease, by whatever time the other process had.
    const later = { ...server.deps, clock: () => start + 600 };
    await createMailer(later).sendDue();
    expect(office.received.map(({ headers }) => headers.get('message-id'))).toEqual([`<${mail.mail_id}@id.example>`]);
    office.release();
    await server.close();
    await office.close();
  });

  test('stopping waits for what is on its way', async () => {
    const office = await startPostOffice();
    const server = await startServer({ env: mailEnv(office) });
    const mail = await queue(server);
    const mailer = createMailer(server.deps);
    office.next.push('hangs');
    mailer.start();
    await office.hung();
    const stopped = mailer.stop();
    office.release();
    await stopped;
    expect(await stateOf(server, mail)).toMatchObject({ sent_at: server.clock() });
    await queue(server);
    await mailer.sendDue();
    expect(office.received).toEqual([]);
    await server.close();
    await office.close();
  });

  test('a mail server that does not answer is not waited for longer than ten seconds', {
    timeout: 40_000,
  }, async () => {
    const office = await startPostOffice();
    const server = await startServer({ env: mailEnv(office) });
    const mail = await queue(server);
    const mailer = createMailer(server.deps);
    office.next.push('hangs');
    mailer.start();
    await office.hung();
    await mailer.stop();
    const waiting = await stateOf(server, mail);
    expect(waiting).toMatchObject({ sent_at: null, last_error: 'Xenia was stopped meanwhile.' });
    expect(waiting?.next_attempt_at).toBeGreaterThan(server.clock());
    office.release();
    await server.close();
    await office.close();
  });
});

describeServer('several processes', {}, (current) => {
  test('two that send at once send each mail once', async () => {
    const server = current();
    const office = await startPostOffice();
    const env = mailEnv(office);
    const mail = { smtpUrl: env.XENIA_MAIL_SMTP_URL, from: env.XENIA_MAIL_FROM };
    const deps = { ...server.deps, config: { ...server.deps.config, mail } };
    for (let index = 0; index < 40; index += 1) await queue(server, `user${index}@example.com`);
    await Promise.all([createMailer(deps).sendDue(), createMailer(deps).sendDue()]);
    expect(office.received.map(({ to }) => to[0]).sort()).toEqual(
      Array.from({ length: 40 }, (_, index) => `user${index}@example.com`).sort(),
    );
    await office.close();
  });

  test('what a process took before it died is sent by another when its lease is over', async () => {
    const server = current();
    const office = await startPostOffice();
    const env = mailEnv(office);
    const mail = { smtpUrl: env.XENIA_MAIL_SMTP_URL, from: env.XENIA_MAIL_FROM };
    const mailer = createMailer({ ...server.deps, config: { ...server.deps.config, mail } });
    const record = await queue(server);
    // As a process that dies after it took it.
    expect(await server.deps.storage.mails.claim(server.clock() + 60, 9, server.clock())).toHaveLength(1);
    server.clock.advance(59);
    await mailer.sendDue();
    expect(office.received).toEqual([]);
    server.clock.advance(1);
    await mailer.sendDue();
    expect(office.received.map(({ headers }) => headers.get('message-id'))).toEqual([`<${record.mail_id}@id.example>`]);
    expect(await stateOf(server, record)).toMatchObject({ attempts: 2, sent_at: server.clock() });
    await office.close();
  });
});
