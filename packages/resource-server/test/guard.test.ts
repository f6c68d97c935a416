import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGuard, type Decision, type GuardOptions, type Requirement } from '../src/index.ts';
import { fakeClock, resource, startIssuer, startOfTime, type TestIssuer } from './test-issuer.ts';

let issuer: TestIssuer;
let clock: ReturnType<typeof fakeClock>;

beforeEach(async () => {
  issuer = await startIssuer();
  clock = fakeClock();
});
afterEach(() => issuer.close());

function aGuard(change: Partial<GuardOptions> = {}) {
  const guard = createGuard({ issuer: issuer.url, resource, clock, ...change });
  return (token: string, requirement?: Requirement) => guard.check({ authorization: `Bearer ${token}` }, requirement);
}

function expectRefused(decision: Decision, status: number, reason: string) {
  if (decision.outcome !== 'refused') return expect.fail('was allowed');
  expect({ status: decision.status, reason: decision.reason }).toEqual({ status, reason });
  expect(JSON.stringify([decision.headers, decision.body])).not.toMatch(/\n|node:|Error|\.ts/);
  return decision;
}

const metadataUrl = 'https://api.example/.well-known/oauth-protected-resource/v1';

describe('RFC 6750 §3: answers', () => {
  test('§3.1 "If the request lacks any authentication information ... SHOULD NOT include an error code"', async () => {
    const guard = createGuard({ issuer: issuer.url, resource, clock, scope: 'read' });
    for (const authorization of [undefined, null, '', 'Basic YTpi', 'DPoP abc']) {
      expect(await guard.check({ authorization })).toEqual({
        outcome: 'refused',
        status: 401,
        headers: {
          'WWW-Authenticate': `Bearer scope="read", resource_metadata="${metadataUrl}"`,
          'Cache-Control': 'no-store',
        },
        body: null,
        error: null,
        reason: 'no_token',
      });
    }
  });

  test('catalogue 44: a malformed header is invalid_request, 400', async () => {
    const guard = createGuard({ issuer: issuer.url, resource, clock });
    for (const authorization of ['Bearer', 'Bearer ', 'Bearer a b', 'bearer a, Bearer b', 'Bearer \u0000']) {
      const refused = expectRefused(await guard.check({ authorization }), 400, 'malformed_authorization_header');
      expect(refused.headers['WWW-Authenticate']).toMatch(/^Bearer error="invalid_request", /);
    }
    expect(issuer.requests).toEqual([]);
  });

  test('"invalid_token ... SHOULD respond with the HTTP 401"', async () => {
    const check = aGuard();
    const refused = expectRefused(await check(await issuer.token({ exp: startOfTime })), 401, 'expired');
    expect(refused.headers['WWW-Authenticate']).toMatch(
      /^Bearer error="invalid_token", error_description="[^"]+", resource_metadata="/,
    );
    expect(refused.body?.error).toBe('invalid_token');
  });

  test('"insufficient_scope ... MAY include the scope attribute", 403', async () => {
    const check = aGuard({ scope: ['read'] });
    const token = await issuer.token();
    expect((await check(token)).outcome).toBe('allowed');
    for (const scope of ['write', ['write'], 'read write']) {
      const refused = expectRefused(await check(token, { scope }), 403, 'scope_missing');
      expect(refused.headers['WWW-Authenticate']).toContain('error="insufficient_scope"');
      expect(refused.headers['WWW-Authenticate']).toContain('scope="read write"');
    }
    expect((await check(await issuer.token({ scope: ['write', 'read'] }), { scope: 'write' })).outcome).toBe('allowed');
  });
});

describe('RFC 9068 §4: JWTs are verified offline', () => {
  test('a good token is read; discovery and keys are fetched once, and not before', async () => {
    const check = aGuard();
    expect(issuer.requests).toEqual([]);
    const token = await issuer.token({ tenant: 7 });
    const decisions = await Promise.all(Array.from({ length: 20 }, () => check(token)));
    expect(decisions[0]).toEqual({
      outcome: 'allowed',
      token: {
        format: 'jwt',
        sub: 'alice',
        client_id: 'app',
        org_id: null,
        scope: ['read'],
        aud: [resource],
        exp: startOfTime + 300,
        claims: expect.objectContaining({ tenant: 7, iss: issuer.url }),
      },
    });
    expect(decisions.every(({ outcome }) => outcome === 'allowed')).toBe(true);
    expect(issuer.requests).toEqual(['GET /.well-known/oauth-authorization-server', 'GET /jwks']);
  });

  test('the organization that the app is installed on is told; what is no text is not taken for one', async () => {
    const check = aGuard();
    expect(await check(await issuer.token({ org_id: 'org_1' }))).toMatchObject({ token: { org_id: 'org_1' } });
    expect(await check(await issuer.token({ org_id: 7 }))).toMatchObject({ token: { org_id: null } });
  });

  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('%s is accepted', async (alg) => {
    await issuer.rotate(alg);
    expect((await aGuard()(await issuer.token())).outcome).toBe('allowed');
  });

  test('an algorithm that was not allowed is refused', async () => {
    expectRefused(await aGuard({ algorithms: ['EdDSA'] })(await issuer.token()), 401, 'algorithm_not_allowed');
    expect(issuer.requests).toEqual([]);
  });

  test.each([
    ['catalogue 54: another audience', { aud: 'https://other.example' }, {}, 'audience_mismatch'],
    ['catalogue 54: another issuer', { iss: 'https://as.example' }, {}, 'issuer_mismatch'],
    ['an ID token', {}, { typ: 'JWT' }, 'not_an_access_token'],
    ['from the future', { iat: startOfTime + 61 }, {}, 'issued_in_future'],
    ['catalogue 37: bound to a key that nobody proved to hold', { cnf: { jkt: 'x' } }, {}, 'sender_constrained'],
  ])('%s is refused before anything is fetched', async (_, claims, header, reason) => {
    expectRefused(await aGuard()(await issuer.token(claims, header)), 401, reason);
    expect(issuer.requests).toEqual([]);
  });

  test.each([
    [
      'catalogue 46: alg none',
      (token: string) =>
        `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}${token.slice(token.indexOf('.'))}`,
      'algorithm_not_allowed',
    ],
    ['catalogue 14: truncated', (token: string) => token.slice(0, -2), 'signature_mismatch'],
    ['catalogue 14: extended', (token: string) => `${token}A`, 'signature_mismatch'],
    ['catalogue 52: long', (token: string) => `${token}${'A'.repeat(16_300)}`, 'malformed_authorization_header'],
  ])('%s', async (_, spoil, reason) => {
    const decision = await aGuard()(spoil(await issuer.token()));
    expectRefused(decision, reason === 'malformed_authorization_header' ? 400 : 401, reason);
  });

  test('catalogue 50: a key in the header is never used', async () => {
    const token = await issuer.token({}, { jku: `${issuer.url}/evil`, kid: undefined });
    expectRefused(await aGuard()(token), 401, 'embedded_key');
    expect(issuer.requests).not.toContain('GET /evil');
  });

  test('catalogue 53: near-twin tokens never share claims', async () => {
    const check = aGuard();
    const decisions = await Promise.all(
      ['alice', 'bob', 'alicf', 'alice '].map(async (sub) => ({
        sub,
        decision: await check(await issuer.token({ sub })),
      })),
    );
    for (const { sub, decision } of decisions) expect(decision).toMatchObject({ outcome: 'allowed', token: { sub } });
    const alice = (await issuer.token({ sub: 'alice' })).split('.');
    const bob = (await issuer.token({ sub: 'bob' })).split('.');
    expectRefused(await check([bob[0], bob[1], alice[2]].join('.')), 401, 'signature_mismatch');
  });
});

describe('RFC 7517: keys change', () => {
  test('catalogue 48: an unknown kid makes the keys be fetched once more, then not again for a while', async () => {
    const check = aGuard();
    await check(await issuer.token());
    await issuer.rotate();
    expect((await check(await issuer.token())).outcome).toBe('allowed');
    await issuer.rotate('ES256', false);
    issuer.requests.length = 0;
    const unknown = await issuer.token();
    for (const _ of [1, 2, 3]) expectRefused(await check(unknown), 401, 'unknown_key');
    expect(issuer.requests).toEqual([]);
    clock.advance(30);
    await Promise.all([check(unknown), check(unknown), check(unknown)]);
    expectRefused(await check(unknown), 401, 'unknown_key');
    expect(issuer.requests).toEqual(['GET /jwks']);
  });

  test('keys are kept for as long as the issuer allows, within bounds', async () => {
    const check = aGuard({ cache: { issuerMaxAge: 3600 } });
    const token = await issuer.token({ exp: startOfTime + 100_000 });
    const requestsAfter = async (seconds: number) => {
      clock.advance(seconds);
      issuer.requests.length = 0;
      expect((await check(token)).outcome).toBe('allowed');
      return issuer.requests.length;
    };
    issuer.cacheControl = 'public, max-age=120';
    expect(await requestsAfter(0)).toBe(2);
    expect(await requestsAfter(119)).toBe(0);
    issuer.cacheControl = 'max-age=999999999';
    expect(await requestsAfter(1)).toBe(2);
    expect(await requestsAfter(3599)).toBe(0);
    issuer.cacheControl = 'no-store';
    expect(await requestsAfter(1)).toBe(2);
    expect(await requestsAfter(29)).toBe(0);
    expect(await requestsAfter(1)).toBe(2);
  });

  test('a withdrawn key is no longer accepted once the keys are fetched anew', async () => {
    const check = aGuard();
    const token = await issuer.token({ exp: startOfTime + 100_000 });
    expect((await check(token)).outcome).toBe('allowed');
    issuer.jwks.keys = [];
    clock.advance(3600);
    expectRefused(await check(token), 401, 'unknown_key');
  });
});

describe('RFC 8414 §3: discovery', () => {
  test('§3.3 "MUST be identical to the authorization server\'s issuer identifier"', async () => {
    issuer.metadata.issuer = `${issuer.url}/`;
    expectRefused(await aGuard()(await issuer.token()), 503, 'metadata_issuer_mismatch');
  });

  test('a jwks_uri that leaves https is not followed', async () => {
    issuer.metadata.jwks_uri = 'http://169.254.169.254/jwks';
    expectRefused(await aGuard()(await issuer.token()), 503, 'metadata_jwks_uri_unusable');
  });

  test('§3.1 and OpenID Connect Discovery §4: both places, for an issuer with a path', async () => {
    const asked: string[] = [];
    const outboundFetch: typeof fetch = async (input) => {
      asked.push(String(input));
      return new Response('{}', { status: 404 });
    };
    const check = createGuard({ issuer: 'https://as.example/tenant', resource, clock, fetch: outboundFetch }).check;
    const token = await issuer.token({ iss: 'https://as.example/tenant' });
    expectRefused(await check({ authorization: `Bearer ${token}` }), 503, 'metadata_not_available');
    expect(asked).toEqual([
      'https://as.example/.well-known/oauth-authorization-server/tenant',
      'https://as.example/tenant/.well-known/openid-configuration',
    ]);
  });

  test('an issuer that fails: 503 with Retry-After, asked again only after a moment', async () => {
    const check = aGuard();
    issuer.failWith = 500;
    const token = await issuer.token();
    const refused = expectRefused(await check(token), 503, 'metadata_not_available');
    expect(refused.headers).toEqual({ 'Retry-After': '2', 'Cache-Control': 'no-store' });
    issuer.failWith = null;
    expectRefused(await check(token), 503, 'metadata_not_available');
    expect(issuer.requests).toHaveLength(1);
    clock.advance(2);
    expect((await check(token)).outcome).toBe('allowed');
  });

  test('an issuer that cannot be reached, redirects, or sends rubbish', async () => {
    const token = await issuer.token({ iss: 'https://as.example' });
    const answers: [string, typeof fetch][] = [
      ['no_answer', () => Promise.reject(new TypeError('fetch failed'))],
      ['metadata_not_available', async () => new Response('<html>')],
      ['metadata_not_available', async () => new Response('[]')],
      ['answer_too_large', async () => new Response('x'.repeat(1_048_577))],
    ];
    for (const [reason, outboundFetch] of answers) {
      const { check } = createGuard({ issuer: 'https://as.example', resource, clock, fetch: outboundFetch });
      expectRefused(await check({ authorization: `Bearer ${token}` }), 503, reason);
    }
    issuer.jwks.keys.push(...issuer.jwks.keys);
    expectRefused(await aGuard()(await issuer.token()), 503, 'keys_unusable');
  });

  test('known keys outlive an outage, but not for ever', async () => {
    const check = aGuard({ cache: { issuerMaxAge: 600, issuerStaleIfError: 100 } });
    const token = await issuer.token({ exp: startOfTime + 100_000 });
    await check(token);
    issuer.failWith = 502;
    clock.advance(699);
    expect((await check(token)).outcome).toBe('allowed');
    clock.advance(1);
    expectRefused(await check(token), 503, 'keys_not_available');
  });

  test('an unknown key during an outage is not held against the token', async () => {
    const check = aGuard();
    await check(await issuer.token());
    await issuer.rotate();
    issuer.failWith = 502;
    const token = await issuer.token();
    for (const _ of [1, 2]) expectRefused(await check(token), 503, 'keys_not_available');
    issuer.failWith = null;
    clock.advance(2);
    expect((await check(token)).outcome).toBe('allowed');
  });
});

describe('options that cannot work are told at the start', () => {
  test.each<[Partial<GuardOptions>, RegExp]>([
    [{ issuer: 'http://as.example' }, /https/],
    [{ issuer: 'https://as.example?x' }, /query/],
    [{ issuer: 'as.example' }, /https/],
    [{ resource: 'api' }, /absolute/],
    [{ resource: 'https://api.example#x' }, /fragment/],
    [{ algorithms: [] }, /RS256/],
    [{ algorithms: ['HS256' as 'RS256'] }, /RS256/],
    [{ introspection: { client_id: 'a', client_secret: '' } }, /client_secret/],
    [{ cache: { introspectionMaxAge: 31 } }, /from 0 to 30/],
    [{ cache: { issuerMaxAge: 0.5 } }, /issuerMaxAge/],
  ])('%j', (change, message) => {
    expect(() => aGuard(change)).toThrow(message);
  });

  test('a malformed required scope lets nobody through', async () => {
    expectRefused(await aGuard()(await issuer.token(), { scope: 'a"b' }), 503, 'unexpected_error');
  });
});
