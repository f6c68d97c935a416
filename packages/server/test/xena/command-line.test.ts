import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { xenia } from '../cli/xenia.ts';

describe('Xena: an app is registered on the command line', () => {
  let cwd: string;

  const run = async (...words: string[]) => {
    const outcome = await xenia([...words, '--json'], { cwd });
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return outcome.json();
  };
  const create = (...words: string[]) => run('client', 'create', '--name', 'App', ...words);

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'xenia-xena-'));
    await run('migrate');
    await run('tenant', 'create', 'xena', '--preset', 'identityserver', '--setting', 'clientIdSuffix=.xena.biz');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  test('"Implicit - mainly for browser-based applications"', async () => {
    const page = ['--redirect-uri', 'https://page.example/cb', '--cors-origin', 'https://page.example'];
    expect(await create('--grant-type', 'implicit', '--browser-access', ...page)).toMatchObject({
      client_id: expect.stringMatching(/\.xena\.biz$/),
      grant_types: ['implicit'],
      response_types: ['id_token', 'id_token token', 'token'],
      token_endpoint_auth_method: 'none',
      browser_access: true,
      offline_access: false,
      allowed_cors_origins: ['https://page.example'],
      scope: 'openid profile email',
    });
  });

  test('"Hybrid - for applications with backend", "Secrets - auto-generated", with and without Off-line access', async () => {
    const app = ['--grant-type', 'hybrid', '--redirect-uri', 'https://shop.example/signin-oidc'];
    expect(await create(...app)).toMatchObject({
      client_secret: expect.any(String),
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code id_token', 'code token', 'code id_token token'],
      require_pkce: false,
      offline_access: false,
    });
    expect(await create(...app, '--offline-access', '--require-pkce')).toMatchObject({
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      require_pkce: true,
      offline_access: true,
    });
  });

  test('a service account for one user, named by e-mail address', async () => {
    const user = (await run('user', 'create', '--email', 'ada@example.com')) as { sub: string };
    const account = ['--grant-type', 'client_credentials', '--service-account', 'ada@example.com'];
    expect(await create(...account)).toMatchObject({
      grant_types: ['client_credentials'],
      service_account: { sub: user.sub },
    });
    expect(await run('grant', 'list')).toMatchObject([{ sub: user.sub, installed: true }]);
  });
});
