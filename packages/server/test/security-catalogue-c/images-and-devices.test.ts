import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OutboundFetch } from '../../src/http/outbound-fetch.ts';
import { aPerson, claimsOf, csrfOf, send } from '../account/account.ts';
import { pageKind } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';

const SCRIPTED = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('pictures', () => {
  const fetched: string[] = [];
  let server: TestServer;
  beforeAll(async () => {
    const fetch: OutboundFetch = (url) => {
      fetched.push(url);
      return Promise.reject(new Error('nothing is to be fetched'));
    };
    server = await startServer({ settings: { logoUri: 'https://pictures.example/tenant.svg' }, deps: { fetch } });
  });
  afterAll(() => server.close());

  test('catalogue 62: the server never fetches a logo or a picture: not when it is given, nor when it is shown', async () => {
    const client = await server.aClient({
      logo_uri: 'https://pictures.example/app.svg',
      client_uri: 'https://app.example/',
      policy_uri: 'https://app.example/privacy',
      tos_uri: 'https://app.example/terms',
    });
    const person = await aPerson(server, { claims: { name: 'Ada', picture: 'https://pictures.example/ada.svg' } });
    const consent = await (await person.agent.visit(requestUrl(client))).text();
    expect(pageKind(consent)).toBe('consent');
    expect(consent).toContain('src="https://pictures.example/app.svg"');
    await person.agent.submit(consent, { decision: 'allow', scope: ['openid'] });
    expect(await (await person.agent.visit('/apps')).text()).toContain('src="https://pictures.example/app.svg"');
    await person.agent.visit('/account/profile');
    expect(fetched).toEqual([]);
  });

  test('catalogue 67: no page takes a file, and none is kept in place of an address', async () => {
    const person = await aPerson(server);
    const upload = new FormData();
    upload.set('csrf', await csrfOf(person));
    upload.set('picture', new Blob([SCRIPTED], { type: 'image/svg+xml' }), 'ada.svg');
    const headers = { origin: new URL(server.issuer).origin };
    const response = await person.agent.send('/account/profile', { method: 'POST', body: upload, headers });
    expect(response.status).toBe(400);
    for (const picture of [
      `data:image/svg+xml,${encodeURIComponent(SCRIPTED)}`,
      `data:image/svg+xml;base64,${Buffer.from(SCRIPTED).toString('base64')}`,
      'javascript:alert(1)',
      SCRIPTED,
    ]) {
      expect((await send(server, person, '/account/profile', { picture })).status).toBe(422);
    }
    expect(await claimsOf(server, person.user)).not.toHaveProperty('picture');
  });

  test('catalogue 67: our own drawings are sent with nosniff, and a page that shows a stranger’s runs no script of it', async () => {
    const { agent } = await aPerson(server);
    const page = await agent.visit('/account');
    const icon = /href="(\/assets\/icon\.[\w-]+\.svg)"/.exec(await page.text())?.[1] ?? '';
    const drawing = await server.fetch(new URL(icon, server.issuer).href);
    expect(drawing.headers.get('content-type')).toBe('image/svg+xml');
    expect(drawing.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src[^;]*(https:|data:|unsafe|\*)/);
    expect(policy).not.toMatch(/(object|frame)-src/);
  });
});

describe('RFC 8628', () => {
  test('catalogue 38: there is no device flow, so no session can approve the device of another', async () => {
    const server = await startServer();
    const client = await server.aClient();
    const metadata = (await (await server.fetch('/.well-known/openid-configuration')).json()) as {
      grant_types_supported: string[];
    };
    expect(metadata).not.toHaveProperty('device_authorization_endpoint');
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    expect(metadata.grant_types_supported).not.toContain(grant_type);
    const response = await post(server, '/token', client, { grant_type, device_code: 'x' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'unsupported_grant_type' });
    await server.close();
  });
});
