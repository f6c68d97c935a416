import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { type Changes, requestForm, requestParameters, requestUrl } from '../support/authorization.ts';
import { REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';

describe('RFC 6749 §3.1 Authorization Endpoint', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
  });
  afterAll(() => server.close());

  const get = (changes: Changes = {}) => server.fetch(requestUrl(client, changes), { redirect: 'manual' });
  const post = (changes: Changes = {}) => server.fetch('/authorize', requestForm(client, changes));
  const atInteraction = /^http:\/\/localhost:3000\/demo\/interaction\/[\w-]{22}$/;

  test('§3.1 MUST support GET, and POST as well: both lead to the first page', async () => {
    const posted = await post();
    expect(posted.status).toBe(303);
    for (const response of [await get(), await server.fetch(posted.headers.get('location') ?? '')]) {
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toMatch(atInteraction);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('§3.1 a POST from another site, which brings no cookies, leaves those of the browser alone', async () => {
    expect((await post()).headers.getSetCookie()).toEqual([]);
  });

  test('§3.1 HEAD is refused: it would do what GET does', async () => {
    expect((await server.fetch(requestUrl(client), { method: 'HEAD' })).status).toBe(405);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND'])(
    '§3.1 %s is answered with 405 and Allow (RFC 9110 §15.5.6)',
    async (method) => {
      const response = await server.fetch(requestUrl(client), { method });
      expect(response.headers.get('allow')).toBe('GET, POST');
      await errorPage(response, 405);
    },
  );

  test.each([
    ['application/json', JSON.stringify({ response_type: 'code' })],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain', 'client_id=x'],
    ['', 'client_id=x'],
  ])('§3.1 a POST body of type "%s" is refused on a page', async (type, body) => {
    await errorPage(await server.fetch('/authorize', { method: 'POST', headers: { 'content-type': type }, body }));
  });

  test('§3.1 parameters without a value MUST be treated as omitted', async () => {
    expect(
      (await get({ state: '', nonce: '', prompt: '', redirect_uri: '', scope: '' })).headers.get('location'),
    ).toMatch(atInteraction);
    const { uri, parameters } = redirected(await get({ state: '', response_type: '' }));
    expect(uri).toBe(REDIRECT_URI);
    expect(parameters).toMatchObject({ error: 'invalid_request', error_description: 'response_type is missing' });
    expect(parameters).not.toHaveProperty('state');
  });

  test('§3.1 MUST ignore unrecognized parameters', async () => {
    const response = await get({ __proto__x: '1', constructor: 'x', unheard_of: 'y', utm_source: 'mail' });
    expect(response.headers.get('location')).toMatch(atInteraction);
  });

  test.each(['response_type', 'scope', 'nonce', 'code_challenge', 'prompt', 'max_age', 'claims', 'unheard_of'])(
    '§3.1 %s MUST NOT be included more than once: invalid_request to the client',
    async (name) => {
      const { uri, parameters } = redirected(await get({ [name]: ['1', '1'] }));
      expect(uri).toBe(REDIRECT_URI);
      expect(parameters).toMatchObject({ error: 'invalid_request', state: 'af0ifjsldkj' });
    },
  );

  test.each(['client_id', 'redirect_uri', 'response_mode'])(
    'catalogue 7: %s twice leaves no verified place to answer at: a page',
    async (name) => {
      const values: Record<string, string> = {
        client_id: client.client_id,
        redirect_uri: REDIRECT_URI,
        response_mode: 'query',
      };
      const value = values[name] ?? '';
      await errorPage(await get({ [name]: [value, value] }));
      await errorPage(await get({ [name]: [value, 'other'] }));
      await errorPage(await post({ [name]: ['other', value] }));
    },
  );

  test.each([
    ['repeated', { state: ['a', 'b'] }],
    ['repeated after another repeated one', { nonce: ['1', '2'], state: ['a', 'b'] }],
    ['with a NUL', { state: 'a\0b' }],
    ['with a NUL after another malformed one', { nonce: '\0', state: 'a\0b' }],
  ])('§4.1.2.1 a state %s is not echoed', async (_, changes: Changes) => {
    // In the order that the case names: what is malformed first must not hide what follows.
    const parameters = requestParameters(client, { ...changes, state: undefined });
    for (const state of [changes.state ?? []].flat()) parameters.append('state', state);
    const answer = redirected(await server.fetch(`/authorize?${parameters}`)).parameters;
    expect(answer).toMatchObject({ error: 'invalid_request' });
    expect(answer).not.toHaveProperty('state');
  });

  describe('hostile sizes and characters', () => {
    const huge = 'x'.repeat(65_536);

    test('a URL with a 64 KB parameter is refused with 414', async () => {
      for (const name of ['client_id', 'redirect_uri', 'state', 'scope', 'unheard_of']) {
        await errorPage(await get({ [name]: huge }), 414);
      }
    });

    test('catalogue 10: 64 KB of redirect_uri or client_id in a form: a page', async () => {
      await errorPage(await post({ redirect_uri: `https://app.example/${huge}` }));
      await errorPage(await post({ redirect_uri: `http://[${'::1'.repeat(9000)}]/cb` }));
      await errorPage(await post({ client_id: huge }));
    });

    test('64 KB of any other parameter in a form: invalid_request to the client', async () => {
      for (const name of ['scope', 'nonce', 'login_hint', 'claims', 'unheard_of']) {
        const { uri, parameters } = redirected(await post({ [name]: huge }));
        expect(uri).toBe(REDIRECT_URI);
        expect(parameters).toMatchObject({ error: 'invalid_request', state: 'af0ifjsldkj' });
      }
    });

    test('a body above 128 KiB is refused with 413, declared or not', async () => {
      const body = new URLSearchParams({ unheard_of: 'x'.repeat(140_000) }).toString();
      const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      await errorPage(await server.fetch('/authorize', { ...form, body }), 413);
      const declared = { ...form.headers, 'content-length': String(body.length) };
      await errorPage(await server.fetch('/authorize', { ...form, headers: declared, body }), 413);
    });

    test('a compressed body is refused with 415: it might unpack to anything', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' };
      await errorPage(await server.fetch('/authorize', { method: 'POST', headers, body: 'x' }), 415);
    });

    test('1001 parameters are refused', async () => {
      const { parameters } = redirected(
        await post(Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`p${n}`, '1']))),
      );
      expect(parameters.error).toBe('invalid_request');
    });

    test.each(['client_id', 'redirect_uri', 'response_mode'])('a NUL in %s: a page', async (name) => {
      await errorPage(await get({ [name]: 'a\0' }));
      await errorPage(await get({ [name]: [client.client_id, '\0'] }));
    });

    test.each(['\0', '\u0001', '\u001b[31m', '%c3%28', '%ed%a0%80'])(
      '%j in a parameter: invalid_request',
      async (text) => {
        const url = `${requestUrl(client)}&nonce=${text.startsWith('%') ? text : encodeURIComponent(text)}`;
        expect(redirected(await server.fetch(url)).parameters.error).toBe('invalid_request');
      },
    );
  });

  test('§3.1 the endpoint is not found by another spelling of its path', async () => {
    for (const path of ['/authorize/', '/Authorize', '//authorize', '/%61uthorize']) {
      await errorPage(await server.fetch(`${path}?${requestParameters(client)}`), 404);
    }
  });
});
