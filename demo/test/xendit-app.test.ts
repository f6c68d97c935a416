import { expect, test } from 'vitest';
import { createXenditApp } from '../src/xendit/obol/app.ts';

const options = {
  server: 'http://localhost:1',
  issuer: 'http://localhost:1/xendit',
  api: 'http://localhost:2',
  app: 'http://localhost:3',
  client_id: 'app_1',
  client_secret: 'the-secret-of-obol-and-nobody-else',
  clock: () => 1_800_000_000,
};

interface Sent {
  readonly url: string;
  readonly body: unknown;
}

/** What Xendit and its API answer, by the end of the URL; everything else cannot be reached. */
type Answers = Readonly<Record<string, { readonly status?: number; readonly body: unknown }>>;

const TOKENS: Answers = {
  '/oauth/tokens': {
    body: { access_token: 'a.b.c'.repeat(9), refresh_token: 'r'.repeat(40), scope: 'INVOICE.READ offline_access' },
  },
  '/v2/invoices': { body: { invoices: [] } },
};

/** A browser at Obol, and what Obol has sent. */
function browser(answers: Answers) {
  const sent: Sent[] = [];
  const app = createXenditApp({
    ...options,
    fetch: async (url, init) => {
      sent.push({ url: String(url), body: typeof init?.body === 'string' ? JSON.parse(init.body) : null });
      const answer = Object.entries(answers).find(([end]) => String(url).endsWith(end))?.[1];
      if (answer === undefined) throw new TypeError('fetch failed');
      return Response.json(answer.body, { status: answer.status ?? 200 });
    },
  });
  let cookie = '';
  async function visit(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { cookie, origin: options.app, ...init.headers };
    const response = await app.fetch(new Request(`${options.app}${path}`, { ...init, headers }));
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  }
  const page = async () => (await visit('/')).text();
  const press = (action: string) => visit(`/${action}`, { method: 'POST' });
  /** Comes back from Xendit with these parameters beside the state. */
  async function signIn(answer: Readonly<Record<string, string>> = { code: 'c' }): Promise<URL> {
    const asked = new URL((await visit('/sign-in')).headers.get('location') ?? 'about:blank');
    await visit(`/callback?${new URLSearchParams({ state: asked.searchParams.get('state') ?? '', ...answer })}`);
    return asked;
  }
  return { sent, visit, page, press, signIn };
}

test('what is sent is what the document shows, and state: GET /auth, then POST /oauth/tokens {code, client_secret}', async () => {
  const { sent, signIn, page, press } = browser(TOKENS);
  const asked = await signIn();
  expect(asked.origin + asked.pathname).toBe(`${options.issuer}/auth`);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    client_id: 'app_1',
    grant_type: 'code',
    scopes: '["INVOICE.READ", "INVOICE.WRITE"]',
    state: expect.stringMatching(/^[\w-]{32}$/),
  });
  const { client_id, client_secret } = options;
  expect(sent).toEqual([
    { url: `${options.issuer}/oauth/tokens`, body: { code: 'c', client_secret } },
    { url: `${options.api}/v2/invoices`, body: null },
  ]);
  expect(await page()).toContain('there are no invoices yet');
  await press('refresh');
  expect(sent.at(-1)?.body).toEqual({ refresh_token: 'r'.repeat(40), client_id, client_secret });
});

test('while Xendit is down a visitor is told so, with what to do, and the request stands in the timeline', async () => {
  const { signIn, page } = browser({});
  await signIn();
  const text = await page();
  expect(text).toContain('Xendit does not answer.');
  expect(text).toContain('npm start');
  expect(text).toContain('No answer: nothing listens there');
});

test('an answer without a token is not trusted', async () => {
  const { signIn, page } = browser({ '/oauth/tokens': { body: { code: 'b9deb6f6' } } });
  await signIn();
  expect(await page()).toContain('Obol did not trust the answer it got.');
});

test('RFC 9207 §2.4: an answer that names another issuer is turned away, and its code goes nowhere', async () => {
  const { sent, signIn, page } = browser(TOKENS);
  await signIn({ code: 'c', iss: 'http://localhost:1/xena' });
  expect(await page()).toContain('Obol turned away an answer that it never asked for.');
  expect(sent).toEqual([]);
});

test('RFC 9700 §2.1: a forged answer that a stranger opens is turned away as such', async () => {
  const { sent, visit, page } = browser(TOKENS);
  await visit('/callback?code=somebody-elses&state=somebody-elses');
  expect(await page()).toContain('An answer arrives that Obol never asked for');
  expect(sent).toEqual([]);
});

test('the link of a refusal is followed to the issuer’s pages only', async () => {
  for (const [href, shown] of [
    [`${options.issuer}/errors/INVALID_GRANT_ERROR`, true],
    ['https.docs.xendit.co', false],
    ['javascript:alert(1)', false],
    [`${options.issuer}.example.com/`, false],
  ] as const) {
    const body = { error_code: 'INVALID_GRANT_ERROR', message: 'Used already.', links: { href, rel: 'docs' } };
    const { signIn, page } = browser({ '/oauth/tokens': { status: 400, body } });
    await signIn();
    const text = await page();
    expect(text).toContain('Xendit refused: INVALID_GRANT_ERROR.');
    expect({ href, shown: text.includes(`<a href="${href}">What INVALID_GRANT_ERROR means</a>`) }).toEqual({
      href,
      shown,
    });
    expect(text.includes('What INVALID_GRANT_ERROR means')).toBe(shown);
  }
});

test('a refresh that is refused ends the session here', async () => {
  const answers: Record<string, Answers[string]> = { ...TOKENS };
  const { signIn, press, page } = browser(answers);
  await signIn();
  answers['/oauth/tokens'] = { status: 400, body: { error_code: 'INVALID_GRANT_ERROR', message: 'Revoked.' } };
  await press('refresh');
  const text = await page();
  expect(text).toContain('Xendit refused: INVALID_GRANT_ERROR.');
  expect(text).toContain('Login with Xendit');
});

test('at the sign-out no secret goes to an address that Xendit did not give; the visitor is signed out all the same', async () => {
  const evil = { issuer: 'http://localhost:9', revocation_endpoint: 'http://localhost:9/revoke' };
  const { sent, signIn, press, page } = browser({ ...TOKENS, 'openid-configuration': { body: evil } });
  await signIn();
  await press('sign-out');
  expect(await page()).toContain('You are signed out of Obol, but it could not give its tokens back.');
  expect(sent.filter(({ url }) => url.startsWith('http://localhost:9'))).toEqual([]);
  expect(await page()).toContain('href="/sign-in"');
});

test('who unticks “Keep access while you are away” is told that there is nothing to refresh with', async () => {
  const body = { access_token: 'a.b.c'.repeat(9), scope: 'INVOICE.WRITE' };
  const { sent, signIn, press, page } = browser({ '/oauth/tokens': { body } });
  await signIn();
  expect(sent).toHaveLength(1);
  expect(await page()).toContain('Obol has not seen them.');
  await press('refresh');
  expect(await page()).toContain('Obol has no refresh token.');
  expect(sent).toHaveLength(1);
});

test('what others write is shown as text', async () => {
  const invoice = { id: '<q>', description: '<script>', amount: 1, status: 'PAID', created_at: 0, created_by: '<s>' };
  const { signIn, page } = browser({ ...TOKENS, '/v2/invoices': { body: { invoices: [invoice] } } });
  await signIn();
  expect(await page()).toContain('&lt;script&gt;');
  expect(await page()).not.toMatch(/<script>|<q>|<s>/);
});
