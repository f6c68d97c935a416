import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliOptions, xenia } from './xenia.ts';

let cwd: string;
const run = (words: readonly string[], options: Partial<CliOptions> = {}) => xenia(words, { cwd, ...options });

/** Runs a command that must succeed and gives its JSON. */
async function result<Value>(words: readonly string[], options: Partial<CliOptions> = {}): Promise<Value> {
  const outcome = await run([...words, '--json'], options);
  if (outcome.code !== 0) throw new Error(`xenia ${words.join(' ')}: ${outcome.stderr}`);
  return outcome.json() as Value;
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-cli-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('before there is anything', () => {
  test('a command says what is missing and how to get it', async () => {
    const { code, stdout, stderr } = await run(['client', 'list']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('xenia migrate');
  });

  test('migrating twice changes nothing the second time; then a tenant is missing', async () => {
    const first = await result<{ applied: string[] }>(['migrate']);
    expect(first.applied.length).toBeGreaterThan(0);
    expect(await result(['migrate'])).toEqual({ applied: [] });
    expect(await result(['tenant', 'list'])).toEqual([]);
    const { code, stderr } = await run(['user', 'list']);
    expect(code).toBe(1);
    expect(stderr).toContain('xenia tenant create');
  });
});

describe('an installation from nothing', () => {
  test('a tenant, an API, a scope, an app and a user, each by one command', async () => {
    const tenant = await result<object>([
      'tenant',
      'create',
      'demo',
      '--display-name',
      'Demo',
      '--setting',
      'accessTokenTtl=900',
    ]);
    expect(tenant).toMatchObject({
      name: 'demo',
      issuer: 'http://localhost:3000/demo',
      settings: { accessTokenTtl: 900 },
    });
    const api = [
      'resource-server',
      'create',
      'https://api.example',
      '--name',
      'Payments',
      '--access-token-format',
      'opaque',
    ];
    expect(await result(api)).toMatchObject({ access_token_format: 'opaque' });
    const scope = [
      'scope',
      'create',
      'payments:write',
      '--resource',
      'https://api.example',
      '--display-name',
      'Send money',
      '--emphasised',
    ];
    expect(await result(scope)).toMatchObject({ display_name: 'Send money', emphasised: true });

    const words = [
      'client',
      'create',
      '--tenant',
      'demo',
      '--name',
      'My app',
      '--grant-type',
      'authorization_code',
      '--grant-type',
      'refresh_token',
    ];
    const more = [
      '--redirect-uri',
      'http://127.0.0.1:5000/cb',
      '--scope',
      'openid profile email offline_access payments:write',
    ];
    expect(await result([...words, ...more])).toMatchObject({
      client_id: expect.stringMatching(/^app_\w{20,}$/),
      client_secret: expect.stringMatching(/^xcs_/),
      client_secret_expires_at: 0,
      client_name: 'My app',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1:5000/cb'],
    });

    const user = [
      'user',
      'create',
      '--tenant',
      'demo',
      '--email',
      'bob@example.com',
      '--password-stdin',
      '--name',
      'Bob',
      '--claim',
      'locale=de-DE',
    ];
    expect(await result(user, { input: 'correct horse\n' })).toMatchObject({
      email: 'bob@example.com',
      has_password: true,
      claims: { name: 'Bob', locale: 'de-DE' },
    });
  });

  test("metadata's names are options, lists are repeated, keys come from a file", async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(
      join(cwd, 'jwks.json'),
      JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'EdDSA' }] }),
    );
    const words = [
      'client',
      'create',
      '--client-name',
      'Partner',
      '--token-endpoint-auth-method',
      'private_key_jwt',
      '--jwks',
      '@jwks.json',
    ];
    const lists = [
      '--redirect-uri',
      'https://a.example/cb',
      '--redirect-uri',
      'https://b.example/cb',
      '--contact',
      'dev@a.example',
    ];
    const others = [
      '--post-logout-redirect-uri',
      'https://a.example/out',
      '--no-require-pkce',
      '--default-max-age',
      '60',
      '--resource',
      'https://api.example',
    ];
    const client = await result<object>([...words, ...lists, ...others]);
    expect(client).toMatchObject({
      client_name: 'Partner',
      redirect_uris: ['https://a.example/cb', 'https://b.example/cb'],
      contacts: ['dev@a.example'],
      jwks: { keys: [{ kid: 'one' }] },
      require_pkce: false,
      default_max_age: 60,
      resource: ['https://api.example'],
    });
    expect(client).not.toHaveProperty('client_secret');
  });

  test('an app is changed, given a second secret, disabled and deleted', async () => {
    const { client_id } = await result<{ client_id: string }>([
      'client',
      'create',
      '--name',
      'Short-lived',
      '--grant-type',
      'client_credentials',
    ]);
    const changed = await result([
      'client',
      'update',
      client_id,
      '--logo-uri',
      'https://a.example/logo.png',
      '--client-name',
      'Renamed',
    ]);
    expect(changed).toMatchObject({
      client_name: 'Renamed',
      logo_uri: 'https://a.example/logo.png',
      grant_types: ['client_credentials'],
    });
    const unset = await result(['client', 'update', client_id, '--unset', 'logo_uri']);
    expect(unset).not.toHaveProperty('logo_uri');
    const secret = await result<{ secret_id: string }>([
      'secret',
      'create',
      client_id,
      '--description',
      'next',
      '--expires-in',
      '60',
    ]);
    expect(await result(['secret', 'revoke', client_id, secret.secret_id])).toMatchObject({ revoked: true });
    expect(await result(['client', 'disable', client_id])).toMatchObject({ disabled_at: expect.any(Number) });
    const { stdout } = await run(['client', 'show', client_id]);
    expect(stdout).toContain('Renamed');
    expect(stdout).not.toContain('xcs_');
    expect(await result(['client', 'delete', client_id])).toEqual({ client_id, deleted: true });
    expect((await run(['client', 'show', client_id, '--json'])).code).toBe(1);
  });

  test('keys, grants, tokens and users can be looked at', async () => {
    expect(await result(['key', 'rotate', '--alg', 'ES256'])).toMatchObject([{ state: 'signing' }, { state: 'next' }]);
    expect(await result(['grant', 'list', '--user', 'bob@example.com'])).toEqual([]);
    const nobody = await run(['grant', 'list', '--user', 'bo@example.com']);
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('There is no user bo@example.com')]);
    expect(await result(['user', 'disable', 'bob@example.com'])).toMatchObject({ disabled_at: expect.any(Number) });
    expect(await result(['token', 'introspect', '-'], { input: 'xat_cut-off\n' })).toEqual({
      kind: 'access_token',
      state: 'inactive',
      reason: 'malformed',
    });
  });
});

describe('lists', () => {
  test('of the audit log are oldest first, and a limit keeps the newest', async () => {
    const all = await result<{ seq: number; action: string }[]>(['audit', 'list']);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i + 1));
    expect(all[0]).toMatchObject({ action: 'tenant.created' });
    expect(await result(['audit', 'list', '--limit', '3'])).toEqual(all.slice(-3));
  });

  test('begin with what the server made of an app, then what was registered', async () => {
    const { stdout } = await run(['client', 'create', '--name', 'Facts', '--grant-type', 'client_credentials']);
    const names = stdout.split('\n').map((line) => line.split(' ')[0]);
    expect(names.slice(0, 4)).toEqual([
      'client_id',
      'client_secret',
      'client_secret_expires_at',
      'client_id_issued_at',
    ]);
    expect(names.indexOf('client_name')).toBeGreaterThan(names.indexOf('revision'));
  });

  test('of a tenant that is changed show it by its name', async () => {
    const words = ['tenant', 'update', 'demo', '--display-name', 'Demonstration', '--setting', 'accessTokenTtl='];
    const changed = await result(words);
    expect(changed).toMatchObject({ name: 'demo', display_name: 'Demonstration', settings: {} });
    expect(await result(['tenant', 'list'])).toEqual([changed]);
  });
});

describe('refusals', () => {
  test('with --json are one JSON document on standard error, and standard output stays empty', async () => {
    const { code, stdout, stderr } = await run([
      'client',
      'create',
      '--name',
      'x',
      '--redirect-uri',
      'https://a.example/#',
      '--scope',
      'none',
      '--json',
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'invalid',
      problems: [{ field: 'redirect_uris' }, { field: 'scope' }],
    });
  });

  test('a mistyped command or option is answered with the one that was meant, and exit code 2', async () => {
    const command = await run(['clinet', 'list']);
    expect([command.code, command.stderr.includes('Did you mean client?')]).toEqual([2, true]);
    const option = await run(['client', 'create', '--redirect-url', 'x', '--json']);
    expect(option.code).toBe(2);
    expect(JSON.parse(option.stderr)).toMatchObject({
      error: 'usage',
      message: expect.stringContaining('--redirect-uri'),
    });
  });

  test('an unknown tenant lists those that are known', async () => {
    const { code, stderr } = await run(['client', 'list', '--tenant', 'dmo']);
    expect(code).toBe(1);
    expect(stderr).toContain('Did you mean demo? Known: demo');
  });

  test('the tenant must be named once there are several', async () => {
    await result(['tenant', 'create', 'second']);
    const { code, stderr } = await run(['client', 'list']);
    expect(code).toBe(2);
    expect(stderr).toContain('demo, second');
  });

  test('config check tells all problems at once', async () => {
    const { code, stderr } = await run(['config', 'check', '--json'], {
      env: { XENIA_PORT: 'many', XENIA_MASTER_KEY: 'short', XENIA_TYPO: '1' },
    });
    expect(code).toBe(2);
    expect((JSON.parse(stderr) as { problems: { path: string }[] }).problems.map(({ path }) => path).sort()).toEqual([
      'XENIA_TYPO',
      'masterKey',
      'port',
    ]);
  });

  test('config print shows no secret', async () => {
    const secret = 'postgres://xenia:hunter2@db.example/xenia';
    const { stdout } = await run(['config', 'print'], { env: { XENIA_DATABASE_URL: secret } });
    expect(stdout).toContain('[set]');
    expect(stdout).not.toContain('hunter2');
  });
});
