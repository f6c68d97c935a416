import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorPage, redirected } from '../support/answers.ts';
import { expectRefusal } from '../support/installed-app.ts';
import type { TestServer } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';
import {
  aCode,
  anApp,
  authorizeUrl,
  credentials,
  exchange,
  install,
  introspect,
  REDIRECT_URI,
  startXeno,
} from './chat.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('what the product has no use for is refused as the document says, and nothing of it is consumed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startXeno();
  });
  afterAll(() => server.close());

  /** A body as it stands. */
  const send = (body: string, headers: Record<string, string> = JSON_TYPE) =>
    server.fetch('/oauth/token', { method: 'POST', body, headers });

  test('an unknown scope, one that the app is not registered for, and characters that no scope has', async () => {
    const app = await anApp(server, { scope: 'faqs' });
    for (const scope of ['calendar', 'faqs calendar', 'widgets', 'brands', 'faqs,contacts"', '["faqs"]']) {
      const { uri, parameters } = redirected(await server.fetch(authorizeUrl(app, { scope, state: 's' })));
      expect(uri).toBe(REDIRECT_URI);
      expect({ scope, ...parameters }).toMatchObject({ error: 'invalid_scope', state: 's' });
    }
  });

  test('a parameter twice is refused, and a repeated client_id or redirect_uri leads nowhere', async () => {
    const app = await anApp(server);
    const request = authorizeUrl(app, { scope: 'faqs' });
    expect(redirected(await server.fetch(`${request}&scope=contacts`)).parameters.error).toBe('invalid_request');
    expect(redirected(await server.fetch(`${request}&response_type=code&response_type=token`)).parameters.error).toBe(
      'invalid_request',
    );
    await errorPage(await server.fetch(`${request}&client_id=other`));
    await errorPage(await server.fetch(`${request}&redirect_uri=${REDIRECT_URI}&redirect_uri=https://evil.example/`));
  });

  test('a response_type other than code', async () => {
    const app = await anApp(server);
    for (const response_type of ['token', 'id_token', 'none']) {
      const { parameters } = redirected(await server.fetch(authorizeUrl(app, { scope: 'faqs', response_type })));
      expect(['unsupported_response_type', 'unauthorized_client']).toContain(parameters.error);
    }
  });

  test('JSON that is no flat object of strings', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const good = { ...credentials(app), code: await aCode(server, app, user) };
    const text = JSON.stringify(good);
    const bodies = [
      JSON.stringify([good]),
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      `${text.slice(0, -1)},"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
      `${text.slice(0, -1)},"code":"another"}`,
      `${text.slice(0, -1)},"c\\u006fde":"another"}`,
      `${text.slice(0, -1)},"__proto__":"x"}`,
      JSON.stringify({ ...good, code: [good.code] }),
      JSON.stringify({ ...good, code: { $gt: '' } }),
      JSON.stringify({ ...good, client_id: 1 }),
      JSON.stringify({ ...good, redirect_uri: null }),
      new URLSearchParams(good).toString(),
      '"code"',
      'null',
      '',
    ];
    for (const body of bodies) await expectRefusal(await send(body), 400, 'invalid_request');
    expect((await exchange(server, good, 'json')).status).toBe(200);
  });

  test('a body of any other media type, and one that says it is a form but is JSON', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const good = { ...credentials(app), code: await aCode(server, app, user) };
    for (const type of ['text/plain', 'text/json', 'application/xml', 'multipart/form-data; boundary=x']) {
      await expectRefusal(await send(JSON.stringify(good), { 'content-type': type }), 400, 'invalid_request');
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await expectRefusal(await send(JSON.stringify(good), form), 401, 'invalid_client');
    expect((await send(JSON.stringify(good), { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  test('catalogue 12: a code sent twice: refused, and what it gave is dead', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const good = { ...credentials(app), code: await aCode(server, app, user) };
    const first = await exchange(server, good);
    const token = String(first.body.access_token);
    expect((await introspect(server, app, token)).active).toBe(true);
    expect(await exchange(server, good, 'json')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await introspect(server, app, token)).active).toBe(false);
  });

  test("another client's code: refused, and it stays its owner's", async () => {
    const [app, thief, user] = [await anApp(server), await anApp(server), await server.aUser()];
    const code = await aCode(server, app, user);
    const stolen = await exchange(server, { ...credentials(thief), code });
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const token = String((await exchange(server, { ...credentials(app), code })).body.access_token);
    expect(await exchange(server, { ...credentials(thief), code })).toMatchObject({ body: { error: 'invalid_grant' } });
    expect((await introspect(server, app, token)).active).toBe(true);
  });

  test('catalogue 13: a token is no code and no refresh token, a code is no token', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user);
    const code = await aCode(server, app, user);
    expect((await exchange(server, { ...credentials(app), code: token })).body.error).toBe('invalid_grant');
    expect((await exchange(server, { ...credentials(app), refresh_token: token })).body.error).toBe(
      'unauthorized_client',
    );
    expect(await introspect(server, app, code)).toEqual({ active: false });
    expect((await post(server, '/oauth/revoke', app, { token: code })).status).toBe(200);
    expect((await exchange(server, { ...credentials(app), code })).status).toBe(200);
  });

  test('a token is 64 lower-case hexadecimal digits and nothing that resembles it', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user);
    const resembling = [
      token.toUpperCase(),
      token.slice(1),
      `${token}0`,
      `0x${token}`,
      `${token}.${token}`,
      '0'.repeat(64),
    ];
    for (const value of resembling) expect(await introspect(server, app, value)).toEqual({ active: false });
    expect((await introspect(server, app, token)).active).toBe(true);
  });
});
