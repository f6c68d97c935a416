import { randomBytes } from 'node:crypto';
import { formatToken, TOKEN_PREFIXES, type TokenKind } from '@xenia/protocol/token-format';
import { expect, test } from 'vitest';
import { createLog, prettyDestination } from '../../src/observability/log.ts';
import { newRequestId } from '../../src/observability/request-id.ts';

function capture() {
  const lines: string[] = [];
  return { lines, destination: { write: (line: string) => void lines.push(line) } };
}

test('catalogue 86: members that carry secrets are masked by name, however deep and however they are spelled', () => {
  const { lines, destination } = capture();
  const canary = 'canary-4711';
  const log = createLog('info', destination);
  log.info({ headers: new Headers({ Authorization: canary, Cookie: canary, accept: 'text/html' }) }, 'request');
  log.info(
    { body: { client_secret: canary, password: canary, code: canary, nested: [{ refresh_token: canary }] } },
    'body',
  );
  log.child({ clientSecret: canary, client_id: 'app_1' }).warn('child');
  log.error(Object.assign(new Error('broken'), { password: canary, cause: { code_verifier: canary } }), 'failed');
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain(canary);
  expect(lines[0]).toContain('text/html');
  expect(lines[2]).toContain('app_1');
  expect(lines[3]).toContain('broken');
});

test('catalogue 86: what has the shape of a token is masked anywhere', () => {
  const { lines, destination } = capture();
  const log = createLog('info', destination);
  const tokens = (Object.keys(TOKEN_PREFIXES) as TokenKind[]).map((kind) => formatToken(kind, randomBytes(32)));
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c3JfMSJ9.${'s'.repeat(40)}`;
  for (const secret of [...tokens, jwt]) {
    log.info(`seen ${secret} in text`);
    log.info({ url: `/cb?x=${secret}`, [secret]: 1 }, 'member');
    log.error(new Error(`bad ${secret}`));
  }
  log.info('connecting to postgres://xenia:hunter2@db.example/xenia');
  const text = lines.join('');
  for (const secret of [...tokens, jwt, 'hunter2']) expect(text).not.toContain(secret);
  expect(text).toContain('seen [redacted] in text');
});

test('the code of an error stays readable, however the error is given', () => {
  const { lines, destination } = capture();
  const log = createLog('info', destination);
  const error = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  log.error(error);
  log.error({ error }, 'given as a member');
  log.error({ err: error }, "given by pino's own name");
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ error: { type: 'Error', message: 'no', code: 'ECONNREFUSED' } });
  }
});

test('ASVS 5 §16.4.1: nothing in a message or member can forge a line, neither as JSON nor at a terminal', () => {
  const { lines, destination } = capture();
  const forged = 'x\n{"level":"info","message":"forged"}\r\u001b[2J\u2028\u0085';
  createLog('info', destination).info({ member: forged, [forged]: 1 }, forged);
  createLog('info', prettyDestination({ write: (text) => lines.push(text) }, false)).info(
    { member: forged, [forged]: 1 },
    forged,
  );
  for (const line of lines) {
    for (const control of ['\n', '\r', '\u001b']) expect(line.trimEnd()).not.toContain(control);
  }
  for (const control of ['\u0085', '\u2028']) expect(lines[1]).not.toContain(control);
});

test('a pretty line shows time, level, message and facts', () => {
  const { lines, destination } = capture();
  createLog('info', prettyDestination(destination, false)).warn(
    { port: 3000, name: 'two words' },
    'The server listens',
  );
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}The server listens port=3000 name="two words"\n$/);
});

test('lines below the level are not written', () => {
  const { lines, destination } = capture();
  createLog('warn', destination).info('quiet');
  expect(lines).toEqual([]);
});

test('a request id can be read out', () => {
  expect(newRequestId((size) => Buffer.alloc(size, 31))).toBe('XR-ZZZZ-ZZZZ');
  expect(newRequestId(randomBytes)).toMatch(/^XR-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
});
