import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTenant } from '../../src/management/tenants.ts';
import { errorPage, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, UserAgent } from '../support/user-agent.ts';

const FORGED = {
  host: 'evil.example',
  forwarded: 'for=192.0.2.1;host=evil.example;proto=https',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-forwarded-prefix': '/evil',
  'x-forwarded-server': 'evil.example',
  'x-original-url': '/evil',
  'x-rewrite-url': '/evil',
};

describe('catalogue 84: every link is made from the configured issuer, whatever the request claims', () => {
  let server: TestServer;
  let hosted: TestServer;
  beforeAll(async () => {
    server = await startServer({ publicUrl: 'https://auth.example' });
    hosted = await startServer({ issuer: 'https://id.example' });
  });
  afterAll(() => Promise.all([server.close(), hosted.close()]));

  test('a path issuer under a forged Host: redirections, pages, responses', async () => {
    const client = await server.aClient();
    const agent = new UserAgent(server);
    const begun = await agent.send(requestUrl(client), { headers: FORGED });
    expect(begun.headers.get('location')).toMatch(/^https:\/\/auth\.example\/demo\/interaction\//);
    const login = await (await agent.send(begun.headers.get('location') ?? '', { headers: FORGED })).text();
    expect(login).not.toContain('evil');
    expect(login).toContain('action="https://auth.example/demo/interaction/');
    const consent = await (await agent.signIn(login, await server.aUser())).text();
    expect(consent).not.toContain('evil');
    const answered = redirected(await agent.submit(consent, { decision: 'allow' }));
    expect(answered.parameters.iss).toBe('https://auth.example/demo');
    const logout = await (await agent.send('/logout', { headers: FORGED })).text();
    expect(logout).toContain('action="https://auth.example/demo/logout"');
    expect(logout).not.toContain('evil');
    const { text } = await errorPage(await server.fetch('/nothing', { headers: FORGED }), 404);
    expect(text).not.toContain('evil');
  });

  test('the Origin of a form is compared with the issuer, not with Host', async () => {
    const client = await server.aClient();
    const agent = await signedInAgent(server, await server.aUser());
    const consent = await (await agent.visit(requestUrl(client))).text();
    const action = /action="([^"]+\/consent[^"]*)"/.exec(consent)?.[1] ?? '';
    const body = new URLSearchParams({
      csrf: /name="csrf" value="([^"]+)"/.exec(consent)?.[1] ?? '',
      decision: 'allow',
    });
    const headers = { ...FORGED, origin: 'https://evil.example' };
    await errorPage(await agent.send(action, { method: 'POST', headers, body }), 403);
  });

  test('a host issuer: the whole way', async () => {
    const client = await hosted.aClient();
    const { response } = await authorize(hosted, client, await hosted.aUser());
    expect(redirected(response).parameters.iss).toBe('https://id.example');
  });

  test('a host that is no issuer is nobody, and X-Forwarded-Host does not make it one', async () => {
    for (const host of [
      'evil.example',
      'id.example.evil.example',
      'id.example:8443',
      'id.example@evil.example',
      'id.example, evil.example',
      '',
    ]) {
      const response = await hosted.fetch('/authorize', { headers: { host, 'x-forwarded-host': 'id.example' } });
      expect([host, response.status]).toEqual([host, 404]);
    }
    expect((await hosted.fetch('/authorize', { headers: { host: 'ID.Example' } })).status).toBe(400);
  });

  test('X-Forwarded-Host selects an issuer when a trusted proxy sends it', async () => {
    const proxied = await startServer({ issuer: 'https://id.example', env: { XENIA_TRUSTED_PROXIES: '127.0.0.1' } });
    const headers = { host: 'internal:3000', 'x-forwarded-host': 'id.example' };
    const response = await proxied.fetch('/.well-known/openid-configuration', { headers });
    expect(((await response.json()) as { issuer: string }).issuer).toBe('https://id.example');
    await proxied.close();
  });

  test('a host issuer is not served under its name as a path, and knows no other paths', async () => {
    for (const path of [
      '/demo/authorize',
      '/demo/.well-known/openid-configuration',
      '/.well-known/openid-configuration/demo',
    ]) {
      expect((await hosted.fetch(`https://other.example${path}`)).status).toBe(404);
    }
  });

  test('a tenant that is disabled is gone from the next request on', async () => {
    await createTenant(server.deps, { name: 'short-lived' });
    const url = 'https://auth.example/short-lived/.well-known/openid-configuration';
    expect((await server.fetch(url)).status).toBe(200);
    const tenant = await server.deps.tenants.byName('short-lived');
    await server.deps.storage.tenants.update(tenant?.tenant_id ?? '', { disabled_at: server.clock() });
    expect((await server.fetch(url)).status).toBe(404);
  });

  test('the session of one tenant is none at another', async () => {
    await createTenant(server.deps, { name: 'other' });
    const agent = await signedInAgent(server, await server.aUser());
    expect(await (await agent.send('/')).text()).toContain('You are signed in');
    expect(await (await agent.send('https://auth.example/other/')).text()).not.toContain('You are signed in');
    const session = agent.cookies.get('__Host-xenia_session_demo') ?? '';
    agent.cookies.set('__Host-xenia_session_other', session);
    expect(await (await agent.send('https://auth.example/other/')).text()).not.toContain('You are signed in');
  });

  test('HSTS and nosniff on every answer of an https issuer', async () => {
    for (const path of [
      '/authorize',
      '/nothing',
      '/jwks',
      '/.well-known/openid-configuration',
      '/token',
      '/theme.css',
      '/',
    ]) {
      const response = await server.fetch(path);
      expect(response.headers.get('strict-transport-security')).toContain('max-age=63072000');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('x-request-id')).toMatch(/^XR-/);
    }
  });
});
