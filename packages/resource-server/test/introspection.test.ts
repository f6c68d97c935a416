import { formatToken } from '@xenia/protocol/token-format';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGuard, type GuardOptions } from '../src/index.ts';
import { credentials, fakeClock, resource, startIssuer, startOfTime, type TestIssuer } from './test-issuer.ts';

const token = formatToken('access_token', new Uint8Array(32).fill(1));
const active = {
  active: true,
  aud: resource,
  sub: 'alice',
  client_id: 'app',
  scope: 'read write',
  exp: startOfTime + 60,
};
let issuer: TestIssuer;
let clock: ReturnType<typeof fakeClock>;

beforeEach(async () => {
  issuer = await startIssuer();
  clock = fakeClock();
  issuer.introspection.set(token, active);
});
afterEach(() => issuer.close());

function aGuard(change: Partial<GuardOptions> = {}) {
  const guard = createGuard({ issuer: issuer.url, resource, clock, introspection: credentials, ...change });
  return (bearer: string) => guard.check({ authorization: `Bearer ${bearer}` }, { scope: 'read' });
}

const introspections = () => issuer.requests.filter((request) => request === 'POST /introspect').length;

describe('RFC 7662 §2: opaque tokens are introspected', () => {
  test('an active token is read; many requests at once ask once; the credentials are form-encoded', async () => {
    const check = aGuard();
    const decisions = await Promise.all(Array.from({ length: 20 }, () => check(token)));
    expect(decisions[0]).toEqual({
      outcome: 'allowed',
      token: {
        format: 'opaque',
        sub: 'alice',
        client_id: 'app',
        org_id: null,
        scope: ['read', 'write'],
        aud: [resource],
        exp: startOfTime + 60,
        claims: active,
      },
    });
    expect(decisions.every(({ outcome }) => outcome === 'allowed')).toBe(true);
    expect(introspections()).toBe(1);
  });

  test.each([
    ['§2.2 not active', { active: false }, 'not_active'],
    ['active in words only', { ...active, active: 'true' }, 'not_active'],
    ['catalogue 55: for another resource', { ...active, aud: 'https://other.example' }, 'audience_mismatch'],
    ['for nobody in particular', { ...active, aud: undefined }, 'audience_mismatch'],
    ['of another issuer', { ...active, iss: 'https://other.example' }, 'issuer_mismatch'],
    ['expired', { ...active, exp: startOfTime }, 'expired'],
    ['with an expiry that is no time', { ...active, exp: 'later' }, 'expired'],
    ['catalogue 37: bound to a key', { ...active, cnf: { jkt: 'x' } }, 'sender_constrained'],
    ['catalogue 37: of another type', { ...active, token_type: 'DPoP' }, 'sender_constrained'],
  ])('refused: %s', async (_, answer, reason) => {
    issuer.introspection.set(token, answer);
    expect(await aGuard()(token)).toMatchObject({ status: 401, error: 'invalid_token', reason });
  });

  test('the organization that the app is installed on is told', async () => {
    issuer.introspection.set(token, { ...active, org_id: 'org_1' });
    expect(await aGuard()(token)).toMatchObject({ outcome: 'allowed', token: { org_id: 'org_1' } });
  });

  test('scope as a list, no expiry and no user', async () => {
    issuer.introspection.set(token, {
      active: true,
      aud: [resource],
      scope: ['read'],
      exp: null,
      token_type: 'bearer',
    });
    expect(await aGuard()(token)).toMatchObject({
      outcome: 'allowed',
      token: { sub: null, client_id: null, scope: ['read'], exp: null },
    });
  });

  test('catalogue 14: a truncated or extended token does not reach the issuer', async () => {
    const check = aGuard();
    for (const bad of [token.slice(0, -1), `${token}A`, 'xat_', token.replace(/.$/, '~')]) {
      expect(await check(bad)).toMatchObject({ status: 401, reason: 'malformed_token' });
    }
    expect(issuer.requests).toEqual([]);
  });

  test('tokens of another shape are left to the issuer', async () => {
    issuer.introspection.set('legacy-token', active);
    expect((await aGuard()('legacy-token')).outcome).toBe('allowed');
  });

  test('without credentials only JWTs are accepted', async () => {
    const guard = createGuard({ issuer: issuer.url, resource, clock });
    const decision = await guard.check({ authorization: `Bearer ${token}` });
    expect(decision).toMatchObject({ status: 401, reason: 'opaque_token_without_introspection' });
    expect(issuer.requests).toEqual([]);
  });
});

describe('what is remembered of an introspection', () => {
  test('an answer is used for introspectionMaxAge seconds: a revoked token passes no longer than that', async () => {
    const check = aGuard({ cache: { introspectionMaxAge: 30 } });
    await check(token);
    issuer.introspection.set(token, { active: false });
    clock.advance(29);
    expect((await check(token)).outcome).toBe('allowed');
    clock.advance(1);
    expect((await check(token)).outcome).toBe('refused');
    expect(introspections()).toBe(2);
  });

  test('with 0 every request asks', async () => {
    const check = aGuard({ cache: { introspectionMaxAge: 0 } });
    await check(token);
    issuer.introspection.set(token, { active: false });
    expect((await check(token)).outcome).toBe('refused');
  });

  test('never beyond the end of the token', async () => {
    const check = aGuard({ cache: { introspectionMaxAge: 30 } });
    issuer.introspection.set(token, { ...active, exp: startOfTime + 3 });
    await check(token);
    clock.advance(3);
    expect(await check(token)).toMatchObject({ outcome: 'refused', reason: 'expired' });
  });

  test('catalogue 53: near-twin tokens never share an answer', async () => {
    const check = aGuard();
    const twins = Array.from({ length: 8 }, (_, i) => `legacy-token-${i}`);
    for (const twin of twins) issuer.introspection.set(twin, { ...active, sub: twin });
    for (const _ of [1, 2]) {
      for (const twin of twins) expect(await check(twin)).toMatchObject({ token: { sub: twin } });
    }
    expect((await check('legacy-token-')).outcome).toBe('refused');
    expect((await check('Legacy-token-1')).outcome).toBe('refused');
  });

  test('no more than introspectionEntries; the one not used for longest goes', async () => {
    const check = aGuard({ cache: { introspectionEntries: 2 } });
    for (const name of ['a', 'b', 'c']) issuer.introspection.set(name, active);
    for (const name of ['a', 'b', 'a', 'c']) await check(name);
    expect(introspections()).toBe(3);
    await check('a');
    expect(introspections()).toBe(3);
    await check('b');
    expect(introspections()).toBe(4);
  });
});

describe('catalogue 83: fail closed', () => {
  test('our own credentials being refused says nothing about the token: 503', async () => {
    const check = aGuard({ introspection: { client_id: 'a', client_secret: 'b' } });
    expect(await check(token)).toMatchObject({ status: 503, reason: 'introspection_credentials_refused' });
  });

  test('an outage is 503 and is not remembered as an answer', async () => {
    const check = aGuard({ cache: { introspectionMaxAge: 0 } });
    await check(token);
    issuer.failWith = 500;
    const decision = await check(token);
    expect(decision).toMatchObject({
      status: 503,
      reason: 'introspection_not_available',
      headers: { 'Retry-After': '2' },
    });
    issuer.failWith = null;
    expect((await check(token)).outcome).toBe('allowed');
  });

  test('an issuer without introspection endpoint', async () => {
    delete issuer.metadata.introspection_endpoint;
    expect(await aGuard()(token)).toMatchObject({ status: 503, reason: 'no_introspection_endpoint' });
  });
});
