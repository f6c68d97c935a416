import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEventReceiver, type EventReceiver, type ReceivedEvent } from '../src/index.ts';
import { fakeClock, startIssuer, startOfTime, type TestIssuer } from './test-issuer.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const UNINSTALLED = 'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked';

let issuer: TestIssuer;
let clock: ReturnType<typeof fakeClock>;
let receiver: EventReceiver;
let events: ReceivedEvent[];
beforeEach(async () => {
  issuer = await startIssuer();
  clock = fakeClock();
  receiver = createEventReceiver({ issuer: issuer.url, client_id: 'app', clock });
  events = [];
});
afterEach(() => issuer.close());

const note = (event: ReceivedEvent) => void events.push(event);
/** What an access token has and a notice has not. */
const none: object = { sub: undefined, client_id: undefined, scope: undefined };
const lasting: object = { ...none, exp: undefined };

async function logout(change: object = {}, header: object = {}) {
  const claims = { ...none, aud: 'app', sub: 'alice', sid: 's1', events: { [LOGOUT]: {} }, ...change };
  const logout_token = await issuer.token(claims, { typ: 'logout+jwt', ...header });
  const body = new URLSearchParams({ logout_token }).toString();
  return { contentType: 'application/x-www-form-urlencoded; charset=utf-8', body };
}

async function event(change: object = {}, header: object = {}) {
  const sub_id = { format: 'iss_sub', iss: issuer.url, sub: 'alice' };
  const what = { [UNINSTALLED]: { initiating_entity: 'user', event_timestamp: startOfTime - 9 } };
  const claims = { ...lasting, aud: 'app', sub_id, events: what, ...change };
  return {
    contentType: 'application/secevent+jwt',
    body: await issuer.token(claims, { typ: 'secevent+jwt', ...header }),
  };
}

describe('what the app is told', () => {
  test('a logout token is answered with 200, a security event token with 202, and each is acted on', async () => {
    expect(await receiver.receive(await logout(), note)).toMatchObject({
      status: 200,
      headers: { 'Cache-Control': 'no-store' },
      body: null,
      reason: null,
    });
    expect(await receiver.receive(await event({ jti: 'j2' }), note)).toMatchObject({ status: 202, reason: null });
    expect(events).toEqual([
      { type: 'signed_out', sub: 'alice', sid: 's1', jti: 'j1', at: startOfTime },
      { type: 'uninstalled', sub: 'alice', org_id: null, initiating_entity: 'user', jti: 'j2', at: startOfTime - 9 },
    ]);
  });

  test('an app is told from which organization it was uninstalled', async () => {
    await receiver.receive(await event({ jti: 'j3', events: { [UNINSTALLED]: { org_id: 'org_1' } } }), note);
    expect(events).toMatchObject([{ type: 'uninstalled', sub: 'alice', org_id: 'org_1' }]);
  });

  test('what comes again is acknowledged and does nothing; what failed is done when it comes again', async () => {
    const fails = () => {
      throw new Error('the database is down');
    };
    expect(await receiver.receive(await event(), fails)).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '2' },
      reason: 'reaction_failed',
      cause: { message: 'the database is down' },
    });
    expect(await receiver.receive(await logout({ jti: 'j2' }), fails)).toMatchObject({
      status: 400,
      body: { error: 'logout_failed' },
    });
    expect(await receiver.receive(await event(), note)).toMatchObject({ status: 202, reason: null });
    clock.advance(86_400);
    const again = await event({ iat: startOfTime + 86_400 });
    expect(await receiver.receive(again, note)).toMatchObject({ status: 202, reason: 'repeated' });
    expect(events).toHaveLength(1);
  });

  test('only as many are remembered as was said', async () => {
    const forgetful = createEventReceiver({ issuer: issuer.url, client_id: 'app', clock, rememberedEvents: 2 });
    for (const jti of ['a', 'b', 'c', 'b', 'a']) await forgetful.receive(await event({ jti }), note);
    expect(events.map(({ jti }) => jti)).toEqual(['a', 'b', 'c', 'a']);
  });

  test('an event that is not known is acknowledged, so that it is not sent again', async () => {
    const unknown = await event({ events: { 'urn:example:news': {} } });
    expect(await receiver.receive(unknown, note)).toMatchObject({ status: 202, event: null, reason: 'unknown_event' });
    expect(events).toEqual([]);
  });

  test('a new key of the issuer is fetched', async () => {
    await receiver.receive(await event(), note);
    await issuer.rotate('RS256');
    clock.advance(60);
    expect(await receiver.receive(await event({ jti: 'j2' }), note)).toMatchObject({ status: 202, reason: null });
  });
});

describe('what it is not told', () => {
  test('catalogue 13: another kind of token, another app, another issuer, an old one: refused', async () => {
    const cases: [Awaited<ReturnType<typeof event>>, string, object][] = [
      [await event({}, { typ: 'logout+jwt' }), 'not_this_kind_of_token', { err: 'invalid_request' }],
      [await event({}, { typ: 'at+jwt' }), 'not_this_kind_of_token', { err: 'invalid_request' }],
      [await event({ aud: 'other' }), 'audience_mismatch', { err: 'invalid_audience' }],
      [await event({ iss: 'https://other.example' }), 'issuer_mismatch', { err: 'invalid_issuer' }],
      [await event({ iat: startOfTime - 301 }), 'too_old', { err: 'invalid_request' }],
      [await logout({}, { typ: 'JWT' }), 'not_this_kind_of_token', { error: 'invalid_request' }],
      [await logout({ nonce: 'n' }), 'nonce_not_allowed', { error: 'invalid_request' }],
      [await logout({ aud: 'other' }), 'audience_mismatch', { error: 'invalid_request' }],
    ];
    for (const [request, reason, body] of cases) {
      const answer = await receiver.receive(request, note);
      expect(answer).toMatchObject({ status: 400, reason, body, event: null });
    }
    expect(events).toEqual([]);
    // Nothing of that was worth a question to the issuer.
    expect(issuer.requests).toEqual([]);
  });

  test('a signature that is not the issuer’s', async () => {
    const { contentType, body } = await event();
    const [header, payload] = body.split('.');
    const [, , foreign] = (await event({ jti: 'j2' })).body.split('.');
    const forged = { contentType, body: `${header}.${payload}.${foreign}` };
    expect(await receiver.receive(forged, note)).toMatchObject({ status: 400, body: { err: 'invalid_key' } });
    await issuer.rotate('ES256', false);
    clock.advance(60);
    expect(await receiver.receive(await event(), note)).toMatchObject({ status: 400, reason: 'unknown_key' });
    expect(events).toEqual([]);
  });

  test('anything else', async () => {
    const { body } = await event();
    const junk = [
      { contentType: undefined, body },
      { contentType: 'application/json', body: '{}' },
      { contentType: 'application/x-www-form-urlencoded', body: 'logout_token=a&logout_token=b' },
      { contentType: 'application/x-www-form-urlencoded', body: '' },
      { contentType: 'application/secevent+jwt', body: 'a.b.c' },
      { contentType: 'application/secevent+jwt', body: '' },
    ];
    for (const request of junk) expect(await receiver.receive(request, note)).toMatchObject({ status: 400 });
    expect(events).toEqual([]);
  });

  test('while the issuer cannot be asked: later', async () => {
    issuer.failWith = 500;
    expect(await receiver.receive(await event(), note)).toMatchObject({
      status: 503,
      reason: 'metadata_not_available',
      event: null,
    });
    expect(await receiver.receive(await logout(), note)).toMatchObject({ status: 503 });
    expect(events).toEqual([]);
  });
});

test('options that cannot work are refused with the remedy', () => {
  const good = { issuer: 'https://as.example', client_id: 'app' };
  expect(() => createEventReceiver({ ...good, issuer: 'http://as.example' })).toThrow(/https/);
  expect(() => createEventReceiver({ ...good, client_id: '' })).toThrow(/client_id/);
  expect(() => createEventReceiver({ ...good, algorithms: [] })).toThrow(/algorithms/);
  expect(() => createEventReceiver({ ...good, rememberedEvents: 0 })).toThrow(/rememberedEvents/);
  expect(() => createEventReceiver({ ...good, cache: { issuerMaxAge: 1 } })).toThrow(/issuerMaxAge/);
});
