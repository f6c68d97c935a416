import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { xenia } from '../cli/xenia.ts';

describe('a product on the command line', () => {
  let cwd: string;
  const run = (...words: string[]) => xenia(words, { cwd });
  const result = async <Value = Record<string, unknown>>(...words: string[]) => {
    const outcome = await run(...words, '--json');
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return outcome.json() as Value;
  };
  const register = (tenant: string, ...words: string[]) =>
    result(
      'client',
      'create',
      '--tenant',
      tenant,
      '--name',
      'App',
      '--redirect-uri',
      'https://app.example/cb',
      ...words,
    );

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'xenia-presets-'));
    await result('migrate');
    await result('tenant', 'create', 'chat', '--preset', 'xeno');
    await result('tenant', 'create', 'pay', '--preset', 'xendit', '--setting', 'dialects=["xendit","standard"]');
    await result('tenant', 'create', 'books', '--preset', 'identityserver', '--setting', 'clientIdSuffix=.xena.biz');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  test('tenant create --preset: what is written down is shown', async () => {
    const tenants = await result<{ name: string; settings: object }[]>('tenant', 'list');
    expect(Object.fromEntries(tenants.map(({ name, settings }) => [name, settings]))).toMatchObject({
      chat: { dialects: ['xeno'] },
      pay: { dialects: ['xendit', 'standard'] },
      books: { dialects: ['identityserver'], clientIdSuffix: '.xena.biz', grantTypesFixed: true },
    });
  });

  test('a preset that nobody has: exit code 1, the field, the known ones and the nearest', async () => {
    const { code, stdout, stderr } = await run('tenant', 'create', 'x', '--preset', 'xenditt', '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'invalid',
      problems: [{ field: 'preset', problem: expect.stringMatching(/did you mean xendit\? Known: standard, /) }],
    });
  });

  test('client create needs no word about secrets, PKCE or refreshing', async () => {
    expect(await register('chat')).toMatchObject({
      client_secret: expect.any(String),
      token_endpoint_auth_method: 'client_secret_post',
      require_pkce: false,
      grant_types: ['authorization_code'],
    });
    expect(await register('pay')).toMatchObject({
      client_secret: expect.any(String),
      token_endpoint_auth_method: 'client_secret_post',
      require_pkce: false,
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid profile email offline_access',
    });
    const mobile = await register('pay', '--token-endpoint-auth-method', 'none');
    expect(mobile).toMatchObject({ require_pkce: true, grant_types: ['authorization_code', 'refresh_token'] });
    expect(mobile).not.toHaveProperty('client_secret');
  });

  test('tenant update changes a setting, resets one without a value, and says what is wrong', async () => {
    const update = (...words: string[]) => result('tenant', 'update', 'chat', ...words);
    const changed = await update(
      '--setting',
      'accessTokenTtl=900',
      '--setting',
      'idTokenTtl=60',
      '--display-name',
      'Chat',
    );
    expect(changed).toMatchObject({
      name: 'chat',
      display_name: 'Chat',
      settings: { dialects: ['xeno'], accessTokenTtl: 900, idTokenTtl: 60 },
    });
    expect((await update('--setting', 'idTokenTtl=')).settings).toEqual({ dialects: ['xeno'], accessTokenTtl: 900 });
    expect(await update()).toMatchObject({ display_name: 'Chat', settings: { accessTokenTtl: 900 } });
    const wrong = await run('tenant', 'update', 'chat', '--setting', 'accessTokenTtl=soon', '--setting', 'typo=1');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('settings.accessTokenTtl');
    expect(wrong.stderr).toContain('settings.typo');
    const unknown = await run('tenant', 'update', 'nobody');
    expect([unknown.code, unknown.stderr.includes('There is no tenant nobody')]).toEqual([1, true]);
  });

  test('what is legacy about a client is told in words where it is made and shown, and as a column of the list', async () => {
    const { client_id } = await register('chat');
    const shown = await run('client', 'show', String(client_id), '--tenant', 'chat');
    expect(shown.stdout).toMatch(/^legacy +pkce_not_required tokens_without_expiry$/m);
    expect(shown.stdout).toContain('Legacy: pkce_not_required (RFC 9700 §2.1.1)');
    expect(shown.stdout).toMatch(
      /Legacy: tokens_without_expiry \(RFC 9700 §4\.14\)\n {2}\S.*\n {2}Safer: .*refresh_token/,
    );
    const { stdout } = await run('client', 'list', '--tenant', 'chat');
    expect(stdout.split('\n', 1)[0]).toMatch(/LEGACY$/);
    expect(stdout).toMatch(new RegExp(`^${client_id} .*pkce_not_required tokens_without_expiry$`, 'm'));

    const safe = ['--require-pkce', '--grant-type', 'authorization_code', '--grant-type', 'refresh_token'];
    const updated = await run('client', 'update', String(client_id), '--tenant', 'chat', ...safe);
    expect(updated.stdout).toContain('client_id');
    expect(updated.stdout).not.toMatch(/legacy/i);
    expect(await result('client', 'show', String(client_id), '--tenant', 'chat')).toMatchObject({ legacy: [] });
  });

  test('"You won\'t be able to change the grant type later": refused with the way out', async () => {
    const { client_id } = await register('books', '--grant-type', 'hybrid');
    const { code, stderr } = await run(
      'client',
      'update',
      String(client_id),
      '--tenant',
      'books',
      '--grant-type',
      'code',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/grant_types: .*Register another client/);
  });

  test('OIDC Front- and Back-Channel Logout, webhook: options by the names of the metadata', async () => {
    const client = await register(
      'books',
      ...['--frontchannel-logout-uri', 'https://app.example/front', '--frontchannel-logout-session-required'],
      ...['--backchannel-logout-uri', 'https://app.example/back', '--backchannel-logout-session-required'],
      ...['--webhook-uri', 'https://app.example/hook'],
    );
    expect(client).toMatchObject({
      frontchannel_logout_uri: 'https://app.example/front',
      frontchannel_logout_session_required: true,
      backchannel_logout_uri: 'https://app.example/back',
      backchannel_logout_session_required: true,
      webhook_uri: 'https://app.example/hook',
    });
    const update = (...words: string[]) =>
      run('client', 'update', String(client.client_id), '--tenant', 'books', '--json', ...words);
    const taken = await update('--no-backchannel-logout-session-required', '--unset', 'backchannel-logout-uri');
    expect(taken.json()).toMatchObject({ backchannel_logout_session_required: false });
    expect(taken.json()).not.toHaveProperty('backchannel_logout_uri');
    const elsewhere = await update('--frontchannel-logout-uri', 'https://other.example/front');
    expect(JSON.parse(elsewhere.stderr)).toMatchObject({ problems: [{ field: 'frontchannel_logout_uri' }] });
  });
});
