import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  anInstalledApp,
  type InstalledApp,
  introspect,
  revoke,
  serviceToken,
  userinfo,
} from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, basic, post, redeem, refresh } from '../support/user-agent.ts';

describe('catalogue 13: every artefact at every endpoint that it is not for', () => {
  let server: TestServer;
  let app: InstalledApp;
  let artefacts: Record<string, string>;
  beforeAll(async () => {
    server = await startServer();
    app = await anInstalledApp(server, {
      metadata: { grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] },
    });
    const unspent = await authorize(server, app.client, app.user, {}, app.authorized.agent);
    artefacts = {
      code: unspent.code,
      code_verifier: unspent.code_verifier,
      refresh_token: app.refresh_token,
      access_token: app.access_token,
      service_token: (await serviceToken(server, app.client)).body.access_token,
      id_token: app.id_token,
      client_secret: app.client.client_secret ?? '',
      session: [...app.authorized.agent.cookies.values()].find((value) => value.startsWith('xss_')) ?? '',
      client_id: app.client.client_id,
      sub: app.user.sub,
    };
    for (const [name, value] of Object.entries(artefacts)) expect(value, name).not.toBe('');
  });
  afterAll(() => server.close());

  const all = (...except: string[]) => Object.entries(artefacts).filter(([name]) => !except.includes(name));

  test('as an authorization code: invalid_grant', async () => {
    for (const [name, value] of all('code')) {
      const { body } = await redeem(server, app.client, { ...app.authorized, code: value });
      expect(body.error, name).toBe('invalid_grant');
    }
  });

  test('as a refresh token: invalid_grant', async () => {
    for (const [name, value] of all('refresh_token')) {
      expect((await refresh(server, app.client, value)).body.error, name).toBe('invalid_grant');
    }
  });

  test('as an access token: 401 at userinfo', async () => {
    for (const [name, value] of all('access_token')) expect((await userinfo(server, value)).status, name).toBe(401);
  });

  test('at introspection: inactive', async () => {
    for (const [name, value] of all('access_token', 'service_token')) {
      expect(await introspect(server, app.client, value), name).toEqual({ active: false });
    }
  });

  test('as a client secret: invalid_client', async () => {
    for (const [name, value] of all('client_secret')) {
      const forged = { client_id: app.client.client_id, client_secret: value };
      expect((await serviceToken(server, forged)).body.error, name).toBe('invalid_client');
    }
  });

  test('as a session cookie: nobody is signed in', async () => {
    const [cookie] = [...app.authorized.agent.cookies].find(([, value]) => value === artefacts.session) ?? [''];
    for (const [name, value] of all('session')) {
      const response = await server.fetch('/', { headers: { cookie: `${cookie}=${value}` } });
      expect(await response.text(), name).not.toContain(app.user.email);
    }
  });

  test('at revocation they revoke nothing', async () => {
    for (const [, value] of all('access_token', 'refresh_token', 'service_token')) {
      expect(await revoke(server, app.client, value)).toBe(200);
    }
    expect(await introspect(server, app.client, app.access_token)).toMatchObject({ active: true });
  });

  test('and after all this each still is what it was', async () => {
    expect((await userinfo(server, app.access_token)).status).toBe(200);
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
    expect((await serviceToken(server, app.client)).status).toBe(200);
    const parameters = { grant_type: 'authorization_code', redirect_uri: app.authorized.redirect_uri };
    const { code = '', code_verifier = '' } = artefacts;
    expect((await post(server, '/token', app.client, { ...parameters, code, code_verifier })).status).toBe(200);
    expect(basic(app.client)).toContain('Basic ');
  });
});

describe('catalogue 53: near-twin tokens never share claims', () => {
  test.each(['user tokens', 'service tokens'])('%s that differ in the last characters only', async (kind) => {
    const server = await startServer();
    const app = await anInstalledApp(server, {
      metadata: { grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] },
    });
    const token =
      kind === 'user tokens' ? app.access_token : (await serviceToken(server, app.client)).body.access_token;
    expect(await introspect(server, app.client, token)).toMatchObject({ active: true });
    const [header, payload = '', signature] = token.split('.');
    const twin = Buffer.from(payload, 'base64url').toString().replace('invoices.read', 'invoices.wri?');
    const twins = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`,
      `${header}.${Buffer.from(twin).toString('base64url')}.${signature}`,
      `${header}.${payload}=.${signature}`,
      `${header}.${payload}.${signature}.`,
      ` ${token}`,
    ];
    for (const one of twins) expect(await introspect(server, app.client, one)).toEqual({ active: false });
    expect(await introspect(server, app.client, token)).toMatchObject({ active: true });
    await server.close();
  });
});
