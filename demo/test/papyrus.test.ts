import { expect, test } from 'vitest';
import { createPapyrus } from '../src/papyrus/app.ts';
import { shown } from '../src/sample/secrets.ts';

const options = {
  server: 'http://localhost:1',
  issuer: 'http://localhost:1/demo',
  api: 'http://localhost:2',
  app: 'http://localhost:3',
  client_id: 'app_1',
  client_secret: 'secret',
  clock: () => 1_800_000_000,
};

const down = async (): Promise<Response> => {
  throw new TypeError('fetch failed');
};

function papyrus(fetch: () => Promise<Response>) {
  const app = createPapyrus({ ...options, fetch });
  let cookie = '';
  return async (path: string, init: RequestInit = {}) => {
    const response = await app.fetch(
      new Request(`${options.app}${path}`, { ...init, headers: { cookie, ...init.headers } }),
    );
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
}

test('while Xenia is down a visitor is told so, with what to do, and the request stands in the timeline', async () => {
  const visit = papyrus(down);
  expect((await visit('/sign-in')).headers.get('location')).toBe('/');
  const page = await (await visit('/')).text();
  expect(page).toContain('Xenia does not answer.');
  expect(page).toContain('npm start');
  expect(page).toContain('No answer: nothing listens there');
});

test('Xenia that answers with something else than its metadata is not trusted', async () => {
  const visit = papyrus(async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }));
  await visit('/sign-in');
  expect(await (await visit('/')).text()).toContain('Papyrus did not trust the answer it got.');
});

test('an answer in a browser whose visit was forgotten signs nobody in', async () => {
  const visit = papyrus(down);
  const callback = await visit('/callback?code=abc&state=def', { headers: { cookie: 'papyrus_visit=of-yesterday' } });
  expect(callback.headers.get('location')).toBe('/');
  const page = await (await visit('/')).text();
  expect(page).toContain('Papyrus has been restarted and forgot your visit.');
  expect(page).toContain('Sign in with Xenia');
});

test('a forged answer that a stranger opens is turned away as such', async () => {
  const visit = papyrus(down);
  await visit('/callback?code=somebody-elses&state=somebody-elses');
  const page = await (await visit('/')).text();
  expect(page).toContain('Papyrus turned away an answer that it never asked for.');
  expect(page).toContain('An answer arrives that Papyrus never asked for');
});

test('a link to the page after sign-out tells nobody that they are signed out', async () => {
  const visit = papyrus(down);
  await visit('/sign-in');
  await visit('/');
  await visit('/signed-out');
  expect(await (await visit('/')).text()).not.toContain('You are signed out');
});

test('what others write is shown as text', async () => {
  const visit = papyrus(down);
  await visit(`/callback?${new URLSearchParams({ error: '<script>alert(1)</script>', state: '"><b>' })}`);
  const page = await (await visit('/')).text();
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toContain('<script>');
});

test('secrets are shortened, and short ones are hidden', () => {
  expect(shown('code_verifier', 'abcdefghijklmnopqrstuvwxyz')).toBe('abcdefgh•••wxyz');
  expect(shown('client_secret', 'hunter2')).toBe('••••••••');
  expect(shown('authorization', `Basic ${btoa('app_1:secret')}`)).toBe('Basic base64(app_1:••••••••)');
  expect(shown('authorization', 'Bearer abcdefghijklmnopqrstuvwxyz')).toBe('Bearer abcdefgh•••wxyz');
  expect(shown('state', 'abcdefghijklmnopqrstuvwxyz')).toBe('abcdefghijklmnopqrstuvwxyz');
});
