import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { createHalcyon } from '../src/xeno/halcyon/app.ts';

const NOW = 1_800_000_000;
const TOKEN = 'ab'.repeat(32);
const ACCOUNT = 'usr_1';
const options = {
  server: 'http://localhost:1',
  issuer: 'http://localhost:1/xeno',
  api: 'http://localhost:2',
  app: 'http://localhost:3',
  client_id: 'app_1',
  client_secret: 'a secret that nobody else has',
};

let key: Awaited<ReturnType<typeof generateKeyPair>>;
let jwks: object;

beforeAll(async () => {
  key = await generateKeyPair('RS256');
  jwks = { keys: [{ ...(await exportJWK(key.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] };
});

/** A Xeno that anybody is allowed everything at, and its API. */
function xeno() {
  const state = { api: 200, active: true, sent: [] as URLSearchParams[], now: NOW };
  const answers: Readonly<Record<string, () => [number, unknown]>> = {
    '/oauth/token': () => [200, { access_token: TOKEN, scope: 'widgets faqs' }],
    '/oauth/introspect': () => [200, state.active ? { active: true, sub: ACCOUNT } : { active: false }],
    '/oauth/revoke': () => [200, null],
    '/keys': () => [200, jwks],
    '/.well-known/openid-configuration': () => [200, metadata],
    '/.well-known/oauth-authorization-server/xeno': () => [200, metadata],
  };
  const metadata = { issuer: options.issuer, jwks_uri: `${options.issuer}/keys` };
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { origin, pathname } = new URL(url);
    if (init.body instanceof URLSearchParams) state.sent.push(init.body);
    if (origin === options.api) return Response.json({}, { status: state.api });
    const [status, body] = answers[pathname.replace('/xeno/', '/')]?.() ?? answers[pathname]?.() ?? [404, null];
    return Response.json(body, { status });
  };
  return { state, fetch };
}

/** One visitor of the app. */
function halcyon({ state, fetch } = xeno()) {
  const app = createHalcyon({ ...options, fetch, clock: () => state.now });
  let cookie = '';
  const visit = async (path: string, init: RequestInit = {}) => {
    const response = await app.fetch(
      new Request(`${options.app}${path}`, { ...init, headers: { cookie, ...init.headers } }),
    );
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
  const begin = async () => new URL((await visit('/sign-in')).headers.get('location') ?? '').searchParams;
  return {
    state,
    app,
    begin,
    visit,
    page: async () => (await visit('/')).text(),
    press: (action: string) => visit(`/${action}`, { method: 'POST', headers: { origin: options.app } }),
    async install(iss = options.issuer) {
      const request = await begin();
      await visit(`/callback?${new URLSearchParams({ code: 'c', state: request.get('state') ?? '', iss })}`);
      return request;
    },
  };
}

const TOKENS_REVOKED = 'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked';
const AUTHORIZATION_REVOKED = 'urn:xenia:event-type:authorization-revoked';

interface Said {
  readonly type?: string;
  readonly aud?: string;
  readonly sub?: string;
  readonly event?: object;
  readonly signedWith?: typeof key.privateKey;
}

/** A security event token (RFC 8417) as Xeno would post it (RFC 8935). */
async function notify({ app }: ReturnType<typeof halcyon>, said: Said = {}): Promise<Response> {
  const {
    type = TOKENS_REVOKED,
    aud = options.client_id,
    sub = ACCOUNT,
    event = {},
    signedWith = key.privateKey,
  } = said;
  const events = { [type]: { initiating_entity: 'user', event_timestamp: NOW, ...event } };
  const body = await new SignJWT({ events, sub_id: { format: 'iss_sub', iss: options.issuer, sub } })
    .setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'secevent+jwt' })
    .setIssuer(options.issuer)
    .setAudience(aud)
    .setIssuedAt(NOW)
    .setJti(crypto.randomUUID())
    .sign(signedWith);
  return app.request('/webhook', { method: 'POST', body, headers: { 'content-type': 'application/secevent+jwt' } });
}

const INSTALLED = 'Halcyon is installed.';

test('it asks with client_id, scope and state, and sends what the document names for the token', async () => {
  const visitor = halcyon();
  const request = await visitor.install();
  expect(Object.fromEntries(request)).toEqual({
    client_id: 'app_1',
    scope: 'widgets faqs conversations',
    state: expect.stringMatching(/^[\w-]{32}$/),
  });
  const { client_id, client_secret } = options;
  expect(Object.fromEntries(visitor.state.sent[0] ?? [])).toEqual({ client_id, client_secret, code: 'c' });
  expect(await visitor.page()).toContain(INSTALLED);
});

test('what was not allowed is not asked of the API', async () => {
  const visitor = halcyon();
  await visitor.install();
  await visitor.press('desk');
  const page = await visitor.page();
  expect(page).toContain('You did not allow Halcyon to read your conversations.');
  expect(page).toContain('Halcyon reads your FAQs');
  expect(page).not.toContain('Halcyon reads your conversations');
});

test('RFC 9207 §2.4: an answer that names another issuer installs nothing', async () => {
  const visitor = halcyon();
  await visitor.install('https://elsewhere.example');
  expect(await visitor.page()).toContain('Halcyon did not trust the answer it got.');
  expect(visitor.state.sent).toEqual([]);
});

test('RFC 9700 §2.1: an answer that this browser did not ask for is turned away, and so is the same one twice', async () => {
  const visitor = halcyon();
  await visitor.visit('/callback?code=somebody-elses&state=somebody-elses');
  expect(await visitor.page()).toContain('Halcyon turned away an answer that it never asked for.');
  const request = await visitor.install();
  await visitor.visit(`/callback?${new URLSearchParams({ code: 'c', state: request.get('state') ?? '' })}`);
  expect(await visitor.page()).toContain('Halcyon turned away an answer that it never asked for.');
});

test('RFC 8935 §2.2: told that its user has uninstalled it, it says when and has no token any more', async () => {
  const visitor = halcyon();
  await visitor.install();
  expect((await notify(visitor)).status).toBe(202);
  const page = await visitor.page();
  expect(page).toContain(
    'Uninstalled by its user at <time datetime="2027-01-15T08:00:00.000Z">08:00:00 UTC on 15 January 2027',
  );
  visitor.state.sent.length = 0;
  await visitor.press('uninstall');
  await visitor.press('desk');
  expect(visitor.state.sent).toEqual([]);
});

test('a message that Xeno did not sign, is for another app, or is about another account changes nothing', async () => {
  const visitor = halcyon();
  await visitor.install();
  const stranger = await generateKeyPair('RS256');
  expect((await notify(visitor, { signedWith: stranger.privateKey })).status).toBe(400);
  expect((await notify(visitor, { aud: 'app_2' })).status).toBe(400);
  expect((await notify(visitor, { sub: 'usr_2' })).status).toBe(202);
  expect((await visitor.app.request('/webhook', { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413);
  expect(await visitor.page()).toContain(INSTALLED);
});

test('a message that comes late, when it is installed again, changes nothing', async () => {
  const visitor = halcyon();
  visitor.state.now = NOW + 60;
  await visitor.install();
  expect((await notify(visitor)).status).toBe(202);
  expect(await visitor.page()).toContain(INSTALLED);
});

test('told that one authorization was taken back, it asks whether its token was of that one', async () => {
  const visitor = halcyon();
  await visitor.install();
  expect((await notify(visitor, { type: AUTHORIZATION_REVOKED })).status).toBe(202);
  expect(await visitor.page()).toContain(INSTALLED);
  visitor.state.active = false;
  await notify(visitor, { type: AUTHORIZATION_REVOKED });
  expect(await visitor.page()).toContain('Uninstalled by its user at');
});

test('an API that does not know the token any more tells it as well', async () => {
  const visitor = halcyon();
  await visitor.install();
  visitor.state.api = 401;
  await visitor.press('damaged');
  expect(await visitor.page()).toContain(INSTALLED);
  await visitor.press('desk');
  const page = await visitor.page();
  expect(page).toContain('The API does not know Halcyon’s token any more.');
  expect(page).toContain('Uninstalled at');
});

test('a second installation gives the token of the first back', async () => {
  const visitor = halcyon();
  await visitor.install();
  visitor.state.sent.length = 0;
  await visitor.install();
  expect(visitor.state.sent.at(-1)?.get('token')).toBe(TOKEN);
  expect(visitor.state.sent).toHaveLength(3);
});
